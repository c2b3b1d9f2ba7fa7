//! What is due on a case: a function of the case alone.

use super::{Case, Consent, Offer, Outcome, Picture, Stage, Talk};
use crate::protocol::{Protocol, TalkNumber, days};
use crate::time::{Instant, Window, WindowEnd, WindowPosition};
use jiff::tz::TimeZone;

/// Something that has to be done, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub what: Stage,
    /// When.
    pub window: Window,
}

impl Case {
    /// What is due at this moment; later it is still due, until it is done.
    pub fn due(&self, now: Instant, tz: &TimeZone) -> Option<Due> {
        let now = now.max(self.signal_at);
        self.next_due(tz).filter(|due| now >= due.window.opens)
    }

    /// Whether what is due should have been done before.
    pub fn late(&self, now: Instant, tz: &TimeZone) -> bool {
        self.next_due(tz)
            .is_some_and(|due| due.window.position(now) == WindowPosition::After)
    }

    /// What is due now or next; it follows from the case alone.
    ///
    /// `None` on an open case means that nobody has to do anything: what remains
    /// is to close it.
    pub fn next_due(&self, tz: &TimeZone) -> Option<Due> {
        if self.closed.is_some() {
            return None;
        }
        let Some(contact) = &self.first_contact else {
            return self.due_before_contact(tz);
        };
        if let Some(asked) = self.asked_at {
            return Some(Due {
                what: Stage::FirstContact,
                window: self.protocol.first_contact_window(asked),
            });
        }
        if self.consent == Consent::Asked {
            // After a reopening the question is as old as that.
            let asked = contact.at.max(self.signal_at);
            return Some(Due {
                what: Stage::Consent,
                window: self.protocol.first_contact_window(asked),
            });
        }
        match self.planned() {
            Some(talk) => Some(self.due_outcome(talk, tz)),
            None => self.due_by_offer(tz),
        }
    }

    fn due_before_contact(&self, tz: &TimeZone) -> Option<Due> {
        let window = match (self.offer, self.asked_at) {
            (Offer::NotReached { .. }, Some(asked)) => self.protocol.first_contact_window(asked),
            (Offer::NotReached { at }, None) => self.reoffer_window(at, tz)?,
            _ => self.protocol.first_contact_window(self.signal_at),
        };
        let ready = self.supporter.is_some() && self.picture != Picture::Open;
        let what = if ready {
            Stage::FirstContact
        } else {
            Stage::Signal
        };
        Some(Due { what, window })
    }

    fn due_outcome(&self, talk: &Talk, tz: &TimeZone) -> Due {
        Due {
            what: Stage::Outcome(talk.number),
            window: Protocol::days_from(talk.planned_for, self.protocol.outcome_within_days, tz),
        }
    }

    fn due_by_offer(&self, tz: &TimeZone) -> Option<Due> {
        let window = match self.offer {
            Offer::NotMade => return None,
            Offer::Accepted { at } => return self.due_talk(at, tz),
            Offer::Declined { at } | Offer::NotReached { at } => self.reoffer_window(at, tz)?,
            Offer::Open { at } => Protocol::days_from(at, self.protocol.offer_open_days, tz),
            Offer::Later { again_at, .. } => self.window_to_ask(again_at, tz),
        };
        Some(Due {
            what: Stage::Offer,
            window,
        })
    }

    /// The next talk; after a referral as the last word, its follow-up.
    fn due_talk(&self, accepted_at: Instant, tz: &TimeZone) -> Option<Due> {
        let last = self.held().last().and_then(|talk| talk.held);
        let referred =
            last.filter(|held| held.outcome == Outcome::Refer && held.recorded_at >= accepted_at);
        let (Some(number), None) = (self.next_talk(), referred) else {
            let since = last.map_or(accepted_at, |held| held.recorded_at);
            return Some(self.due_referral(since, tz));
        };
        let possible_since = [
            Some(accepted_at),
            last.map(|held| held.recorded_at),
            self.missed.last().map(|missed| missed.at),
        ];
        let since = possible_since.into_iter().flatten().max()?;
        Some(Due {
            what: Stage::Talk(number),
            window: attainable(self.talk_window(number, tz)?, since),
        })
    }

    fn due_referral(&self, since: Instant, tz: &TimeZone) -> Due {
        let first = since
            .date(tz)
            .saturating_add(days(self.protocol.referral_follow_up_days));
        Due {
            what: Stage::Referral,
            window: Window::civil(first, first, tz),
        }
    }

    /// To ask in time for the first talk when that is still ahead, else in days.
    fn window_to_ask(&self, again_at: Instant, tz: &TimeZone) -> Window {
        self.talk_window(TalkNumber::First, tz)
            .filter(|window| window.opens == again_at)
            .unwrap_or_else(|| Protocol::days_from(again_at, self.protocol.offer_open_days, tz))
    }
}

/// The window; when it had closed before `since`, one as long that opens then.
///
/// Nobody is late with what could not have been done in time: after a further
/// offer on day 14 the first talk's window is long past.
fn attainable(window: Window, since: Instant) -> Window {
    if window.position(since) != WindowPosition::After {
        return window;
    }
    Window {
        opens: since,
        closes: since.plus(window.closes.since(window.opens)),
        end: WindowEnd::Included,
    }
}
