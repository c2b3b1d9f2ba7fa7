//! Once a day: is the access log still whole? Its end, signed, goes to a file (R095).

use std::path::PathBuf;

use care::time::Instant;
use jiff::{SignedDuration, tz::TimeZone};

use crate::{
    audit::{
        check::{Checked, check},
        checkpoint::{self, Checkpoint, Checkpoints, Kept},
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
/// When that was stands in the file: whoever can only write to the database cannot put off the
/// check. A log that did not fit waits a day too, for as long as the database itself says so, and
/// then the privacy officer's page does.
///
/// # Errors
/// [`Failure`] when the database or the file is away; the next round tries again.
pub async fn due(store: &Store, notary: &Notary, now: Instant) -> Result<usize, Failure> {
    let known = notary.known()?;
    let organisations = store.organisations().await?;
    for lost in lost(&known, &organisations) {
        if !is_recent(signed_at(&known.of(lost)), now) {
            tracing::error!("an organisation with a signed access log is not in the database");
        }
    }
    let (mut signed, mut failed) = (0, None);
    for org in organisations {
        let kept = known.of(org.id.as_str());
        if is_recent(signed_at(&kept), now) {
            continue;
        }
        match check_due(store, notary, &org, &kept, now).await {
            Ok(is_signed) => signed += usize::from(is_signed),
            // One log that cannot be read keeps nobody from checking the others.
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(signed), Err)
}

async fn check_due(
    store: &Store,
    notary: &Notary,
    org: &Organisation,
    kept: &Kept,
    now: Instant,
) -> Result<bool, Failure> {
    let tx = store.read("last check", &org.id).await?;
    let head = tx.chain_head().await?;
    drop(tx);
    let is_empty = head.first == 0 && kept.numbers.is_empty();
    let is_told =
        head.broken_number != 0 && is_recent(Some(Instant::from_millis(head.verified_at)), now);
    if is_empty || is_told {
        return Ok(false);
    }
    sign(store, notary, org, now).await
}

/// The organisations of the file that the database does not know.
#[must_use]
pub fn lost<'a>(known: &'a Checkpoints, organisations: &[Organisation]) -> Vec<&'a str> {
    let is_known = |id: &&String| organisations.iter().any(|org| org.id.as_str() == **id);
    let ids = known.by_org.keys().filter(|id| !is_known(id));
    ids.map(String::as_str).collect()
}

fn signed_at(kept: &Kept) -> Option<Instant> {
    let at: jiff::Timestamp = kept.last_at.parse().ok()?;
    Some(Instant::from_millis(at.as_millisecond()))
}

/// Within the last day; what lies in the future is no reason to wait.
fn is_recent(at: Option<Instant>, now: Instant) -> bool {
    at.is_some_and(|at| at <= now && now.since(at) < DAY)
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
    let kept = notary.known()?.of(org.id.as_str());
    let checked = check(store, &org.id, &kept.numbers).await?;
    let findings = &checked.walked.findings;
    let broken = findings.told.first().map(|finding| finding.number);
    let whole = broken.is_none();
    if whole && checked.first > 0 {
        notary.add(org, &checked, now, false)?;
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

/// Signs that a backup was restored: what was signed of later rows is given up, in the open.
///
/// Whoever keeps the lines elsewhere sees from which row on the log was lost. Returns for each
/// organisation with a log its last row; none where the restored log does not fit together.
///
/// # Errors
/// [`Failure`] when the database or the file is away.
pub async fn sign_restored(
    store: &Store,
    notary: &Notary,
    now: Instant,
) -> Result<Vec<Option<i64>>, Failure> {
    let (known, mut ends) = (notary.known()?, Vec::new());
    for org in store.organisations().await? {
        let tx = store.read("end of restored log", &org.id).await?;
        let last = tx.chain_head().await?.last();
        drop(tx);
        let mut kept = known.of(org.id.as_str()).numbers;
        kept.retain(|number, _| *number <= last);
        let checked = check(store, &org.id, &kept).await?;
        let whole = checked.walked.findings.count == 0;
        if whole && checked.first > 0 {
            notary.add(&org, &checked, now, true)?;
        }
        if !whole || checked.first > 0 {
            ends.push(whole.then_some(checked.last));
        }
    }
    Ok(ends)
}

impl Notary {
    /// The checkpoints signed so far: a log that was rewritten since must not be signed anew.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn known(&self) -> std::io::Result<Checkpoints> {
        Checkpoints::of_file(&self.file, &[self.seed.signer()])
    }

    /// Adds the line of a log that was just checked.
    fn add(
        &self,
        org: &Organisation,
        checked: &Checked,
        now: Instant,
        restored: bool,
    ) -> std::io::Result<()> {
        let line = Checkpoint {
            org: org.id.as_str().to_owned(),
            number: checked.last,
            hash: checked.walked.head.clone(),
            at: now.zoned(&TimeZone::UTC).timestamp().to_string(),
            restored,
        };
        checkpoint::append(&self.file, &line.line(&self.seed)?)
    }
}
