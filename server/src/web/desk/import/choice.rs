//! What was chosen for the columns of a file, and the profile that comes of it.

use std::collections::{BTreeMap, BTreeSet};

use care::ids::KindCode;

use crate::{
    feed::{
        mapping::{self, DayOrder, EventField, RegisterMapping},
        profile::{Encoding, Profile},
        roster::{
            Column,
            profile::{RosterProfile, RowKind},
        },
        sheet::Sheet,
        source::is_source,
    },
    store::ImportKind,
};

/// A choice for each column, and what the file as a whole is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The word of a field for each column; empty for what is not read.
    pub(super) fields: Vec<String>,
    /// How days are written; none when the file does not tell and nobody said it yet.
    pub(super) days: Option<DayOrder>,
    /// What every row of a roster is about; by a column when it is not said.
    pub(super) every: Option<RowKind>,
    /// The name of the feed, for a register.
    pub(super) source: String,
    /// What words of the file mean, by kind code; empty for a word that means none of them.
    pub(super) kinds: BTreeMap<String, String>,
    /// Whether roles that a hand gave go where a roster does not name them; never saved.
    pub(super) roles_decide: bool,
}

/// By what a file is read.
#[derive(Clone)]
pub(super) enum Reading {
    Register(Box<Profile>),
    Roster(RosterProfile),
}

impl Choice {
    /// What the file itself seems to say.
    pub(super) fn guessed(kind: ImportKind, sheet: &Sheet, source: &str) -> Self {
        let guessed = mapping::guess(sheet);
        let fields = match kind {
            ImportKind::Register => guessed.iter().map(|field| word(*field)).collect(),
            ImportKind::Roster => roster_fields(sheet),
        };
        let has_kind = fields.iter().any(|field: &String| field == "kind");
        let every = (kind == ImportKind::Roster && !has_kind).then(|| guess_every(&fields));
        Self {
            days: mapping::guess_days(sheet, &guessed),
            fields,
            every,
            source: source.to_owned(),
            kinds: BTreeMap::new(),
            roles_decide: false,
        }
    }

    /// What a saved profile says; `None` when it can no longer be read.
    pub(super) fn saved(kind: ImportKind, sheet: &Sheet, document: &str) -> Option<Self> {
        match kind {
            ImportKind::Register => {
                let (fields, days) = mapping::fields_of(document, sheet).ok()?;
                Some(Self {
                    fields: fields.into_iter().map(word).collect(),
                    days: Some(days),
                    every: None,
                    source: Profile::parse(document).ok()?.source,
                    kinds: mapping::own_kinds(document),
                    roles_decide: false,
                })
            }
            ImportKind::Roster => {
                let profile = RosterProfile::parse(document).ok()?;
                let key = |name: &str| name.trim().to_lowercase();
                let field = |name: &String| {
                    let mut said = profile.columns.iter();
                    said.find(|(_, said)| key(said) == key(name))
                        .map_or_else(String::new, |(column, _)| column.as_str().to_owned())
                };
                Some(Self {
                    fields: sheet.columns.iter().map(field).collect(),
                    days: Some(DayOrder::default()),
                    every: profile.every,
                    source: String::new(),
                    kinds: BTreeMap::new(),
                    roles_decide: false,
                })
            }
        }
    }

    /// What a form says, on top of what was chosen before.
    ///
    /// Who says that another column tells when it was, has its days looked at anew.
    pub(super) fn typed(&self, form: &BTreeMap<String, String>, sheet: &Sheet) -> Self {
        let said = |name: &str| form.get(name).map(|value| value.trim());
        let field = |(at, before): (usize, &String)| {
            said(&format!("column-{at}")).map_or_else(|| before.clone(), str::to_owned)
        };
        let fields: Vec<String> = self.fields.iter().enumerate().map(field).collect();
        let days = said("days").map_or(self.days, DayOrder::parse);
        let is_same = days == self.days || days.is_none();
        let days = if is_same && whens(&fields) != whens(&self.fields) {
            let fields: Vec<_> = fields.iter().map(|word| EventField::parse(word)).collect();
            mapping::guess_days(sheet, &fields)
        } else {
            days
        };
        Self {
            fields,
            days,
            every: match said("every") {
                Some(word) => RowKind::parse(word),
                None => self.every,
            },
            source: said("source").map_or_else(|| self.source.clone(), str::to_lowercase),
            kinds: self.words(form),
            roles_decide: match said("roles-shown") {
                Some(_) => said("roles-decide").is_some(),
                None => self.roles_decide,
            },
        }
    }

    /// The words that a form matches, beside those that were matched before.
    fn words(&self, form: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut kinds = self.kinds.clone();
        for at in 0..MOST_WORDS {
            let said = |name: &str| form.get(&format!("{name}-{at}"));
            let (Some(word), Some(code)) = (said("word"), said("kind")) else {
                continue;
            };
            let is_code = code.is_empty() || KindCode::parse(code).is_some();
            let is_word = (1..=LONGEST_WORD).contains(&word.len());
            let is_new = kinds.contains_key(word) || !code.is_empty();
            if is_word && is_code && is_new && kinds.len() < MOST_KEPT {
                kinds.insert(word.clone(), code.clone());
            }
        }
        kinds
    }

    /// By what the file is read; else the keys of what is still missing.
    pub(super) fn reading(
        &self,
        kind: ImportKind,
        sheet: &Sheet,
        base: &str,
        zone: &str,
    ) -> Result<Reading, Vec<&'static str>> {
        let problems = self.problems(kind, sheet);
        if !problems.is_empty() {
            return Err(problems);
        }
        let unusable = |_| vec!["unusable"];
        match kind {
            ImportKind::Register => {
                let document = self.register(sheet, base, zone, &self.source);
                let profile = document.and_then(|text| Profile::parse(&text));
                let profile = profile.map_err(unusable)?;
                Ok(Reading::Register(Box::new(profile)))
            }
            ImportKind::Roster => {
                let profile = self.roster(sheet, "roster");
                profile.check().map_err(unusable)?;
                Ok(Reading::Roster(profile))
            }
        }
    }

    /// The profile as text, to be saved under a name.
    pub(super) fn document(
        &self,
        kind: ImportKind,
        sheet: &Sheet,
        base: &str,
        zone: &str,
        name: &str,
    ) -> Option<String> {
        match kind {
            ImportKind::Register => self.register(sheet, base, zone, name).ok(),
            ImportKind::Roster => Some(self.roster(sheet, name).document()),
        }
    }

    fn register(
        &self,
        sheet: &Sheet,
        base: &str,
        zone: &str,
        name: &str,
    ) -> Result<String, crate::feed::profile::ProfileError> {
        let chosen = sheet.columns.iter().zip(&self.fields);
        let columns: Vec<(String, EventField)> = chosen
            .filter_map(|(column, field)| Some((column.clone(), EventField::parse(field)?)))
            .collect();
        let mapping = RegisterMapping {
            name,
            source: &self.source,
            time_zone: zone,
            encoding: sheet.encoding,
            delimiter: sheet.delimiter,
            days: self.days.unwrap_or_default(),
            columns: &columns,
            kinds: &self.kinds,
        };
        mapping.document(base)
    }

    fn roster(&self, sheet: &Sheet, name: &str) -> RosterProfile {
        let chosen = sheet.columns.iter().zip(&self.fields);
        let columns = chosen.filter_map(|(name, field)| {
            let column = Column::parse(field)?;
            let by_column = column == Column::Kind && self.every.is_some();
            (!by_column).then(|| (column, name.clone()))
        });
        RosterProfile {
            name: name.to_owned(),
            delimiter: Some(sheet.delimiter.into()),
            every: self.every,
            columns: columns.collect(),
        }
    }

    fn problems(&self, kind: ImportKind, sheet: &Sheet) -> Vec<&'static str> {
        let has = |field: &str| self.fields.iter().any(|it| it == field);
        let mut problems = Vec::new();
        let used = sheet.columns.iter().zip(&self.fields);
        let names: Vec<String> = used
            .filter(|(_, field)| !field.is_empty())
            .map(|(name, _)| name.trim().to_lowercase())
            .collect();
        if names.iter().any(String::is_empty) {
            problems.push("nameless");
        }
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            problems.push("name-twice");
        }
        match kind {
            ImportKind::Register => {
                if !has("id") {
                    problems.push("register-id");
                }
                if !has("at") && !has("day") {
                    problems.push("register-at");
                }
                if self.days.is_none() {
                    problems.push("register-days");
                }
                if has("clock") && !has("at") {
                    problems.push("register-clock");
                }
                if !is_source(&self.source) {
                    problems.push("register-source");
                }
            }
            ImportKind::Roster => problems.extend(self.roster_problems(has)),
        }
        problems
    }

    fn roster_problems(&self, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
        let mut problems = Vec::new();
        let fields: Vec<&String> = self.fields.iter().filter(|it| !it.is_empty()).collect();
        if fields.iter().collect::<BTreeSet<_>>().len() < fields.len() {
            problems.push("field-twice");
        }
        if !has("id") {
            problems.push("roster-id");
        }
        match self.every {
            None if !has("kind") => problems.push("roster-kind"),
            Some(RowKind::Person) if !has("name") => problems.push("roster-name"),
            Some(RowKind::Shift) if !has("unit") => problems.push("roster-unit"),
            _ => {}
        }
        let lasts = matches!(self.every, Some(RowKind::Shift | RowKind::Duty));
        if lasts && (!has("from") || !has("until")) {
            problems.push("roster-period");
        }
        problems
    }
}

/// Every problem that a choice can have, for the texts to be held against.
#[cfg(test)]
pub(super) const PROBLEMS: [&str; 14] = [
    "nameless",
    "name-twice",
    "field-twice",
    "register-id",
    "register-at",
    "register-clock",
    "register-days",
    "register-source",
    "roster-id",
    "roster-kind",
    "roster-name",
    "roster-unit",
    "roster-period",
    "unusable",
];

/// How many words of a file are shown to be matched.
pub(super) const MOST_WORDS: usize = 30;
/// How many words one profile keeps.
const MOST_KEPT: usize = 400;
/// The longest word that is matched, in bytes.
const LONGEST_WORD: usize = 200;

/// The columns that tell when it was.
fn whens(fields: &[String]) -> Vec<bool> {
    let is_when = |word: &String| word == "at" || word == "day";
    fields.iter().map(is_when).collect()
}

/// How bytes can become text, with the word for it in a form.
pub(super) const ENCODINGS: [(Encoding, &str); 2] = [
    (Encoding::Utf8, "utf-8"),
    (Encoding::Windows1252, "windows-1252"),
];
/// What can stand between two cells, with the word for it in a form.
pub(super) const DELIMITERS: [(u8, &str); 4] = [
    (b';', "semicolon"),
    (b',', "comma"),
    (b'\t', "tab"),
    (b'|', "bar"),
];

fn word(field: Option<EventField>) -> String {
    field.map_or_else(String::new, |field| field.code().to_owned())
}

/// Each roster column once: the first of two that seem the same.
fn roster_fields(sheet: &Sheet) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let field = |name: &String| match Column::guess(name) {
        Some(column) if seen.insert(column) => column.as_str().to_owned(),
        _ => String::new(),
    };
    sheet.columns.iter().map(field).collect()
}

fn guess_every(fields: &[String]) -> RowKind {
    let has = |field: &str| fields.iter().any(|it| it == field);
    if has("unit") && has("from") {
        RowKind::Shift
    } else if has("from") && !has("name") {
        RowKind::Duty
    } else {
        RowKind::Person
    }
}
