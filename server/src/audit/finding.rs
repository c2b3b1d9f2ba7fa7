//! What does not fit in a log.

use serde::Serialize;

/// In which way a part of the log does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A row is not what was written.
    Edited,
    /// Rows are missing in the middle.
    Deleted,
    /// Rows stand there that were not written then.
    Inserted,
    /// A row stands at another's number.
    Reordered,
    /// Rows are missing at the end, or from the beginning on.
    Truncated,
    /// The head row does not belong to these rows.
    Head,
    /// A signed checkpoint says otherwise: the log was rewritten up to there.
    Checkpoint,
    /// The cases of a row are not all found under their names.
    Index,
}

/// One place that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// In which way.
    pub kind: Kind,
    /// The first number it concerns.
    pub number: i64,
    /// The last number it concerns.
    pub until: i64,
}

/// How many findings are told one by one.
const TOLD: usize = 100;

/// Findings: the first of them, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The first hundred.
    pub told: Vec<Finding>,
    /// How many in all.
    pub count: u64,
}

impl Findings {
    /// Adds one place.
    pub fn add(&mut self, kind: Kind, number: i64, until: i64) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(Finding {
                kind,
                number,
                until,
            });
        }
    }
}

impl Kind {
    /// The kind for an operator.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Edited => "edited: this row is not what was written",
            Self::Deleted => "deleted: rows are missing here",
            Self::Inserted => "inserted: this was not written then",
            Self::Reordered => "reordered: this row was written under another number",
            Self::Truncated => "truncated: the log does not reach from its first row to its last",
            Self::Head => "the head row does not belong to these rows",
            Self::Checkpoint => "a signed checkpoint says otherwise: rewritten up to here",
            Self::Index => "the cases of this row are not all found under their names",
        }
    }
}
