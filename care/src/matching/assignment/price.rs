use jiff::civil::Date;

use crate::matching::wishes::{shares_line, shares_team};
use crate::matching::{Candidate, Occasion, Seeker, Wishes, exclusions};

/// What a pair costs: less is better. Small enough that millions of them add up exactly.
pub type Price = u32;

/// The most that one pair costs.
pub(super) const DEAREST: Price = 2_000;

/// What a pair costs; nothing when the two cannot be together (R004).
///
/// The weights follow the order of [`rank`](crate::matching::rank). In an assignment one unmet wish
/// can be outweighed by the gain of others, and never makes anybody go without.
pub fn price(
    candidate: &Candidate,
    seeker: &Seeker,
    wishes: &Wishes,
    occasion: Occasion,
    today: Date,
) -> Option<Price> {
    if !exclusions(candidate, seeker, occasion, today).is_empty() {
        return None;
    }
    let [chosen, language, gender, line] = wishes.unmet(candidate, seeker);
    let load = u32::try_from(candidate.burden.steps).unwrap_or(u32::MAX);
    let parts = [
        (chosen, 400),
        (language, 300),
        (gender, 200),
        (line, 100),
        (candidate.burden.is_full, 250),
        (!seeker.earlier.contains(&candidate.person), 60),
        (!shares_line(candidate, seeker), 10),
        (shares_team(candidate, seeker), 5),
    ];
    let sum: Price = parts
        .into_iter()
        .filter_map(|(applies, price)| applies.then_some(price))
        .sum();
    Some((sum + load.min(20) * 20).min(DEAREST))
}
