//! The periods that an organisation chose, and what it may not choose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DataKind, Days};

/// One version of the periods; a kind that is not named has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Counts up by one with every adopted draft; 0 for the defaults.
    pub version: u32,
    /// Why these periods were chosen, in words for the reader.
    pub source: String,
    periods: BTreeMap<DataKind, u32>,
}

/// What an organisation wants to change; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionDraft {
    /// Why; must not be empty (R011).
    pub source: String,
    /// New periods in calendar days.
    pub periods: BTreeMap<DataKind, u32>,
}

/// Why a draft is not adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetentionRefusal {
    /// A policy names its reason (R011).
    #[error("the reason is missing")]
    SourceMissing,
    /// Shorter or longer than the kind allows.
    #[error("`{0}` is out of range")]
    OutOfRange(DataKind),
    /// Nothing can be chosen for this kind.
    #[error("`{0}` has no period of its own")]
    NotAChoice(DataKind),
    /// The notes of a case never outlive the case.
    #[error("notes would be kept longer than their case")]
    NotesOutliveCase,
}

impl RetentionRefusal {
    /// The stable code, also the key of the translation.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SourceMissing => "source-missing",
            Self::OutOfRange(_) => "out-of-range",
            Self::NotAChoice(_) => "not-a-choice",
            Self::NotesOutliveCase => "notes-outlive-case",
        }
    }

    /// The kind of data that it is about.
    pub const fn kind(self) -> Option<DataKind> {
        match self {
            Self::OutOfRange(kind) | Self::NotAChoice(kind) => Some(kind),
            Self::NotesOutliveCase => Some(DataKind::Notes),
            Self::SourceMissing => None,
        }
    }
}

impl Retention {
    /// How many calendar days a kind is kept; `None` when it is kept for good.
    ///
    /// Whatever a stored document says, the limits hold; and the notes of a case
    /// never outlive the case.
    pub fn days(&self, kind: DataKind) -> Option<u32> {
        match kind {
            DataKind::Disclosures => self.days(DataKind::Cases),
            DataKind::Notes => {
                let case = self.days(DataKind::Cases)?;
                Some(self.chosen(kind, kind.limits()?).min(case))
            }
            _ => Some(self.chosen(kind, kind.limits()?)),
        }
    }

    fn chosen(&self, kind: DataKind, limits: Days) -> u32 {
        let days = self.periods.get(&kind).copied().unwrap_or(limits.default);
        days.clamp(limits.least, limits.most)
    }
}

/// Makes the next version of the periods, or says everything that is against it.
///
/// # Errors
/// All refusals at once.
pub fn adopt(draft: &RetentionDraft, base: &Retention) -> Result<Retention, Vec<RetentionRefusal>> {
    let mut refusals: Vec<RetentionRefusal> = draft
        .periods
        .iter()
        .filter_map(|(kind, days)| match kind.limits() {
            None => Some(RetentionRefusal::NotAChoice(*kind)),
            Some(limits) if !(limits.least..=limits.most).contains(days) => {
                Some(RetentionRefusal::OutOfRange(*kind))
            }
            Some(_) => None,
        })
        .collect();
    let mut next = Retention {
        version: base.version.saturating_add(1),
        source: draft.source.trim().to_owned(),
        periods: base.periods.clone(),
    };
    next.periods.extend(&draft.periods);
    let limits = |kind: DataKind| kind.limits().map(|limits| next.chosen(kind, limits));
    if refusals.is_empty() && limits(DataKind::Notes) > limits(DataKind::Cases) {
        refusals.push(RetentionRefusal::NotesOutliveCase);
    }
    if next.source.is_empty() {
        refusals.push(RetentionRefusal::SourceMissing);
    }
    if refusals.is_empty() {
        Ok(next)
    } else {
        Err(refusals)
    }
}
