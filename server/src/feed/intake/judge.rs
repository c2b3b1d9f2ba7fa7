//! The verdict on an incident, and what it moves.

use care::{
    incident::{Certainty, is_heavier},
    time::Instant,
};
use jiff::SignedDuration;

use super::{Intake, Known};
use crate::{
    feed::record::{EventRecord, Precision, Status},
    store::IncidentState,
};

impl Intake<'_> {
    /// Judges an incident on what is known of it now.
    ///
    /// A person's decision stands: what somebody confirmed or dismissed is not undone by a later
    /// message, and what somebody reported keeps the entry that they chose. What counted by itself and
    /// was taken back or corrected by its source counts no longer, and nothing that followed is undone:
    /// a person looks (R046). Only news that makes a dismissed event heavier is laid before a person
    /// again, and then a person decides.
    ///
    /// Nobody is told of an event by itself when its moment is in doubt: who was there would be a
    /// guess. A coordinator looks first.
    pub(super) fn judge(&self, incident: &mut Known, now: Instant) {
        let dismissed = incident.state == IncidentState::Dismissed;
        let stays = if dismissed {
            !self.weighs_more(incident)
        } else {
            incident.is_reported()
        };
        if stays {
            return;
        }
        let by_a_person = incident.was_decided_on();
        let asked_again = dismissed || incident.is_asked_again();
        let doubt = doubt(&incident.record, now);
        let off = off(incident);
        let verdict = self.list.judge(&incident.record.facts());
        let sure = verdict.as_ref().map(|verdict| verdict.certainty) == Some(Certainty::Sure);
        let sure = sure && off.is_none() && doubt.is_none();
        incident.state = match incident.state {
            IncidentState::Counted if by_a_person => IncidentState::Counted,
            IncidentState::Counted | IncidentState::Withdrawn if sure => IncidentState::Counted,
            IncidentState::Counted | IncidentState::Withdrawn => IncidentState::Withdrawn,
            _ if asked_again && off.is_none() => IncidentState::ToConfirm,
            _ if asked_again => IncidentState::Dismissed,
            _ if sure => IncidentState::Counted,
            _ if off.is_none() && verdict.is_some() => IncidentState::ToConfirm,
            _ => IncidentState::Stored,
        };
        let kept = incident.is_kept().then_some(KEPT);
        let corrected = incident.state == IncidentState::Withdrawn && off.is_none();
        let facts = verdict.iter().flat_map(|verdict| &verdict.facts);
        let reasons = facts.map(String::as_str).chain(doubt).chain(off);
        let reasons = reasons.chain(asked_again.then_some(HEAVIER)).chain(kept);
        let reasons: Vec<&str> = reasons.chain(corrected.then_some(CORRECTED)).collect();
        incident.reasons = reasons.join(" ");
        if let Some(verdict) = verdict {
            incident.entry = Some(verdict.entry);
            let decided = by_a_person && incident.state == IncidentState::Counted;
            if !decided {
                incident.certainty = Some(verdict.certainty.code().to_owned());
            }
        } else if !by_a_person && !asked_again {
            (incident.entry, incident.certainty) = (None, None);
        }
    }

    /// Whether this news makes an event heavier than it was when somebody dismissed it.
    fn weighs_more(&self, incident: &Known) -> bool {
        let now = incident.record.facts();
        let before = incident.before.as_ref();
        before.is_some_and(|before| is_heavier(&self.list, before, &now))
    }
}

impl Known {
    /// Whether a person said that it counts: at the desk where it is confirmed, or after its source
    /// took it back.
    fn was_decided_on(&self) -> bool {
        let confirmed = self.certainty.as_deref() == Some(Certainty::Confirm.code());
        self.state == IncidentState::Counted && (confirmed || self.is_kept())
    }

    fn is_kept(&self) -> bool {
        self.reasons.split_whitespace().any(|reason| reason == KEPT)
    }

    /// Whether a person was asked again about what somebody dismissed.
    fn is_asked_again(&self) -> bool {
        let mut reasons = self.reasons.split_whitespace();
        self.state == IncidentState::ToConfirm && reasons.any(|reason| reason == HEAVIER)
    }
}

/// Why a source itself says that an event does not count.
fn off(incident: &Known) -> Option<&'static str> {
    match incident.record.status {
        _ if incident.merged.is_some() => Some(MERGED),
        Status::Cancelled | Status::Test | Status::Exercise => {
            Some(incident.record.status.as_str())
        }
        Status::Active | Status::Closed | Status::Merged => None,
    }
}

/// It goes on in another event, as a fact of a verdict.
pub const MERGED: &str = "merged";
/// Its source corrected it so that it no longer counts by itself, as a fact of a verdict.
pub const CORRECTED: &str = "corrected";
/// A person said that it counts all the same, as a fact of a verdict.
pub const KEPT: &str = "kept";
/// Somebody dismissed it, and since then more was told, as a fact of a verdict.
pub const HEAVIER: &str = "heavier";
/// The day is known and the time is not, as a fact of a verdict.
pub const DAY_ONLY: &str = "day-only";
/// It would happen later than now, as a fact of a verdict.
pub const LATER: &str = "later";

/// Why the moment of an event is in doubt; a clock that runs a day ahead is still believed.
pub(super) fn doubt(record: &EventRecord, now: Instant) -> Option<&'static str> {
    if record.at > now.plus(SignedDuration::from_hours(24)) {
        Some(LATER)
    } else {
        (record.at_precision == Precision::Day).then_some(DAY_ONLY)
    }
}
