//! Who may support whom: the hard exclusions.
//!
//! No configuration lifts them (R004). Ranking and load come on top of them in
//! a later issue: whatever ranks, ranks what [`eligible`] returns.

mod exclusion;

pub use exclusion::{Exclusion, exclusions};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::ids::PersonId;
use crate::team::{RefresherRule, Training};

/// Whether a supporter takes part in the work at present (C11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// In the pool.
    #[default]
    Active,
    /// Stepped out or kept out for a while; nobody needs to know why.
    Paused,
}

/// A supporter who might take a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The supporter.
    pub person: PersonId,
    /// What the training register says (R008, R030).
    pub training: Training,
    /// What an overdue refresher means in this organisation (C16).
    pub refresher: RefresherRule,
    /// Whether the supporter is in the pool.
    pub availability: Availability,
    /// The managers above the supporter, direct and higher.
    pub managers: BTreeSet<PersonId>,
    /// With whom the supporter declared a private tie (R165).
    pub ties: BTreeSet<PersonId>,
}

/// A colleague who is to be supported, with everyone around the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// The colleague.
    pub person: PersonId,
    /// Everyone who was part of any event of the case (R004): crew, dispatchers,
    /// the officer on scene, those added by hand or by themselves.
    pub participants: BTreeSet<PersonId>,
    /// The managers above the colleague, direct and higher (R165).
    pub managers: BTreeSet<PersonId>,
    /// With whom the colleague declared a private tie (R165).
    pub ties: BTreeSet<PersonId>,
    /// With whom the colleague does not want to talk.
    pub not_with: BTreeSet<PersonId>,
}

/// Why a running case has to go to another supporter.
///
/// As little as the hand-over needs: which tie or wish it was is never told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandoverReason {
    /// The supporter turned out to be part of the event (R004).
    Involved,
    /// The supporter and the colleague do not go together, for whatever reason.
    Conflict,
    /// The supporter stepped out of the pool.
    Away,
}

impl HandoverReason {
    /// A stable name for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Involved => "involved",
            Self::Conflict => "conflict",
            Self::Away => "away",
        }
    }
}

/// The candidates without any exclusion, in the order given.
pub fn eligible<'a>(
    candidates: &'a [Candidate],
    seeker: &Seeker,
    today: Date,
) -> Vec<&'a Candidate> {
    candidates
        .iter()
        .filter(|candidate| exclusions(candidate, seeker, today).is_empty())
        .collect()
}

/// Looks again at a running case when something around it changed (R004, R165).
///
/// To be asked after a participant is added, an event joins the case, a tie or a
/// "not with" is declared, or the supporter pauses. Training that expires while
/// a case runs keeps new cases away and leaves this one in known hands (R008).
pub fn recheck(supporter: &Candidate, seeker: &Seeker, today: Date) -> Option<HandoverReason> {
    exclusions(supporter, seeker, today)
        .into_iter()
        .filter_map(|exclusion| match exclusion {
            Exclusion::Involved => Some(HandoverReason::Involved),
            Exclusion::Self_
            | Exclusion::LineManager
            | Exclusion::PrivateTie
            | Exclusion::NotWith => Some(HandoverReason::Conflict),
            Exclusion::Paused => Some(HandoverReason::Away),
            Exclusion::NotTrained => None,
        })
        .min()
}

#[cfg(test)]
mod tests;
