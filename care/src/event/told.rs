//! What a source said of one event, revision by revision, as far as it still matters.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{EventRecord, Precision, Status};
use crate::ids::{KindCode, UnitCode};
use crate::incident::Tri;
use crate::time::Instant;

/// Everything that was told of one event itself, without what was merged into it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Who was there, by every record.
    units: BTreeSet<UnitCode>,
    dispatchers: BTreeSet<String>,
    /// What records without a revision said together.
    plain: Said,
    /// What each revision said and no later one said anew.
    revised: BTreeMap<i64, Said>,
}

/// What may be said and corrected; what is empty or unknown is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<(Precision, Instant)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<Instant>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) kind_codes: BTreeSet<KindCode>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) priorities: BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) extra: BTreeSet<String>,
    #[serde(skip_serializing_if = "is_unknown")]
    pub(super) minor: Tri,
    #[serde(skip_serializing_if = "is_unknown")]
    pub(super) fatal: Tri,
    #[serde(skip_serializing_if = "is_unknown")]
    pub(super) aggression: Tri,
    #[serde(skip_serializing_if = "is_unknown")]
    pub(super) alarm_button: Tri,
    #[serde(skip_serializing_if = "is_unknown")]
    pub(super) major: Tri,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<Status>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) merged_into: BTreeSet<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde asks for"
)]
fn is_unknown(fact: &Tri) -> bool {
    *fact == Tri::Unknown
}

impl Told {
    pub(super) fn new(
        revision: Option<i64>,
        said: Said,
        units: BTreeSet<UnitCode>,
        dispatchers: BTreeSet<String>,
    ) -> Self {
        let (plain, revised) = match revision {
            None => (said, BTreeMap::new()),
            Some(revision) => (Said::default(), BTreeMap::from([(revision, said)])),
        };
        Self {
            units,
            dispatchers,
            plain,
            revised,
        }
    }

    pub(super) const fn units(&self) -> &BTreeSet<UnitCode> {
        &self.units
    }

    pub(super) const fn dispatchers(&self) -> &BTreeSet<String> {
        &self.dispatchers
    }

    pub(super) fn say_active(&mut self, revision: Option<i64>) {
        let said = match revision {
            None => &mut self.plain,
            Some(revision) => self.revised.entry(revision).or_default(),
        };
        said.status = said.status.max(Some(Status::Active));
    }

    /// Takes the moment out of what this revision said: nobody said it.
    pub(super) fn infer_moment(&mut self, revision: Option<i64>) {
        let Some(revision) = revision else { return };
        let said = self.revised.entry(revision).or_default();
        let at = said.at.take();
        self.plain.join(&Said {
            at,
            ..Said::default()
        });
        self.revised.retain(|_, said| *said != Said::default());
    }

    /// The least that says what both say.
    pub(super) fn join(&mut self, other: &Self) {
        self.units.extend(other.units.iter().cloned());
        self.dispatchers.extend(other.dispatchers.iter().cloned());
        self.plain.join(&other.plain);
        for (revision, said) in &other.revised {
            self.revised.entry(*revision).or_default().join(said);
        }
        self.forget_superseded();
    }

    /// What holds now: the last word of the revisions, beside what was said without one.
    pub(super) fn now(&self) -> Said {
        let mut now = self.plain.clone();
        for said in self.revised.values() {
            now.join(said);
        }
        now
    }

    /// Takes out what a later revision said anew.
    fn forget_superseded(&mut self) {
        let mut later = Said::default();
        for said in self.revised.values_mut().rev() {
            said.forget(&later);
            later.join(said);
        }
        self.revised.retain(|_, said| *said != Said::default());
    }
}

impl Said {
    pub(super) fn of(record: &EventRecord) -> Self {
        Self {
            at: Some((record.at_precision, record.at)),
            until: record.until,
            kind_codes: record.kind_codes.clone(),
            priorities: record.priorities.clone(),
            extra: record.extra.clone(),
            minor: record.minor,
            fatal: record.fatal,
            aggression: record.aggression,
            alarm_button: record.alarm_button,
            major: record.major,
            status: Some(record.status).filter(|status| *status != Status::Active),
            merged_into: record.merged_into.clone(),
        }
    }

    /// What counts of an event that was merged into another: what it was, not when or how far.
    pub(super) fn of_a_member(self) -> Self {
        Self {
            at: None,
            until: None,
            status: None,
            merged_into: BTreeSet::new(),
            ..self
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.at = match (self.at, other.at) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        self.until = self.until.max(other.until);
        self.status = self.status.max(other.status);
        unite(&mut self.kind_codes, &other.kind_codes);
        unite(&mut self.priorities, &other.priorities);
        unite(&mut self.extra, &other.extra);
        unite(&mut self.merged_into, &other.merged_into);
        for (ours, theirs) in self.facts_mut().into_iter().zip(other.facts()) {
            *ours = ours.or(theirs);
        }
    }

    /// Takes out everything that `later` says too.
    fn forget(&mut self, later: &Self) {
        self.at = self.at.filter(|_| later.at.is_none());
        self.until = self.until.filter(|_| later.until.is_none());
        self.status = self.status.filter(|_| later.status.is_none());
        forget(&mut self.kind_codes, &later.kind_codes);
        forget(&mut self.priorities, &later.priorities);
        forget(&mut self.extra, &later.extra);
        forget(&mut self.merged_into, &later.merged_into);
        for (ours, theirs) in self.facts_mut().into_iter().zip(later.facts()) {
            if theirs != Tri::Unknown {
                *ours = Tri::Unknown;
            }
        }
    }

    const fn facts(&self) -> [Tri; 5] {
        [
            self.minor,
            self.fatal,
            self.aggression,
            self.alarm_button,
            self.major,
        ]
    }

    const fn facts_mut(&mut self) -> [&mut Tri; 5] {
        [
            &mut self.minor,
            &mut self.fatal,
            &mut self.aggression,
            &mut self.alarm_button,
            &mut self.major,
        ]
    }
}

fn unite<T: Ord + Clone>(ours: &mut BTreeSet<T>, theirs: &BTreeSet<T>) {
    if !theirs.is_subset(ours) {
        ours.extend(theirs.iter().cloned());
    }
}

fn forget<T: Ord>(ours: &mut BTreeSet<T>, later: &BTreeSet<T>) {
    if !later.is_empty() {
        ours.clear();
    }
}
