//! Where a case stands, and what the store keeps beside it.

use super::{Case, Due};
use crate::ids::PersonId;
use crate::protocol::TalkNumber;
use crate::time::Instant;
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
    /// The step that comes before all others.
    const CALL: Stage = Stage::FirstContact;

    /// The stage at a moment.
    pub fn stage(&self, now: Instant) -> Stage {
        if self.closed {
            return Stage::Closed;
        }
        // A clock that went backwards does not hide a fresh signal.
        let now = now.max(self.signal_at);
        match (&self.due, self.planned) {
            // A call that was asked for does not wait for a talk that is planned.
            (Some(due), _) if due.what == Self::CALL && now >= due.window.opens => due.what,
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
}
