//! Who serves which slot, and what is left open.

use std::collections::{BTreeMap, BTreeSet};

use super::{Duty, Gap, Slot};
use crate::ids::PersonId;
use crate::time::Instant;

/// A slot with who serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffed<'a> {
    /// Which.
    pub slot: &'a Slot,
    /// Who: one person, or several after each other where duties were put by hand.
    pub people: Vec<&'a PersonId>,
    /// The stretches of it that nobody serves, in order.
    pub missing: Vec<Gap>,
}

/// Who serves each slot, in the order of the slots.
///
/// A duty with the very times of a slot serves it. What is left of the duties serves what is left
/// of the slots, moment by moment; nobody serves two slots at once.
pub fn staffed<'a>(slots: &'a [Slot], duties: &'a [Duty]) -> Vec<Staffed<'a>> {
    let mut exact: BTreeMap<(Instant, Instant), BTreeSet<&PersonId>> = BTreeMap::new();
    for duty in duties.iter().filter(|it| it.from < it.until) {
        let people = exact.entry((duty.from, duty.until)).or_default();
        people.insert(&duty.person);
    }
    let mut taken: Vec<&Duty> = Vec::new();
    let mut all: Vec<Staffed<'a>> = Vec::with_capacity(slots.len());
    let by_times: BTreeMap<(Instant, Instant, &PersonId), &Duty> = duties
        .iter()
        .map(|it| ((it.from, it.until, &it.person), it))
        .collect();
    for slot in slots {
        let times = (slot.from, slot.until);
        let person = exact.get_mut(&times).and_then(BTreeSet::pop_first);
        let duty = person.and_then(|person| by_times.get(&(times.0, times.1, person)));
        taken.extend(duty);
        all.push(Staffed {
            slot,
            people: person.into_iter().collect(),
            missing: Vec::new(),
        });
    }
    let left: Vec<&Duty> = exact
        .iter()
        .flat_map(|(times, people)| people.iter().map(|person| (times.0, times.1, *person)))
        .filter_map(|key| by_times.get(&key).copied())
        .collect();
    let mut open: Vec<&mut Staffed<'a>> =
        all.iter_mut().filter(|it| it.people.is_empty()).collect();
    fill(&mut open, &left, &taken);
    all
}

/// Lets duties that have other times serve open slots, stretch by stretch.
fn fill<'a>(open: &mut [&mut Staffed<'a>], left: &[&'a Duty], taken: &[&Duty]) {
    let ends = open.iter().flat_map(|it| [it.slot.from, it.slot.until]);
    let ends = ends.chain(left.iter().flat_map(|it| [it.from, it.until]));
    let ends: BTreeSet<Instant> = ends.collect();
    for (from, until) in ends.iter().zip(ends.iter().skip(1)) {
        let busy: BTreeSet<&PersonId> = taken
            .iter()
            .filter(|it| it.covers(*from))
            .map(|it| &it.person)
            .collect();
        let mut free: BTreeSet<&'a PersonId> = left
            .iter()
            .filter(|it| it.covers(*from) && !busy.contains(&it.person))
            .map(|it| &it.person)
            .collect();
        for slot in open.iter_mut() {
            if *from < slot.slot.from || slot.slot.until <= *from {
                continue;
            }
            // Who serves the beginning serves the rest, if still there.
            let same = slot.people.last().copied().filter(|it| free.contains(it));
            let person = same.or_else(|| free.first().copied());
            match person {
                Some(person) => {
                    free.remove(person);
                    if slot.people.last() != Some(&person) {
                        slot.people.push(person);
                    }
                }
                None => lacks(&mut slot.missing, *from, *until),
            }
        }
    }
}

fn lacks(missing: &mut Vec<Gap>, from: Instant, until: Instant) {
    match missing.last_mut() {
        Some(last) if last.until == from => last.until = until,
        _ => missing.push(Gap { from, until }),
    }
}
