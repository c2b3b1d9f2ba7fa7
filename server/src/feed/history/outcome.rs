//! What a trial comes to: numbers of events, never of who was there.

use std::collections::BTreeMap;

use care::incident::{Certainty, Shift, Verdict};
use serde::Serialize;

/// Signals of two certainties: those that count at once, and those of which a person is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// They count at once.
    pub sure: u64,
    /// A person is asked first.
    pub confirm: u64,
}

impl Said {
    pub(super) fn add(&mut self, certainty: Certainty) {
        match certainty {
            Certainty::Sure => self.sure += 1,
            Certainty::Confirm => self.confirm += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.sure + self.confirm
    }
}

/// What one list would signal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signals {
    /// In all.
    pub all: Said,
    /// By entry of the list.
    pub entries: BTreeMap<String, Said>,
    /// By week, named by its Monday.
    pub weeks: BTreeMap<String, Said>,
    /// By the first unit of the event; beyond a thousand units under an empty name.
    pub units: BTreeMap<String, Said>,
    /// By hour of the day, from midnight.
    pub hours: [Said; 24],
}

/// An event of which the two lists say something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its number at the source.
    pub incident: String,
    /// When it happened, RFC 3339.
    pub at: String,
    /// How it differs.
    pub shift: Shift,
    /// What the list beside it says.
    pub before: Option<Verdict>,
    /// What the list under trial says.
    pub after: Option<Verdict>,
}

/// How often events came to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ByPerson {
    /// How many times somebody was part of an event on the list under trial.
    pub exposures: u64,
    /// The most of one person within 30 days.
    pub most_30: u32,
    /// The most of one person within 90 days.
    pub most_90: u32,
    /// Events on the list of which nobody is known who was there.
    pub without_people: u64,
}

/// What a trial comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Lines or rows that were read.
    pub read: u64,
    /// Events, each once.
    pub events: u64,
    /// Lines or rows that could not be read, by reason.
    pub rejected: BTreeMap<&'static str, u64>,
    /// The first that could not be read: the number of the line, and why.
    pub bad_lines: Vec<(u64, &'static str)>,
    /// The list under trial, and the one beside it if there is one.
    pub lists: Vec<Signals>,
    /// How many events change, by how.
    pub changed: BTreeMap<Shift, u64>,
    /// The first events that change.
    pub changes: Vec<Change>,
    /// How events came to people, where crews are known.
    pub people: Option<ByPerson>,
}
