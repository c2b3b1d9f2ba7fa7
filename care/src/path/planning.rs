//! Planning a talk: agreed by both, in its window or with a reason.

use super::{Agreement, Case, EarlyReason, Offer, PathRefusal, PlanTalk, Talk};
use crate::protocol::TalkNumber;
use crate::time::Instant;
use jiff::tz::TimeZone;

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
    pub(super) fn reason_if_early(
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
