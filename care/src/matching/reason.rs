use super::wishes::{shares_line, shares_team};
use super::{Candidate, LineWish, Seeker, Wishes};
use crate::codes::codes;
use crate::workload::Band;

codes! {
    /// Why somebody stands where they stand in a ranking; each may be told to who chooses.
    ///
    /// They are about what was asked for, the rota and coarse load. None is about an exclusion:
    /// who is excluded is not there at all, and nothing says that somebody is missing.
    pub enum Reason {
        /// The colleague chose this supporter.
        Chosen = "chosen",
        /// Speaks the language that was asked for.
        Language = "language",
        /// Is who the colleague rather speaks with.
        Gender = "gender",
        /// Does the same work.
        SameLine = "same-line",
        /// Does other work, as was asked for.
        OtherLine = "other-line",
        /// Spoke with this colleague before.
        Earlier = "earlier",
        /// Has a duty now.
        OnDuty = "on-duty",
        /// Has room.
        Calm = "calm",
        /// Has a full load, and so stands behind the others.
        Full = "full",
        /// Is of the same team, and so perhaps close by.
        SameTeam = "same-team",
        /// A wish of the colleague is not met.
        WishUnmet = "wish-unmet",
    }
}

/// What can be said for and against, in the order of declaration.
pub(super) fn reasons(candidate: &Candidate, seeker: &Seeker, wishes: &Wishes) -> Vec<Reason> {
    let [chosen, language, gender, line] = wishes.unmet(candidate, seeker);
    let same = shares_line(candidate, seeker);
    let (other_asked, band) = (wishes.line == LineWish::Other, candidate.burden.band);
    [
        (wishes.chosen.is_some() && !chosen, Reason::Chosen),
        (wishes.language.is_some() && !language, Reason::Language),
        (wishes.gender.is_some() && !gender, Reason::Gender),
        (same && !other_asked, Reason::SameLine),
        (!same && other_asked, Reason::OtherLine),
        (seeker.earlier.contains(&candidate.person), Reason::Earlier),
        (candidate.on_duty, Reason::OnDuty),
        (band == Some(Band::Calm), Reason::Calm),
        (candidate.burden.is_full, Reason::Full),
        (shares_team(candidate, seeker), Reason::SameTeam),
        (chosen || language || gender || line, Reason::WishUnmet),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}
