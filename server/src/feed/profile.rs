//! A mapping profile: what the columns and values of a source mean.
//!
//! Only what a profile names is ever read from a row. `docs/intake.md` is its
//! reference for people who write one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use care::ids::KindCode;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::codes::CodeTable;
use super::record::Status;
use super::reject::Field;
use super::when::{TimeFormat, Zone};

mod check;
mod file;

pub(super) use file::{ProfileFile, Texts};

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
    /// Looked up for kinds that the profile itself does not map.
    pub(super) table: Option<&'static CodeTable>,
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

/// How values are compared: without case and without space around them.
pub(super) fn folded(value: &str) -> String {
    value.trim().to_lowercase()
}

/// How names of columns are compared: as values are, and without `_`, `-` and
/// the space inside, because one source exports `CallNumber`, `Call Number` and
/// `call_number` by turns.
pub(super) fn column_key(name: &str) -> String {
    let name = folded(name);
    name.replace(|sign: char| sign.is_whitespace() || "_-".contains(sign), "")
}

impl Profile {
    /// Reads a profile from a file.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        Self::parse(&std::fs::read_to_string(path)?)
    }

    /// Reads a profile from text.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        check::check(toml::from_str(text)?)
    }

    /// The time zone in which the source writes its times.
    pub fn time_zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }
}

#[cfg(test)]
#[path = "profile/tests.rs"]
mod tests;
