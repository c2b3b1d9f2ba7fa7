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
        /// Is at a limit that the organisation set (R127, C25).
        Capped = "capped",
        /// Had a heavy talk and rests, as the organisation set (R127, C25).
        Resting = "resting",
        /// Has no duty at this moment (R103).
        OffDuty = "off-duty",
    }
}

codes! {
    /// How somebody comes to be chosen.
    pub enum Occasion {
        /// A message goes to the supporter's own channels, also at night.
        Paging = "paging",
        /// Veer gives a case without anybody choosing.
        Automatic = "automatic",
        /// A person chooses: the coordinator, the colleague, or the supporter who takes a case.
        ByHand = "by-hand",
    }
}

impl Occasion {
    /// Whether only who is on duty can be chosen.
    ///
    /// A coordinator may give a case to somebody without a duty now: the first talk is days away.
    pub const fn needs_duty(self) -> bool {
        matches!(self, Self::Paging | Self::Automatic)
    }
}

impl Exclusion {
    /// What a coordinator is told: only that it cannot be, the same for each (R165).
    pub const fn visible_to_coordinator(self) -> &'static str {
        "cannot"
    }

    /// Whether it is about the supporter alone and says nothing of the two together.
    ///
    /// Such a supporter may know of the signal and cannot take it; the others never see it.
    pub const fn is_of_supporter(self) -> bool {
        matches!(
            self,
            Self::NotTrained | Self::Paused | Self::Capped | Self::Resting | Self::OffDuty
        )
    }
}

/// Every exclusion between the two on a day, in a fixed order.
///
/// Empty means: may support. What counts between two people counts both ways.
pub fn exclusions(
    candidate: &Candidate,
    seeker: &Seeker,
    occasion: Occasion,
    today: Date,
) -> Vec<Exclusion> {
    let (supporter, colleague) = (&candidate.person, &seeker.person);
    let hierarchy = seeker.managers.contains(supporter) || candidate.managers.contains(colleague);
    let tie = seeker.ties.contains(supporter) || candidate.ties.contains(colleague);
    let trained = candidate.training.admits(candidate.refresher, today);
    let paused = candidate.availability == Availability::Paused;
    let off_duty = occasion.needs_duty() && !candidate.on_duty;
    [
        (supporter == colleague, Exclusion::Self_),
        (seeker.participants.contains(supporter), Exclusion::Involved),
        (hierarchy, Exclusion::LineManager),
        (tie, Exclusion::PrivateTie),
        (seeker.not_with.contains(supporter), Exclusion::NotWith),
        (!trained, Exclusion::NotTrained),
        (paused, Exclusion::Paused),
        (candidate.burden.is_capped, Exclusion::Capped),
        (candidate.burden.rests, Exclusion::Resting),
        (off_duty, Exclusion::OffDuty),
    ]
    .into_iter()
    .filter_map(|(applies, exclusion)| applies.then_some(exclusion))
    .collect()
}
