//! One event as a source tells it, before anything is decided about it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::told::{Said, Told};
use crate::ids::{KindCode, UnitCode};
use crate::incident::{EventFacts, Tri};
use crate::time::Instant;

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
    pub const fn as_str(self) -> &'static str {
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
    /// The same as another event of this source, which goes on in its place.
    Merged,
    /// Not real: a technical test. It never pages anybody.
    Test,
    /// Not real: people practise. It never pages anybody.
    Exercise,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Closed,
        Self::Cancelled,
        Self::Merged,
        Self::Test,
        Self::Exercise,
    ];

    /// Whether it really happened, so that it may open a path.
    pub const fn is_real(self) -> bool {
        !matches!(self, Self::Test | Self::Exercise)
    }

    /// Whether it may come to count: it was real, and was not called off (R046).
    ///
    /// One that was merged into an event that nobody told of counts by itself; one whose other
    /// event is known counts there ([`super::counts_under`]).
    pub const fn may_count(self) -> bool {
        matches!(self, Self::Active | Self::Closed | Self::Merged)
    }

    /// The word for it in a feed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Merged => "merged",
            Self::Test => "test",
            Self::Exercise => "exercise",
        }
    }

    /// Reads the word of a feed.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// Everything that Veer takes over from a source about one event.
///
/// The fields say what holds now. Several rows or messages about the same event are joined by
/// [`EventRecord::merge`]; what each revision said is kept in `told` as far as it still matters.
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
    /// The numbers of the events that it was merged into, at the same source.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub merged_into: BTreeSet<String>,
    /// What was told, by revision; none while the fields above are all that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Box<Told>>,
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
            merged_into: BTreeSet::new(),
            told: None,
        }
    }

    /// Says that the source itself calls it active: a later revision may take a cancelling back.
    #[must_use]
    pub fn said_active(mut self) -> Self {
        let mut told = self.told();
        told.say_active(self.revision);
        self.told = Some(Box::new(told));
        self
    }

    /// Says that the source did not tell the moment: it was inferred, from when the record was made say.
    ///
    /// Of inferred moments the earliest counts: a record that is made later does not move the event.
    #[must_use]
    pub fn with_moment_inferred(mut self) -> Self {
        let mut told = self.told();
        told.infer_moment(self.revision);
        self.told = Some(Box::new(told));
        self
    }

    /// Takes over what another record of the same event adds; true if anything did.
    ///
    /// The result is the least record that says what both said, so the order does not matter and
    /// saying a thing twice changes nothing (R046). Who was there adds up: units and dispatchers
    /// of every record. Of the rest, what a later revision says takes the place of what an earlier
    /// one said of the same thing. What has no revision, or the same one, joins: sets are united,
    /// yes wins over no and no over unknown, of two moments the surest counts and then the
    /// earliest, of two ends the latest.
    pub fn merge(&mut self, other: &Self) -> bool {
        let own = self.told();
        let mut told = own.clone();
        told.join(&other.told());
        let revision = self.revision.max(other.revision);
        if told == own && revision == self.revision {
            // What was told of those merged into it stays with it.
            return false;
        }
        self.revision = revision;
        self.tell(told, &[]);
        true
    }

    /// Makes this the record of its whole group: its own, and what was told of those merged into it.
    ///
    /// Of them only who was there and what it was counts here; the moment and the status are its own.
    pub fn absorb(&mut self, members: &[&Self]) {
        let told = self.told();
        let members: Vec<Told> = members.iter().map(|member| member.told()).collect();
        self.tell(told, &members);
    }

    /// The record of its own, without what was told of others that were merged into it.
    #[must_use]
    pub fn alone(&self) -> Self {
        let mut own = self.clone();
        own.tell(self.told(), &[]);
        own
    }

    /// What was told of this event itself.
    fn told(&self) -> Told {
        match &self.told {
            Some(told) => Told::clone(told),
            None => Told::new(
                self.revision,
                Said::of(self),
                self.units.clone(),
                self.dispatchers.clone(),
            ),
        }
    }

    /// Sets the fields to what was told of it and of those merged into it.
    fn tell(&mut self, told: Told, members: &[Told]) {
        let own = told.now();
        let mut all = own.clone();
        self.units.clone_from(told.units());
        self.dispatchers.clone_from(told.dispatchers());
        for member in members {
            all.join(&member.now().of_a_member());
            self.units.extend(member.units().iter().cloned());
            self.dispatchers
                .extend(member.dispatchers().iter().cloned());
        }
        if let Some((precision, at)) = all.at {
            (self.at_precision, self.at) = (precision, at);
        }
        self.until = all.until;
        self.kind_codes = all.kind_codes;
        self.priorities = all.priorities;
        self.minor = all.minor;
        self.fatal = all.fatal;
        self.aggression = all.aggression;
        self.alarm_button = all.alarm_button;
        self.major = all.major;
        self.extra = all.extra;
        self.status = all.status.unwrap_or_default();
        self.merged_into = all.merged_into;
        self.told = None;
        // Kept only where the fields do not say it all.
        if self.told() != told {
            self.told = Some(Box::new(told));
        }
    }

    /// The number of the event of the same source that goes on in its place, while it is merged.
    pub fn continues_in(&self) -> Option<&str> {
        let mut others = self.merged_into.iter().map(String::as_str);
        let other = others.find(|other| *other != self.source_ref);
        other.filter(|_| self.status == Status::Merged)
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
