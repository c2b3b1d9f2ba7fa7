//! Referral: always one step away, decided together (R080, R083).

use super::{Case, PathRefusal};
use crate::codes::codes;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

codes! {
    /// Whether the colleague agrees to a referral (R080).
    pub enum ReferralConsent {
        /// They agree.
        Given = "given",
        /// They do not, or not yet.
        NotGiven = "not-given",
    }
}

/// What was said about a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Referral {
    /// It came up; nothing leaves the house.
    Discussed {
        /// When.
        at: Instant,
    },
    /// The colleague agreed.
    Agreed {
        /// When.
        at: Instant,
    },
    /// Acute danger; consent is not awaited (R083).
    Acute {
        /// When.
        at: Instant,
    },
}

impl Referral {
    /// When.
    pub const fn at(self) -> Instant {
        match self {
            Self::Discussed { at } | Self::Agreed { at } | Self::Acute { at } => at,
        }
    }
}

impl Case {
    /// Records a referral, or that it was discussed without consent (R080).
    ///
    /// Possible in every open state, also before first contact. The path itself
    /// goes on until it is closed.
    pub fn refer(&self, consent: ReferralConsent, now: Instant) -> Result<Self, PathRefusal> {
        self.with_referral(match consent {
            ReferralConsent::Given => Referral::Agreed { at: now },
            ReferralConsent::NotGiven => Referral::Discussed { at: now },
        })
    }

    /// Records an acute referral, with or without consent (R083).
    pub fn refer_acute(&self, now: Instant) -> Result<Self, PathRefusal> {
        self.with_referral(Referral::Acute { at: now })
    }

    /// The latest word on referral.
    pub fn referral(&self) -> Option<Referral> {
        self.referrals.last().copied()
    }

    /// How many referrals the colleague agreed to.
    pub fn agreed_referrals(&self) -> usize {
        let agreed = |referral: &&Referral| matches!(referral, Referral::Agreed { .. });
        self.referrals.iter().filter(agreed).count()
    }

    /// Whether anything may go to someone outside (R080, R083).
    pub fn may_inform_provider(&self) -> bool {
        self.referrals
            .iter()
            .any(|referral| !matches!(referral, Referral::Discussed { .. }))
    }

    fn with_referral(&self, referral: Referral) -> Result<Self, PathRefusal> {
        self.ensure_open()?;
        let mut next = self.clone();
        next.referrals.push(referral);
        Ok(next)
    }
}
