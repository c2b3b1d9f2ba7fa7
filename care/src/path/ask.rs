//! "I want to talk with somebody now", on a path that is open already (R042, R051).

use super::{Answer, Case, Consent, ConsentAnswer, FirstContact, Offer, PathRefusal, Wish};
use crate::time::Instant;
use jiff::tz::TimeZone;

impl Case {
    /// Records that the colleague asks to be called now.
    ///
    /// The call becomes due as a first contact is, wherever the path stands; no
    /// window of a talk moves. Who asks agrees to what a third party asked
    /// before (R062). Asking twice keeps the first moment.
    pub fn ask(&self, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let mut next = if self.consent == Consent::Asked {
            self.record_consent(ConsentAnswer::Given, now)?
        } else {
            self.clone()
        };
        next.asked_at.get_or_insert(now);
        Ok(next)
    }

    /// Takes the question back while nobody has called.
    pub fn take_back_question(&self) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.asked_at.is_none() {
            return Err(PathRefusal::NotAsked);
        }
        let mut next = self.clone();
        next.asked_at = None;
        Ok(next)
    }

    /// Ends the tries to make the call that the colleague asked for.
    ///
    /// A yes that stood goes on standing, with the talk that was planned.
    pub(super) fn leave_question(&self, asked: Instant, now: Instant) -> Result<Self, PathRefusal> {
        let mut tries = self.contact_attempts.iter();
        if !tries.any(|attempt| attempt.channel.is_voice() && attempt.at >= asked) {
            return Err(PathRefusal::NoAttempt);
        }
        let mut next = self.clone();
        next.asked_at = None;
        if !matches!(self.offer, Offer::Accepted { .. }) {
            next.offer = Offer::NotReached { at: now };
        }
        Ok(next)
    }

    /// The call that the colleague asked for; the first contact stays the first.
    ///
    /// Its wish is the answer to the offer, as if the colleague had given it.
    pub(super) fn answer_question(
        &self,
        contact: &FirstContact,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        let answer = match contact.wants {
            Wish::Yes => Answer::Accept,
            Wish::No => Answer::Decline,
            Wish::Later => Answer::Later,
        };
        let answered = match self.answer_offer(answer, now, tz) {
            // What was so before stays so.
            Err(PathRefusal::AlreadyAnswered | PathRefusal::FourthTalk) => Ok(self.clone()),
            answered => answered,
        };
        let mut next = answered?.attempt_contact(contact.channel, contact.at)?;
        next.asked_at = None;
        if let Some(first) = &mut next.first_contact {
            first
                .practical_help
                .extend(contact.practical_help.iter().cloned());
        }
        Ok(next)
    }
}
