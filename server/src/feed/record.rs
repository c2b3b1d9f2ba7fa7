//! One event as a source tells it, before anything is decided about it.

use std::collections::BTreeSet;

use care::ids::{KindCode, UnitCode};
use care::incident::{EventFacts, Tri};
use care::time::Instant;
use serde::{Deserialize, Serialize};

/// How sure the moment of an event is; the surest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The source gives the moment itself.
    Exact,
    /// The clock went back and showed this time twice; one of the two was taken.
    Overlap,
    /// The source gives the day only; the moment is the start of that day.
    Day,
}

impl Precision {
    /// The word under which the store keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Overlap => "overlap",
            Self::Day => "day",
        }
    }
}

/// How far an event is, or that it is not a real one; the strongest comes last.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Going on, or not told.
    #[default]
    Active,
    /// Over.
    Closed,
    /// Called off before anybody was there.
    Cancelled,
    /// Not real: a technical test. It never pages anybody.
    Test,
    /// Not real: people practise. It never pages anybody.
    Exercise,
}

impl Status {
    /// Whether it really happened, so that it may open a path.
    pub fn is_real(self) -> bool {
        !matches!(self, Self::Test | Self::Exercise)
    }

    /// The word for it in a feed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Test => "test",
            Self::Exercise => "exercise",
        }
    }
}

/// Everything that Veer takes over from a source about one event.
///
/// There is no place in it for a patient, a caller or an address. Several rows
/// or messages about the same event are joined by [`EventRecord::merge`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The name of the feed, as its profile or sender gives it.
    pub source: String,
    /// The incident number at that source.
    pub source_ref: String,
    /// The highest revision told, when the source counts them.
    pub revision: Option<i64>,
    /// When it happened.
    pub at: Instant,
    /// How sure that moment is.
    pub at_precision: Precision,
    /// Until when it lasted, for what takes long (R152).
    pub until: Option<Instant>,
    /// What it was, in the words of `docs/kind-codes.md`.
    pub kind_codes: BTreeSet<KindCode>,
    /// How urgent: every priority that a row or message gives.
    pub priorities: BTreeSet<String>,
    /// The units that were sent.
    pub units: BTreeSet<UnitCode>,
    /// Logins or staff numbers of the dispatchers who handled it (R043, R045).
    pub dispatchers: BTreeSet<String>,
    /// Whether a child was involved.
    pub minor: Tri,
    /// Whether somebody died.
    pub fatal: Tri,
    /// Whether there was aggression towards the crew.
    pub aggression: Tri,
    /// Whether a crew pressed the alarm button.
    pub alarm_button: Tri,
    /// Whether it was scaled up to a major event.
    pub major: Tri,
    /// Further codes that a profile or sender gives.
    pub extra: BTreeSet<String>,
    /// How far it is, or that it was not real.
    pub status: Status,
}

impl EventRecord {
    /// An event of which only the number and the moment are known.
    pub fn new(
        source: impl Into<String>,
        source_ref: impl Into<String>,
        at: Instant,
        at_precision: Precision,
    ) -> Self {
        Self {
            source: source.into(),
            source_ref: source_ref.into(),
            revision: None,
            at,
            at_precision,
            until: None,
            kind_codes: BTreeSet::new(),
            priorities: BTreeSet::new(),
            units: BTreeSet::new(),
            dispatchers: BTreeSet::new(),
            minor: Tri::Unknown,
            fatal: Tri::Unknown,
            aggression: Tri::Unknown,
            alarm_button: Tri::Unknown,
            major: Tri::Unknown,
            extra: BTreeSet::new(),
            status: Status::Active,
        }
    }

    /// Takes over what another record of the same event adds; true if anything did.
    ///
    /// The result is the least record that says what both said, so the order
    /// does not matter and saying a thing twice changes nothing (R046): sets are
    /// united, yes wins over no and no over unknown, of two moments the surest
    /// counts and then the earliest, of two ends the latest.
    pub fn merge(&mut self, other: &Self) -> bool {
        let moment = (other.at_precision, other.at).min((self.at_precision, self.at));
        let mut changed = moment != (self.at_precision, self.at);
        (self.at_precision, self.at) = moment;
        changed |= raise(&mut self.revision, other.revision);
        changed |= raise(&mut self.until, other.until);
        changed |= raise(&mut self.status, other.status);
        changed |= unite(&mut self.priorities, &other.priorities);
        changed |= unite(&mut self.kind_codes, &other.kind_codes);
        changed |= unite(&mut self.units, &other.units);
        changed |= unite(&mut self.dispatchers, &other.dispatchers);
        changed |= unite(&mut self.extra, &other.extra);
        changed |= join(&mut self.minor, other.minor);
        changed |= join(&mut self.fatal, other.fatal);
        changed |= join(&mut self.aggression, other.aggression);
        changed |= join(&mut self.alarm_button, other.alarm_button);
        changed |= join(&mut self.major, other.major);
        changed
    }

    /// What the incident list judges by.
    pub fn facts(&self) -> EventFacts {
        EventFacts {
            kind_codes: self.kind_codes.clone(),
            priorities: self.priorities.clone(),
            minor: self.minor,
            fatal: self.fatal,
            aggression: self.aggression,
            alarm_button: self.alarm_button,
            major: self.major,
            extra: self.extra.clone(),
        }
    }
}

fn raise<T: Ord>(ours: &mut T, theirs: T) -> bool {
    let higher = theirs > *ours;
    if higher {
        *ours = theirs;
    }
    higher
}

fn unite<T: Ord + Clone>(ours: &mut BTreeSet<T>, theirs: &BTreeSet<T>) -> bool {
    let before = ours.len();
    if !theirs.is_subset(ours) {
        ours.extend(theirs.iter().cloned());
    }
    ours.len() > before
}

fn join(ours: &mut Tri, theirs: Tri) -> bool {
    let both = ours.or(theirs);
    std::mem::replace(ours, both) != both
}

#[cfg(test)]
#[path = "record/tests.rs"]
mod tests;
