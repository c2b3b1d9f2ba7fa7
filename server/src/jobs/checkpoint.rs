//! Once a day: is the access log still whole? Its end, signed, goes to a file (R095).

use std::path::{Path, PathBuf};

use care::time::Instant;
use jiff::{SignedDuration, tz::TimeZone};

use crate::{
    audit::{
        check::check,
        checkpoint::{self, Checkpoint},
        finding::Kind,
    },
    clock::Clock,
    seal::signature::Seed,
    store::{Organisation, Store, StoreError},
};

/// How often it is looked whether a day has passed.
const LOOK: std::time::Duration = std::time::Duration::from_mins(10);
/// From one checkpoint to the next; a little less than a day, so that it does not wander.
const DAY: SignedDuration = SignedDuration::from_hours(23);

/// Who signs, and where the lines go.
#[derive(Debug, Clone)]
pub struct Notary {
    /// The key.
    pub seed: Seed,
    /// The file.
    pub file: PathBuf,
}

/// Why a round of checkpoints was not finished.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be written.
    #[error("the file of checkpoints cannot be written")]
    File(#[from] std::io::Error),
}

/// Works until the process ends.
pub async fn watch(store: Store, clock: Clock, notary: Notary) {
    let mut pulse = tokio::time::interval(LOOK);
    pulse.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pulse.tick().await;
        if let Err(error) = due(&store, &notary, clock.now()).await {
            tracing::warn!(%error, "no checkpoint of the access log today; it is tried again");
        }
    }
}

/// Checks and signs the logs whose last checkpoint is a day old. Returns how many were signed.
///
/// # Errors
/// [`Failure`] when the database or the file is away; the next round tries again.
pub async fn due(store: &Store, notary: &Notary, now: Instant) -> Result<usize, Failure> {
    let mut signed = 0;
    for org in store.organisations().await? {
        let tx = store.read("last checkpoint", &org.id).await?;
        let head = tx.chain_head().await?;
        drop(tx);
        let last = Instant::from_millis(head.checkpoint_at);
        let is_new = head.first > 0 && head.last() > head.checkpoint_number;
        if is_new && now.since(last) >= DAY {
            signed += usize::from(sign(store, notary, &org, now).await?);
        }
    }
    Ok(signed)
}

/// Checks one log and signs its end; a log that does not fit is told and not signed.
///
/// # Errors
/// [`Failure`] when the database or the file is away.
pub async fn sign(
    store: &Store,
    notary: &Notary,
    org: &Organisation,
    now: Instant,
) -> Result<bool, Failure> {
    let known = known(&notary.file, &notary.seed)?;
    let none = std::collections::BTreeMap::new();
    let checkpoints = known.by_org.get(org.id.as_str()).unwrap_or(&none);
    let checked = check(store, &org.id, checkpoints).await?;
    let findings = &checked.walked.findings;
    let broken = findings.told.first().map(|finding| finding.number);
    let whole = broken.is_none();
    if whole && checked.first > 0 {
        let line = Checkpoint {
            org: org.id.as_str().to_owned(),
            number: checked.last,
            hash: checked.walked.head.clone(),
            at: now.zoned(&TimeZone::UTC).timestamp().to_string(),
        }
        .line(&notary.seed)
        .map_err(std::io::Error::from)?;
        checkpoint::append(&notary.file, &line)?;
        tracing::info!(
            rows = checked.walked.rows,
            "the access log is whole; a checkpoint was signed"
        );
    } else if !whole {
        let kinds: Vec<Kind> = findings.told.iter().map(|finding| finding.kind).collect();
        tracing::error!(
            findings = findings.count,
            ?kinds,
            "the access log does not fit together: run veer audit verify"
        );
    }
    let tx = store.write("note check of log", &org.id).await?;
    tx.note_check(checked.last, broken, now).await?;
    if whole {
        tx.note_checkpoint(checked.last, now).await?;
    }
    tx.commit().await?;
    Ok(whole)
}

/// The checkpoints written so far: a log that was rewritten since must not be signed anew.
fn known(file: &Path, seed: &Seed) -> std::io::Result<checkpoint::Checkpoints> {
    match std::fs::File::open(file) {
        Ok(open) => checkpoint::Checkpoints::read(std::io::BufReader::new(open), &seed.signer()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(checkpoint::Checkpoints::default())
        }
        Err(error) => Err(error),
    }
}
