//! Events that a source found to be one: the one that goes on, and those that it took in (R046).

use std::collections::{BTreeMap, BTreeSet};

use super::EventRecord;

/// The number under which each of these events of one source counts: its own, unless it was merged.
///
/// A merging into an event that nobody told of does not hold: the event would be lost. Of several
/// that it was merged into the smallest number counts; in a circle the smallest number goes on.
pub fn counts_under<'a>(
    records: impl IntoIterator<Item = &'a EventRecord>,
) -> BTreeMap<&'a str, &'a str> {
    let records: BTreeMap<&str, &EventRecord> = records
        .into_iter()
        .map(|record| (record.source_ref.as_str(), record))
        .collect();
    let next = |number: &'a str| -> Option<&'a str> {
        let record: &'a EventRecord = records.get(number).copied()?;
        record
            .continues_in()
            .filter(|other| records.contains_key(other))
    };
    let root = |number: &'a str| {
        let mut path = vec![number];
        let mut seen = BTreeSet::from([number]);
        while let Some(other) = path.last().copied().and_then(next) {
            if !seen.insert(other) {
                // A circle: from where it was met, round.
                let circle = path.iter().skip_while(|known| **known != other);
                return circle.min().copied().unwrap_or(number);
            }
            path.push(other);
        }
        path.last().copied().unwrap_or(number)
    };
    records
        .keys()
        .map(|number| (*number, root(number)))
        .collect()
}

/// Makes each event that goes on the record of its whole group, and the others those of their own.
///
/// All of one source, by number. Says which were merged into which.
pub fn gather(records: &mut BTreeMap<String, EventRecord>) -> BTreeMap<String, String> {
    for record in records.values_mut() {
        *record = record.alone();
    }
    let own = |(number, root): (&str, &str)| (number.to_owned(), root.to_owned());
    let mut merged: BTreeMap<String, String> = counts_under(records.values())
        .into_iter()
        .map(own)
        .collect();
    merged.retain(|number, root| number != root);
    let mut groups: BTreeMap<&str, Vec<EventRecord>> = BTreeMap::new();
    for (number, root) in &merged {
        let member = records.get(number).cloned();
        groups.entry(root).or_default().extend(member);
    }
    for (root, members) in groups {
        if let Some(record) = records.get_mut(root) {
            record.absorb(&members.iter().collect::<Vec<_>>());
        }
    }
    merged
}
