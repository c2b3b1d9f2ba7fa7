//! An invented case, to see what a version means before it is adopted (R001).

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::{Anchor, Protocol, TalkNumber};
use crate::time::{Instant, Window};

/// How long after the event the colleague of the example is called.
pub const EXAMPLE_CONTACT_HOURS: u32 = 6;

/// The windows of a case that begins with an event: first contact, then the talks.
pub struct Example {
    /// When first contact is due.
    pub first_contact: Window,
    /// When each talk is due.
    pub talks: [(TalkNumber, Window); 3],
}

impl Protocol {
    /// The windows of a case whose event is now and whose first contact is a few hours later.
    pub fn example(&self, event: Instant, tz: &TimeZone) -> Example {
        let called = event.plus(SignedDuration::from_hours(EXAMPLE_CONTACT_HOURS.into()));
        let anchor = match self.anchor {
            Anchor::Incident | Anchor::CaseOpening => event,
            Anchor::FirstContact => called,
        };
        let talk = |number| (number, self.talk_window(number, anchor, tz));
        Example {
            first_contact: self.first_contact_window(event),
            talks: [TalkNumber::First, TalkNumber::Second, TalkNumber::Third].map(talk),
        }
    }
}
