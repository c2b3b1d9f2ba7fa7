use jiff::civil::Date;

use super::{Availability, Candidate, Seeker};
use crate::codes::codes;

codes! {
    /// A hard reason why somebody does not support this colleague.
    pub enum Exclusion {
        /// It is the same person (R121).
        Self_ = "self",
        /// Was part of an event of the case (R004).
        Involved = "involved",
        /// One of the two is above the other in the organisation (R165).
        LineManager = "line-manager",
        /// One of the two declared a private tie with the other (R165).
        PrivateTie = "private-tie",
        /// The colleague does not want to talk with this person.
        NotWith = "not-with",
        /// Has no basic training that counts today (R008, R030).
        NotTrained = "not-trained",
        /// Is not in the pool at present (C11).
        Paused = "paused",
    }
}

impl Exclusion {
    /// What a coordinator is told: only that it cannot be, the same for each (R165).
    pub const fn visible_to_coordinator(self) -> &'static str {
        "cannot"
    }
}

/// Every exclusion between the two on a day, in a fixed order.
///
/// Empty means: may support. What counts between two people counts both ways.
pub fn exclusions(candidate: &Candidate, seeker: &Seeker, today: Date) -> Vec<Exclusion> {
    let (supporter, colleague) = (&candidate.person, &seeker.person);
    let hierarchy = seeker.managers.contains(supporter) || candidate.managers.contains(colleague);
    let tie = seeker.ties.contains(supporter) || candidate.ties.contains(colleague);
    let trained = candidate.training.admits(candidate.refresher, today);
    [
        (supporter == colleague, Exclusion::Self_),
        (seeker.participants.contains(supporter), Exclusion::Involved),
        (hierarchy, Exclusion::LineManager),
        (tie, Exclusion::PrivateTie),
        (seeker.not_with.contains(supporter), Exclusion::NotWith),
        (!trained, Exclusion::NotTrained),
        (
            candidate.availability == Availability::Paused,
            Exclusion::Paused,
        ),
    ]
    .into_iter()
    .filter_map(|(applies, exclusion)| applies.then_some(exclusion))
    .collect()
}
