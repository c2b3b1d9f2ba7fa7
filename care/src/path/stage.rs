//! Where a case stands and what is due on it.

use super::{Case, Consent, Offer, Outcome, Picture, Talk};
use crate::ids::PersonId;
use crate::protocol::{Protocol, TalkNumber, days};
use crate::time::{Instant, Window, WindowEnd, WindowPosition};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A stage of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nobody has taken the case, or the picture is missing (R063).
    Signal,
    /// The colleague has to be called (R064).
    FirstContact,
    /// A third party asked; the colleague has to agree (R062).
    Consent,
    /// Watchful waiting: nothing to do until the next window opens (R007).
    Waiting,
    /// The colleague has to be asked whether they want a talk (R070).
    Offer,
    /// A talk has to be planned, or is planned.
    Talk(TalkNumber),
    /// The time of a talk has come; its outcome is missing (R075).
    Outcome(TalkNumber),
    /// Talks are over; ask whether the referral has led somewhere (R082).
    Referral,
    /// Closed.
    Closed,
}

impl Stage {
    /// The stable code, for the store and as key of the translation.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::FirstContact => "first-contact",
            Self::Consent => "consent",
            Self::Waiting => "waiting",
            Self::Offer => "offer",
            Self::Talk(TalkNumber::First) => "talk-1",
            Self::Talk(TalkNumber::Second) => "talk-2",
            Self::Talk(TalkNumber::Third) => "talk-3",
            Self::Outcome(TalkNumber::First) => "outcome-1",
            Self::Outcome(TalkNumber::Second) => "outcome-2",
            Self::Outcome(TalkNumber::Third) => "outcome-3",
            Self::Referral => "referral",
            Self::Closed => "closed",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|stage| stage.code() == code)
    }

    /// Every stage.
    pub fn all() -> impl Iterator<Item = Self> {
        let talks = TalkNumber::ALL.iter().copied();
        [
            Self::Signal,
            Self::FirstContact,
            Self::Consent,
            Self::Waiting,
            Self::Offer,
            Self::Referral,
            Self::Closed,
        ]
        .into_iter()
        .chain(talks.clone().map(Self::Talk))
        .chain(talks.map(Self::Outcome))
    }
}

/// Something that has to be done, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub what: Stage,
    /// When.
    pub window: Window,
}

/// What the store keeps beside a case to find it again.
///
/// It follows from the case alone and stays true as time passes: a list is
/// selected by comparing `due_opens` and `late_from` with the present moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What is due now or next; `None` when nothing is, or the case is closed.
    pub due: Option<Due>,
    /// The time of the planned talk.
    pub planned: Option<(TalkNumber, Instant)>,
    /// When the case was last opened.
    pub signal_at: Instant,
    /// Who supports.
    pub supporter: Option<PersonId>,
    /// Whether a hand-over is due.
    pub handover_due: bool,
    /// How many talks took place.
    pub talks_held: usize,
    /// Whether the case is closed.
    pub closed: bool,
}

impl Summary {
    /// The stage at a moment.
    pub fn stage(&self, now: Instant) -> Stage {
        if self.closed {
            return Stage::Closed;
        }
        // A clock that went backwards does not hide a fresh signal.
        let now = now.max(self.signal_at);
        match (&self.due, self.planned) {
            (_, Some((number, at))) if now < at => Stage::Talk(number),
            (Some(due), _) if now >= due.window.opens => due.what,
            _ => Stage::Waiting,
        }
    }

    /// From when something is due.
    pub fn due_opens(&self) -> Option<Instant> {
        self.due.map(|due| due.window.opens)
    }

    /// From when it is late.
    pub fn late_from(&self) -> Option<Instant> {
        self.due.map(|due| due.window.late_from())
    }
}

impl Case {
    /// Where the case stands.
    pub fn stage(&self, now: Instant, tz: &TimeZone) -> Stage {
        self.summary(tz).stage(now)
    }

    /// The code of where the case stands.
    pub fn stage_code(&self, now: Instant, tz: &TimeZone) -> &'static str {
        self.stage(now, tz).code()
    }

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

    /// What the store keeps beside the case.
    pub fn summary(&self, tz: &TimeZone) -> Summary {
        Summary {
            due: self.next_due(tz),
            planned: self.planned().map(|talk| (talk.number, talk.planned_for)),
            signal_at: self.signal_at,
            supporter: self.supporter.clone(),
            handover_due: self.handover_due.is_some(),
            talks_held: self.talks_held(),
            closed: self.closed.is_some(),
        }
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
        let window = match self.offer {
            Offer::NotReached { at } => self.reoffer_window(at, tz)?,
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
