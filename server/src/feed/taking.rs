//! Takes in what a reader finds, one after the other, and remembers what was set aside and why.

use care::time::Instant;

use super::{
    csv::Parsed,
    intake::{BATCH, Intake, Tally},
    reject::Rejected,
};
use crate::store::{Organisation, Store, StoreError};

/// Hears of each part that was set aside, with its number among the parts, from 1.
pub trait Told {
    /// A part was set aside.
    fn set_aside(&mut self, part: u64, rejected: &Rejected);
}

/// One message or file of a source, being taken in.
pub struct Taking<'a, T> {
    intake: Intake<'a>,
    source: &'a str,
    batch: Vec<Result<super::EventRecord, Rejected>>,
    now: Instant,
    part: u64,
    told: T,
}

impl<'a, T: Told> Taking<'a, T> {
    /// Begins a message or file; `digest` is the SHA-256 under which bad parts are set aside.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn begin(
        (store, org): (&'a Store, &'a Organisation),
        source: &'a str,
        digest: String,
        now: Instant,
        told: T,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            intake: Intake::begin(store, org, source, digest, now).await?,
            source,
            batch: Vec::new(),
            now,
            part: 0,
            told,
        })
    }

    /// Takes one part; a source may only speak in its own name, so its name is put on every event.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away; batches before this one are durable.
    pub async fn take(&mut self, parsed: Parsed) -> Result<(), StoreError> {
        self.part += 1;
        self.batch.push(match parsed {
            Parsed::Read(mut record, _) => {
                self.source.clone_into(&mut record.source);
                Ok(record)
            }
            Parsed::Rejected(rejected) => {
                self.told.set_aside(self.part, &rejected);
                Err(rejected)
            }
        });
        if self.batch.len() == BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    /// Makes durable what was taken so far.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        self.intake.take(&self.batch, self.now).await?;
        self.batch.clear();
        Ok(())
    }

    /// Ends it: everything is durable when this returns.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away; batches before the last are durable.
    pub async fn finish(mut self) -> Result<(Tally, T), StoreError> {
        self.flush().await?;
        Ok((self.intake.finish(self.now).await?, self.told))
    }
}
