//! What became of a planned talk: held with an outcome, or missed.

use super::{
    Case, ClosingReason, Held, HoldTalk, MissReason, MissedTalk, Outcome, PathRefusal, Referral,
    ReferralConsent, Talk,
};
use crate::protocol::TalkNumber;
use crate::time::Instant;
use jiff::tz::TimeZone;

impl Case {
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
        // Who asked to be called has now been spoken to, unless they asked afterwards.
        next.asked_at = self.asked_at.filter(|asked| *asked > hold.at);
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
}
