//! Alerting: who is asked when somebody needs a supporter, and what follows when nobody answers.
//!
//! An [`Alert`] stands for one event (or one case without an event) with colleagues whom nobody
//! supports yet. It climbs the organisation's [`Ladder`]: at each rung more people are asked, until
//! enough have said that they come. Nothing here sends anything or looks at a clock:
//! [`due_actions`] says what should have been done by now and was not (R013, R060).
//!
//! What keeps it honest is that it only looks at what was done: a worker that was away does at once
//! what it missed, and two workers come to the same.

mod dead_end;
mod edition;
mod ladder;
mod order;
mod quiet;
mod raise;
mod reminder;
mod rise;

pub use dead_end::{DeadEnd, dead_ends};
pub use edition::LADDER_FIELDS;
pub use ladder::{Ladder, LadderRefusal, Rung, Whom};
pub use order::best_first;
pub use quiet::Quiet;
pub use raise::{About, ChannelKind, Purpose, raises, settles, waits};
pub use reminder::{
    RULES, Reminded, Reminder, ReminderRule, Since, Step, To, due_reminders, next_reminder,
};
pub use rise::{Ask, due_actions, next_look, step_ahead};

use crate::codes::codes;
use crate::ids::PersonId;
use crate::time::Instant;
use jiff::SignedDuration;

codes! {
    /// How soon somebody has to be asked.
    pub enum Urgency {
        /// At once, at any hour: something happened, or a colleague asks to be called.
        Now = "now",
        /// At once by day; what comes in the quiet hours waits for the morning.
        Soon = "soon",
    }
}

codes! {
    /// What somebody who was asked says.
    pub enum Answer {
        /// I take it on: holds the ladder for a while.
        Coming = "coming",
        /// I cannot: the next one is asked at once.
        Cannot = "cannot",
    }
}

/// Somebody who was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub person: PersonId,
    /// In which round, from 0.
    pub round: u32,
    /// At which rung of the ladder, from 0.
    pub rung: u32,
    /// When.
    pub at: Instant,
    /// What they said, and when.
    pub answer: Option<(Answer, Instant)>,
}

/// A request to the team, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Since when somebody is needed.
    pub opened: Instant,
    /// How soon.
    pub urgency: Urgency,
    /// How many colleagues nobody supports yet.
    pub waiting: u32,
    /// Everyone who was asked so far.
    pub asked: Vec<Asked>,
}

/// Whom the alert can reach at this moment.
///
/// The caller puts only those here who may be asked: on duty, trained, not paused, below the hard
/// cap, and with nothing between them and at least one of the colleagues (`care::matching`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Supporters on duty, the best first.
    pub on_duty: Vec<PersonId>,
    /// Coordinators who are not themselves among those who need a supporter.
    pub coordinators: Vec<PersonId>,
}

impl Alert {
    /// How many more people have to come: a supporter for each few colleagues, less those who said
    /// that they come and whose word still counts.
    ///
    /// Who said so and took nobody on within the ladder's hold does not count any more, so an
    /// acknowledgement is never the end of an alert.
    pub fn need(&self, ladder: &Ladder, now: Instant) -> u32 {
        let each = ladder.colleagues_each.max(1);
        let hold = minutes(ladder.hold_minutes);
        let mut coming: Vec<&PersonId> = Vec::new();
        for asked in &self.asked {
            let Some((Answer::Coming, at)) = asked.answer else {
                continue;
            };
            if now < at.plus(hold) && !coming.contains(&&asked.person) {
                coming.push(&asked.person);
            }
        }
        let come = u32::try_from(coming.len()).unwrap_or(u32::MAX);
        self.waiting.div_ceil(each).saturating_sub(come)
    }

    /// From when the ladder counts: the quiet hours put off what is not urgent.
    pub fn begins(&self, ladder: &Ladder, tz: &jiff::tz::TimeZone) -> Instant {
        match (self.urgency, ladder.quiet) {
            (Urgency::Soon, Some(quiet)) => quiet.end_after(self.opened, tz),
            _ => self.opened,
        }
    }
}

fn minutes(minutes: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}

#[cfg(test)]
mod tests;
