use std::collections::BTreeSet;

use super::list::NEVER_RECORDED;
use super::{Entry, IncidentList};

/// Why an incident list cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListRefusal {
    /// A line of the base list is missing; it may be disabled, never left out.
    #[error("the base entry kind-{0} is missing; disable it with a reason instead")]
    BaseMissing(u8),
    /// A number outside 1 to 10.
    #[error("{0}: the base list has the kinds 1 to 10")]
    NoSuchKind(String),
    /// The id does not fit: `kind-N` for the base list, `local-…` for the rest.
    #[error("{0}: a base entry is called kind-N, an addition local-something")]
    WrongId(String),
    /// Two entries have the same id.
    #[error("{0}: two entries have this id")]
    DuplicateId(String),
    /// A text is missing in one of the languages.
    #[error("{0}: a text in both languages is needed")]
    EmptyLabel(String),
    /// Disabled without saying why.
    #[error("{0}: disabling needs a reason")]
    ReasonMissing(String),
    /// A rule without conditions: every event would count.
    #[error("{0}: a rule without conditions would make every event count")]
    EmptyRule(String),
    /// Rules on 8, which nobody may find by machine (C18).
    #[error("{0}: this entry is never judged and takes no rules")]
    NeverJudged(String),
    /// No entry has this id.
    #[error("{0}: no entry has this id")]
    NoSuchEntry(String),
    /// An own request always counts, without an explanation (R005, R051, C18).
    #[error("{0}: an own request cannot be taken off the list")]
    AlwaysOpen(String),
    /// Events are kept under an entry, so it is withdrawn and never left out.
    #[error("{0}: an entry is withdrawn with a reason, never left out")]
    EntryGone(String),
    /// More rules take part than anybody could keep in mind; the entry is the first too many.
    #[error("{0}: a list has at most {most} rules", most = super::MOST_RULES)]
    TooManyRules(String),
    /// A text is longer than anybody reads on a phone.
    #[error("{0}: a text is too long")]
    TooLong(String),
}

impl ListRefusal {
    /// A stable name for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BaseMissing(_) => "list-base-missing",
            Self::NoSuchKind(_) => "list-no-such-kind",
            Self::WrongId(_) => "list-wrong-id",
            Self::DuplicateId(_) => "list-duplicate-id",
            Self::EmptyLabel(_) => "list-empty-label",
            Self::ReasonMissing(_) => "list-reason-missing",
            Self::EmptyRule(_) => "list-empty-rule",
            Self::NeverJudged(_) => "list-never-judged",
            Self::NoSuchEntry(_) => "list-no-such-entry",
            Self::AlwaysOpen(_) => "list-always-open",
            Self::EntryGone(_) => "list-entry-gone",
            Self::TooManyRules(_) => "list-too-many-rules",
            Self::TooLong(_) => "list-too-long",
        }
    }

    /// The entry that it is about.
    pub fn entry(&self) -> String {
        match self {
            Self::BaseMissing(number) => format!("kind-{number}"),
            Self::NoSuchKind(id)
            | Self::WrongId(id)
            | Self::DuplicateId(id)
            | Self::EmptyLabel(id)
            | Self::ReasonMissing(id)
            | Self::EmptyRule(id)
            | Self::NeverJudged(id)
            | Self::NoSuchEntry(id)
            | Self::AlwaysOpen(id)
            | Self::EntryGone(id)
            | Self::TooManyRules(id)
            | Self::TooLong(id) => id.clone(),
        }
    }
}

/// What a list may do and had better not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListWarning {
    /// A line of the base list does not take part.
    BaseDisabled {
        /// Its id.
        entry: String,
        /// The reason given.
        reason: String,
    },
}

impl ListWarning {
    /// A stable name for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BaseDisabled { .. } => "list-base-disabled",
        }
    }
}

const BASE: std::ops::RangeInclusive<u8> = 1..=10;

pub(super) fn refusals(list: &IncidentList) -> Vec<ListRefusal> {
    let present = |number| list.entries.iter().any(|entry| entry.kind == Some(number));
    let missing = BASE
        .filter(|number| !present(*number))
        .map(ListRefusal::BaseMissing);
    let mut seen = BTreeSet::new();
    let wrong = list.entries.iter().flat_map(|entry| {
        let duplicate = !seen.insert(entry.id.as_str());
        let duplicate = duplicate.then(|| ListRefusal::DuplicateId(entry.id.clone()));
        duplicate.into_iter().chain(entry_refusals(entry))
    });
    missing.chain(wrong).chain(too_many(list)).collect()
}

/// The entry with which the rules that take part become too many.
fn too_many(list: &IncidentList) -> Option<ListRefusal> {
    let mut rules = 0;
    let mut entries = list.enabled();
    let first = entries.find(|entry| {
        rules += entry.rules.len();
        rules > super::MOST_RULES
    });
    first.map(|entry| ListRefusal::TooManyRules(entry.id.clone()))
}

/// A refusal that names an entry.
type Naming = fn(String) -> ListRefusal;

/// What is wrong with one entry, apart from the others.
pub(super) fn entry_refusals(entry: &Entry) -> Vec<ListRefusal> {
    let id = entry.id.as_str();
    let fits = match entry.kind {
        Some(number) => id == format!("kind-{number}"),
        None => id.strip_prefix("local-").is_some_and(is_plain),
    };
    let reason = entry.disabled_reason.as_deref().unwrap_or_default().trim();
    let checks: [(bool, Naming); 6] = [
        (
            entry.kind.is_some_and(|number| !BASE.contains(&number)),
            ListRefusal::NoSuchKind,
        ),
        (!fits, ListRefusal::WrongId),
        (!entry.label.is_complete(), ListRefusal::EmptyLabel),
        (
            !entry.enabled && reason.is_empty(),
            ListRefusal::ReasonMissing,
        ),
        (
            entry.rules.iter().any(super::Rule::is_empty),
            ListRefusal::EmptyRule,
        ),
        (
            entry.kind == Some(NEVER_RECORDED) && !entry.rules.is_empty(),
            ListRefusal::NeverJudged,
        ),
    ];
    checks
        .into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, refusal)| refusal(id.to_owned()))
        .collect()
}

fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(plain)
}

pub(super) fn warnings(list: &IncidentList) -> Vec<ListWarning> {
    list.entries
        .iter()
        .filter(|entry| entry.kind.is_some() && !entry.enabled)
        .map(|entry| ListWarning::BaseDisabled {
            entry: entry.id.clone(),
            reason: entry.disabled_reason.clone().unwrap_or_default(),
        })
        .collect()
}
