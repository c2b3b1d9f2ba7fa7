use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::ExposureRole;
use crate::ids::{PersonId, UnitCode};
use crate::time::Instant;

/// Somebody on a unit, from one moment up to another.
///
/// Half-open: at `until` the next crew has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shift {
    /// Who.
    pub person: PersonId,
    /// On which unit, or at which desk of the dispatch room.
    pub unit: UnitCode,
    /// The first moment.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

impl Shift {
    /// Whether the shift runs at a moment, taken this much wider on both sides.
    fn covers(&self, at: Instant, slack: SignedDuration) -> bool {
        self.from < self.until && self.from.minus(slack) <= at && at < self.until.plus(slack)
    }
}

/// What is known of who was part of an event.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The units that went.
    pub units: &'a [UnitCode],
    /// The desks of the dispatch room that handled it.
    pub desks: &'a [UnitCode],
    /// The dispatchers who handled it, where they are known by person.
    pub dispatchers: &'a [PersonId],
    /// Those whom somebody added by hand.
    pub added: &'a [PersonId],
    /// When it happened.
    pub at: Instant,
    /// How much a shift may be off: crews stay on, records are late. Mostly zero.
    pub slack: SignedDuration,
}

/// The crew of these units at a moment, each person once, in order of id.
pub fn crew_at(
    shifts: &[Shift],
    units: &[UnitCode],
    at: Instant,
    slack: SignedDuration,
) -> Vec<(PersonId, ExposureRole)> {
    exposed(
        shifts,
        &Scene {
            units,
            desks: &[],
            dispatchers: &[],
            added: &[],
            at,
            slack,
        },
    )
}

/// Everyone who was part of an event, each once with the closest role (R043, R045).
///
/// The crews of the units, the dispatchers, and those added by hand; in order of
/// id. Whoever went is crew, also when somebody added them as well.
pub fn exposed(shifts: &[Shift], scene: &Scene<'_>) -> Vec<(PersonId, ExposureRole)> {
    let on_shift = shifts.iter().filter_map(|shift| {
        let role = if scene.units.contains(&shift.unit) {
            ExposureRole::Crew
        } else if scene.desks.contains(&shift.unit) {
            ExposureRole::Dispatcher
        } else {
            return None;
        };
        shift
            .covers(scene.at, scene.slack)
            .then_some((&shift.person, role))
    });
    let named = scene
        .dispatchers
        .iter()
        .map(|person| (person, ExposureRole::Dispatcher));
    let added = scene
        .added
        .iter()
        .map(|person| (person, ExposureRole::Added));
    let mut everyone: BTreeMap<&PersonId, ExposureRole> = BTreeMap::new();
    for (person, role) in on_shift.chain(named).chain(added) {
        let closest = everyone.entry(person).or_insert(role);
        *closest = role.min(*closest);
    }
    everyone
        .into_iter()
        .map(|(person, role)| (person.clone(), role))
        .collect()
}
