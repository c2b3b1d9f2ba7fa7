//! Makes sure that a profile works before any row is read by it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use care::ids::KindCode;
use jiff::tz::TimeZone;

use super::file::{CodesFile, FactFile, ProfileFile, Texts, TimeFile};
use super::{Codes, Fact, FactName, Profile, ProfileError, TimeColumns, column_key, folded};
use crate::feed::codes::{CodeTable, NAMES};
use crate::feed::record::Precision;
use crate::feed::when::{TimeFormat, Zone};

fn unusable(key: &'static str, problem: impl Into<String>) -> ProfileError {
    let problem = problem.into();
    ProfileError::Unusable { key, problem }
}

/// The profile, if every format, zone and value in it can be used.
pub fn check(file: ProfileFile) -> Result<Profile, ProfileError> {
    let tz = TimeZone::get(&file.time_zone)
        .map_err(|_| unusable("time-zone", format!("no zone {:?}", file.time_zone)))?;
    let delimiter = u8::try_from(file.delimiter)
        .ok()
        .filter(|byte| byte.is_ascii() && !b"\"\r\n\0".contains(byte))
        .ok_or_else(|| unusable("delimiter", "use one ASCII character, such as , or ;"))?;
    if file.source.trim().is_empty() || file.source.len() > 64 {
        return Err(unusable("source", "use 1 to 64 characters"));
    }
    let columns = file.columns;
    let id = columns.id.list();
    if id.is_empty() {
        return Err(unusable("columns.id", "name at least one column"));
    }
    if columns.at.is_empty() {
        return Err(unusable(
            "columns.at",
            "name at least one column and its format",
        ));
    }
    for (value, codes) in &file.kinds {
        if codes
            .clone()
            .list()
            .iter()
            .any(|code| KindCode::parse(code).is_none())
        {
            return Err(unusable("kinds", format!("an empty code for {value:?}")));
        }
    }
    Ok(Profile {
        name: file.name,
        source: file.source.trim().to_owned(),
        encoding: file.encoding,
        delimiter,
        zone: Zone::new(tz, file.gap, file.overlap),
        empty: file.empty.iter().map(|value| folded(value)).collect(),
        unknown_kind: file.unknown_kind,
        keep: file.keep,
        optional: columns
            .optional
            .iter()
            .map(|name| column_key(name))
            .collect(),
        id,
        at: times("columns.at", columns.at)?,
        until: times("columns.until", columns.until)?,
        units: columns.units.list(),
        units_split: split("columns.units-split", columns.units_split)?,
        kind: columns.kind.list(),
        priority: columns.priority.list(),
        dispatchers: columns.dispatchers.list(),
        dispatchers_split: split("columns.dispatchers-split", columns.dispatchers_split)?,
        status: columns.status.list(),
        revision: columns.revision.list(),
        facts: file.facts.into_iter().map(fact).collect::<Result<_, _>>()?,
        codes: file
            .codes
            .into_iter()
            .map(codes)
            .collect::<Result<_, _>>()?,
        table: table(file.codes_from.as_deref())?,
        kinds: mapped("kinds", file.kinds, KindCode::new)?,
        priorities: unique("priorities", file.priorities)?,
        statuses: unique("statuses", file.statuses)?,
    })
}

fn table(name: Option<&str>) -> Result<Option<&'static CodeTable>, ProfileError> {
    let Some(name) = name else {
        return Ok(None);
    };
    let table = CodeTable::built_in(name).ok_or_else(|| {
        let problem = format!("no mapping {name:?}; there are {}", NAMES.join(", "));
        unusable("codes-from", problem)
    })?;
    Ok(Some(table))
}

fn times(key: &'static str, files: Vec<TimeFile>) -> Result<Vec<TimeColumns>, ProfileError> {
    let time = |file: TimeFile| {
        let format = TimeFormat::new(&file.format).map_err(|problem| unusable(key, problem))?;
        let columns = file.column.list();
        if columns.is_empty() {
            return Err(unusable(key, "name at least one column"));
        }
        let day_only = match file.precision {
            None => !format.has_hour(),
            Some(Precision::Day) => true,
            Some(Precision::Exact) if format.has_hour() => false,
            Some(Precision::Exact) => {
                return Err(unusable(key, "a format without hour has precision \"day\""));
            }
            Some(Precision::Overlap) => {
                return Err(unusable(key, "the precision is \"exact\" or \"day\""));
            }
        };
        Ok(TimeColumns {
            columns,
            format,
            day_only,
        })
    };
    files.into_iter().map(time).collect()
}

fn split(key: &'static str, split: Option<String>) -> Result<Option<String>, ProfileError> {
    match split {
        Some(text) if text.is_empty() => Err(unusable(key, "an empty text splits nothing")),
        other => Ok(other),
    }
}

fn fact((name, file): (FactName, FactFile)) -> Result<(FactName, Fact), ProfileError> {
    let set = |values: Vec<String>| values.iter().map(|value| folded(value)).collect();
    let (yes, no): (BTreeSet<String>, BTreeSet<String>) = (set(file.yes), set(file.no));
    if let Some(both) = yes.intersection(&no).next() {
        return Err(unusable("facts", format!("{both:?} cannot be yes and no")));
    }
    if yes.is_empty() && file.yes_below.is_none() {
        return Err(unusable("facts", "say which values mean yes, or yes-below"));
    }
    let fact = Fact {
        column: file.column,
        yes,
        no,
        yes_below: file.yes_below,
    };
    Ok((name, fact))
}

fn codes(file: CodesFile) -> Result<Codes, ProfileError> {
    Ok(Codes {
        column: file.column,
        split: split("codes.split", file.split)?,
        values: mapped("codes.values", file.values, |code| folded(&code))?,
    })
}

fn mapped<T: Ord>(
    key: &'static str,
    values: BTreeMap<String, Texts>,
    make: impl Fn(String) -> T,
) -> Result<HashMap<String, BTreeSet<T>>, ProfileError> {
    let sets = values
        .into_iter()
        .map(|(value, codes)| (value, codes.list().into_iter().map(&make).collect()))
        .collect();
    unique(key, sets)
}

/// Folds the keys; two that become the same would make the outcome a coin toss.
fn unique<T>(
    key: &'static str,
    values: BTreeMap<String, T>,
) -> Result<HashMap<String, T>, ProfileError> {
    let mut folded_values = HashMap::new();
    for (value, meaning) in values {
        if folded_values.insert(folded(&value), meaning).is_some() {
            return Err(unusable(key, format!("{value:?} stands there twice")));
        }
    }
    Ok(folded_values)
}
