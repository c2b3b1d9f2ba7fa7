use serde::{Deserialize, Serialize};

use super::{MilliPoints, StackingPolicy};
use crate::codes::codes;
use crate::ids::{IncidentId, PersonId};
use crate::time::Instant;

codes! {
    /// How somebody was part of it; the closest role first.
    pub enum ExposureRole {
        /// On a unit at the event.
        Crew = "crew",
        /// In the dispatch room (R043, R045).
        Dispatcher = "dispatcher",
        /// Added by hand, by oneself or by another.
        Added = "added",
        /// Supported somebody who was there (R120).
        Supporter = "supporter",
        /// Under a strain that lasts and has no event (R152).
        Duration = "duration",
    }
}

codes! {
    /// How severe an event was for those who were part of it.
    #[derive(Default)]
    pub enum Severity {
        /// Below the ordinary.
        Light = "light",
        /// The ordinary event of the incident list.
        #[default]
        Normal = "normal",
        /// Above the ordinary.
        Heavy = "heavy",
    }
}

/// One line of a ledger: one person, part of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exposure {
    /// The person.
    pub person: PersonId,
    /// The event; none for a strain that lasts.
    pub incident: Option<IncidentId>,
    /// How the person was part of it.
    pub role: ExposureRole,
    /// When it happened or began.
    pub from: Instant,
    /// When it ended; none for a single moment and for a strain that goes on.
    pub until: Option<Instant>,
    /// How severe it was.
    pub severity: Severity,
}

impl StackingPolicy {
    /// What an exposure weighs while it is fresh.
    pub fn weight(&self, severity: Severity, role: ExposureRole) -> MilliPoints {
        let whole = match severity {
            Severity::Light => self.severity.light,
            Severity::Normal => self.severity.normal,
            Severity::Heavy => self.severity.heavy,
        };
        let share = match role {
            ExposureRole::Crew => self.role.crew,
            ExposureRole::Dispatcher => self.role.dispatcher,
            ExposureRole::Added => self.role.added,
            ExposureRole::Supporter => self.role.supporter,
            ExposureRole::Duration => self.role.duration,
        };
        whole.saturating_mul(share.into()) / 1_000
    }
}
