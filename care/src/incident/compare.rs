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
        use Certainty::{Confirm, Sure};
        match (old, new) {
            (None, None) => None,
            (Some(_), None) => Some(Self::Stops),
            (None, Some(new)) => Some(match new.certainty {
                Sure => Self::Starts,
                Confirm => Self::Asks,
            }),
            (Some(old), Some(new)) => match (old.certainty, new.certainty) {
                (Confirm, Sure) => Some(Self::Surer),
                (Sure, Confirm) => Some(Self::LessSure),
                _ => (old.entry != new.entry).then_some(Self::Elsewhere),
            },
        }
    }
}
