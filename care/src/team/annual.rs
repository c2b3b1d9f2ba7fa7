use jiff::{Span, civil::Date};

use crate::codes::codes;

codes! {
    /// Who holds the yearly talk with a supporter (R126).
    pub enum Interviewer {
        /// A coordinator of the team.
        Coordinator = "coordinator",
        /// The occupational social worker.
        SocialWorker = "social-worker",
        /// A psychologist.
        Psychologist = "psychologist",
    }
}

impl Interviewer {
    /// Whether Veer keeps sealed notes of the talk; of one with somebody from outside it never does.
    pub const fn keeps_notes(self) -> bool {
        matches!(self, Self::Coordinator)
    }
}

codes! {
    /// What the yearly talk is about (R126).
    pub enum AnnualTopic {
        /// Resilience and what gives strength.
        Resilience = "resilience",
        /// What to learn and what is needed for it.
        Development = "development",
        /// How heavy the work feels.
        Workload = "workload",
    }
}

/// How the yearly talk stands on a day (R126).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnnualState {
    /// It was due by this day.
    Overdue(Date),
    /// There has been none yet.
    Never,
    /// Less than two months remain.
    Due(Date),
    /// Nothing to do until this day.
    Current(Date),
}

const REMIND_BEFORE_MONTHS: i32 = 2;

/// The last day for the next talk after one that was held: a year later on the calendar.
pub fn next_annual(held_on: Date) -> Date {
    held_on.saturating_add(Span::new().years(1))
}

/// How the yearly talk stands, by the day that was agreed for the next one.
pub fn annual_state(next_on: Option<Date>, today: Date) -> AnnualState {
    match next_on {
        None => AnnualState::Never,
        Some(by) if today > by => AnnualState::Overdue(by),
        Some(by) if today >= by.saturating_sub(Span::new().months(REMIND_BEFORE_MONTHS)) => {
            AnnualState::Due(by)
        }
        Some(by) => AnnualState::Current(by),
    }
}

codes! {
    /// Why a yearly talk cannot be recorded like this.
    pub enum AnnualRefusal {
        /// It would have been held in the future.
        HeldAhead = "annual-held-ahead",
        /// The next one is not after it, or later than a year.
        NextOutside = "annual-next-outside",
        /// It is planned in the past.
        PlannedBefore = "annual-planned-before",
        /// Nobody holds the yearly talk with themselves.
        WithOneself = "annual-with-oneself",
        /// Another interviewer would read none of what was written for it: that would be lost.
        Written = "annual-written",
    }
}

/// Checks a talk that was held and the day for the next: within a year.
pub fn hold_annual(held_on: Date, next_on: Date, today: Date) -> Result<(), AnnualRefusal> {
    if held_on > today {
        Err(AnnualRefusal::HeldAhead)
    } else if next_on <= held_on || next_on > next_annual(held_on) {
        Err(AnnualRefusal::NextOutside)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_talk_comes_back_within_a_calendar_year() {
        assert_eq!(next_annual(date(2024, 2, 29)), date(2025, 2, 28));
        let by = date(2026, 6, 30);
        let state = |day| annual_state(Some(by), day);
        assert_eq!(state(date(2026, 4, 29)), AnnualState::Current(by));
        assert_eq!(state(date(2026, 4, 30)), AnnualState::Due(by));
        assert_eq!(state(by), AnnualState::Due(by));
        assert_eq!(state(date(2026, 7, 1)), AnnualState::Overdue(by));
        assert_eq!(annual_state(None, by), AnnualState::Never);
    }

    #[test]
    fn the_next_one_is_later_and_never_later_than_a_year() {
        let (held, today) = (date(2026, 3, 1), date(2026, 3, 3));
        assert_eq!(hold_annual(held, date(2027, 3, 1), today), Ok(()));
        for next in [held, date(2027, 3, 2), date(2025, 1, 1)] {
            let refused = hold_annual(held, next, today);
            assert_eq!(refused, Err(AnnualRefusal::NextOutside), "{next}");
        }
        let ahead = hold_annual(date(2026, 3, 4), date(2026, 9, 1), today);
        assert_eq!(ahead, Err(AnnualRefusal::HeldAhead));
    }

    #[test]
    fn of_a_talk_with_somebody_from_outside_nothing_is_kept() {
        let keep = Interviewer::ALL.iter().filter(|who| who.keeps_notes());
        assert_eq!(keep.collect::<Vec<_>>(), [&Interviewer::Coordinator]);
    }
}
