//! The versioned policy of an organisation (R001, R011).
//!
//! An organisation tunes when things are due. What protects people is not a
//! setting: [`adopt`] refuses a draft that tries to turn it off, and the rules
//! themselves never look for such a setting.

use crate::codes::codes;
use crate::exposure::StackingPolicy;
use crate::time::{Instant, Window};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

mod draft;
mod example;
mod parts;
mod tunable;
pub use draft::{ProtocolDraft, ProtocolRefusal, adopt, is_emotional_debriefing};
pub use example::{EXAMPLE_CONTACT_HOURS, Example};
pub use parts::{ACTIVITIES, ANCHOR, FADING};
pub use tunable::{Fading, Source, Tunable};

/// The most talks that one case can have (R072).
pub const MAX_TALKS: usize = 3;

codes! {
    /// The moment from which the windows of the talks are counted (C06).
    pub enum Anchor {
        /// The event; the opening of the case when there is no event.
        Incident = "incident",
        /// The completed first contact.
        FirstContact = "first-contact",
        /// The opening of the case.
        CaseOpening = "case-opening",
    }
}

codes! {
    /// Which of the three talks.
    pub enum TalkNumber {
        /// The first talk (R071).
        First = "1",
        /// The second talk (R073).
        Second = "2",
        /// The third and last talk (R074).
        Third = "3",
    }
}

impl TalkNumber {
    /// The talk that follows this many held talks; `None` after the third.
    pub fn after(held: usize) -> Option<Self> {
        Self::ALL.get(held).copied()
    }

    /// 1, 2 or 3.
    pub const fn get(self) -> u8 {
        self as u8 + 1
    }
}

/// One version of the policy, with its source.
///
/// A case keeps a copy of the version under which it was opened (R011).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protocol {
    /// Counts up by one with every adopted draft.
    pub version: u32,
    /// Where the values come from, in words for the reader.
    pub source: String,
    /// The first day on which new cases follow this version.
    pub effective: Date,
    /// From when the windows of the talks are counted.
    pub anchor: Anchor,
    /// Hours from the signal in which first contact is due (C09).
    pub first_contact_hours: u32,
    /// Hours from the anchor to the opening of the first talk's window (R071).
    pub first_talk_from_hours: u32,
    /// Hours from the anchor to its end, which is inside (R071).
    pub first_talk_to_hours: u32,
    /// Calendar days from the anchor to the second talk's first day (R073).
    pub second_talk_from_days: u32,
    /// Calendar days from the anchor to its last day (R073).
    pub second_talk_to_days: u32,
    /// Calendar days from the anchor to the third talk's first day (R074).
    pub third_talk_from_days: u32,
    /// Calendar months from the anchor to its last day (R074).
    pub third_talk_latest_months: u32,
    /// Days after which an offer that found no ear is made once more (R070, C26).
    ///
    /// `None`: it is never made again.
    pub reoffer_after_days: Option<u32>,
    /// Days in which a made offer is followed up.
    pub offer_open_days: u32,
    /// Days after a planned talk in which its outcome is due (R075).
    pub outcome_within_days: u32,
    /// Days after a referral in which its progress is due to be asked (R082).
    pub referral_follow_up_days: u32,
    /// Hours after the shift until which a deployability light counts (R066).
    pub deployability_hours_after_shift: u32,
    /// Older events are stored, but open no path and page nobody (R046).
    pub path_max_event_age_days: u32,
    /// Minutes around a change of crew in which the other crew is asked about (R043); 0 for never.
    pub handover_margin_minutes: u32,
    /// How exposures of one person add up (R050).
    pub stacking: StackingPolicy,
    /// Activities that the organisation added, by name (R061, R069).
    pub activities: Vec<String>,
}

impl Default for Protocol {
    fn default() -> Self {
        Self::default_policy()
    }
}

impl Protocol {
    /// The values of the handbook, and our own where it is silent (C06, C09).
    pub fn default_policy() -> Self {
        Self {
            version: 1,
            source: "Handboek bedrijfsopvangteams ambulancezorg (H498-611)".to_owned(),
            effective: date(2025, 1, 1),
            anchor: Anchor::Incident,
            first_contact_hours: 24,
            first_talk_from_hours: 48,
            first_talk_to_hours: 72,
            second_talk_from_days: 28,
            second_talk_to_days: 42,
            third_talk_from_days: 43,
            third_talk_latest_months: 3,
            reoffer_after_days: Some(14),
            offer_open_days: 7,
            outcome_within_days: 1,
            referral_follow_up_days: 7,
            deployability_hours_after_shift: 4,
            path_max_event_age_days: 7,
            handover_margin_minutes: 15,
            stacking: StackingPolicy::default(),
            activities: Vec::new(),
        }
    }

    /// When first contact is due, counted from the signal (C09).
    pub fn first_contact_window(&self, signal: Instant) -> Window {
        Window::elapsed(
            signal,
            SignedDuration::ZERO,
            hours(self.first_contact_hours),
        )
    }

    /// When a talk is due, counted from the anchor (R071, R073, R074).
    ///
    /// The first window is elapsed time, both ends inside. The second and third
    /// are calendar days in the organisation's zone, the last one to 24:00;
    /// months end on the last day of a shorter month (30 November + 3 months is
    /// 28 or 29 February).
    pub fn talk_window(&self, talk: TalkNumber, anchor: Instant, tz: &TimeZone) -> Window {
        let day = anchor.date(tz);
        match talk {
            TalkNumber::First => Window::elapsed(
                anchor,
                hours(self.first_talk_from_hours),
                hours(self.first_talk_to_hours),
            ),
            TalkNumber::Second => Window::civil(
                day.saturating_add(days(self.second_talk_from_days)),
                day.saturating_add(days(self.second_talk_to_days)),
                tz,
            ),
            TalkNumber::Third => Window::civil(
                day.saturating_add(days(self.third_talk_from_days)),
                day.saturating_add(months(self.third_talk_latest_months)),
                tz,
            ),
        }
    }

    /// The days after `from` in which something is due, the last to 24:00.
    ///
    /// It opens at `from` itself.
    pub(crate) fn days_from(from: Instant, count: u32, tz: &TimeZone) -> Window {
        let last = from.date(tz).saturating_add(days(count));
        Window {
            opens: from,
            ..Window::civil(last, last, tz)
        }
    }
}

pub(crate) fn hours(count: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count))
}

// jiff panics on a span that leaves its calendar; no policy comes near a century.
pub(crate) fn days(count: u32) -> Span {
    i64::from(count.min(36_500)).days()
}

fn months(count: u32) -> Span {
    i64::from(count.min(1_200)).months()
}
