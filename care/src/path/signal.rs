//! Before the first contact: who takes the case, the picture, consent.

use super::{Case, ClosingReason, PathRefusal};
use crate::codes::codes;
use crate::ids::PersonId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

codes! {
    /// Whether the colleague agreed to a request by a third party (R062).
    pub enum Consent {
        /// Nobody else asked.
        NotNeeded = "not-needed",
        /// The first contact is how it is asked.
        Asked = "asked",
        /// The colleague agreed.
        Given = "given",
        /// The colleague did not agree; the case is closed.
        Refused = "refused",
    }
}

codes! {
    /// What the colleague says to a request by a third party.
    pub enum ConsentAnswer {
        /// Yes.
        Given = "given",
        /// No.
        Refused = "refused",
    }
}

/// The picture of the situation, for the peer team only (R063).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// Not formed yet.
    Open,
    /// Formed.
    Formed {
        /// When.
        at: Instant,
        /// By whom.
        by: PersonId,
    },
    /// Left out, on record.
    Skipped {
        /// When.
        at: Instant,
        /// By whom.
        by: PersonId,
    },
}

codes! {
    /// Why a supporter has to hand over.
    pub enum HandoverReason {
        /// Was part of the event, as became known later (R004).
        Involved = "involved",
        /// Is the colleague's line manager, or has a declared private tie (R165).
        Tie = "tie",
        /// The colleague prefers someone else.
        ColleagueWish = "colleague-wish",
        /// Is no longer trained or has paused (R008).
        Unavailable = "unavailable",
    }
}

/// A hand-over that has to take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Why.
    pub reason: HandoverReason,
    /// Since when; what happened before can still be recorded.
    pub since: Instant,
}

impl Case {
    /// Gives the case its supporter, once.
    ///
    /// Of two who take it at the same time, the second is refused. Whether this
    /// person may support is for [`crate::matching`] to say before.
    pub fn assign(&self, supporter: PersonId) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.supporter.is_some() {
            return Err(PathRefusal::AlreadyAssigned);
        }
        let mut next = self.clone();
        next.supporter = Some(supporter);
        Ok(next)
    }

    /// Records that the supporter has to hand over (R004).
    ///
    /// An earlier reason stays; the case may not wait for the paperwork, so
    /// this works on every open case with a supporter.
    pub fn require_handover(
        &self,
        reason: HandoverReason,
        now: Instant,
    ) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.supporter.is_none() {
            return Err(PathRefusal::NoSupporter);
        }
        let mut next = self.clone();
        next.handover_due
            .get_or_insert(Handover { reason, since: now });
        Ok(next)
    }

    /// Hands the case to another supporter, due or not.
    ///
    /// The case itself goes on where it was; a planned talk stays planned.
    pub fn hand_over(&self, to: PersonId) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        match &self.supporter {
            None => return Err(PathRefusal::NoSupporter),
            Some(present) if *present == to => return Err(PathRefusal::SameSupporter),
            Some(_) => {}
        }
        let mut next = self.clone();
        next.supporter = Some(to);
        next.handover_due = None;
        Ok(next)
    }

    /// Gives the case back to the team, due or not: it waits for somebody else.
    ///
    /// The case itself goes on where it was; a planned talk stays planned.
    pub fn return_to_team(&self) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.supporter.is_none() {
            return Err(PathRefusal::NoSupporter);
        }
        let mut next = self.clone();
        next.supporter = None;
        next.handover_due = None;
        Ok(next)
    }

    /// Records that the picture of the situation is formed (R063).
    pub fn form_picture(&self, by: PersonId, now: Instant) -> Result<Self, PathRefusal> {
        self.with_picture(Picture::Formed { at: now, by })
    }

    /// Records that the picture of the situation is left out (R063).
    pub fn skip_picture(&self, by: PersonId, now: Instant) -> Result<Self, PathRefusal> {
        self.with_picture(Picture::Skipped { at: now, by })
    }

    /// Records what the colleague says to a third party's request (R062).
    ///
    /// A refusal closes the case at once, also after an earlier yes.
    pub fn record_consent(&self, answer: ConsentAnswer, now: Instant) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let mut next = self.clone();
        match (self.consent, answer) {
            (Consent::Asked, ConsentAnswer::Given) => next.consent = Consent::Given,
            (Consent::Asked | Consent::Given, ConsentAnswer::Refused) => {
                next.consent = Consent::Refused;
                next.end(ClosingReason::ConsentRefused, now);
            }
            _ => return Err(PathRefusal::ConsentNotAsked),
        }
        Ok(next)
    }

    fn with_picture(&self, picture: Picture) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        if self.picture != Picture::Open {
            return Err(PathRefusal::PictureDone);
        }
        let mut next = self.clone();
        next.picture = picture;
        Ok(next)
    }

    /// Refuses what the supporter does from the moment a hand-over was due.
    pub(super) fn ensure_fit_at(&self, at: Instant) -> Result<(), PathRefusal> {
        match self.handover_due {
            Some(handover) if at >= handover.since => Err(PathRefusal::HandoverDue),
            _ => Ok(()),
        }
    }

    pub(super) fn ensure_consent(&self) -> Result<(), PathRefusal> {
        match self.consent {
            Consent::NotNeeded | Consent::Given => Ok(()),
            Consent::Asked | Consent::Refused => Err(PathRefusal::ConsentMissing),
        }
    }
}
