//! What became of the incidents that a source told for the first time.

use care::{protocol::Protocol, time::Instant};

use super::Known;
use crate::store::{IncidentState, opens_paths};

/// What became of one new incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It counts, and is recent enough to begin something.
    Counts,
    /// It counts, and is too old for that.
    TooOld,
    /// Somebody of the team says whether it counts.
    Waits,
    /// The list does not name it, or it was called off or practised.
    Stays,
}

/// How many new incidents there were of each.
///
/// Only of those that were new: what the list says of an event in a file, who has the file and the
/// list can tell themselves. Of a known one it would also tell what the team decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// [`Fate::Counts`].
    pub counts: u64,
    /// [`Fate::TooOld`].
    pub too_old: u64,
    /// [`Fate::Waits`].
    pub waits: u64,
    /// [`Fate::Stays`].
    pub stays: u64,
}

impl FromIterator<Fate> for Fates {
    fn from_iter<I: IntoIterator<Item = Fate>>(fates: I) -> Self {
        let mut all = Self::default();
        for fate in fates {
            match fate {
                Fate::Counts => all.counts += 1,
                Fate::TooOld => all.too_old += 1,
                Fate::Waits => all.waits += 1,
                Fate::Stays => all.stays += 1,
            }
        }
        all
    }
}

impl Known {
    /// What became of it, by the verdict of this moment.
    pub(super) fn fate(&self, protocol: &Protocol, now: Instant) -> Fate {
        match self.state {
            IncidentState::Counted if opens_paths(protocol, self.record.at, now) => Fate::Counts,
            IncidentState::Counted => Fate::TooOld,
            IncidentState::ToConfirm => Fate::Waits,
            IncidentState::Stored | IncidentState::Dismissed | IncidentState::Withdrawn => {
                Fate::Stays
            }
        }
    }
}
