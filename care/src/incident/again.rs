//! Judging stored events again by a new list: an act of a person, never by itself (R044, R046).

use crate::codes::codes;

use super::{Certainty, Verdict};

codes! {
    /// Why stored events are judged again.
    pub enum AgainWhy {
        /// The list was changed.
        NewList = "new-list",
        /// The dispatch system writes other codes than it did.
        Codes = "codes",
        /// An event was missed.
        Missed = "missed",
    }
}

codes! {
    /// What becomes of an event that did not count, once it is judged again.
    pub enum Again {
        /// It counts: who was there is called.
        Counts = "counts",
        /// A person is asked whether it counts.
        Asks = "asks",
    }
}

/// What a new verdict does to an event; none leaves it as it stands.
///
/// Only what never counted moves: an event of which people were told, or that a person decided on,
/// keeps its verdict, so that judging again closes no path and takes back no decision (R046).
/// What its source withdrew, a test and an exercise stay out.
#[must_use]
pub fn again(never_counted: bool, real: bool, verdict: Option<&Verdict>) -> Option<Again> {
    let verdict = verdict.filter(|_| never_counted && real)?;
    Some(match verdict.certainty {
        Certainty::Sure => Again::Counts,
        Certainty::Confirm => Again::Asks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_counted_or_was_decided_on_moves() {
        for certainty in [Certainty::Sure, Certainty::Confirm] {
            let verdict = Verdict {
                entry: "kind-2".to_owned(),
                certainty,
                facts: Vec::new(),
            };
            assert_eq!(again(false, true, Some(&verdict)), None);
            assert_eq!(again(true, false, Some(&verdict)), None);
            assert!(again(true, true, Some(&verdict)).is_some());
        }
        assert_eq!(again(true, true, None), None);
    }
}
