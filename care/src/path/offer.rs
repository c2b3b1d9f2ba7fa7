//! The offer of a talk: the colleague decides (R067, R070, C26).

use super::{Case, MissReason, PathRefusal};
use crate::codes::codes;
use crate::protocol::{MAX_TALKS, Protocol, TalkNumber, days};
use crate::time::{Instant, Window, WindowPosition};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// After how many days to ask again when the policy makes no further offer.
const ASK_AGAIN_DAYS: u32 = 14;

/// Where the offer of a talk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// There was no first contact yet.
    NotMade,
    /// Made; the colleague thinks about it.
    Open {
        /// When it was made.
        at: Instant,
    },
    /// Accepted, which is a decision of both (R067).
    Accepted {
        /// When.
        at: Instant,
    },
    /// Declined, which is respected.
    Declined {
        /// When.
        at: Instant,
    },
    /// The colleague wants to be asked again.
    Later {
        /// When they said so.
        at: Instant,
        /// From when to ask.
        again_at: Instant,
    },
    /// The colleague was not reached (C26).
    NotReached {
        /// When the supporter stopped trying.
        at: Instant,
    },
}

codes! {
    /// Whether the one further offer was made (R070, C26).
    pub enum Reoffer {
        /// It can still be made, when the policy has one.
        Unused = "unused",
        /// It was made; nobody asks again.
        Used = "used",
    }
}

codes! {
    /// What the colleague says to the offer.
    pub enum Answer {
        /// Yes, let us talk.
        Accept = "accept",
        /// No, thank you.
        Decline = "decline",
        /// Ask me again.
        Later = "later",
    }
}

impl Case {
    /// Records that the offer was made, while the colleague thinks about it.
    ///
    /// # Errors
    /// After a no, or when the colleague was not reached, it is made once more
    /// at most, and not before its time (R070).
    pub fn make_offer(&self, now: Instant, tz: &TimeZone) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        self.ensure_contact()?;
        match self.offer {
            Offer::Open { .. } | Offer::Accepted { .. } => {
                return Err(PathRefusal::AlreadyAnswered);
            }
            Offer::Later { again_at, .. } if now < again_at => {
                return Err(PathRefusal::OfferTooSoon);
            }
            Offer::NotMade | Offer::Later { .. } => {}
            Offer::Declined { at } | Offer::NotReached { at } => {
                match self.reoffer_window(at, tz) {
                    None => return Err(PathRefusal::OfferSpent),
                    Some(window) if now < window.opens => return Err(PathRefusal::OfferTooSoon),
                    Some(_) => {}
                }
            }
        }
        let mut next = self.spending_reoffer(now, tz);
        next.offer = Offer::Open { at: now };
        Ok(next)
    }

    /// Records the colleague's answer, which they may give and change any time.
    ///
    /// An answer other than yes cancels a talk that is still to come.
    ///
    /// # Errors
    /// The same answer twice is `AlreadyAnswered`, unless it was asked again.
    pub fn answer_offer(
        &self,
        answer: Answer,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        self.ensure_contact()?;
        let repeated = match (answer, self.offer) {
            (Answer::Accept, Offer::Accepted { .. }) => true,
            (Answer::Decline, Offer::Declined { .. }) => !self.reoffer_is_due(now, tz),
            (Answer::Later, Offer::Later { again_at, .. }) => now < again_at,
            _ => false,
        };
        if repeated {
            return Err(PathRefusal::AlreadyAnswered);
        }
        if answer == Answer::Accept && self.talks_held() >= MAX_TALKS {
            return Err(PathRefusal::FourthTalk);
        }
        let mut next = self.spending_reoffer(now, tz);
        match answer {
            Answer::Accept => next.offer = Offer::Accepted { at: now },
            Answer::Decline => {
                next = next.without_coming_talk(MissReason::Cancelled, now)?;
                next.offer = Offer::Declined { at: now };
            }
            Answer::Later => {
                next = next.without_coming_talk(MissReason::Cancelled, now)?;
                next.offer = next.asked_later(now, tz);
            }
        }
        Ok(next)
    }

    /// Ends a round of tries without contact (C26).
    ///
    /// The policy has one further round at most. It works before the first
    /// contact and at every later point where the supporter has to ask.
    ///
    /// # Errors
    /// `NoAttempt` without a try by voice since the last round.
    pub fn mark_not_reached(&self, now: Instant, tz: &TimeZone) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if let (Some(asked), Some(_)) = (self.asked_at, &self.first_contact) {
            return self.leave_question(asked, now);
        }
        if self.planned().is_some() {
            return Err(PathRefusal::AlreadyPlanned);
        }
        let since = match self.offer {
            Offer::NotMade => self.signal_at,
            Offer::Declined { at } if !self.reoffer_is_due(now, tz) => {
                return Err(match self.reoffer_window(at, tz) {
                    Some(_) => PathRefusal::OfferTooSoon,
                    None => PathRefusal::OfferSpent,
                });
            }
            Offer::Open { at }
            | Offer::Accepted { at }
            | Offer::Declined { at }
            | Offer::Later { at, .. }
            | Offer::NotReached { at } => at,
        };
        // The same try does not end two rounds.
        let ended = matches!(self.offer, Offer::NotReached { .. });
        let tried = self.contact_attempts.iter().any(|attempt| {
            attempt.channel.is_voice() && (attempt.at > since || (attempt.at == since && !ended))
        });
        if !tried {
            return Err(PathRefusal::NoAttempt);
        }
        let mut next = self.clone();
        if matches!(
            self.offer,
            Offer::Declined { .. } | Offer::NotReached { .. }
        ) {
            next.reoffer = Reoffer::Used;
        }
        next.asked_at = None;
        next.offer = Offer::NotReached { at: now };
        Ok(next)
    }

    /// The one further offer after `since`; `None` when it is spent or not wanted.
    pub(super) fn reoffer_window(&self, since: Instant, tz: &TimeZone) -> Option<Window> {
        let after = self.protocol.reoffer_after_days?;
        if self.reoffer == Reoffer::Used || self.talks_held() >= MAX_TALKS {
            return None;
        }
        let first = since.date(tz).saturating_add(days(after));
        let from = Instant::start_of(first, tz);
        Some(Protocol::days_from(from, self.protocol.offer_open_days, tz))
    }

    /// "Ask me again": when the first window opens if that is ahead, else in days.
    pub(super) fn asked_later(&self, at: Instant, tz: &TimeZone) -> Offer {
        let opens = self
            .talk_window(TalkNumber::First, tz)
            .map(|window| window.opens)
            .filter(|opens| at < *opens && self.talks_held() == 0);
        let after = self.protocol.reoffer_after_days.unwrap_or(ASK_AGAIN_DAYS);
        let again_at = opens.unwrap_or_else(|| {
            Instant::start_of(at.date(tz).saturating_add(days(after)), tz).max(at)
        });
        Offer::Later { at, again_at }
    }

    fn reoffer_is_due(&self, now: Instant, tz: &TimeZone) -> bool {
        match self.offer {
            Offer::Declined { at } | Offer::NotReached { at } => self
                .reoffer_window(at, tz)
                .is_some_and(|window| window.position(now) != WindowPosition::Before),
            _ => false,
        }
    }

    /// The case, with the further offer spent if this is it.
    pub(super) fn spending_reoffer(&self, now: Instant, tz: &TimeZone) -> Self {
        let mut next = self.clone();
        if self.reoffer_is_due(now, tz) {
            next.reoffer = Reoffer::Used;
        }
        next
    }
}
