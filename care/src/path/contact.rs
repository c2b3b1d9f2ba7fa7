//! The first contact: by voice, short, without free text (R064, R161).

use super::{Case, Offer, PathRefusal, Picture};
use crate::codes::codes;
use crate::ids::PersonId;
use crate::time::Instant;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

codes! {
    /// How a colleague is reached.
    pub enum Channel {
        /// By telephone.
        Phone = "phone",
        /// Face to face.
        InPerson = "in-person",
        /// By video call.
        Video = "video",
        /// By e-mail: never completes a first contact (R161).
        Email = "email",
        /// By text message or app: never completes a first contact (R161).
        Message = "message",
    }
}

impl Channel {
    /// Whether the two people hear each other (R161).
    pub const fn is_voice(self) -> bool {
        match self {
            Self::Phone | Self::InPerson | Self::Video => true,
            Self::Email | Self::Message => false,
        }
    }
}

codes! {
    /// Whether the colleague wants a talk (R067).
    pub enum Wish {
        /// Yes: that is an accepted offer.
        Yes = "yes",
        /// No: that is respected.
        No = "no",
        /// Ask me again.
        Later = "later",
    }
}

/// One try to reach the colleague.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: Instant,
    /// How.
    pub channel: Channel,
}

/// The first contact (R064).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstContact {
    /// When the two spoke; it may be recorded later.
    pub at: Instant,
    /// The supporter.
    pub by: PersonId,
    /// How they spoke.
    pub channel: Channel,
    /// Codes from the organisation's list of practical help (C27).
    pub practical_help: BTreeSet<String>,
    /// Whether the colleague wants a talk.
    pub wants: Wish,
}

impl Case {
    /// Records a try to reach the colleague, by any channel.
    pub fn attempt_contact(&self, channel: Channel, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let mut next = self.clone();
        next.contact_attempts.push(Attempt { at: now, channel });
        Ok(next)
    }

    /// Completes the first contact, and makes the wish the state of the offer.
    ///
    /// A call that the colleague asked for later is recorded by this as well.
    ///
    /// # Errors
    /// It needs a supporter, a picture or its skipping (R063), a voice (R161)
    /// and a moment that is not before the event and not after `now`.
    pub fn complete_first_contact(
        &self,
        contact: FirstContact,
        now: Instant,
        tz: &TimeZone,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.first_contact.is_some() && self.asked_at.is_none() {
            return Err(PathRefusal::FirstContactDone);
        }
        match &self.supporter {
            None => return Err(PathRefusal::NoSupporter),
            Some(supporter) if *supporter != contact.by => {
                return Err(PathRefusal::NotTheSupporter);
            }
            Some(_) => {}
        }
        self.ensure_fit_at(contact.at)?;
        if self.picture == Picture::Open {
            return Err(PathRefusal::PictureMissing);
        }
        if !contact.channel.is_voice() {
            return Err(PathRefusal::ContactByMessageOnly);
        }
        if contact.at > now {
            return Err(PathRefusal::InTheFuture);
        }
        if self
            .event
            .as_ref()
            .is_some_and(|event| contact.at < event.at)
        {
            return Err(PathRefusal::OutOfOrder);
        }
        if let Some(first) = &self.first_contact {
            if contact.at < first.at {
                return Err(PathRefusal::OutOfOrder);
            }
            return self.answer_question(&contact, now, tz);
        }
        let (at, wants) = (contact.at, contact.wants);
        let mut next = self.spending_reoffer(now, tz);
        next.first_contact = Some(contact);
        next.asked_at = None;
        next.offer = match wants {
            Wish::Yes => Offer::Accepted { at },
            Wish::No => Offer::Declined { at },
            Wish::Later => next.asked_later(at, tz),
        };
        Ok(next)
    }
}
