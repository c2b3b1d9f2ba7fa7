//! Judges a whole day register: one verdict for each incident in it.

use std::collections::HashMap;
use std::io::Read;

use care::incident::{Certainty, CompiledList};
use serde::Serialize;

use super::csv::{self, FileError, Parsed};
use super::profile::Profile;
use super::record::EventRecord;
use super::reject::Rejected;

/// What the incident list says about one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The incident number at the source.
    pub incident: String,
    /// The entry that it falls under, if any.
    pub entry: Option<String>,
    /// Whether the facts settle it or a person looks first.
    pub certainty: Option<Certainty>,
    /// The facts that matched.
    pub facts: Vec<String>,
}

/// The verdicts on a register, and the rows that could not be read.
#[derive(Debug, Default)]
pub struct Register {
    /// One line for each incident, in the order of their first rows.
    pub lines: Vec<Line>,
    /// The rows that were not taken over.
    pub rejected: Vec<Rejected>,
    /// Kinds that the profile does not map, with their number of rows.
    pub unmapped: Vec<(String, u64)>,
}

/// Joins the rows of each incident and judges what they say together.
pub fn judge<R: Read>(
    reader: R,
    profile: &Profile,
    list: &CompiledList,
) -> Result<Register, FileError> {
    let mut incidents: Vec<EventRecord> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut register = Register::default();
    let mut rows = csv::read(reader, profile)?;
    for parsed in rows.by_ref() {
        let record = match parsed? {
            Parsed::Rejected(rejected) => {
                register.rejected.push(rejected);
                continue;
            }
            Parsed::Read(record, _) => record,
        };
        let known = places.get(&record.source_ref).copied();
        if let Some(incident) = known.and_then(|place| incidents.get_mut(place)) {
            incident.merge(&record);
        } else {
            places.insert(record.source_ref.clone(), incidents.len());
            incidents.push(record);
        }
    }
    register.unmapped.extend(rows.unmapped_kinds().clone());
    let lines = incidents.into_iter().map(|incident| line(incident, list));
    register.lines = lines.collect();
    Ok(register)
}

/// The verdict on one event; what is not real never counts.
fn line(event: EventRecord, list: &CompiledList) -> Line {
    let verdict = event.status.is_real().then(|| list.judge(&event.facts()));
    let verdict = verdict.flatten();
    Line {
        incident: event.source_ref,
        certainty: verdict.as_ref().map(|verdict| verdict.certainty),
        facts: verdict
            .as_ref()
            .map_or_else(Vec::new, |verdict| verdict.facts.clone()),
        entry: verdict.map(|verdict| verdict.entry),
    }
}
