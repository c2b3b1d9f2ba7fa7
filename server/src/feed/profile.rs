//! A mapping profile: what the columns and values of a source mean.
//!
//! Only what a profile names is ever read from a row. `docs/intake.md` is its
//! reference for people who write one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use care::ids::KindCode;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::record::{Precision, Status};
use super::reject::Field;
use super::when::{Gap, Overlap, TimeFormat, Zone};

/// How the bytes of a source become text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// What Windows in western Europe calls "ANSI".
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// ISO 8859-1.
    #[serde(rename = "latin1")]
    Latin1,
}

/// What becomes of a row whose kind the profile does not map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownKind {
    /// The row is read; its value, in lower case, is the kind code.
    #[default]
    Keep,
    /// The row is read and its kind code is `unmapped`, for a column that may
    /// hold more than a kind.
    Mark,
    /// The row goes to quarantine.
    Quarantine,
}

/// The kind code of a value that the profile neither maps nor keeps.
pub const UNMAPPED: &str = "unmapped";

/// One or several texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Texts {
    fn list(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Several(texts) => texts,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProfileFile {
    name: String,
    source: String,
    time_zone: String,
    #[serde(default)]
    encoding: Encoding,
    #[serde(default = "comma")]
    delimiter: char,
    #[serde(default)]
    empty: Vec<String>,
    #[serde(default)]
    gap: Gap,
    #[serde(default)]
    overlap: Overlap,
    #[serde(default)]
    unknown_kind: UnknownKind,
    #[serde(default)]
    keep: BTreeSet<Field>,
    columns: ColumnsFile,
    #[serde(default)]
    facts: BTreeMap<FactName, FactFile>,
    #[serde(default)]
    codes: Vec<CodesFile>,
    #[serde(default)]
    kinds: BTreeMap<String, Texts>,
    #[serde(default)]
    priorities: BTreeMap<String, String>,
    #[serde(default)]
    statuses: BTreeMap<String, Status>,
}

fn comma() -> char {
    ','
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ColumnsFile {
    id: Texts,
    at: Vec<TimeFile>,
    #[serde(default)]
    until: Vec<TimeFile>,
    #[serde(default)]
    units: Texts,
    #[serde(default)]
    units_split: Option<String>,
    #[serde(default)]
    kind: Texts,
    #[serde(default)]
    priority: Texts,
    #[serde(default)]
    dispatchers: Texts,
    #[serde(default)]
    dispatchers_split: Option<String>,
    #[serde(default)]
    status: Texts,
    #[serde(default)]
    revision: Texts,
    #[serde(default)]
    optional: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TimeFile {
    column: Texts,
    format: String,
    precision: Option<Precision>,
}

/// The facts that a profile can tell apart from the kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactName {
    /// A child was involved.
    Minor,
    /// Somebody died.
    Fatal,
    /// There was aggression towards the crew.
    Aggression,
    /// A crew pressed the alarm button.
    AlarmButton,
    /// It was scaled up to a major event.
    Major,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FactFile {
    column: String,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    yes_below: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CodesFile {
    column: String,
    #[serde(default)]
    split: Option<String>,
    values: BTreeMap<String, Texts>,
}

/// A profile that can be used: every format, zone and value in it was checked.
#[derive(Clone, Debug)]
pub struct Profile {
    /// What people call the source.
    pub name: String,
    /// The name of the feed; with the incident number it identifies an event.
    pub source: String,
    /// How its bytes become text.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub delimiter: u8,
    pub(super) zone: Zone,
    pub(super) empty: Vec<String>,
    pub(super) unknown_kind: UnknownKind,
    pub(super) keep: BTreeSet<Field>,
    pub(super) optional: BTreeSet<String>,
    pub(super) id: Vec<String>,
    pub(super) at: Vec<TimeColumns>,
    pub(super) until: Vec<TimeColumns>,
    pub(super) units: Vec<String>,
    pub(super) units_split: Option<String>,
    pub(super) kind: Vec<String>,
    pub(super) priority: Vec<String>,
    pub(super) dispatchers: Vec<String>,
    pub(super) dispatchers_split: Option<String>,
    pub(super) status: Vec<String>,
    pub(super) revision: Vec<String>,
    pub(super) facts: BTreeMap<FactName, Fact>,
    pub(super) codes: Vec<Codes>,
    pub(super) kinds: HashMap<String, BTreeSet<KindCode>>,
    pub(super) priorities: HashMap<String, String>,
    pub(super) statuses: HashMap<String, Status>,
}

/// One way to find a time: columns, joined by a space, and their format.
#[derive(Clone, Debug)]
pub(super) struct TimeColumns {
    pub columns: Vec<String>,
    pub format: TimeFormat,
    pub day_only: bool,
}

/// How a column tells a fact.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub column: String,
    pub yes: BTreeSet<String>,
    pub no: BTreeSet<String>,
    pub yes_below: Option<u32>,
}

/// A column whose values stand for further codes.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    pub column: String,
    pub split: Option<String>,
    pub values: HashMap<String, BTreeSet<String>>,
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("cannot read the profile: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The file is not a profile; says where.
    #[error("the profile has an error\n{0}")]
    Malformed(#[from] toml::de::Error),
    /// A value cannot be used; says which and why.
    #[error("the profile has an error in `{key}`: {problem}")]
    Unusable {
        /// The key in the file.
        key: &'static str,
        /// What is wrong with its value.
        problem: String,
    },
}

fn unusable(key: &'static str, problem: impl Into<String>) -> ProfileError {
    let problem = problem.into();
    ProfileError::Unusable { key, problem }
}

/// How values are compared: without case and without space around them.
pub(super) fn folded(value: &str) -> String {
    value.trim().to_lowercase()
}

impl Profile {
    /// Reads a profile from a file.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        Self::parse(&std::fs::read_to_string(path)?)
    }

    /// Reads a profile from text.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        check(toml::from_str(text)?)
    }

    /// The time zone in which the source writes its times.
    pub fn time_zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }
}

fn check(file: ProfileFile) -> Result<Profile, ProfileError> {
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
        optional: columns.optional.iter().map(|name| folded(name)).collect(),
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
        kinds: mapped("kinds", file.kinds, KindCode::new)?,
        priorities: unique("priorities", file.priorities)?,
        statuses: unique("statuses", file.statuses)?,
    })
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
    let made = values
        .into_iter()
        .map(|(value, codes)| (value, codes.list().into_iter().map(&make).collect()))
        .collect();
    unique(key, made)
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

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
