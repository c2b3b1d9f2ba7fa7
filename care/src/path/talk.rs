//! The talks: three at most, each in its window, each with an outcome.

use super::{Case, ClosingReason, Offer, PathRefusal, Referral, ReferralConsent};
use crate::codes::codes;
use crate::protocol::TalkNumber;
use crate::time::Instant;
use jiff::tz::TimeZone;
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

impl Case {
    /// Plans the next talk.
    ///
    /// A time after the window is late but real, and allowed.
    pub fn plan_talk(
        &self,
        plan: PlanTalk,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        match self.planned() {
            Some(talk) if talk.planned_for <= now => return Err(PathRefusal::OutcomeMissing),
            Some(_) => return Err(PathRefusal::AlreadyPlanned),
            None => {}
        }
        let mut next = self.clone();
        next.talks.push(self.agreed_talk(plan, now, tz)?);
        Ok(next)
    }

    /// Moves the planned talk, under the same rules as planning it.
    pub fn move_talk(
        &self,
        plan: PlanTalk,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.planned().is_none() {
            return Err(PathRefusal::NotPlanned);
        }
        let mut next = self.clone();
        next.talks.retain(|talk| talk.held.is_some());
        next.talks.push(self.agreed_talk(plan, now, tz)?);
        Ok(next)
    }

    /// Records that the planned talk took place, with what the two decided.
    ///
    /// After the third talk there is no follow-up (R072). `Close` closes the
    /// case. A referral needs the colleague's consent (R080).
    pub fn hold_talk(
        &self,
        hold: HoldTalk,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let talk = *self.planned().ok_or(PathRefusal::NotPlanned)?;
        let contact = self.ensure_contact()?;
        self.ensure_consent()?;
        self.ensure_fit_at(hold.at)?;
        if hold.at > now {
            return Err(PathRefusal::InTheFuture);
        }
        let previous = self.held().last().and_then(Talk::held_at);
        if hold.at < contact.at || previous.is_some_and(|at| hold.at < at) {
            return Err(PathRefusal::OutOfOrder);
        }
        if hold.outcome == Outcome::FollowUp && talk.number == TalkNumber::Third {
            return Err(PathRefusal::FourthTalk);
        }
        if hold.outcome == Outcome::Refer && hold.referral_consent == ReferralConsent::NotGiven {
            return Err(PathRefusal::ReferralConsentMissing);
        }
        let reason = talk.early_reason.or(hold.early_reason);
        let early_reason = self.reason_if_early(talk.number, hold.at, reason, tz)?;
        let mut next = self.clone();
        next.talks.retain(|talk| talk.held.is_some());
        next.talks.push(Talk {
            early_reason,
            held: Some(Held {
                at: hold.at,
                recorded_at: now,
                outcome: hold.outcome,
            }),
            ..talk
        });
        match hold.outcome {
            Outcome::FollowUp => {}
            Outcome::Refer => next.referrals.push(Referral::Agreed { at: now }),
            Outcome::Close => next.end(ClosingReason::Completed, now),
        }
        Ok(next)
    }

    /// Records that the planned talk does not take place; it does not count.
    pub fn miss_talk(&self, reason: MissReason, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let talk = *self.planned().ok_or(PathRefusal::NotPlanned)?;
        if reason != MissReason::Cancelled && talk.planned_for > now {
            return Err(PathRefusal::InTheFuture);
        }
        let mut next = self.clone();
        next.drop_planned(reason, now);
        Ok(next)
    }

    /// Cancels a talk that is still to come; one whose time has come needs an outcome.
    pub(super) fn without_coming_talk(
        mut self,
        reason: MissReason,
        now: Instant,
    ) -> Result<Self, PathRefusal> {
        match self.planned() {
            Some(talk) if talk.planned_for <= now => return Err(PathRefusal::OutcomeMissing),
            _ => self.drop_planned(reason, now),
        }
        Ok(self)
    }

    pub(super) fn drop_planned(&mut self, reason: MissReason, now: Instant) {
        if let Some(talk) = self.planned().copied() {
            self.missed.push(MissedTalk {
                number: talk.number,
                planned_for: talk.planned_for,
                at: now,
                reason,
            });
            self.talks.retain(|talk| talk.held.is_some());
        }
    }

    fn agreed_talk(
        &self,
        plan: PlanTalk,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Talk, PathRefusal> {
        let contact = self.ensure_contact()?;
        self.ensure_consent()?;
        let number = self.next_talk().ok_or(PathRefusal::FourthTalk)?;
        if !matches!(self.offer, Offer::Accepted { .. }) {
            return Err(PathRefusal::NotOffered);
        }
        if plan.agreed != Agreement::Joint {
            return Err(PathRefusal::NotAgreed);
        }
        self.ensure_fit_at(now)?;
        if plan.at < now {
            return Err(PathRefusal::InThePast);
        }
        if plan.at < contact.at {
            return Err(PathRefusal::OutOfOrder);
        }
        Ok(Talk {
            number,
            planned_for: plan.at,
            early_reason: self.reason_if_early(number, plan.at, plan.early_reason, tz)?,
            held: None,
        })
    }

    /// The reason to keep: one when `at` is before the window, none otherwise.
    fn reason_if_early(
        &self,
        talk: TalkNumber,
        at: Instant,
        reason: Option<EarlyReason>,
        tz: &TimeZone,
    ) -> Result<Option<EarlyReason>, PathRefusal> {
        let window = self
            .talk_window(talk, tz)
            .ok_or(PathRefusal::FirstContactMissing)?;
        match reason {
            _ if at >= window.opens => Ok(None),
            Some(reason) => Ok(Some(reason)),
            None => Err(PathRefusal::TooEarlyWithoutReason { window }),
        }
    }
}
