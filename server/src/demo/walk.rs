//! Walks a case through its commands, each at its own moment in the past.

use std::collections::BTreeSet;

use care::{
    ids::{CaseId, PersonId},
    path::{
        Agreement, Answer, Case, Channel, ClosingReason, FirstContact, HandoverReason, HoldTalk,
        Outcome, PathRefusal, PlanTalk, ReferralConsent, Wish,
    },
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};

use crate::store::{CaseFailure, Tx};

/// One thing that happened on a case.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The supporter takes the case.
    Take,
    /// The situation picture is skipped: the supporter knows enough.
    Picture,
    /// A try to call without answer.
    Try,
    /// The first contact, with what the colleague wants.
    Contact(Wish),
    /// An answer to the offer.
    Answer(Answer),
    /// A talk is planned for so many hours after the beginning.
    Plan(i64),
    /// The planned talk took place.
    Hold(Outcome),
    /// The colleague was not reached.
    NotReached,
    /// The supporter turns out to be involved.
    Involved,
    /// The case is closed.
    Close(ClosingReason),
}

impl Step {
    fn what(self) -> &'static str {
        match self {
            Self::Take => "taken",
            Self::Picture => "picture",
            Self::Try => "attempt",
            Self::Contact(_) => "contact",
            Self::Answer(_) => "answer",
            Self::Plan(_) => "planned",
            Self::Hold(_) => "held",
            Self::NotReached => "not-reached",
            Self::Involved => "handover-required",
            Self::Close(_) => "closed",
        }
    }
}

/// A case under way: who keeps it, and when it began.
pub(super) struct Walk<'a> {
    pub tx: &'a Tx,
    pub case: CaseId,
    pub supporter: PersonId,
    pub begin: Instant,
    pub tz: &'a TimeZone,
}

impl Walk<'_> {
    /// Takes the steps whose hour has come by `now`.
    pub async fn take(&self, steps: &[(i64, Step)], now: Instant) -> Result<(), CaseFailure> {
        for (hours, step) in steps {
            let at = self.begin.plus(SignedDuration::from_hours(*hours));
            if at > now {
                break;
            }
            let actor = Some(&self.supporter);
            self.tx
                .decide_case(&self.case, None, actor, step.what(), at, self.tz, |case| {
                    self.change(case, *step, at)
                })
                .await?;
        }
        Ok(())
    }

    fn change(&self, case: &Case, step: Step, at: Instant) -> Result<Case, PathRefusal> {
        let tz = self.tz;
        match step {
            Step::Take => case.assign(self.supporter.clone()),
            Step::Picture => case.skip_picture(self.supporter.clone(), at),
            Step::Try => case.attempt_contact(Channel::Phone, at),
            Step::Contact(wants) => {
                let (by, channel) = (self.supporter.clone(), Channel::Phone);
                let contact = FirstContact {
                    at,
                    by,
                    channel,
                    practical_help: BTreeSet::new(),
                    wants,
                };
                case.complete_first_contact(contact, at, tz)
            }
            Step::Answer(answer) => case.answer_offer(answer, at, tz),
            Step::Plan(hours) => {
                let planned = self.begin.plus(SignedDuration::from_hours(hours));
                let agreed = Agreement::Joint;
                case.plan_talk(
                    PlanTalk {
                        at: planned,
                        agreed,
                        early_reason: None,
                    },
                    at,
                    tz,
                )
            }
            Step::Hold(outcome) => {
                let referral_consent = ReferralConsent::Given;
                case.hold_talk(
                    HoldTalk {
                        at,
                        outcome,
                        referral_consent,
                        early_reason: None,
                    },
                    at,
                    tz,
                )
            }
            Step::NotReached => case.mark_not_reached(at, tz),
            Step::Involved => case.require_handover(HandoverReason::Involved, at),
            Step::Close(reason) => case.close(reason, at),
        }
    }
}
