//! Who works now: units with their crews, and the dispatchers in the room.

use std::collections::BTreeMap;

use care::{
    access::Role,
    exposure::Shift,
    ids::{PersonId, UnitCode},
};

use super::form::Filled;
use crate::{
    store::{Person, StoreError, Tx},
    web::member::Member,
};

/// What the dispatch room knows anyway: who is on which unit at this moment.
pub(super) struct Room {
    /// Units with their crews, by code.
    pub(super) units: Vec<Unit>,
    /// The other dispatchers, by name.
    pub(super) dispatchers: Vec<Dispatcher>,
}

/// A unit that drives now, with who is on it.
pub(super) struct Unit {
    pub(super) code: String,
    pub(super) crew: String,
    pub(super) chosen: bool,
}

/// Another dispatcher in the room, who may have handled it too (R043).
pub(super) struct Dispatcher {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

impl Room {
    /// Reads the shifts that run now; a dispatcher is not crew of their own desk.
    pub(super) async fn load(
        tx: &Tx,
        member: &Member,
        filled: &Filled,
    ) -> Result<Self, StoreError> {
        let shifts = tx.shifts_at(member.now).await?;
        let ids: Vec<PersonId> = shifts.iter().map(|shift| shift.person.clone()).collect();
        let people = tx.people(&ids).await?;
        let desk = Desk::of(member, &shifts);
        let (seated, crews): (Vec<&Person>, Vec<&Person>) =
            people.iter().partition(|person| desk.has(person));
        let others = seated
            .into_iter()
            .filter(|person| person.id != member.person.id);
        Ok(Self {
            units: units(&shifts, &crews, filled),
            dispatchers: others.map(|person| dispatcher(person, filled)).collect(),
        })
    }
}

fn units(shifts: &[Shift], people: &[&Person], filled: &Filled) -> Vec<Unit> {
    let mut crews: BTreeMap<&UnitCode, Vec<&str>> = BTreeMap::new();
    for shift in shifts {
        let person = people.iter().find(|person| person.id == shift.person);
        if let Some(person) = person {
            crews.entry(&shift.unit).or_default().push(&person.name);
        }
    }
    let unit = |(code, crew): (&UnitCode, Vec<&str>)| Unit {
        chosen: filled.units.contains(code),
        code: code.to_string(),
        crew: crew.join(", "),
    };
    crews.into_iter().map(unit).collect()
}

fn dispatcher(person: &Person, filled: &Filled) -> Dispatcher {
    Dispatcher {
        id: person.id.to_string(),
        name: person.name.clone(),
        chosen: filled.dispatchers.contains(&person.id),
    }
}

/// Who works in the dispatch room now: by role, or at the reporter's own desk.
pub(super) struct Desk<'a> {
    shifts: &'a [Shift],
    unit: Option<&'a UnitCode>,
}

impl<'a> Desk<'a> {
    /// The desk at which the member works, among the shifts of this moment.
    pub(super) fn of(member: &Member, shifts: &'a [Shift]) -> Self {
        let own = shifts.iter().find(|shift| shift.person == member.person.id);
        Self {
            shifts,
            unit: own.map(|shift| &shift.unit),
        }
    }

    /// Whether somebody works in the room.
    pub(super) fn has(&self, person: &Person) -> bool {
        let here = |shift: &Shift| shift.person == person.id && Some(&shift.unit) == self.unit;
        person.roles.contains(Role::Dispatcher) || self.shifts.iter().any(here)
    }
}

/// A unit as the roster writes it, however it was typed; an unknown one stays as typed.
pub(super) fn as_rostered(typed: &UnitCode, shifts: &[Shift]) -> UnitCode {
    let same = |shift: &&Shift| shift.unit.as_str().eq_ignore_ascii_case(typed.as_str());
    let known = shifts.iter().find(same);
    known.map_or_else(|| typed.clone(), |shift| shift.unit.clone())
}
