//! A profile as it is written, before it is known to work.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Encoding, FactName, UnknownKind};
use crate::feed::record::{Precision, Status};
use crate::feed::reject::Field;
use crate::feed::when::{Gap, Overlap};

/// One or several texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
pub enum Texts {
    One(String),
    Several(Vec<String>),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Texts {
    pub fn list(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Several(texts) => texts,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProfileFile {
    pub name: String,
    pub source: String,
    pub time_zone: String,
    #[serde(default)]
    pub encoding: Encoding,
    #[serde(default = "comma")]
    pub delimiter: char,
    #[serde(default)]
    pub empty: Vec<String>,
    #[serde(default)]
    pub gap: Gap,
    #[serde(default)]
    pub overlap: Overlap,
    #[serde(default)]
    pub unknown_kind: UnknownKind,
    #[serde(default)]
    pub keep: BTreeSet<Field>,
    #[serde(default)]
    pub codes_from: Option<String>,
    pub columns: ColumnsFile,
    #[serde(default)]
    pub facts: BTreeMap<FactName, FactFile>,
    #[serde(default)]
    pub codes: Vec<CodesFile>,
    #[serde(default)]
    pub kinds: BTreeMap<String, Texts>,
    #[serde(default)]
    pub priorities: BTreeMap<String, String>,
    #[serde(default)]
    pub statuses: BTreeMap<String, Status>,
}

fn comma() -> char {
    ','
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColumnsFile {
    pub id: Texts,
    pub at: Vec<TimeFile>,
    #[serde(default)]
    pub until: Vec<TimeFile>,
    #[serde(default)]
    pub units: Texts,
    #[serde(default)]
    pub units_split: Option<String>,
    #[serde(default)]
    pub kind: Texts,
    #[serde(default)]
    pub priority: Texts,
    #[serde(default)]
    pub dispatchers: Texts,
    #[serde(default)]
    pub dispatchers_split: Option<String>,
    #[serde(default)]
    pub status: Texts,
    #[serde(default)]
    pub revision: Texts,
    #[serde(default)]
    pub optional: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeFile {
    pub column: Texts,
    pub format: String,
    pub precision: Option<Precision>,
}

/// The facts that a profile can tell apart from the kind of event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FactFile {
    pub column: String,
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
    #[serde(default)]
    pub yes_below: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CodesFile {
    pub column: String,
    #[serde(default)]
    pub split: Option<String>,
    pub values: BTreeMap<String, Texts>,
}
