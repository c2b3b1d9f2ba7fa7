//! What a trial came to, as it is kept: numbers of events, never of who was there.

use std::collections::BTreeMap;

use care::incident::{Shift, Verdict};
use serde::{Deserialize, Serialize};

use crate::feed::history::Outcome;

/// How many changed events are kept one by one.
const CHANGES: usize = 200;

/// What a trial came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(super) read: u64,
    pub(super) events: u64,
    /// Lines or rows that could not be read, by reason.
    pub(super) rejected: BTreeMap<String, u64>,
    pub(super) bad_lines: Vec<(u64, String)>,
    /// The list under trial, and the one in force.
    pub(super) lists: Vec<Signals>,
    pub(super) changed: BTreeMap<Shift, u64>,
    /// The first events that change, in order of time.
    pub(super) changes: Vec<Change>,
}

/// Signals that count at once, and those of which a person is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) sure: u64,
    pub(super) confirm: u64,
}

impl Said {
    pub(super) const fn all(self) -> u64 {
        self.sure + self.confirm
    }
}

/// What one list would signal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signals {
    pub(super) all: Said,
    pub(super) entries: BTreeMap<String, Said>,
    pub(super) weeks: BTreeMap<String, Said>,
    pub(super) units: BTreeMap<String, Said>,
    pub(super) hours: Vec<Said>,
}

/// An event of which the two lists say something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) incident: String,
    pub(super) at: String,
    pub(super) shift: Shift,
    pub(super) before: Option<Verdict>,
    pub(super) after: Option<Verdict>,
}

impl Kept {
    /// What is kept of an outcome; none when it cannot be written down.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let value = serde_json::to_value(outcome).ok()?;
        let mut kept: Self = serde_json::from_value(value).ok()?;
        kept.changes
            .sort_by(|one, other| (&one.at, &one.incident).cmp(&(&other.at, &other.incident)));
        kept.changes.truncate(CHANGES);
        Some(kept)
    }
}
