//! A register's profile made by choosing what each column is, as people do in a browser.
//!
//! What comes out is a profile like any other: TOML that `veer import dispatch --profile` reads the
//! same way. What it says beside columns (words for kinds, statuses) comes from a base.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::profile::{Encoding, Profile, ProfileError, folded};

mod field;
mod guess;
mod reverse;

pub use field::{DayOrder, EventField};
pub use guess::{guess, guess_days};
pub use reverse::{fields_of, own_kinds};

/// The profile that every organisation can begin with: words of Dutch ambulance care.
pub const BASE: &str = include_str!("../../../packs/ambulance/profile.toml");

/// What was chosen for the columns of one file.
#[derive(Clone, Debug)]
pub struct RegisterMapping<'a> {
    /// What people call it.
    pub name: &'a str,
    /// The name of the feed.
    pub source: &'a str,
    /// The zone in which it writes its times.
    pub time_zone: &'a str,
    /// How its bytes become text.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub delimiter: u8,
    /// How it writes its days.
    pub days: DayOrder,
    /// The columns that are read, by their names.
    pub columns: &'a [(String, EventField)],
    /// What words of the file mean, by kind code, on top of the base; empty for no meaning.
    pub kinds: &'a BTreeMap<String, String>,
}

/// Words that mean yes and no where a base says nothing of a fact.
const YES: [&str; 6] = ["ja", "j", "yes", "y", "true", "1"];
const NO: [&str; 6] = ["nee", "n", "no", "false", "0", "neen"];

impl RegisterMapping<'_> {
    /// The profile as TOML, on top of a base that says what values mean.
    ///
    /// # Errors
    /// [`ProfileError`] when the base is no profile, or a column that is needed was not chosen.
    pub fn document(&self, base: &str) -> Result<String, ProfileError> {
        let mut table: Table = toml::from_str(base)?;
        let encoding = match self.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Latin1 => "latin1",
        };
        for (key, value) in [
            ("name", self.name),
            ("source", self.source),
            ("time-zone", self.time_zone),
            ("encoding", encoding),
        ] {
            table.insert(key.to_owned(), value.into());
        }
        let delimiter = char::from(self.delimiter).to_string();
        table.insert("delimiter".to_owned(), delimiter.into());
        self.mend_codes(&mut table);
        self.match_words(&mut table);
        let facts = self.facts(table.get("facts").and_then(Value::as_table));
        table.insert("facts".to_owned(), facts.into());
        let columns = self.columns(table.get("columns").and_then(Value::as_table));
        table.insert("columns".to_owned(), columns.into());
        let text = toml::to_string(&table).unwrap_or_default();
        Profile::parse(&text)?;
        Ok(text)
    }

    fn names(&self, field: EventField) -> Vec<&str> {
        let chosen = self.columns.iter();
        chosen
            .filter(|(_, it)| *it == field)
            .map(|(name, _)| name.as_str())
            .collect()
    }

    fn columns(&self, base: Option<&Table>) -> Table {
        let mut columns = Table::new();
        let list = |names: Vec<&str>| Value::from(names);
        for (key, field) in [
            ("id", EventField::Id),
            ("units", EventField::Units),
            ("kind", EventField::Kind),
            ("priority", EventField::Priority),
            ("dispatchers", EventField::Dispatchers),
            ("status", EventField::Status),
        ] {
            let names = self.names(field);
            if !names.is_empty() {
                columns.insert(key.to_owned(), list(names));
            }
        }
        for key in ["units-split", "dispatchers-split"] {
            let split = base.and_then(|base| base.get(key)).cloned();
            columns.insert(key.to_owned(), split.unwrap_or_else(|| ",".into()));
        }
        columns.insert("at".to_owned(), self.moments());
        let until = self.names(EventField::Until);
        let until = until
            .iter()
            .flat_map(|name| entries(&[name], &self.days.moments()));
        columns.insert("until".to_owned(), Value::Array(until.collect()));
        columns
    }

    /// Every way to find the moment: the moment itself, a day with its time, a day alone.
    fn moments(&self) -> Value {
        let clocks = self.names(EventField::Clock);
        let mut all = Vec::new();
        for at in self.names(EventField::At) {
            if clocks.is_empty() {
                let formats: Vec<String> = [self.days.moments(), self.days.days()].concat();
                all.extend(entries(&[at], &formats));
            } else {
                let mut together = vec![at];
                together.extend(&clocks);
                all.extend(entries(&together, &self.days.moments()));
                all.extend(entries(&[at], &self.days.days()));
            }
        }
        for day in self.names(EventField::Day) {
            all.extend(entries(&[day], &self.days.days()));
        }
        Value::Array(all)
    }

    fn facts(&self, base: Option<&Table>) -> Table {
        let mut facts = Table::new();
        for field in [
            EventField::Minor,
            EventField::Fatal,
            EventField::Aggression,
            EventField::AlarmButton,
            EventField::Major,
        ] {
            let Some(column) = self.names(field).first().copied() else {
                continue;
            };
            let known = base.and_then(|base| base.get(field.code()));
            let mut fact = known
                .and_then(Value::as_table)
                .cloned()
                .unwrap_or_else(Table::new);
            fact.insert("column".to_owned(), column.into());
            if field != EventField::Major && !fact.contains_key("yes-below") {
                let both = [("yes", YES.as_slice()), ("no", NO.as_slice())];
                for (key, words) in both {
                    fact.insert(key.to_owned(), with(fact.get(key), words));
                }
            } else if !fact.contains_key("yes") && !fact.contains_key("yes-below") {
                fact.insert("yes".to_owned(), with(None, &YES));
                fact.insert("no".to_owned(), with(None, &NO));
            }
            facts.insert(field.code().to_owned(), fact.into());
        }
        facts
    }

    /// Words that were matched by hand mean what was chosen, whatever the base says.
    fn match_words(&self, table: &mut Table) {
        let kinds = table.entry("kinds").or_insert_with(|| Table::new().into());
        let Value::Table(kinds) = kinds else {
            return;
        };
        for (word, code) in self.kinds {
            let same: Vec<String> = kinds
                .keys()
                .filter(|known| folded(known) == *word)
                .cloned()
                .collect();
            for known in same {
                kinds.remove(&known);
            }
            if !code.is_empty() {
                kinds.insert(word.clone(), code.as_str().into());
            }
        }
    }

    /// Columns of further codes stay where this file has them.
    fn mend_codes(&self, table: &mut Table) {
        let chosen = self.columns.iter();
        let known: BTreeSet<&str> = chosen.map(|(name, _)| name.as_str()).collect();
        if let Some(Value::Array(codes)) = table.get_mut("codes") {
            codes.retain(|code| {
                let column = code.get("column").and_then(Value::as_str);
                column.is_some_and(|column| known.contains(column))
            });
        }
    }
}

/// The words of a base and these.
fn with(known: Option<&Value>, words: &[&str]) -> Value {
    let mut all: Vec<String> = known
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|word| word.as_str().map(str::to_owned))
        .collect();
    for word in words {
        if !all.iter().any(|known| known == word) {
            all.push((*word).to_owned());
        }
    }
    all.into()
}

fn entries(columns: &[&str], formats: &[String]) -> Vec<Value> {
    let entry = |format: &String| {
        let mut entry = Table::new();
        entry.insert("column".to_owned(), columns.to_vec().into());
        entry.insert("format".to_owned(), format.as_str().into());
        Value::Table(entry)
    };
    formats.iter().map(entry).collect()
}

#[cfg(test)]
#[path = "mapping/tests.rs"]
mod tests;
