use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::reason::reasons;
use super::wishes::{shares_line, shares_team};
use super::{Candidate, Occasion, Reason, Seeker, Wishes, eligible};
use crate::exposure::MilliPoints;
use crate::ids::PersonId;

/// Somebody who may support the colleague, in their place in the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The supporter.
    pub person: PersonId,
    /// Why there; each may be told to who chooses.
    pub reasons: Vec<Reason>,
}

/// What decides between two, the first difference first.
///
/// 1. what the colleague asked for: the person, the language, the gender, the line of work
/// 2. below the soft limit (R127)
/// 3. spoke with the colleague before
/// 4. on duty
/// 5. fewer whole talks of load, so that work spreads before taste does
/// 6. knows the work (R020), unless that was not wanted
/// 7. not of the same team: near enough to understand, far enough to speak freely
/// 8. the load to the last thousandth, then the id: the order is total
type Place<'a> = (
    [bool; 4],
    bool,
    Reverse<bool>,
    Reverse<bool>,
    u64,
    Reverse<bool>,
    bool,
    MilliPoints,
    &'a PersonId,
);

/// Everyone who may support the colleague on this occasion, best first, each once.
///
/// Who is excluded is absent, without a trace. The order is the same whatever the order of the
/// candidates; more load never ranks better, all else equal.
pub fn rank(
    candidates: &[Candidate],
    seeker: &Seeker,
    wishes: &Wishes,
    occasion: Occasion,
    today: Date,
) -> Vec<Ranked> {
    let mut free = eligible(candidates, seeker, occasion, today);
    free.sort_by(|one, other| place(one, seeker, wishes).cmp(&place(other, seeker, wishes)));
    let mut seen = BTreeSet::new();
    free.retain(|candidate| seen.insert(&candidate.person));
    free.into_iter()
        .map(|candidate| Ranked {
            person: candidate.person.clone(),
            reasons: reasons(candidate, seeker, wishes),
        })
        .collect()
}

fn place<'a>(candidate: &'a Candidate, seeker: &Seeker, wishes: &Wishes) -> Place<'a> {
    let knows = shares_line(candidate, seeker) && wishes.line != super::LineWish::Other;
    (
        wishes.unmet(candidate, seeker),
        candidate.burden.is_full,
        Reverse(seeker.earlier.contains(&candidate.person)),
        Reverse(candidate.on_duty),
        candidate.burden.steps,
        Reverse(knows),
        shares_team(candidate, seeker),
        candidate.burden.points,
        &candidate.person,
    )
}
