//! Who may support whom: the hard exclusions.
//!
//! No configuration lifts them (R004). Ranking and load come on top of them in
//! a later issue: whatever ranks, ranks what [`eligible`] returns.

mod exclusion;

pub use exclusion::{Exclusion, exclusions};

use jiff::civil::Date;
use std::collections::BTreeSet;

use crate::codes::codes;
use crate::ids::PersonId;
use crate::path::HandoverReason;
use crate::team::{RefresherRule, Training};

codes! {
    /// Whether a supporter takes part in the work at present (C11).
    #[derive(Default)]
    pub enum Availability {
        /// In the pool.
        #[default]
        Active = "active",
        /// Stepped out or kept out for a while; nobody needs to know why.
        Paused = "paused",
    }
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
///
/// The reason is for the record of the case; to others than the two it concerns
/// it is told as [`Exclusion::visible_to_coordinator`] does.
pub fn recheck(supporter: &Candidate, seeker: &Seeker, today: Date) -> Option<HandoverReason> {
    exclusions(supporter, seeker, today)
        .into_iter()
        .find_map(|exclusion| match exclusion {
            Exclusion::Self_ | Exclusion::Involved => Some(HandoverReason::Involved),
            Exclusion::LineManager | Exclusion::PrivateTie => Some(HandoverReason::Tie),
            Exclusion::NotWith => Some(HandoverReason::ColleagueWish),
            Exclusion::Paused => Some(HandoverReason::Unavailable),
            Exclusion::NotTrained => None,
        })
}

#[cfg(test)]
mod tests;
