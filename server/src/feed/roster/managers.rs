//! Finds people who are their own line manager in some steps.

use std::collections::{BTreeMap, BTreeSet};

/// Everyone who comes back to themselves by going from manager to manager.
///
/// Takes who manages whom (person to manager), from the roster and the store
/// together. Somebody whose managers run into a ring, without being part of it,
/// is not named.
pub fn in_a_ring<P: Ord + Clone>(managers: &BTreeMap<P, P>) -> BTreeSet<P> {
    let mut done = BTreeSet::new();
    let mut in_rings = BTreeSet::new();
    for start in managers.keys() {
        let mut way: Vec<&P> = Vec::new();
        let mut on_way: BTreeSet<&P> = BTreeSet::new();
        let mut person = start;
        while !done.contains(person) && on_way.insert(person) {
            way.push(person);
            match managers.get(person) {
                Some(manager) => person = manager,
                None => break,
            }
        }
        if on_way.contains(person) && !done.contains(person) && managers.contains_key(person) {
            let ring = way.iter().skip_while(|member| **member != person);
            in_rings.extend(ring.map(|member| (*member).clone()));
        }
        done.extend(way);
    }
    in_rings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by walking as far as there are people, from everyone.
    fn slowly(managers: &BTreeMap<u8, u8>) -> BTreeSet<u8> {
        let comes_back = |start: &&u8| {
            let mut person = **start;
            (0..managers.len()).any(|_| {
                person = managers.get(&person).copied().unwrap_or(u8::MAX);
                person == **start
            })
        };
        managers.keys().filter(comes_back).copied().collect()
    }

    proptest! {
        #[test]
        fn rings_are_found(managers in proptest::collection::btree_map(0_u8..9, 0_u8..9, 0..9)) {
            prop_assert_eq!(in_a_ring(&managers), slowly(&managers));
        }
    }

    #[test]
    fn a_ring_of_two_is_found_and_who_hangs_on_it_is_not() {
        let managers = BTreeMap::from([("a", "b"), ("b", "a"), ("c", "a"), ("d", "e")]);
        assert_eq!(in_a_ring(&managers), BTreeSet::from(["a", "b"]));
    }
}
