//! What somebody asks about their own data, and by when it is answered (R095).
//!
//! GDPR, art. 12(3): within one month of receipt; two further months for what is complex or for
//! many requests, told within the first. Counted on the calendar of the organisation, as Regulation
//! 1182/71 does: a month later, or the last day of a shorter month, and the whole of that day.

use jiff::{Span, civil::Date};

use crate::codes::codes;

codes! {
    /// What is asked that Veer does not do by itself at once.
    pub enum RequestKind {
        /// What is held elsewhere too, or more than the copy in Veer gives (art. 15, 20).
        Copy = "copy",
        /// What one cannot erase oneself (art. 17).
        Erase = "erase",
        /// Something that is wrong (art. 16).
        Correct = "correct",
        /// That something is left alone for a while (art. 18).
        Limit = "limit",
        /// That something is not used (art. 21).
        Object = "object",
    }
}

codes! {
    /// How a request stands.
    pub enum RequestState {
        /// It waits for an answer.
        Open = "open",
        /// It was done.
        Granted = "granted",
        /// It was done in part.
        Partly = "partly",
        /// It was not done, for a reason of a list.
        Refused = "refused",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Why a request is not done, or in part; each is an exception of the law.
    pub enum RequestWhy {
        /// Somebody else's rights are touched (art. 15(4)).
        Others = "others",
        /// The law says that it is kept (art. 17(3)b).
        Law = "law",
        /// It is still needed for what it was kept for (art. 17(1)a).
        Needed = "needed",
        /// It is not held here.
        NotHeld = "not-held",
        /// It was right as it stood.
        Right = "right",
    }
}

codes! {
    /// Why a request cannot go this way.
    pub enum RequestRefusal {
        /// Somebody else answered it, or it was taken back.
        NotOpen = "request-not-open",
        /// What is not done, or in part, needs a reason.
        WhyMissing = "request-why-missing",
        /// It was given more time before.
        Extended = "request-extended",
        /// The first month has gone by: it is too late to ask for more.
        TooLate = "request-too-late",
        /// It was answered longer ago than can be taken back.
        Settled = "request-settled",
    }
}

/// How many months there are, and how many may be added (art. 12(3)).
pub const MONTHS: i32 = 1;
/// What may be added once.
pub const FURTHER_MONTHS: i32 = 2;
/// For how many days before its end a request stands out.
const SOON_DAYS: i32 = 7;

/// The last day on which a request of this day is answered in time.
pub fn due_on(asked: Date) -> Date {
    asked.saturating_add(Span::new().months(MONTHS))
}

/// The last day with the further months, counted from the day it was asked so that no day is lost.
pub fn extended_to(asked: Date) -> Date {
    asked.saturating_add(Span::new().months(MONTHS + FURTHER_MONTHS))
}

/// Gives a request the further months, once and within the first.
///
/// # Errors
/// Why not.
pub fn extend(
    state: RequestState,
    extended: bool,
    asked: Date,
    today: Date,
) -> Result<Date, RequestRefusal> {
    if state != RequestState::Open {
        Err(RequestRefusal::NotOpen)
    } else if extended {
        Err(RequestRefusal::Extended)
    } else if today > due_on(asked) {
        Err(RequestRefusal::TooLate)
    } else {
        Ok(extended_to(asked))
    }
}

/// Answers a request: what is not done in full needs its reason.
///
/// # Errors
/// Why not.
pub fn answer(
    state: RequestState,
    answer: RequestState,
    why: Option<RequestWhy>,
) -> Result<(), RequestRefusal> {
    let needs_why = matches!(answer, RequestState::Partly | RequestState::Refused);
    if state != RequestState::Open || answer == RequestState::Open {
        Err(RequestRefusal::NotOpen)
    } else if needs_why && why.is_none() {
        Err(RequestRefusal::WhyMissing)
    } else {
        Ok(())
    }
}

/// How much time an open request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Its last day has gone by, this many days ago.
    Late(i32),
    /// Its last day is today or comes within a week.
    Soon(i32),
    /// There is time.
    Ahead(i32),
}

/// How an open request stands towards its last day.
pub fn term(due: Date, today: Date) -> Term {
    let days = today.until(due).map_or(i32::MAX, |span| span.get_days());
    match days {
        late if late < 0 => Term::Late(-late),
        soon if soon <= SOON_DAYS => Term::Soon(soon),
        ahead => Term::Ahead(ahead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_month_is_a_month_of_the_calendar() {
        assert_eq!(due_on(date(2026, 1, 31)), date(2026, 2, 28));
        assert_eq!(due_on(date(2026, 2, 28)), date(2026, 3, 28));
        assert_eq!(extended_to(date(2026, 1, 31)), date(2026, 4, 30));
    }

    proptest! {
        #[test]
        fn nobody_waits_longer_than_the_law_says(day in 0..20_000_i32, waits in -5..200_i32) {
            let asked = date(2020, 1, 1).saturating_add(Span::new().days(day));
            let today = asked.saturating_add(Span::new().days(waits));
            let due = due_on(asked);
            prop_assert!(due > asked && due <= asked.saturating_add(Span::new().days(31)));
            prop_assert!(extended_to(asked) <= asked.saturating_add(Span::new().days(92)));
            let more = extend(RequestState::Open, false, asked, today);
            prop_assert_eq!(more.is_ok(), today <= due);
            prop_assert_eq!(matches!(term(due, today), Term::Late(_)), today > due);
        }

        #[test]
        fn an_answer_comes_once_and_a_no_has_a_reason(
            from in 0..RequestState::ALL.len(),
            to in 0..RequestState::ALL.len(),
            why in proptest::option::of(0..RequestWhy::ALL.len()),
        ) {
            let (from, to) = (RequestState::ALL[from], RequestState::ALL[to]);
            let why = why.map(|at| RequestWhy::ALL[at]);
            if answer(from, to, why).is_ok() {
                prop_assert_eq!(from, RequestState::Open);
                prop_assert!(to != RequestState::Open);
                prop_assert!(why.is_some() || matches!(to, RequestState::Granted | RequestState::Withdrawn));
            }
        }
    }
}
