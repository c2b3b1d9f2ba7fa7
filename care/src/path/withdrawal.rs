//! Taking a path back because the event that led to it does not count after all (R041, R046).
//!
//! Only what nobody took up goes: a colleague who was called, who asked to be called, or for whom
//! another event still counts keeps the path. What goes can come back exactly as it was.

use super::{Case, ClosingReason, Consent, Offer, PathRefusal, Requester};
use crate::codes::codes;
use crate::time::Instant;

codes! {
    /// What becomes of a path when an event of it is dismissed.
    pub enum Aftermath {
        /// Nobody took it up: it is withdrawn.
        Withdrawn = "withdrawn",
        /// It is under way, or rests on something else as well: it stays.
        Stays = "stays",
        /// It has ended before: nothing changes.
        Ended = "ended",
    }
}

impl Case {
    /// What becomes of this path when an event of it is dismissed (R041, R046).
    ///
    /// `beside` says whether another event of it still counts.
    pub fn aftermath(&self, beside: bool) -> Aftermath {
        if self.closed.is_some() {
            Aftermath::Ended
        } else if beside || !self.rests_on_events() || self.is_taken_up() {
            Aftermath::Stays
        } else {
            Aftermath::Withdrawn
        }
    }

    /// Withdraws a path that nobody took up.
    ///
    /// # Errors
    /// A path that is closed, or that somebody took up, is refused.
    pub fn withdraw(&self, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.aftermath(false) != Aftermath::Withdrawn {
            return Err(PathRefusal::TakenUp);
        }
        self.close(ClosingReason::OpenedInError, now)
    }

    /// Puts a withdrawn path back exactly as it was: no window moves, no counter starts again.
    ///
    /// # Errors
    /// A path that is open, or that ended for another reason, was not withdrawn.
    pub fn put_back(&self) -> Result<Self, PathRefusal> {
        if !self.was_withdrawn() {
            return Err(PathRefusal::NotClosed);
        }
        let mut next = self.clone();
        next.closed = None;
        Ok(next)
    }

    /// Whether it can be one that was withdrawn: closed as an error, and never taken up.
    pub fn was_withdrawn(&self) -> bool {
        let error = ClosingReason::OpenedInError;
        self.closed.is_some_and(|closing| closing.reason == error) && !self.is_taken_up()
    }

    /// Whether somebody tried to reach the colleague, or spoke with them, from a moment on.
    pub fn is_contacted_since(&self, since: Instant) -> bool {
        let tried = self.contact_attempts.iter().any(|try_| try_.at >= since);
        let spoke = self.first_contact.as_ref().is_some_and(|it| it.at >= since);
        let talked = self
            .held()
            .filter_map(super::Talk::held_at)
            .any(|at| at >= since);
        tried || spoke || talked
    }

    /// Whether an event alone led to it; what somebody asks for does not end with an event.
    fn rests_on_events(&self) -> bool {
        let told = match self.requester {
            Requester::Detection | Requester::Dispatcher | Requester::Supporter => true,
            Requester::Self_ | Requester::Colleague | Requester::Manager => false,
        };
        told && self.event.is_some()
    }

    /// Whether anything happened on it beyond a supporter who took it.
    fn is_taken_up(&self) -> bool {
        let untouched = self.first_contact.is_none()
            && self.contact_attempts.is_empty()
            && self.asked_at.is_none()
            && self.offer == Offer::NotMade
            && self.talks.is_empty()
            && self.missed.is_empty()
            && self.referrals.is_empty()
            && self.consent == Consent::NotNeeded;
        !untouched
    }
}
