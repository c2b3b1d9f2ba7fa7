use jiff::{Span, civil::Date};

use crate::codes::codes;

codes! {
    /// What a coordinator can give to a supporter (R104). A kind and a day: no word about anybody.
    pub enum TaskKind {
        /// Look in with a staff group: what goes on there, and whether people know the team (R049).
        CheckIn = "check-in",
        /// Decide which uncertain events count (R046).
        ConfirmQueue = "confirm-queue",
        /// Go through the records that could not be read.
        Quarantine = "quarantine",
        /// Say which units a source means by names that nobody knows (R046).
        Units = "units",
        /// See that pictures of the situation are formed (R063).
        Pictures = "pictures",
        /// Prepare a training or refresher (R103).
        TrainingPrep = "training-prep",
        /// Hold an information session at a staff group (R048).
        InformationSession = "information-session",
    }
}

impl TaskKind {
    /// Whether the task is about one staff group.
    pub const fn has_group(self) -> bool {
        matches!(self, Self::CheckIn | Self::InformationSession)
    }
}

codes! {
    /// How a task stands.
    pub enum TaskState {
        /// A supporter has it.
        Open = "open",
        /// It is done.
        Done = "done",
        /// The supporter gave it back: it waits for somebody.
        Returned = "returned",
        /// The coordinator took it back.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What happens to a task.
    pub enum TaskStep {
        /// The supporter did it.
        Finish = "finish",
        /// The supporter gives it back, without a reason.
        GiveBack = "give-back",
        /// The supporter takes the last step back.
        Reopen = "reopen",
        /// The coordinator takes it back.
        Withdraw = "withdraw",
        /// The coordinator gives what was returned or taken back to somebody, perhaps the same.
        GiveAgain = "give-again",
    }
}

codes! {
    /// Why a task is not given, or not changed.
    pub enum TaskRefusal {
        /// The day has gone by.
        DayPast = "task-day-past",
        /// The day is more than a year away.
        DayFar = "task-day-far",
        /// The kind asks which staff group it is about.
        GroupMissing = "task-group-missing",
        /// Somebody else acted in between.
        NotNow = "task-not-now",
    }
}

/// The furthest day that a task is given for.
const AHEAD_MONTHS: i32 = 12;

impl TaskState {
    /// The state after a step, if the step can be taken now (R104).
    pub const fn after(self, step: TaskStep) -> Result<Self, TaskRefusal> {
        match (self, step) {
            (Self::Open, TaskStep::Finish) => Ok(Self::Done),
            (Self::Open, TaskStep::GiveBack) => Ok(Self::Returned),
            (Self::Done | Self::Returned, TaskStep::Reopen)
            | (Self::Returned | Self::Withdrawn, TaskStep::GiveAgain) => Ok(Self::Open),
            (Self::Open | Self::Returned, TaskStep::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(TaskRefusal::NotNow),
        }
    }

    /// Whether it asks for a hand of the coordinator on this day.
    pub fn asks(self, due: Date, today: Date) -> bool {
        match self {
            Self::Open => due < today,
            Self::Returned => true,
            Self::Done | Self::Withdrawn => false,
        }
    }
}

/// Whether a task of this kind can be given for this day (R104).
pub fn delegate(
    kind: TaskKind,
    group: Option<&str>,
    due: Date,
    today: Date,
) -> Result<(), TaskRefusal> {
    if due < today {
        Err(TaskRefusal::DayPast)
    } else if due > today.saturating_add(Span::new().months(AHEAD_MONTHS)) {
        Err(TaskRefusal::DayFar)
    } else if kind.has_group() && group.is_none_or(str::is_empty) {
        Err(TaskRefusal::GroupMissing)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::{prelude::*, sample::select};

    use super::*;

    const TODAY: Date = date(2026, 3, 3);

    #[test]
    fn a_task_has_a_day_within_a_year_and_a_group_where_it_needs_one() {
        let quarantine = |due| delegate(TaskKind::Quarantine, None, due, TODAY);
        assert_eq!(quarantine(TODAY), Ok(()));
        assert_eq!(quarantine(date(2026, 3, 2)), Err(TaskRefusal::DayPast));
        assert_eq!(quarantine(date(2027, 3, 3)), Ok(()));
        assert_eq!(quarantine(date(2027, 3, 4)), Err(TaskRefusal::DayFar));
        let check_in = |group| delegate(TaskKind::CheckIn, group, TODAY, TODAY);
        assert_eq!(check_in(Some("ambulance")), Ok(()));
        assert_eq!(check_in(Some("")), Err(TaskRefusal::GroupMissing));
    }

    proptest! {
        /// Done is said by who has it, taken back by who gave it; nobody does the other's step
        /// out of turn, and what ended asks for nothing.
        #[test]
        fn whatever_is_tried_a_task_stays_with_one_side(
            steps in prop::collection::vec(select(TaskStep::ALL), 0..12),
        ) {
            let mut state = TaskState::Open;
            for step in steps {
                let next = state.after(step);
                match (state, step) {
                    (TaskState::Withdrawn, TaskStep::Finish | TaskStep::Reopen | TaskStep::GiveBack)
                    | (TaskState::Done, TaskStep::Withdraw | TaskStep::GiveAgain) => {
                        prop_assert_eq!(next, Err(TaskRefusal::NotNow));
                    }
                    _ => {}
                }
                if let Ok(next) = next {
                    prop_assert_ne!(next, state);
                    state = next;
                }
                let asks = state.asks(TODAY.yesterday().unwrap(), TODAY);
                prop_assert_eq!(asks, matches!(state, TaskState::Open | TaskState::Returned));
            }
        }
    }
}
