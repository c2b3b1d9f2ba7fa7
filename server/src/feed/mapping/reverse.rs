//! What a saved profile says about the columns of a file, so that it can be chosen again.

use std::collections::BTreeMap;

use super::{BASE, DayOrder, EventField};
use crate::feed::{
    profile::{FactName, ProfileError, ProfileFile, column_key, folded},
    sheet::Sheet,
};

/// For each column of a sheet its field by a profile, and the order of its days.
///
/// # Errors
/// [`ProfileError`] when the text is no profile.
pub fn fields_of(
    document: &str,
    sheet: &Sheet,
) -> Result<(Vec<Option<EventField>>, DayOrder), ProfileError> {
    let file: ProfileFile = toml::from_str(document)?;
    let mut said: Vec<(String, EventField)> = Vec::new();
    let columns = file.columns;
    for (names, field) in [
        (columns.id, EventField::Id),
        (columns.units, EventField::Units),
        (columns.kind, EventField::Kind),
        (columns.priority, EventField::Priority),
        (columns.dispatchers, EventField::Dispatchers),
        (columns.status, EventField::Status),
    ] {
        said.extend(names.list().into_iter().map(|name| (name, field)));
    }
    let days = columns
        .at
        .first()
        .map_or(DayOrder::DayFirst, |time| order_of(&time.format));
    for (n, time) in columns.at.into_iter().enumerate() {
        let mut names = time.column.list().into_iter();
        let at = names.next().unwrap_or_default();
        let is_known = said.iter().any(|(name, _)| *name == at);
        if !is_known {
            let alone = n > 0 && !time.format.contains("%H") && !time.format.contains("%I");
            let field = if alone {
                EventField::Day
            } else {
                EventField::At
            };
            said.push((at, field));
        }
        said.extend(names.map(|name| (name, EventField::Clock)));
    }
    for time in columns.until {
        let names = time.column.list().into_iter();
        said.extend(names.map(|name| (name, EventField::Until)));
    }
    for (name, fact) in file.facts {
        let field = match name {
            FactName::Minor => EventField::Minor,
            FactName::Fatal => EventField::Fatal,
            FactName::Aggression => EventField::Aggression,
            FactName::AlarmButton => EventField::AlarmButton,
            FactName::Major => EventField::Major,
        };
        said.push((fact.column, field));
    }
    let field = |name: &String| {
        let key = column_key(name);
        let mut said = said.iter();
        said.find(|(name, _)| column_key(name) == key)
            .map(|(_, field)| *field)
    };
    Ok((sheet.columns.iter().map(field).collect(), days))
}

/// The words that a profile itself matches to one kind, beside or instead of what the base says.
#[must_use]
pub fn own_kinds(document: &str) -> BTreeMap<String, String> {
    let base = kinds(BASE);
    let said = kinds(document).into_iter();
    said.filter(|(word, code)| base.get(word) != Some(code))
        .collect()
}

fn kinds(document: &str) -> BTreeMap<String, String> {
    let file = toml::from_str::<ProfileFile>(document);
    let kinds = file.map(|file| file.kinds).unwrap_or_default();
    let one = |codes: Vec<String>| match <[String; 1]>::try_from(codes) {
        Ok([code]) => Some(code),
        Err(_) => None,
    };
    let pair = |(word, codes): (String, crate::feed::profile::Texts)| {
        Some((folded(&word), one(codes.list())?))
    };
    kinds.into_iter().filter_map(pair).collect()
}

fn order_of(format: &str) -> DayOrder {
    if format.starts_with("%Y") || format.starts_with("%F") {
        DayOrder::YearFirst
    } else if format.starts_with("%m") {
        DayOrder::MonthFirst
    } else {
        DayOrder::DayFirst
    }
}
