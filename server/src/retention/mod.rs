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

use crate::store::{Ending, Journal, Moment, Replayed, Store, StoreError, Tx};

/// When something erased now is gone from the last backup too.
///
/// The period says how long backups are kept; one that was made to be kept longer counts as it is.
///
/// # Errors
/// [`StoreError`] when the register of backups cannot be read.
pub async fn moment(
    tx: &Tx,
    kept: &Retention,
    now: Instant,
    tz: &TimeZone,
) -> Result<Moment, StoreError> {
    let meant = kept.gone_from_backups(now, tz);
    let made = tx.backups_gone_by(now).await?;
    Ok(Moment {
        at: now,
        gone_at: made.map_or(meant, |made| meant.max(made)),
    })
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

/// Erases again, in a backup of this moment that was restored, what the journal of a data folder holds.
///
/// It may be stopped and begun again.
///
/// # Errors
/// [`StoreError::Journal`] when the file is there and cannot be read.
pub async fn replay(
    store: &Store,
    journal: &Journal,
    taken_at: Instant,
) -> Result<Replayed, StoreError> {
    let found = journal.read().map_err(|_| StoreError::Journal)?;
    if found.torn > 0 {
        // Their deletions never committed: the line comes first, then the deletion.
        tracing::warn!(lines = found.torn, "the erasure journal has torn lines");
    }
    store.replay(&found, taken_at).await
}
