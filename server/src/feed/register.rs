//! Takes in a day register row by row: the one way, from the command line and from a browser.

use std::io::Read;

use care::time::Instant;

use super::{
    csv::{FileError, Parsed, Rows},
    intake::{BATCH, Intake, Tally},
    profile::Profile,
};
use crate::store::{Organisation, Store, StoreError};

/// Why a register was not read to its end; what came in before it is in.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The file cannot be read on.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads all rows; each batch is durable before the next is read.
///
/// `told` hears how many rows are in, after each batch.
pub async fn take<R: Read>(
    store: &Store,
    org: &Organisation,
    rows: Rows<'_, R>,
    profile: &Profile,
    digest: String,
    now: Instant,
    told: impl Fn(u64),
) -> Result<Tally, TakeError> {
    let mut intake = Intake::begin(store, org, &profile.source, digest, now).await?;
    let mut batch = Vec::with_capacity(BATCH);
    let mut read = 0;
    for row in rows {
        batch.push(match row? {
            Parsed::Read(record, _) => Ok(record),
            Parsed::Rejected(rejected) => Err(rejected),
        });
        if batch.len() == BATCH {
            intake.take(&batch, now).await?;
            read += batch.len() as u64;
            batch.clear();
            told(read);
        }
    }
    intake.take(&batch, now).await?;
    Ok(intake.finish(now).await?)
}
