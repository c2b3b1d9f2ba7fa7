//! Crews of years, ready to be asked for millions of moments.

use std::collections::BTreeMap;

use super::Shift;
use crate::ids::{PersonId, UnitCode};
use crate::time::Instant;

/// Shifts by unit and beginning, people and units as small numbers.
#[derive(Clone, Debug, Default)]
pub struct Crews {
    units: BTreeMap<UnitCode, usize>,
    numbers: BTreeMap<PersonId, u32>,
    people: Vec<PersonId>,
    /// Of each unit: its shifts, in order of beginning.
    shifts: Vec<Vec<Turn>>,
    /// Of each unit: the longest of its shifts, in milliseconds.
    longest: Vec<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Turn {
    from: i64,
    until: i64,
    person: u32,
}

impl Crews {
    /// Takes shifts; one that ends before it begins is none.
    ///
    /// `others` are people who may be named by number without a shift, such as dispatchers.
    pub fn new(shifts: &[Shift], others: &[PersonId]) -> Self {
        let mut crews = Self::default();
        for shift in shifts {
            crews.add(shift);
        }
        for person in others {
            crews.know(person);
        }
        crews.put_in_order();
        crews
    }

    /// Takes one shift; [`Crews::put_in_order`] once all are there.
    pub fn add(&mut self, shift: &Shift) {
        let person = self.know(&shift.person);
        if shift.from >= shift.until {
            return;
        }
        let turn = Turn {
            from: shift.from.millis(),
            until: shift.until.millis(),
            person,
        };
        let next = self.shifts.len();
        let unit = match self.units.get(&shift.unit) {
            Some(known) => *known,
            None => *self.units.entry(shift.unit.clone()).or_insert(next),
        };
        if unit == next {
            self.shifts.push(Vec::new());
            self.longest.push(0);
        }
        if let (Some(turns), Some(longest)) =
            (self.shifts.get_mut(unit), self.longest.get_mut(unit))
        {
            turns.push(turn);
            *longest = (*longest).max(turn.until.saturating_sub(turn.from));
        }
    }

    /// Puts the shifts of each unit in order of beginning.
    pub fn put_in_order(&mut self) {
        for turns in &mut self.shifts {
            turns.sort_unstable_by_key(|turn| (turn.from, turn.person));
        }
    }

    fn know(&mut self, person: &PersonId) -> u32 {
        if let Some(known) = self.numbers.get(person) {
            return *known;
        }
        let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.push(person.clone());
        self.numbers.insert(person.clone(), next);
        next
    }

    /// The number of a unit; none when nobody ever worked on it.
    pub fn unit(&self, code: &UnitCode) -> Option<usize> {
        self.units.get(code).copied()
    }

    /// Everybody on these units at a moment, each once, in order of number; those of [`super::crew_at`].
    pub fn at(&self, units: &[usize], at: Instant, found: &mut Vec<u32>) {
        found.clear();
        let at = at.millis();
        for unit in units {
            let (Some(turns), Some(longest)) = (self.shifts.get(*unit), self.longest.get(*unit))
            else {
                continue;
            };
            let until = turns.partition_point(|turn| turn.from <= at);
            let begun = turns.get(..until).unwrap_or_default();
            let recent = begun
                .iter()
                .rev()
                .take_while(|turn| turn.from > at.saturating_sub(*longest));
            found.extend(
                recent
                    .filter(|turn| at < turn.until)
                    .map(|turn| turn.person),
            );
        }
        found.sort_unstable();
        found.dedup();
    }

    /// The number of a person.
    pub fn number(&self, person: &PersonId) -> Option<u32> {
        self.numbers.get(person).copied()
    }

    /// Who has a number.
    pub fn person(&self, number: u32) -> Option<&PersonId> {
        self.people.get(usize::try_from(number).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::exposure::crew_at;

    proptest! {
        #[test]
        fn the_index_finds_whom_a_look_at_every_shift_finds(
            shifts in prop::collection::vec((0u8..4, 0u8..3, 0i64..40, 0i64..40), 0..20),
            units in prop::collection::vec(0u8..4, 0..3),
            at in 0i64..45,
        ) {
            let shifts: Vec<Shift> = shifts
                .into_iter()
                .map(|(person, unit, from, until)| Shift {
                    person: PersonId::new(format!("p{person}")),
                    unit: UnitCode::new(format!("u{unit}")),
                    from: Instant::from_millis(from),
                    until: Instant::from_millis(until),
                })
                .collect();
            let codes: Vec<UnitCode> = units.iter().map(|unit| UnitCode::new(format!("u{unit}"))).collect();
            let at = Instant::from_millis(at);
            let crews = Crews::new(&shifts, &[]);
            let numbers: Vec<usize> = codes.iter().filter_map(|code| crews.unit(code)).collect();
            let mut found = Vec::new();
            crews.at(&numbers, at, &mut found);
            let found: BTreeSet<&PersonId> = found.iter().filter_map(|number| crews.person(*number)).collect();
            let expected = crew_at(&shifts, &codes, at, SignedDuration::ZERO);
            let expected: BTreeSet<&PersonId> = expected.iter().map(|(person, _)| person).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
