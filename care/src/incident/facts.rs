use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::ids::KindCode;

codes! {
    /// Yes, no, or not known.
    ///
    /// Dispatch often does not say. Not knowing is never taken for yes or for no.
    #[derive(Default)]
    pub enum Tri {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// Nobody said.
        #[default]
        Unknown = "unknown",
    }
}

impl Tri {
    /// What two sources say together: a yes stands, then a no.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.min(other)
    }
}

impl From<bool> for Tri {
    fn from(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Tri {
    fn from(said: Option<bool>) -> Self {
        said.map_or(Self::Unknown, Self::from)
    }
}

/// What dispatch recorded about one event, as far as the incident list asks.
///
/// No person, no place, no words: only what a rule may look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct EventFacts {
    /// Every kind code of the event, by the vocabulary or raw.
    pub kind_codes: BTreeSet<KindCode>,
    /// Every priority that its rows carry, as dispatch writes it.
    pub priorities: BTreeSet<String>,
    /// A minor is among the patients.
    pub minor: Tri,
    /// Somebody died.
    pub fatal: Tri,
    /// There was aggression towards staff.
    pub aggression: Tri,
    /// A colleague pressed the alarm button.
    pub alarm_button: Tri,
    /// It was scaled up to a major event.
    pub major: Tri,
    /// Further codes, free to choose by a profile, such as `alarms:2`.
    pub extra: BTreeSet<String>,
}

impl EventFacts {
    /// The five facts in the order minor, fatal, aggression, alarm button, major.
    pub const fn all(&self) -> [Tri; 5] {
        [
            self.minor,
            self.fatal,
            self.aggression,
            self.alarm_button,
            self.major,
        ]
    }
}
