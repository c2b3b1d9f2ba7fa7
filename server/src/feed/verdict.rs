//! Judges a whole file of events: one verdict for each incident in it, whatever its format.

use std::collections::BTreeMap;
use std::io::Read;

use care::{
    event,
    exposure::{ExposureRole, Scene, Shift, exposed},
    ids::{PersonId, UnitCode},
    incident::{Certainty, CompiledList},
};
use jiff::SignedDuration;
use serde::Serialize;

use super::csv::{self, FileError, Parsed};
use super::profile::Profile;
use super::record::{EventRecord, Precision};
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
    /// Who was part of it, where a roster was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposed: Option<Vec<Person>>,
}

/// Somebody who was part of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The staff number.
    pub person: String,
    /// How.
    pub role: ExposureRole,
}

/// The verdicts on a file, and the records that could not be read.
#[derive(Debug, Default)]
pub struct Register {
    /// One line for each incident, in the order of their first records.
    pub lines: Vec<Line>,
    /// The records that were not taken over.
    pub rejected: Vec<Rejected>,
    /// Kinds that the profile of a day register does not map, with their number of rows.
    pub unmapped: Vec<(String, u64)>,
}

/// Judges a day register.
pub fn judge<R: Read>(
    reader: R,
    profile: &Profile,
    list: &CompiledList,
    shifts: Option<&[Shift]>,
) -> Result<Register, FileError> {
    let mut rows = csv::read(reader, profile)?;
    let mut register = judge_records(rows.by_ref(), list, shifts)?;
    register.unmapped.extend(rows.unmapped_kinds().clone());
    Ok(register)
}

/// Joins the records of each incident and judges what they say together.
///
/// `shifts` are the crews of a roster, by staff number; without one nobody is looked for.
pub fn judge_records(
    records: impl Iterator<Item = Result<Parsed, FileError>>,
    list: &CompiledList,
    shifts: Option<&[Shift]>,
) -> Result<Register, FileError> {
    let mut incidents: BTreeMap<String, BTreeMap<String, EventRecord>> = BTreeMap::new();
    let mut order: Vec<(String, String)> = Vec::new();
    let mut register = Register::default();
    for parsed in records {
        let record = match parsed? {
            Parsed::Rejected(rejected) => {
                register.rejected.push(rejected);
                continue;
            }
            Parsed::Read(record, _) => record,
        };
        let of_source = incidents.entry(record.source.clone()).or_default();
        if let Some(incident) = of_source.get_mut(&record.source_ref) {
            incident.merge(&record);
        } else {
            order.push((record.source.clone(), record.source_ref.clone()));
            of_source.insert(record.source_ref.clone(), record);
        }
    }
    for of_source in incidents.values_mut() {
        let merged = event::gather(of_source);
        of_source.retain(|number, _| !merged.contains_key(number));
    }
    let found = order
        .iter()
        .filter_map(|(source, number)| incidents.get(source)?.get(number));
    register.lines = found.map(|event| line(event, list, shifts)).collect();
    Ok(register)
}

/// The verdict on one event; what is not real never counts. What was called off is judged as it was.
fn line(event: &EventRecord, list: &CompiledList, shifts: Option<&[Shift]>) -> Line {
    let verdict = event.status.is_real().then(|| list.judge(&event.facts()));
    let verdict = verdict.flatten();
    Line {
        incident: event.source_ref.clone(),
        certainty: verdict.as_ref().map(|verdict| verdict.certainty),
        facts: verdict
            .as_ref()
            .map_or_else(Vec::new, |verdict| verdict.facts.clone()),
        entry: verdict.map(|verdict| verdict.entry),
        exposed: shifts.map(|shifts| people(event, shifts)),
    }
}

fn people(event: &EventRecord, shifts: &[Shift]) -> Vec<Person> {
    let units: Vec<UnitCode> = event.units.iter().cloned().collect();
    let dispatchers: Vec<PersonId> = event.dispatchers.iter().map(PersonId::new).collect();
    let hours = SignedDuration::from_hours;
    // Of a day whose hour is not known: everybody who worked on the unit then.
    let (at, slack) = match event.at_precision {
        Precision::Exact => (event.at, hours(0)),
        Precision::Overlap => (event.at, hours(1)),
        Precision::Day => (event.at.plus(hours(12)), hours(12)),
    };
    let scene = Scene {
        units: &units,
        desks: &[],
        dispatchers: &dispatchers,
        added: &[],
        at,
        slack,
    };
    let person = |(person, role): (PersonId, ExposureRole)| Person {
        person: person.as_str().to_owned(),
        role,
    };
    exposed(shifts, &scene).into_iter().map(person).collect()
}
