//! What would go: by kind, and case by case under its pseudonym.

use care::{
    retention::{DataKind, Retention},
    time::Instant,
};
use jiff::tz::TimeZone;

use super::erased_from;
use crate::store::{Ending, StoreError, Tx};

/// How many endings are read at once.
pub(super) const PAGE: u32 = 500;

/// What of one kind would go.
#[derive(Debug, Clone)]
pub struct Due {
    /// The kind.
    pub kind: DataKind,
    /// How many things.
    pub count: i64,
    /// The cases, for what goes case by case.
    pub cases: Vec<DueCase>,
}

/// A case of which notes or facts would go.
#[derive(Debug, Clone)]
pub struct DueCase {
    /// Its name in the log.
    pub pseudonym: String,
    /// When its period ends.
    pub due_at: Instant,
    /// When its people were told, if they were.
    pub warned_at: Option<Instant>,
    /// When it goes.
    pub erased_from: Instant,
}

/// What is past its period at `at`, or will be by then. `real` is the moment on the wall.
pub async fn plan(
    tx: &Tx,
    kept: &Retention,
    at: Instant,
    real: Instant,
    tz: &TimeZone,
) -> Result<Vec<Due>, StoreError> {
    let mut plan = Vec::new();
    for kind in DataKind::ALL.iter().copied() {
        let by = if kind == DataKind::Technical {
            real
        } else {
            at
        };
        let Some(before) = kept.started_before(kind, by, tz) else {
            continue;
        };
        if !kind.is_warned() {
            let count = tx.count_past(kind, before, tz).await?;
            plan.push(Due {
                kind,
                count,
                cases: Vec::new(),
            });
            continue;
        }
        let cases: Vec<DueCase> = endings(tx, kind, before)
            .await?
            .into_iter()
            .map(|ending| DueCase {
                due_at: kept
                    .due_at(kind, Some(ending.closed_at), tz)
                    .unwrap_or(Instant::LAST),
                erased_from: erased_from(kept, &ending, at, tz),
                warned_at: ending.warned_at,
                pseudonym: ending.pseudonym,
            })
            .collect();
        plan.push(Due {
            kind,
            count: i64::try_from(cases.len()).unwrap_or(i64::MAX),
            cases,
        });
    }
    Ok(plan)
}

/// Every ending of cases closed before a moment.
pub(super) async fn endings(
    tx: &Tx,
    kind: DataKind,
    before: Instant,
) -> Result<Vec<Ending>, StoreError> {
    let mut all: Vec<Ending> = Vec::new();
    loop {
        let page = tx.endings_before(kind, before, all.last(), PAGE).await?;
        let full = page.len() == PAGE as usize;
        all.extend(page);
        if !full {
            return Ok(all);
        }
    }
}
