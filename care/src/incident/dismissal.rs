//! An event that counted and does not count after all: why, and for how long that can be undone.

use jiff::SignedDuration;

use super::{Certainty, CompiledList, EventFacts, Tri};
use crate::codes::codes;
use crate::path::Case;
use crate::time::Instant;

/// For how long a dismissal can be undone, and a report be taken back.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

codes! {
    /// Why an event does not count after all (R046). Never a free text: it would be about people.
    pub enum DismissWhy {
        /// It did not happen.
        NotHappened = "not-happened",
        /// It was entered twice.
        Twice = "twice",
        /// It was an exercise or a test.
        Exercise = "exercise",
        /// The wrong crew or unit was told.
        WrongCrew = "wrong-crew",
        /// It does not fit the list.
        NotOnList = "not-on-list",
        /// Who reported it took the report back.
        TakenBack = "taken-back",
    }
}

impl DismissWhy {
    /// Whether a coordinator can give it; a report is taken back by who made it alone.
    pub const fn is_chosen(self) -> bool {
        !matches!(self, Self::TakenBack)
    }
}

/// Whether a dismissal of this moment can still be undone, so that all is as it was (R046).
#[must_use]
pub fn may_undo(dismissed: Instant, now: Instant) -> bool {
    now.since(dismissed) < A_DAY
}

codes! {
    /// Why a report is no longer taken back by who made it (R045).
    pub enum ReportStands {
        /// It was made longer than a day ago.
        TooLate = "too-late",
        /// Somebody was called since.
        Contacted = "contacted",
    }
}

/// Whether who made a report can take it back themselves (R045, R046).
///
/// `paths` are those of the event. What happened on them before the report was about another event.
///
/// # Errors
/// After a day, and once somebody was called: then the team decides.
pub fn take_back<'a>(
    reported: Instant,
    paths: impl IntoIterator<Item = &'a Case>,
    now: Instant,
) -> Result<(), ReportStands> {
    if now.since(reported) >= A_DAY {
        return Err(ReportStands::TooLate);
    }
    let mut paths = paths.into_iter();
    if paths.any(|path| path.is_contacted_since(reported)) {
        return Err(ReportStands::Contacted);
    }
    Ok(())
}

/// Whether news made an event heavier than it was when somebody dismissed it (R046).
///
/// A person's word stands against news that adds nothing. It is asked about again when a fact became
/// a yes, or when the same list now names the event, names it surer, or names another entry. Both
/// are judged by one list, so that a new list alone changes nothing.
#[must_use]
pub fn is_heavier(list: &CompiledList, before: &EventFacts, now: &EventFacts) -> bool {
    let facts = |of: &EventFacts| [of.minor, of.fatal, of.aggression, of.alarm_button, of.major];
    let mut both = facts(before).into_iter().zip(facts(now));
    let became_yes = both.any(|(was, is)| was != Tri::Yes && is == Tri::Yes);
    let named = match (list.judge(before), list.judge(now)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => {
            let surer = (was.certainty, is.certainty) == (Certainty::Confirm, Certainty::Sure);
            surer || was.entry != is.entry
        }
    };
    became_yes || named
}
