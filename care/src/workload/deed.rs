use std::collections::BTreeMap;

use crate::codes::codes;
use crate::exposure::{Exposure, ExposureRole, Severity};
use crate::ids::IncidentId;
use crate::time::Instant;

codes! {
    /// What weighs on a supporter; each is counted by itself (R120).
    pub enum DeedKind {
        /// A first contact or a talk, of who held it (R094b).
        Talk = "talk",
        /// A page, answered or not.
        Page = "page",
        /// A night on duty.
        Night = "night",
        /// An event that the supporter was part of.
        Own = "own",
        /// An event in which the supporter heard somebody who was there (R120).
        Heard = "heard",
    }
}

/// One thing that weighed on one supporter at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deed {
    /// What it was.
    pub kind: DeedKind,
    /// When.
    pub at: Instant,
    /// Whether it was about an event above the ordinary.
    pub heavy: bool,
}

impl Deed {
    /// An ordinary one.
    pub const fn new(kind: DeedKind, at: Instant) -> Self {
        Self {
            kind,
            at,
            heavy: false,
        }
    }
}

/// The events of one's own and those heard, from the ledger of one person; each once.
///
/// A strain that lasts stays out: only the person knows of it (R152).
pub fn deeds(ledger: &[Exposure]) -> Vec<Deed> {
    let mut distinct: BTreeMap<(DeedKind, Option<&IncidentId>, Option<Instant>), Deed> =
        BTreeMap::new();
    for exposure in ledger {
        let kind = match exposure.role {
            ExposureRole::Duration => continue,
            ExposureRole::Supporter => DeedKind::Heard,
            ExposureRole::Crew | ExposureRole::Dispatcher | ExposureRole::Added => DeedKind::Own,
        };
        let incident = exposure.incident.as_ref();
        // What has no event is known by its moment.
        let moment = incident.is_none().then_some(exposure.from);
        let fresh = Deed {
            kind,
            at: exposure.from,
            heavy: exposure.severity == Severity::Heavy,
        };
        distinct
            .entry((kind, incident, moment))
            .and_modify(|known| {
                known.at = known.at.min(fresh.at);
                known.heavy |= fresh.heavy;
            })
            .or_insert(fresh);
    }
    distinct.into_values().collect()
}
