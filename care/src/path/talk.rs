//! The talks: three at most, each in its window, each with an outcome.

use super::ReferralConsent;
use crate::codes::codes;
use crate::protocol::TalkNumber;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

codes! {
    /// Whether the colleague agreed to the time (R067).
    pub enum Agreement {
        /// Both decided.
        Joint = "joint",
        /// The supporter alone did; such a plan is refused.
        SupporterOnly = "supporter-only",
    }
}

codes! {
    /// Why a talk is before its window (R071).
    pub enum EarlyReason {
        /// The colleague asks for it.
        ColleagueAsks = "colleague-asks",
        /// The supporter is concerned about the colleague.
        Concern = "concern",
        /// Leave or a shift pattern leaves no later time.
        Absence = "absence",
        /// An event that touches the whole organisation.
        MajorEvent = "major-event",
    }
}

codes! {
    /// What the two decide after a talk (R075).
    pub enum Outcome {
        /// Another talk.
        FollowUp = "follow-up",
        /// A referral.
        Refer = "refer",
        /// Nothing more is needed.
        Close = "close",
    }
}

codes! {
    /// Why a planned talk did not take place; it does not count (C26).
    pub enum MissReason {
        /// Called off.
        Cancelled = "cancelled",
        /// The colleague did not come.
        NoShow = "no-show",
        /// The supporter could not come.
        SupporterAbsent = "supporter-absent",
    }
}

/// A talk that is planned or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// Which one.
    pub number: TalkNumber,
    /// The agreed time.
    pub planned_for: Instant,
    /// Set when it is before its window.
    pub early_reason: Option<EarlyReason>,
    /// Set when it took place.
    pub held: Option<Held>,
}

/// A talk that took place always has an outcome (R075).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// When it took place.
    pub at: Instant,
    /// When that was recorded.
    pub recorded_at: Instant,
    /// What the two decided.
    pub outcome: Outcome,
}

/// A planned talk that did not take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedTalk {
    /// Which one it would have been.
    pub number: TalkNumber,
    /// The agreed time.
    pub planned_for: Instant,
    /// When it was recorded as missed.
    pub at: Instant,
    /// Why.
    pub reason: MissReason,
}

/// What it takes to plan or move a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanTalk {
    /// The time; not before `now`.
    pub at: Instant,
    /// Whether the colleague agreed.
    pub agreed: Agreement,
    /// Needed when the time is before the window; otherwise not kept.
    pub early_reason: Option<EarlyReason>,
}

/// What it takes to record that the planned talk took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldTalk {
    /// When it took place; not after `now`.
    pub at: Instant,
    /// What the two decided.
    pub outcome: Outcome,
    /// Needed for a referral (R080).
    pub referral_consent: ReferralConsent,
    /// Needed when it took place before its window and was not planned so.
    pub early_reason: Option<EarlyReason>,
}

impl Talk {
    /// When it took place.
    pub fn held_at(&self) -> Option<Instant> {
        self.held.map(|held| held.at)
    }

    /// What the two decided after it.
    pub fn outcome(&self) -> Option<Outcome> {
        self.held.map(|held| held.outcome)
    }
}
