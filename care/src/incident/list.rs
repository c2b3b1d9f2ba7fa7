use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CompiledList, Kind, ListRefusal, ListWarning, Tri, refusal};
use crate::codes::codes;
use crate::ids::KindCode;
use crate::label::Label;

/// One version of the incident list of an organisation (R044).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentList {
    /// Counts up with every change.
    pub version: u32,
    /// Where the list comes from.
    pub source: String,
    /// The first day on which it counts.
    pub effective: Date,
    /// The ten of the base list and the local additions, in order of judging.
    pub entries: Vec<Entry>,
}

/// One line of the list: an event that may be shocking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EntryText", rename_all = "kebab-case")]
pub struct Entry {
    /// `kind-2` for the base list, `local-…` for an addition.
    pub id: String,
    /// The number on the base list; none for an addition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<u8>,
    /// What people read.
    pub label: Label,
    /// Where it comes from, when it is not the list's own source (R011).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the dispatch room calls it, where that differs (R045, R107).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispatch_label: Option<Label>,
    /// When dispatch facts point to it; empty when they never can.
    pub rules: Vec<Rule>,
    /// Whether it takes part in judging. An entry is never removed.
    pub enabled: bool,
    /// Why it does not take part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
}

/// An entry as it is written, before it is known to hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EntryText {
    id: String,
    kind: Option<u8>,
    label: Label,
    source: Option<String>,
    dispatch_label: Option<Label>,
    #[serde(default)]
    rules: Vec<Rule>,
    #[serde(default = "enabled")]
    enabled: bool,
    disabled_reason: Option<String>,
}

const fn enabled() -> bool {
    true
}

/// Conditions that together point to an entry.
///
/// All that are given must hold. A list of codes holds when the event has one of
/// them; a fact holds when it is exactly what is written, so `yes` is never met
/// by something unknown. Text compares without case and surrounding space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Any of these kind codes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub codes: BTreeSet<KindCode>,
    /// Any of these priorities.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub priority: BTreeSet<String>,
    /// Any of these further codes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub extra: BTreeSet<String>,
    /// A minor among the patients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minor: Option<Tri>,
    /// Somebody died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fatal: Option<Tri>,
    /// Aggression towards staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggression: Option<Tri>,
    /// The alarm button of a colleague.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm_button: Option<Tri>,
    /// A major event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub major: Option<Tri>,
    /// What it means when all of them hold.
    pub certainty: Certainty,
}

codes! {
    /// Whether the facts settle it or a person should look first.
    #[derive(Default)]
    pub enum Certainty {
        /// The facts say so: first contacts start at once.
        Sure = "sure",
        /// It may be so: a supporter confirms first (R046).
        #[default]
        Confirm = "confirm",
    }
}

/// The number that stands on the list and is never recorded (C18).
pub(super) const NEVER_RECORDED: u8 = 8;

impl TryFrom<EntryText> for Entry {
    type Error = ListRefusal;

    fn try_from(text: EntryText) -> Result<Self, ListRefusal> {
        if text.kind == Some(NEVER_RECORDED) && !text.rules.is_empty() {
            return Err(ListRefusal::NeverJudged(text.id));
        }
        Ok(Self {
            id: text.id,
            kind: text.kind,
            label: text.label,
            source: text.source,
            dispatch_label: text.dispatch_label,
            rules: text.rules,
            enabled: text.enabled,
            disabled_reason: text.disabled_reason,
        })
    }
}

impl Entry {
    /// What the dispatch room reads: its own words where the list has them (R107).
    pub fn label_for_dispatch(&self) -> &Label {
        self.dispatch_label.as_ref().unwrap_or(&self.label)
    }

    /// The entry id to record when a person picks this line.
    ///
    /// It is the line itself, except for 8: that becomes an own request, so that
    /// nobody can read from it what happened (C18).
    pub fn recorded_as(&self) -> &str {
        if self.kind == Some(NEVER_RECORDED) {
            Kind::OwnRequest.entry_id()
        } else {
            &self.id
        }
    }

    /// The kind to record; none for a local addition.
    pub fn recorded_kind(&self) -> Option<Kind> {
        match self.kind? {
            NEVER_RECORDED => Some(Kind::OwnRequest),
            number => Kind::from_number(number),
        }
    }
}

impl Rule {
    /// Whether nothing is asked, so that every event would count.
    pub fn is_empty(&self) -> bool {
        let facts = [
            self.minor,
            self.fatal,
            self.aggression,
            self.alarm_button,
            self.major,
        ];
        self.codes.is_empty()
            && self.priority.is_empty()
            && self.extra.is_empty()
            && facts.iter().all(Option::is_none)
    }
}

impl IncidentList {
    /// The entry with this id, whether it takes part or not.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entries that take part, in order.
    pub fn enabled(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.enabled)
    }

    /// Checks the list as a whole and names everything that is wrong (R044).
    pub fn validate(&self) -> Result<(), Vec<ListRefusal>> {
        let refusals = refusal::refusals(self);
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals)
        }
    }

    /// What is allowed and discouraged: base entries left out (R044).
    pub fn warnings(&self) -> Vec<ListWarning> {
        refusal::warnings(self)
    }

    /// Makes the list ready to judge many events.
    ///
    /// Of a list that does not hold, only what can be judged is judged; 8 never.
    pub fn compile(&self) -> CompiledList {
        CompiledList::new(self)
    }
}
