//! What a source means by the name of a unit, and who was on it (R004, R043, R046).
//!
//! Sources and rosters write one unit in different ways. What a coordinator said once about a name
//! holds from then on, for that source alone. What nobody said anything about is never guessed: it
//! is asked, because a wrong guess calls the wrong people.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::Shift;
use crate::ids::{PersonId, UnitCode};
use crate::time::Instant;

/// The longest that an event is believed to go on: what lasts longer was not closed in time.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// A name as it is compared: without case, without the space around it and with single spaces.
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What somebody said that a name of a source means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learned {
    /// A unit of the roster.
    Unit(UnitCode),
    /// Of another service: nobody of ours was on it, and nobody is asked again.
    NotOurs,
}

/// What is known about the names of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    learned: BTreeMap<String, Learned>,
    roster: BTreeSet<UnitCode>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A unit of the roster.
    Unit(UnitCode),
    /// Of another service.
    NotOurs,
    /// Nobody said so yet, and the roster does not know it.
    Unknown,
}

impl Names {
    /// Names that were learned, by any writing of them, beside the units of the roster.
    pub fn new(
        learned: impl IntoIterator<Item = (String, Learned)>,
        roster: impl IntoIterator<Item = UnitCode>,
    ) -> Self {
        let learned = learned.into_iter();
        Self {
            learned: learned.map(|(name, what)| (folded(&name), what)).collect(),
            roster: roster.into_iter().collect(),
        }
    }

    /// What a name means. What somebody said about it goes before a roster that happens to agree.
    pub fn means(&self, told: &UnitCode) -> Means {
        match self.learned.get(&folded(told.as_str())) {
            Some(Learned::Unit(unit)) => Means::Unit(unit.clone()),
            Some(Learned::NotOurs) => Means::NotOurs,
            None if self.roster.contains(told) => Means::Unit(told.clone()),
            None => Means::Unknown,
        }
    }

    /// The units of the roster that these names mean, each once.
    ///
    /// A name that nobody knows stands for itself: a shift on it may come with the next roster.
    pub fn units<'a>(&self, told: impl IntoIterator<Item = &'a UnitCode>) -> BTreeSet<UnitCode> {
        let unit = |told: &UnitCode| match self.means(told) {
            Means::Unit(unit) => Some(unit),
            Means::NotOurs => None,
            Means::Unknown => Some(told.clone()),
        };
        told.into_iter().filter_map(unit).collect()
    }
}

/// The end of what is looked at: what an event lasted, as far as that is believed (R152).
pub fn lasted(at: Instant, until: Option<Instant>) -> Instant {
    until.map_or(at, |until| until.max(at).min(at.plus(LONGEST)))
}

/// Everybody who was on a unit at some moment of an event that lasted, each once: also the crew
/// that took over while it went on (R046).
pub fn crew_during(
    shifts: &[Shift],
    units: &BTreeSet<UnitCode>,
    at: Instant,
    until: Instant,
) -> BTreeSet<PersonId> {
    let shifts = shifts.iter().filter(|shift| units.contains(&shift.unit));
    shifts
        .filter(|shift| during(shift, at, until))
        .map(|shift| shift.person.clone())
        .collect()
}

/// Half-open on both sides: who begins at the end was not there, who ends at the beginning neither.
fn during(shift: &Shift, at: Instant, until: Instant) -> bool {
    let begun = shift.from <= at || shift.from < until;
    shift.from < shift.until && begun && at < shift.until
}

/// A change of crew so near an event that the other crew may have been there as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// When the unit changed hands.
    pub change: Instant,
    /// Those who were not on it by the roster.
    pub others: BTreeSet<PersonId>,
}

/// The nearest change of crew on one unit within a margin of an event (R043).
///
/// Crews stay on and come early, and rosters are round. Those of the other crew are asked about and
/// never called by themselves. Without anybody on the unit at the moment there is no hand-over but
/// a gap in the roster.
pub fn hand_over(
    shifts: &[Shift],
    unit: &UnitCode,
    (at, until): (Instant, Instant),
    margin: SignedDuration,
) -> Option<HandOver> {
    let of_unit = BTreeSet::from([unit.clone()]);
    let there = crew_during(shifts, &of_unit, at, until);
    if there.is_empty() || margin <= SignedDuration::ZERO {
        return None;
    }
    let others = shifts
        .iter()
        .filter(|shift| shift.unit == *unit && shift.from < shift.until)
        .filter(|shift| !there.contains(&shift.person))
        .filter_map(|shift| {
            let later = (shift.from >= until).then(|| (shift.from.since(until), shift.from));
            let before = (shift.until <= at).then(|| (at.since(shift.until), shift.until));
            let (distance, change) = later.or(before)?;
            (distance <= margin).then_some((distance, change, &shift.person))
        });
    let others: Vec<_> = others.collect();
    let (_, change, _) = others
        .iter()
        .min_by_key(|(near, change, _)| (*near, *change))?;
    Some(HandOver {
        change: *change,
        others: others
            .iter()
            .map(|(.., person)| (*person).clone())
            .collect(),
    })
}
