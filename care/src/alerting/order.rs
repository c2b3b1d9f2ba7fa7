//! One order of supporters for several colleagues of one event.

use crate::ids::PersonId;
use std::collections::BTreeMap;

/// Whom to ask first: who may support most of the colleagues, then who suits them best.
///
/// Each ranking is of one colleague, best first; who is not in it may not support that colleague.
/// Everyone who is in any of them comes once, in an order that is always the same.
pub fn best_first(rankings: &[Vec<PersonId>]) -> Vec<PersonId> {
    let mut places: BTreeMap<&PersonId, (usize, usize)> = BTreeMap::new();
    for ranking in rankings {
        for (place, person) in ranking.iter().enumerate() {
            let (times, sum) = places.entry(person).or_default();
            *times += 1;
            *sum += place;
        }
    }
    let mut people: Vec<_> = places.into_iter().collect();
    // By places on average: `sum / times`, compared without dividing.
    people.sort_by(|(one, (times, sum)), (other, (others, their))| {
        let average = (sum * others).cmp(&(their * times));
        others.cmp(times).then(average).then(one.cmp(other))
    });
    people
        .into_iter()
        .map(|(person, _)| person.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<PersonId> {
        names.iter().map(|name| PersonId::new(*name)).collect()
    }

    #[test]
    fn who_may_support_most_comes_first_and_then_who_suits_best() {
        let order = best_first(&[
            names(&["bram", "anna", "cora"]),
            names(&["anna", "bram"]),
            names(&["bram"]),
        ]);
        assert_eq!(order, names(&["bram", "anna", "cora"]));
        assert_eq!(best_first(&[]), []);
        let alike = best_first(&[names(&["bram", "anna"]), names(&["anna", "bram"])]);
        assert_eq!(alike, names(&["anna", "bram"]), "always the same");
    }
}
