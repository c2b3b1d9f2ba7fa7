//! `veer backup` and `veer restore`.

use std::{
    fs::File,
    io::{BufReader, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;

use super::{Data, location};
use crate::{
    backup::{self, LEFT_OUT, Recipients},
    clock::Clock,
    store::FILE,
};

/// Options of `veer backup`.
#[derive(Args)]
pub(super) struct Backup {
    /// The file to write; there may be none of that name yet.
    file: PathBuf,
    /// Offline key to seal the backup to (age1…); may be given more than once.
    #[arg(long)]
    recipient: Vec<String>,
    /// File with such keys, one on a line.
    #[arg(long)]
    recipients_file: Option<PathBuf>,
    /// After how many days this backup is thrown away.
    #[arg(long, default_value_t = 30)]
    keep_days: u16,
}

/// Options of `veer restore`.
#[derive(Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// File with the secret key that opens it.
    #[arg(long)]
    identity: PathBuf,
}

/// Takes a backup while the server goes on.
pub(super) async fn backup(data: &Data, options: &Backup) -> anyhow::Result<ExitCode> {
    let listed = options.recipients_file.as_ref().map(|file| {
        let read = std::fs::read_to_string(file);
        read.with_context(|| format!("cannot read {}", file.display()))
    });
    let recipients = Recipients::parse(&options.recipient, listed.transpose()?.as_deref())?;
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

/// Reads a backup back into an empty database.
pub(super) async fn restore(data: &Data, options: &Restore) -> anyhow::Result<ExitCode> {
    let keys = File::open(&options.identity)
        .with_context(|| format!("cannot read {}", options.identity.display()))?;
    let keys = backup::identities(BufReader::new(keys))?;
    let sealed = File::open(&options.file)
        .with_context(|| format!("cannot read {}", options.file.display()))?;
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let restored = backup::restore(&store, sealed, &keys).await?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "restored {} rows of {} organisations, as they were at {}",
        restored.rows,
        restored.organisations.len(),
        restored
            .at
            .zoned(&jiff::tz::TimeZone::UTC)
            .strftime("%Y-%m-%d %H:%M UTC"),
    )?;
    writeln!(
        out,
        "left out: {}; everybody signs in again",
        LEFT_OUT.join(", ")
    )?;
    Ok(ExitCode::SUCCESS)
}
