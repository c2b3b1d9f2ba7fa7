//! `veer backup-key`, `veer backup` and `veer restore`.

use std::{
    fs::File,
    io::{BufReader, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use care::time::Instant;
use clap::Args;

use super::{Data, location};
use crate::{
    backup::{self, LEFT_OUT, Recipients},
    clock::Clock,
    retention,
    store::{FILE, JOURNAL, Journal, Journalled, Store},
};

/// Options of `veer backup-key`.
#[derive(Args)]
pub(super) struct Key {
    /// The file to write the secret key to; it is kept offline, and never overwritten.
    file: PathBuf,
}

/// Options of `veer backup`.
#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; there may be none of that name yet.
    file: PathBuf,
    /// Offline key to seal the backup to (age1…), in place of the one of `veer backup-key`; may be
    /// given more than once.
    #[arg(long, env = "VEER_BACKUP_RECIPIENT")]
    recipient: Vec<String>,
    /// File with such keys, one on a line.
    #[arg(long)]
    recipients_file: Option<PathBuf>,
    /// After how many days this backup is thrown away: 30, and no more than the period of backups.
    #[arg(long)]
    keep_days: Option<u16>,
}

/// Options of `veer restore`.
#[derive(Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// File with the secret key that opens it.
    #[arg(long, env = "VEER_BACKUP_IDENTITY")]
    identity: Option<PathBuf>,
    /// The journal of erasures that lay beside the lost database, to erase again what it names.
    #[arg(long)]
    erasures: Option<PathBuf>,
    /// Restore a backup although it was to be thrown away.
    #[arg(long)]
    past_its_date: bool,
}

/// Makes the offline key that backups are sealed to.
pub(super) fn key(data: &Data, options: &Key) -> anyhow::Result<ExitCode> {
    let public = backup::make_key(&options.file, &data.data_dir)?;
    writeln!(
        std::io::stdout().lock(),
        "{public}\nbackups are sealed to this key from now on. Take {} off this computer and keep it \
         twice: without it no backup opens",
        options.file.display(),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// To whom a backup is sealed: the keys of the command line, or those that stand with the data.
fn recipients(data: &Data, options: &Backup) -> anyhow::Result<Recipients> {
    // A container that passes a variable on may pass an empty one.
    let given = options.recipient.iter().filter(|key| !key.is_empty());
    let given: Vec<String> = given.cloned().collect();
    let known = backup::recipients_of(&data.data_dir);
    let file = match &options.recipients_file {
        Some(file) => Some(file),
        None if given.is_empty() && known.exists() => Some(&known),
        None if given.is_empty() => anyhow::bail!(
            "a backup needs an offline key to be sealed to, and there is none yet. Make it once: \
             veer --data-dir {} backup-key FILE (a file on a stick); or give --recipient age1…",
            data.data_dir.display()
        ),
        None => None,
    };
    let listed = file.map(|file| {
        let read = std::fs::read_to_string(file);
        read.with_context(|| format!("cannot read {}", file.display()))
    });
    Recipients::parse(&given, listed.transpose()?.as_deref())
}

/// Takes a backup while the server goes on.
pub(super) async fn backup(data: &Data, options: &Backup) -> anyhow::Result<ExitCode> {
    let recipients = recipients(data, options)?;
    // A mistyped folder would otherwise become a new, empty database.
    if data.database_url.is_none() && !data.data_dir.join(FILE).exists() {
        anyhow::bail!("there is no database in {}", data.data_dir.display());
    }
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let written = backup::write(
        &store,
        &options.file,
        &recipients,
        options.keep_days,
        clock.real_now(),
    )
    .await?;
    writeln!(
        std::io::stdout().lock(),
        "backup {}: {} tables, {} rows; throw it away on {}",
        options.file.display(),
        written.tables,
        written.rows,
        written.until.date(&jiff::tz::TimeZone::UTC),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a backup back into an empty database, and erases again what was erased since.
///
/// One that was broken off between the two goes on with the second.
pub(super) async fn restore(data: &Data, options: &Restore) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let store = location::open_restored(data, clock.now()).await?;
    // Read before the restore: a journal that cannot be read is not found out too late.
    let lost = options.erasures.as_ref().map(|file| {
        let found = Journal::given(file);
        found.with_context(|| format!("cannot take over {}", file.display()))
    });
    let lost = lost.transpose()?;
    let taken_at = match backup::unfinished(&store).await? {
        Some(taken_at) if lost.is_some() => taken_at,
        Some(_) => anyhow::bail!(
            "a restore into this database was broken off: give --erasures {JOURNAL} to finish it, or \
             restore into a new database"
        ),
        None => read_back(&store, options, &clock).await?,
    };
    let said = erased_again(data, &store, &lost.unwrap_or_default(), taken_at).await?;
    let signed = super::audit::restored(data, &store, clock.real_now()).await?;
    backup::finish(&store).await?;
    writeln!(
        std::io::stdout().lock(),
        "{said}\n{signed}\nleft out: {}; everybody signs in again",
        LEFT_OUT.join(", ")
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the backup back; returns when it was taken.
async fn read_back(store: &Store, options: &Restore, clock: &Clock) -> anyhow::Result<Instant> {
    let identity = options.identity.as_ref().context(
        "a backup opens with its offline key only: give --identity FILE (the file that veer \
         backup-key made), or set VEER_BACKUP_IDENTITY to its place",
    )?;
    let keys =
        File::open(identity).with_context(|| format!("cannot read {}", identity.display()))?;
    let keys = backup::identities(BufReader::new(keys))?;
    let sealed = File::open(&options.file)
        .with_context(|| format!("cannot read {}", options.file.display()))?;
    let now = (!options.past_its_date).then(|| clock.real_now());
    let restored = backup::restore(store, sealed, &keys, now).await?;
    writeln!(
        std::io::stdout().lock(),
        "restored {} rows of {} organisations, as they were at {}",
        restored.rows,
        restored.organisations.len(),
        restored
            .at
            .zoned(&jiff::tz::TimeZone::UTC)
            .strftime("%Y-%m-%d %H:%M UTC"),
    )?;
    Ok(restored.at)
}

/// Repeats the erasures of the lost journal; says how many, or that there is no journal.
async fn erased_again(
    data: &Data,
    store: &Store,
    lost: &Journalled,
    taken_at: Instant,
) -> anyhow::Result<String> {
    let undone = "the backup is back, and what was erased since is not all erased again: mend what is \
                  wrong and run the same command once more";
    let journal = Journal::of(&data.data_dir);
    journal.take_over(lost).context(undone)?;
    if !data.data_dir.join(JOURNAL).exists() {
        return Ok(format!(
            "no {JOURNAL} with erasures was given: what was erased after this backup is back. If the \
             lost data folder had one, restore into a new folder with --erasures {JOURNAL}"
        ));
    }
    let done = retention::replay(store, &journal, taken_at).await;
    let done = done.context(undone)?;
    let mut said = format!(
        "erased again: {} of the journal of erasures; {} are older than the backup",
        done.again, done.stood
    );
    if done.in_doubt > 0 {
        let more = format!(
            "\nleft alone: {} of which it is not known whether they were done, as what they name is in \
             use; erase it again by hand if it should go",
            done.in_doubt
        );
        said.push_str(&more);
    }
    Ok(said)
}
