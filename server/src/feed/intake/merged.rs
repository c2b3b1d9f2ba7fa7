//! Events that their source found to be one: their records are gathered under the one that goes on.

use std::collections::{BTreeMap, BTreeSet};

use care::event;

use super::{
    Intake,
    known::{Key, Known},
};
use crate::{
    feed::record::EventRecord,
    store::{IncidentRow, StoreError, Tx},
};

/// How many steps of a chain of mergings are followed; a longer one is no real one.
const STEPS: usize = 20;
/// How many events one group can have; a flood of mergings stays bounded.
const MOST: usize = 2_000;

impl Intake<'_> {
    /// Loads what belongs together with the events that changed, and gathers each group (R046).
    ///
    /// All of a group count as changed: what is told of one moves the one that goes on.
    pub(super) async fn gather(
        &self,
        tx: &Tx,
        known: &mut BTreeMap<Key, Known>,
        changed: &mut BTreeSet<Key>,
    ) -> Result<(), StoreError> {
        let mut sources: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (source, number) in changed.iter() {
            sources
                .entry(source.clone())
                .or_default()
                .push(number.clone());
        }
        for (source, numbers) in sources {
            if load_group(tx, &source, numbers, known).await? {
                gather_source(&source, known, changed);
            }
        }
        Ok(())
    }
}

/// Loads the events that these were merged into, and those merged into these; whether there are any.
async fn load_group(
    tx: &Tx,
    source: &str,
    mut numbers: Vec<String>,
    known: &mut BTreeMap<Key, Known>,
) -> Result<bool, StoreError> {
    let mut any = false;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for _ in 0..STEPS {
        numbers.retain(|number| seen.insert(number.clone()));
        if numbers.is_empty() || seen.len() > MOST + known.len() {
            break;
        }
        let refs: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut found = tx.incidents_merged_into(source, &refs).await?;
        let mut next: Vec<String> = found.iter().map(|row| row.source_ref.clone()).collect();
        let target = |number: &String| {
            let incident = known.get(&(source.to_owned(), number.clone()))?;
            incident.record.continues_in().map(str::to_owned)
        };
        let onward: Vec<String> = numbers.iter().filter_map(target).collect();
        any |= !found.is_empty() || !onward.is_empty();
        let refs: Vec<&str> = onward.iter().map(String::as_str).collect();
        if !refs.is_empty() {
            found.extend(tx.incidents_by_ref(source, &refs).await?);
        }
        for row in found {
            add(row, known)?;
        }
        next.extend(onward);
        numbers = next;
    }
    Ok(any)
}

fn add(row: IncidentRow, known: &mut BTreeMap<Key, Known>) -> Result<(), StoreError> {
    let key = (row.source.clone(), row.source_ref.clone());
    if let std::collections::btree_map::Entry::Vacant(place) = known.entry(key) {
        place.insert(Known::stored(row)?);
    }
    Ok(())
}

fn gather_source(source: &str, known: &mut BTreeMap<Key, Known>, changed: &mut BTreeSet<Key>) {
    let of_source = |key: &Key| key.0 == source;
    let mut records: BTreeMap<String, EventRecord> = known
        .iter()
        .filter(|(key, _)| of_source(key))
        .map(|(key, incident)| (key.1.clone(), incident.record.clone()))
        .collect();
    let merged = event::gather(&mut records);
    for (key, incident) in known.iter_mut().filter(|(key, _)| of_source(key)) {
        incident.merged = merged.get(&key.1).cloned();
        let Some(record) = records.remove(&key.1) else {
            continue;
        };
        let in_a_group = incident.merged.is_some() || merged.values().any(|root| *root == key.1);
        if in_a_group || record != incident.record {
            changed.insert(key.clone());
        }
        incident.record = record;
    }
}
