//! The one thing to do on a case.

use care::{
    path::{Case, Closing, Offer, Stage},
    protocol::{MAX_TALKS, TalkNumber},
    time::{Instant, Window},
};
use jiff::tz::TimeZone;

use super::slots;

/// What the first card of the page is about.
pub(in crate::web::support) enum Now {
    /// The supporter has to hand over, and does nothing else.
    HandOver,
    /// Form a picture of the situation, or skip it (R063).
    Picture,
    /// Call (R064).
    Contact { tried: bool },
    /// Ask whether the colleague wants this at all (R062).
    Consent,
    /// Nothing to do: watchful waiting, with what comes after it (R007).
    Wait {
        why: &'static str,
        until: Option<Instant>,
        plan: Option<Plan>,
    },
    /// Ask whether the colleague wants a talk (R070).
    Ask(Ask),
    /// Plan the next talk.
    Plan(Plan),
    /// A talk is planned.
    Planned { at: Instant, plan: Plan },
    /// A talk took place, or should have.
    Outcome { number: u8, planned_for: Instant },
    /// Ask how the referral goes.
    Referral,
    /// Nothing comes any more: close the case.
    Finish { three: bool },
    /// The case is closed.
    Closed(Closing),
}

/// How the question of a talk stands.
pub(in crate::web::support) struct Ask {
    /// Made and being thought about, since then.
    pub(in crate::web::support) open_since: Option<Instant>,
    /// It was declined or nobody was reached: this is the one further offer.
    pub(in crate::web::support) again: bool,
    /// Whether somebody tried to call since.
    pub(in crate::web::support) tried: bool,
}

/// A talk to plan or move.
pub(in crate::web::support) struct Plan {
    /// Which talk.
    pub(in crate::web::support) number: u8,
    /// Where it belongs.
    pub(in crate::web::support) window: Window,
    /// From when the window is counted.
    pub(in crate::web::support) anchor: Option<Instant>,
    /// Whether the window is still to open.
    pub(in crate::web::support) early: bool,
    /// Times to suggest.
    pub(in crate::web::support) slots: Vec<Instant>,
}

impl Now {
    /// Reads it off a case.
    pub(super) fn of(case: &Case, may_work: bool, now: Instant, tz: &TimeZone) -> Self {
        if let Some(closing) = case.closed {
            return Self::Closed(closing);
        }
        if case.handover_due.is_some() || !may_work {
            return Self::HandOver;
        }
        match case.stage(now, tz) {
            Stage::Signal => Self::Picture,
            Stage::FirstContact => Self::Contact { tried: tried(case) },
            Stage::Consent => Self::Consent,
            Stage::Offer => Self::Ask(Ask::of(case)),
            Stage::Talk(_) => talk(case, now, tz),
            Stage::Outcome(number) => outcome(case, number, now),
            Stage::Referral => Self::Referral,
            Stage::Waiting | Stage::Closed => waiting(case, now, tz),
        }
    }

    /// The moment this page waits for, for the demo's clock.
    pub(super) fn waits_for(&self) -> Option<Instant> {
        match self {
            Self::Wait { until, .. } => *until,
            Self::Planned { at, .. } => Some(*at),
            _ => None,
        }
    }
}

fn talk(case: &Case, now: Instant, tz: &TimeZone) -> Now {
    let Some(plan) = Plan::of(case, now, tz) else {
        return finish(case);
    };
    match case.planned() {
        Some(talk) => Now::Planned {
            at: talk.planned_for,
            plan,
        },
        None => Now::Plan(plan),
    }
}

fn outcome(case: &Case, number: TalkNumber, now: Instant) -> Now {
    let planned_for = case.planned().map_or(now, |talk| talk.planned_for);
    Now::Outcome {
        number: number.get(),
        planned_for,
    }
}

fn waiting(case: &Case, now: Instant, tz: &TimeZone) -> Now {
    let Some(due) = case.next_due(tz) else {
        return finish(case);
    };
    let why = match (due.what, case.offer) {
        (Stage::Referral, _) => "support-wait-referral",
        (_, Offer::Declined { .. }) => "support-wait-declined",
        (_, Offer::NotReached { .. }) => "support-wait-not-reached",
        (_, Offer::Later { .. }) => "support-wait-later",
        _ => "support-wait-talk",
    };
    let plan = matches!(due.what, Stage::Talk(_))
        .then(|| Plan::of(case, now, tz))
        .flatten();
    Now::Wait {
        why,
        until: Some(due.window.opens),
        plan,
    }
}

fn finish(case: &Case) -> Now {
    Now::Finish {
        three: case.talks_held() >= MAX_TALKS,
    }
}

impl Plan {
    /// The next talk; `None` after three (R072).
    fn of(case: &Case, now: Instant, tz: &TimeZone) -> Option<Self> {
        let number = case.next_talk()?;
        let ideal = case.talk_window(number, tz)?;
        // What can still be reached: after a late yes the window begins then.
        let due = case
            .next_due(tz)
            .filter(|due| due.what == Stage::Talk(number));
        let window = due.map_or(ideal, |due| due.window);
        Some(Self {
            number: number.get(),
            slots: slots::suggest(&window, now, tz),
            early: now < ideal.opens,
            anchor: (window == ideal).then(|| case.anchor()).flatten(),
            window,
        })
    }
}

impl Ask {
    fn of(case: &Case) -> Self {
        Self {
            open_since: match case.offer {
                Offer::Open { at } => Some(at),
                _ => None,
            },
            again: matches!(
                case.offer,
                Offer::Declined { .. } | Offer::NotReached { .. }
            ),
            tried: tried(case),
        }
    }
}

/// Whether somebody tried by voice since the last word on the offer.
fn tried(case: &Case) -> bool {
    let since = match case.offer {
        Offer::NotMade => case.signal_at,
        Offer::Open { at }
        | Offer::Accepted { at }
        | Offer::Declined { at }
        | Offer::Later { at, .. }
        | Offer::NotReached { at } => at,
    };
    let round_ended = matches!(case.offer, Offer::NotReached { .. });
    case.contact_attempts.iter().any(|attempt| {
        attempt.channel.is_voice() && (attempt.at > since || (attempt.at == since && !round_ended))
    })
}
