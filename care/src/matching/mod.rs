//! Who may support whom, and who best.
//!
//! No configuration lifts the hard exclusions between two people (R004). [`rank`] orders who is
//! left and says why; whatever else chooses, chooses among those.

pub mod assignment;
mod exclusion;
mod people;
mod profile;
mod ranking;
mod reason;
mod wishes;

pub use exclusion::{Exclusion, Occasion, exclusions};
pub use people::{About, Availability, Candidate, Seeker};
pub use profile::{LONGEST_ABOUT, Profile, Tongue};
pub use ranking::{Ranked, rank};
pub use reason::Reason;
pub use wishes::{Gender, LineWish, Wishes};

use jiff::civil::Date;

use crate::path::HandoverReason;

/// The candidates without any exclusion, in the order given.
pub fn eligible<'a>(
    candidates: &'a [Candidate],
    seeker: &Seeker,
    occasion: Occasion,
    today: Date,
) -> Vec<&'a Candidate> {
    candidates
        .iter()
        .filter(|candidate| exclusions(candidate, seeker, occasion, today).is_empty())
        .collect()
}

/// Looks again at a running case when something around it changed (R004, R165).
///
/// To be asked after a participant is added, an event joins the case, a tie or a
/// "not with" is declared, or the supporter pauses. Training that expires while
/// a case runs keeps new cases away and leaves this one in known hands (R008);
/// so does a limit that is reached, a day of rest, and a duty that ends.
///
/// The reason is for the record of the case; to others than the two it concerns
/// it is told as [`Exclusion::visible_to_coordinator`] does.
pub fn recheck(supporter: &Candidate, seeker: &Seeker, today: Date) -> Option<HandoverReason> {
    exclusions(supporter, seeker, Occasion::ByHand, today)
        .into_iter()
        .find_map(|exclusion| match exclusion {
            Exclusion::Self_ | Exclusion::Involved => Some(HandoverReason::Involved),
            Exclusion::LineManager | Exclusion::PrivateTie => Some(HandoverReason::Tie),
            Exclusion::NotWith => Some(HandoverReason::ColleagueWish),
            Exclusion::Paused => Some(HandoverReason::Unavailable),
            Exclusion::NotTrained | Exclusion::Capped | Exclusion::Resting | Exclusion::OffDuty => {
                None
            }
        })
}

#[cfg(test)]
mod tests;
