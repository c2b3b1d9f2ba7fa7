//! Reminders: one table of what is said to whom, when, and how often at most.
//!
//! A reminder helps somebody who forgot; it never becomes a nag. Each step of a path is reminded of
//! a few times at most, nothing is sent in the quiet hours, and the colleague who is supported is
//! never reminded of anything: an offer stands, and is theirs to take (R007, R070).

use super::Quiet;
use crate::codes::codes;
use crate::path::{Stage, Summary};
use crate::time::Instant;
use jiff::{SignedDuration, tz::TimeZone};

codes! {
    /// What a reminder is about. It is never said in the message itself.
    pub enum Reminder {
        /// The first contact has not been made (R064).
        FirstContact = "first-contact",
        /// A talk is tomorrow (R072).
        Talk = "talk",
        /// The next step can be taken: ask, plan a talk, follow a referral up.
        Step = "step",
        /// What became of a talk has not been recorded (R075).
        Outcome = "outcome",
        /// A step is past its window.
        Late = "late",
    }
}

codes! {
    /// Who is reminded.
    pub enum To {
        /// The supporter of the case.
        Supporter = "supporter",
        /// The coordinators.
        Coordinators = "coordinators",
    }
}

codes! {
    /// From when a reminder counts.
    pub enum Since {
        /// From half of the window on.
        HalfWay = "half-way",
        /// From the opening of the window on.
        Opening = "opening",
        /// From a day before what is planned on.
        DayBefore = "day-before",
        /// From the end of the window on.
        End = "end",
    }
}

/// One line of the table of reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReminderRule {
    /// What about.
    pub about: Reminder,
    /// To whom.
    pub to: To,
    /// From when.
    pub since: Since,
    /// How often at most for one step of one path.
    pub most: u32,
    /// How many hours lie between two at least.
    pub apart_hours: u32,
}

/// The table of reminders: all of them, and nothing else reminds.
pub const RULES: &[ReminderRule] = &[
    rule(Reminder::FirstContact, To::Supporter, Since::HalfWay, 2, 8),
    rule(Reminder::Talk, To::Supporter, Since::DayBefore, 1, 24),
    rule(Reminder::Step, To::Supporter, Since::Opening, 1, 24),
    rule(Reminder::Outcome, To::Supporter, Since::End, 1, 24),
    rule(Reminder::Late, To::Coordinators, Since::End, 2, 48),
];

const fn rule(about: Reminder, to: To, since: Since, most: u32, apart_hours: u32) -> ReminderRule {
    ReminderRule {
        about,
        to,
        since,
        most,
        apart_hours,
    }
}

/// The present step of a path, as far as reminders look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is due now or next.
    pub what: Stage,
    /// When its window opens; also tells one occurrence of a step from another.
    pub opens: Instant,
    /// From when it is late.
    pub late_from: Instant,
    /// When the planned talk is.
    pub planned: Option<Instant>,
    /// Whether somebody supports.
    pub supported: bool,
}

impl Step {
    /// The present step of a path; `None` when nothing is due on it, now or later.
    pub fn of(summary: &Summary) -> Option<Self> {
        let due = summary.due.filter(|_| !summary.closed)?;
        Some(Self {
            what: due.what,
            opens: due.window.opens,
            late_from: due.window.late_from(),
            planned: summary.planned.map(|(_, at)| at),
            supported: summary.supporter.is_some(),
        })
    }
}

/// A reminder of the present step that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminded {
    /// What about.
    pub about: Reminder,
    /// When.
    pub at: Instant,
}

impl ReminderRule {
    /// From when this rule speaks of a step; `None` when it does not.
    pub fn from(&self, step: &Step) -> Option<Instant> {
        let is_about = match self.about {
            Reminder::FirstContact => step.what == Stage::FirstContact,
            Reminder::Talk => step.planned.is_some(),
            Reminder::Step => matches!(
                step.what,
                Stage::Offer | Stage::Consent | Stage::Referral | Stage::Talk(_)
            ),
            Reminder::Outcome => matches!(step.what, Stage::Outcome(_)),
            // Nobody supports: the alert itself has asked the coordinators.
            Reminder::Late => true,
        };
        let has_reader = self.to == To::Coordinators || step.supported;
        if !is_about || !has_reader {
            return None;
        }
        match self.since {
            Since::HalfWay => {
                let half = step.late_from.since(step.opens) / 2;
                Some(step.opens.plus(half))
            }
            Since::Opening => Some(step.opens),
            Since::DayBefore => Some(step.planned?.minus(SignedDuration::from_hours(24))),
            Since::End => Some(step.late_from),
        }
    }

    /// Until when it makes sense to say it.
    fn until(&self, step: &Step) -> Instant {
        match self.about {
            // A talk of which the time has come needs no reminder any more.
            Reminder::Talk => step.planned.unwrap_or(Instant::LAST),
            _ => Instant::LAST,
        }
    }

    /// When it is said next, at the earliest; `None` when it was said often enough.
    fn next(
        &self,
        step: &Step,
        sent: &[Reminded],
        quiet: Option<Quiet>,
        tz: &TimeZone,
    ) -> Option<Instant> {
        let mine = sent.iter().filter(|reminded| reminded.about == self.about);
        let times = u32::try_from(mine.clone().count()).unwrap_or(u32::MAX);
        if times >= self.most {
            return None;
        }
        let apart = SignedDuration::from_hours(i64::from(self.apart_hours));
        let after = mine.map(|reminded| reminded.at.plus(apart)).max();
        let from = self.from(step)?;
        let at = after.map_or(from, |after| after.max(from));
        let at = quiet.map_or(at, |quiet| quiet.end_after(at, tz));
        (at < self.until(step)).then_some(at)
    }
}

/// The reminders of a step that are due at a moment; never within the quiet hours.
pub fn due_reminders(
    step: &Step,
    sent: &[Reminded],
    quiet: Option<Quiet>,
    tz: &TimeZone,
    now: Instant,
) -> Vec<&'static ReminderRule> {
    if quiet.is_some_and(|quiet| quiet.covers(now, tz)) {
        return Vec::new();
    }
    let is_due = |rule: &&ReminderRule| {
        let next = rule.next(step, sent, quiet, tz);
        next.is_some_and(|at| at <= now) && now < rule.until(step)
    };
    RULES.iter().filter(is_due).collect()
}

/// When the next reminder of a step is due, at the earliest; in the past when it is due already.
pub fn next_reminder(
    step: &Step,
    sent: &[Reminded],
    quiet: Option<Quiet>,
    tz: &TimeZone,
) -> Option<Instant> {
    RULES
        .iter()
        .filter_map(|rule| rule.next(step, sent, quiet, tz))
        .min()
}
