//! When somebody has to be asked, and when that has been settled.

use super::Urgency;
use crate::codes::codes;
use crate::path::{Case, Requester};
use crate::time::Instant;
use jiff::SignedDuration;

codes! {
    /// What an alert is about.
    pub enum About {
        /// An event: all colleagues with a path from it whom nobody supports.
        Incident = "incident",
        /// One path without an event.
        Case = "case",
        /// A colleague who has a supporter asks to be called now (R042).
        Call = "call",
        /// A path that has to go to somebody else (R004): the coordinators find out to whom.
        Handover = "handover",
    }
}

codes! {
    /// How a message reaches somebody.
    pub enum ChannelKind {
        /// By e-mail.
        Mail = "mail",
        /// As a notification of the browser.
        Push = "push",
        /// As a text message, through the organisation's provider.
        Sms = "sms",
        /// As a telephone call that reads the text, through the organisation's provider.
        Voice = "voice",
    }
}

codes! {
    /// What a message is for. It is never said in the message itself.
    pub enum Purpose {
        /// Somebody is asked.
        Asked = "asked",
        /// Something waits in Veer.
        Reminder = "reminder",
        /// A code, to see whether the channel works.
        Code = "code",
    }
}

/// After how many hours an event is no longer asked for in the night.
///
/// Within it a first contact can still be made in time (R064); what a register tells of days later
/// can wait for the morning.
const FRESH_HOURS: i64 = 24;

/// Whether a path waits for what an alert asks for.
pub fn waits(about: About, case: &Case) -> bool {
    if case.closed.is_some() {
        return false;
    }
    match about {
        About::Incident | About::Case => case.supporter.is_none(),
        About::Call => case.supporter.is_some() && case.asked_at.is_some(),
        About::Handover => case.supporter.is_some() && case.handover_due.is_some(),
    }
}

/// What a change of a path asks for; `before` is `None` when the path begins.
pub fn raises(before: Option<&Case>, after: &Case, now: Instant) -> Option<(About, Urgency)> {
    let is_new = |about| waits(about, after) && !before.is_some_and(|case| waits(about, case));
    let asks_now = after.asked_at.is_some() && before.is_none_or(|case| case.asked_at.is_none());
    if is_new(About::Call) {
        return Some((About::Call, Urgency::Now));
    }
    if is_new(About::Handover) {
        return Some((About::Handover, Urgency::Soon));
    }
    let about = match after.event {
        Some(_) => About::Incident,
        None => About::Case,
    };
    (is_new(about) || (waits(about, after) && asks_now)).then(|| (about, urgency(after, now)))
}

/// Whether a change may have ended what an alert asked for.
pub fn settles(before: &Case, after: &Case) -> bool {
    About::ALL
        .iter()
        .any(|about| waits(*about, before) && !waits(*about, after))
}

/// How soon somebody has to be asked for a path that nobody keeps.
fn urgency(case: &Case, now: Instant) -> Urgency {
    let fresh = SignedDuration::from_hours(FRESH_HOURS);
    let is_fresh = |at: Instant| now.since(at) < fresh;
    match case.requester {
        _ if case.asked_at.is_some() => Urgency::Now,
        Requester::Self_ | Requester::Dispatcher => Urgency::Now,
        Requester::Detection if case.event.as_ref().is_some_and(|event| is_fresh(event.at)) => {
            Urgency::Now
        }
        // Somebody else's concern, or something of days ago: by day.
        _ => Urgency::Soon,
    }
}
