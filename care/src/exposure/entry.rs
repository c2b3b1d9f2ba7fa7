use serde::{Deserialize, Serialize};

use super::{MilliPoints, StackingPolicy};
use crate::ids::{IncidentId, PersonId};
use crate::time::Instant;

/// How somebody was part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExposureRole {
    /// On a unit at the event.
    Crew,
    /// In the dispatch room (R043, R045).
    Dispatcher,
    /// Added by hand, by oneself or by another.
    Added,
    /// Supported somebody who was there (R120).
    Supporter,
    /// Under a strain that lasts and has no event (R152).
    Duration,
}

/// How severe an event was for those who were part of it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Below the ordinary.
    Light,
    /// The ordinary event of the incident list.
    #[default]
    Normal,
    /// Above the ordinary.
    Heavy,
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

impl ExposureRole {
    /// Every role, strongest first.
    pub const ALL: [Self; 5] = [
        Self::Crew,
        Self::Dispatcher,
        Self::Added,
        Self::Supporter,
        Self::Duration,
    ];

    /// The text in the store and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Crew => "crew",
            Self::Dispatcher => "dispatcher",
            Self::Added => "added",
            Self::Supporter => "supporter",
            Self::Duration => "duration",
        }
    }

    /// Reads the text back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

impl Severity {
    /// The text in the store and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Normal => "normal",
            Self::Heavy => "heavy",
        }
    }

    /// Reads the text back.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Light, Self::Normal, Self::Heavy]
            .into_iter()
            .find(|severity| severity.as_str() == text)
    }
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
