//! Retention at work: who is told, what goes today, and what to erase again after a restore.
//!
//! The periods are `care::retention`; the deletions are the store's. This room puts them in order:
//! first tell, fourteen days later erase, then clean the medium. Every step may be repeated, and a
//! process that is killed in the middle leaves the rest for the next round.

mod plan;
mod round;

pub use plan::{Due, DueCase, plan};
pub use round::{Done, round};

use care::{
    retention::{Retention, erase_at},
    time::Instant,
};
use jiff::tz::TimeZone;

use crate::store::{Ending, Journal, Moment, Store, StoreError};

/// When something erased now is gone from the last backup too.
#[must_use]
pub fn moment(kept: &Retention, now: Instant, tz: &TimeZone) -> Moment {
    Moment {
        at: now,
        gone_at: kept.gone_from_backups(now, tz),
    }
}

/// From when an ending may be erased: its date, and never sooner than was told.
///
/// Nobody was told yet: fourteen days from now at the earliest.
#[must_use]
pub fn erased_from(kept: &Retention, ending: &Ending, now: Instant, tz: &TimeZone) -> Instant {
    let due = kept.due_at(ending.kind, Some(ending.closed_at), tz);
    let told = ending.warned_at.unwrap_or(now);
    due.map_or(Instant::LAST, |due| erase_at(due, told, tz))
}

/// Erases again, in a database that was restored, what the journal of a data folder holds.
///
/// Returns how many erasures were repeated. It may be stopped and begun again.
///
/// # Errors
/// [`StoreError::Journal`] when the file is there and cannot be read.
pub async fn replay(store: &Store, journal: &Journal) -> Result<usize, StoreError> {
    let found = journal.read().map_err(|_| StoreError::Journal)?;
    if found.torn > 0 {
        // Their deletions never committed: the line comes first, then the deletion.
        tracing::warn!(lines = found.torn, "the erasure journal has torn lines");
    }
    store.replay(&found.erasures).await
}
