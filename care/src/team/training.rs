use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

/// What the register knows of one person's training (R008, R030, R032).
///
/// Intervision has its own register: it never stands in for a refresher (R033).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// The last day on which the basic training counts; `None` when there is none.
    pub basic_until: Option<Date>,
    /// The day of the latest yearly refresher, or of the basic training before it.
    pub refreshed_on: Option<Date>,
}

/// What an overdue refresher means here (C16).
///
/// The handbook strongly advises a yearly refresher and does not demand it, so
/// the default warns. An organisation may decide to be stricter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefresherRule {
    /// Overdue shows amber; the supporter stays in the pool.
    #[default]
    Warn,
    /// Overdue takes the supporter out of the pool.
    Block,
}

/// How the yearly refresher stands on a day (R032).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refresher {
    /// Nothing to do, or no date in the register to count from.
    Current,
    /// Ten months have passed: time to plan one, before this day ends.
    Due(Date),
    /// Twelve months have passed since; it should have been done by this day.
    Overdue(Date),
}

/// Whether somebody is trained on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrainingState {
    /// Never had the basic training, as far as the register knows.
    Untrained,
    /// The basic training counted until this day.
    Expired(Date),
    /// Trained; the refresher may ask for attention.
    Trained(Refresher),
}

const REMIND_AFTER_MONTHS: i32 = 10;
const VALID_MONTHS: i32 = 12;

impl Training {
    /// How the training stands on this day; the last day still counts.
    pub fn state(&self, today: Date) -> TrainingState {
        match self.basic_until {
            None => TrainingState::Untrained,
            Some(until) if today > until => TrainingState::Expired(until),
            Some(_) => TrainingState::Trained(self.refresher(today)),
        }
    }

    /// Whether somebody with this training may be assigned on this day (R030, C16).
    pub fn admits(&self, rule: RefresherRule, today: Date) -> bool {
        match self.state(today) {
            TrainingState::Untrained | TrainingState::Expired(_) => false,
            TrainingState::Trained(Refresher::Overdue(_)) => rule == RefresherRule::Warn,
            TrainingState::Trained(_) => true,
        }
    }

    /// How the refresher stands, on the calendar: 29 February runs to 28 February.
    fn refresher(&self, today: Date) -> Refresher {
        let Some(last) = self.refreshed_on else {
            return Refresher::Current;
        };
        let until = last.saturating_add(Span::new().months(VALID_MONTHS));
        if today > until {
            Refresher::Overdue(until)
        } else if today >= last.saturating_add(Span::new().months(REMIND_AFTER_MONTHS)) {
            Refresher::Due(until)
        } else {
            Refresher::Current
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn refreshed(on: Date) -> Training {
        Training {
            basic_until: Some(date(2040, 1, 1)),
            refreshed_on: Some(on),
        }
    }

    #[test]
    fn basic_training_counts_through_its_last_day() {
        let training = Training {
            basic_until: Some(date(2026, 6, 30)),
            refreshed_on: None,
        };
        assert!(training.admits(RefresherRule::Block, date(2026, 6, 30)));
        assert!(!training.admits(RefresherRule::Warn, date(2026, 7, 1)));
        assert_eq!(
            training.state(date(2026, 7, 1)),
            TrainingState::Expired(date(2026, 6, 30))
        );
    }

    #[test]
    fn without_basic_training_nobody_is_in_the_pool() {
        let only_refreshed = Training {
            basic_until: None,
            refreshed_on: Some(date(2026, 1, 1)),
        };
        assert_eq!(
            only_refreshed.state(date(2026, 1, 2)),
            TrainingState::Untrained
        );
        assert!(!only_refreshed.admits(RefresherRule::Warn, date(2026, 1, 2)));
    }

    #[test]
    fn a_refresher_lasts_a_calendar_year() {
        let cases = [
            // last, reminder from, counts through
            (date(2025, 3, 1), date(2026, 1, 1), date(2026, 3, 1)),
            (date(2024, 2, 29), date(2024, 12, 29), date(2025, 2, 28)),
            (date(2025, 4, 30), date(2026, 2, 28), date(2026, 4, 30)),
            (date(2027, 2, 28), date(2027, 12, 28), date(2028, 2, 28)),
        ];
        for (last, from, through) in cases {
            let state = |day| refreshed(last).refresher(day);
            assert_eq!(state(from.yesterday().unwrap()), Refresher::Current);
            assert_eq!(state(from), Refresher::Due(through));
            assert_eq!(state(through), Refresher::Due(through));
            assert_eq!(
                state(through.tomorrow().unwrap()),
                Refresher::Overdue(through)
            );
        }
    }

    #[test]
    fn an_overdue_refresher_warns_unless_the_policy_blocks() {
        let training = refreshed(date(2025, 1, 1));
        assert!(training.admits(RefresherRule::Warn, date(2026, 6, 1)));
        assert!(!training.admits(RefresherRule::Block, date(2026, 6, 1)));
        assert!(training.admits(RefresherRule::Block, date(2026, 1, 1)));
    }

    proptest! {
        #[test]
        fn a_later_day_never_trains_anybody(
            until in 0i32..4000, last in 0i32..4000, day in 0i32..4000, later in 0i32..2000,
            strict in any::<bool>(),
        ) {
            let day_of = |n: i32| date(2020, 1, 1).saturating_add(Span::new().days(n));
            let training = Training {
                basic_until: Some(day_of(until)),
                refreshed_on: Some(day_of(last)),
            };
            let rule = if strict { RefresherRule::Block } else { RefresherRule::Warn };
            let then = training.admits(rule, day_of(day + later));
            prop_assert!(!then || training.admits(rule, day_of(day)));
        }
    }
}
