//! Code mappings: what the codes of a dispatch system or a registry mean, for any profile to use.
//!
//! A mapping is a file of `packs/codes`, built in. A profile names one with `codes-from`, and its
//! own `[kinds]` win. Unlike those, a code of a mapping may also tell facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use care::ids::KindCode;
use care::incident::Tri;
use serde::Deserialize;

use super::profile::{Texts, folded};
use super::record::EventRecord;

/// What one code means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// In the words of `docs/kind-codes.md`.
    pub kinds: BTreeSet<KindCode>,
    /// Whether a child was involved.
    pub minor: Tri,
    /// Whether somebody died.
    pub fatal: Tri,
    /// Whether there was aggression towards colleagues.
    pub aggression: Tri,
    /// Whether a colleague called for help by an alarm.
    pub alarm_button: Tri,
    /// Whether it was scaled up.
    pub major: Tri,
}

impl Meaning {
    /// Adds what the code tells to what a record says already: yes wins over no.
    pub fn tell(&self, record: &mut EventRecord) {
        record.kind_codes.extend(self.kinds.iter().cloned());
        record.minor = record.minor.or(self.minor);
        record.fatal = record.fatal.or(self.fatal);
        record.aggression = record.aggression.or(self.aggression);
        record.alarm_button = record.alarm_button.or(self.alarm_button);
        record.major = record.major.or(self.major);
    }
}

/// A mapping that can be used.
#[derive(Clone, Debug, Default)]
pub struct CodeTable {
    separators: Vec<char>,
    codes: HashMap<String, Meaning>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    #[expect(dead_code, reason = "for people who read the file")]
    name: String,
    #[serde(default)]
    separators: Vec<char>,
    codes: BTreeMap<String, MeaningFile>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a kind, a list of kinds, or { kinds, minor, fatal, aggression, alarm-button, major }"
)]
enum MeaningFile {
    Kinds(Texts),
    Facts(FactsFile),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FactsFile {
    kinds: Texts,
    #[serde(default)]
    minor: Tri,
    #[serde(default)]
    fatal: Tri,
    #[serde(default)]
    aggression: Tri,
    #[serde(default)]
    alarm_button: Tri,
    #[serde(default)]
    major: Tri,
}

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CodesError {
    /// It is not a mapping; says where.
    #[error("the code mapping has an error\n{0}")]
    Malformed(#[from] toml::de::Error),
    /// A code has no kind, or an empty one.
    #[error("the code {0:?} has no kind")]
    NoKind(String),
    /// Two codes are one when case, space and separators are left out of account.
    #[error("the code {0:?} stands there twice")]
    Twice(String),
}

impl CodeTable {
    /// Reads a mapping from text.
    ///
    /// # Errors
    /// [`CodesError`] when it is no mapping, or a code in it means nothing or stands there twice.
    pub fn parse(text: &str) -> Result<Self, CodesError> {
        let file: TableFile = toml::from_str(text)?;
        let mut table = Self {
            separators: file.separators,
            codes: HashMap::new(),
        };
        for (code, meaning) in file.codes {
            let Some(meaning) = meaning.read() else {
                return Err(CodesError::NoKind(code));
            };
            if table.codes.insert(table.key(&code), meaning).is_some() {
                return Err(CodesError::Twice(code));
            }
        }
        Ok(table)
    }

    /// The mapping that is built in under a name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<&'static Self> {
        match name {
            "apco" => Some(&APCO),
            "nl" => Some(&NL),
            _ => None,
        }
    }

    /// What a code means; of a path its longest beginning that is known.
    #[must_use]
    pub fn meaning(&self, code: &str) -> Option<&Meaning> {
        let key = self.key(code);
        let mut part = key.as_str();
        loop {
            if let Some(meaning) = self.codes.get(part) {
                return Some(meaning);
            }
            part = part.rsplit_once(STEP)?.0;
        }
    }

    /// What several columns of one row mean as the steps of one path.
    #[must_use]
    pub fn path(&self, steps: &[String]) -> Option<&Meaning> {
        if self.separators.is_empty() || steps.len() < 2 {
            return None;
        }
        self.meaning(&steps.join(STEP))
    }

    /// How codes are compared: as values are, and with one sign between the steps of a path.
    fn key(&self, code: &str) -> String {
        let between = |sign| sign == '\u{1f}' || self.separators.contains(&sign);
        let steps = code.split(between).map(folded);
        let steps: Vec<String> = steps.filter(|step| !step.is_empty()).collect();
        steps.join(STEP)
    }
}

/// What stands between the steps of a path; no cell can hold it.
const STEP: &str = "\u{1f}";

impl MeaningFile {
    fn read(self) -> Option<Meaning> {
        let facts = match self {
            Self::Facts(facts) => facts,
            Self::Kinds(kinds) => FactsFile {
                kinds,
                minor: Tri::Unknown,
                fatal: Tri::Unknown,
                aggression: Tri::Unknown,
                alarm_button: Tri::Unknown,
                major: Tri::Unknown,
            },
        };
        let kinds = facts.kinds.list();
        let kinds: Option<BTreeSet<KindCode>> =
            kinds.iter().map(|kind| KindCode::parse(kind)).collect();
        Some(Meaning {
            kinds: kinds.filter(|kinds| !kinds.is_empty())?,
            minor: facts.minor,
            fatal: facts.fatal,
            aggression: facts.aggression,
            alarm_button: facts.alarm_button,
            major: facts.major,
        })
    }
}

/// The names of the mappings that are built in.
pub const NAMES: [&str; 2] = ["apco", "nl"];

static APCO: LazyLock<CodeTable> =
    LazyLock::new(|| shipped(include_str!("../../../packs/codes/apco.toml")));
static NL: LazyLock<CodeTable> =
    LazyLock::new(|| shipped(include_str!("../../../packs/codes/nl.toml")));

/// A file of ours; a test holds that each can be read.
fn shipped(text: &str) -> CodeTable {
    CodeTable::parse(text).unwrap_or_default()
}

#[cfg(test)]
#[path = "codes/tests.rs"]
mod tests;
