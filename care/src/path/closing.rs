//! Closing a case, and opening it again.

use super::{Case, Consent, MissReason, Offer, PathRefusal};
use crate::codes::codes;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

codes! {
    /// Why a case is closed.
    pub enum ClosingReason {
        /// The path was walked; needs a first contact.
        Completed = "completed",
        /// The colleague does not want to talk.
        Declined = "declined",
        /// The colleague could not be reached (C26).
        NotReached = "not-reached",
        /// Someone else supports now; needs a referral.
        Referred = "referred",
        /// A third party asked, the colleague did not agree (R062).
        ConsentRefused = "consent-refused",
        /// It should not have been opened.
        OpenedInError = "opened-in-error",
        /// The colleague left the organisation.
        Left = "left",
    }
}

/// The end of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: ClosingReason,
}

impl Case {
    /// Closes the case; a talk that is still to come is cancelled.
    ///
    /// # Errors
    /// A talk whose time has come needs its outcome first (R075), and the
    /// reason has to agree with what happened.
    pub fn close(&self, reason: ClosingReason, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        match reason {
            ClosingReason::Completed => {
                self.ensure_contact()?;
            }
            ClosingReason::NotReached if !matches!(self.offer, Offer::NotReached { .. }) => {
                return Err(PathRefusal::NoAttempt);
            }
            ClosingReason::Referred if !self.may_inform_provider() => {
                return Err(PathRefusal::ReferralConsentMissing);
            }
            ClosingReason::ConsentRefused => return Err(PathRefusal::ConsentNotAsked),
            _ => {}
        }
        let mut next = self
            .clone()
            .without_coming_talk(MissReason::Cancelled, now)?;
        next.end(reason, now);
        Ok(next)
    }

    /// Opens a closed case again; talks that were held still count (R072).
    ///
    /// The colleague is asked anew what they want; consent that was refused is
    /// asked anew as well.
    pub fn reopen(&self, now: Instant) -> Result<Self, PathRefusal> {
        if self.closed.is_none() {
            return Err(PathRefusal::NotClosed);
        }
        let mut next = self.clone();
        next.closed = None;
        next.reopened = self.reopened.saturating_add(1);
        next.signal_at = now;
        next.offer = match self.first_contact {
            Some(_) => Offer::Open { at: now },
            None => Offer::NotMade,
        };
        if self.consent == Consent::Refused {
            next.consent = Consent::Asked;
        }
        Ok(next)
    }

    pub(super) fn end(&mut self, reason: ClosingReason, now: Instant) {
        self.drop_planned(MissReason::Cancelled, now);
        self.asked_at = None;
        self.closed = Some(Closing { at: now, reason });
    }
}
