//! What another version of the list would say differently (R044, R046).

use super::{Certainty, Verdict};
use crate::codes::codes;

codes! {
    /// How the verdict on one event differs between two versions.
    pub enum Shift {
        /// It would count at once, and was not on the list.
        Starts = "starts",
        /// A person would be asked, and it was not on the list.
        Asks = "asks",
        /// It would count at once; now a person is asked first.
        Surer = "surer",
        /// A person would be asked first; now it counts at once.
        LessSure = "less-sure",
        /// It would no longer be found.
        Stops = "stops",
        /// It would fall under another entry.
        Elsewhere = "elsewhere",
    }
}

impl Shift {
    /// What changes for one event; none when both versions say the same of it.
    pub fn between(old: Option<&Verdict>, new: Option<&Verdict>) -> Option<Self> {
        fn rule(verdict: &Verdict) -> (&str, Certainty) {
            (&verdict.entry, verdict.certainty)
        }
        Self::of(old.map(rule), new.map(rule))
    }

    /// The same from entry and certainty alone.
    pub fn of(old: Option<(&str, Certainty)>, new: Option<(&str, Certainty)>) -> Option<Self> {
        use Certainty::{Confirm, Sure};
        match (old, new) {
            (None, None) => None,
            (Some(_), None) => Some(Self::Stops),
            (None, Some((_, Sure))) => Some(Self::Starts),
            (None, Some((_, Confirm))) => Some(Self::Asks),
            (Some((_, Confirm)), Some((_, Sure))) => Some(Self::Surer),
            (Some((_, Sure)), Some((_, Confirm))) => Some(Self::LessSure),
            (Some((old, _)), Some((new, _))) => (old != new).then_some(Self::Elsewhere),
        }
    }
}
