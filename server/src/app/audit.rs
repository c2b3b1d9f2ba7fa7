//! `veer audit`: checks the access log, signs its end, tells the key.

use std::{
    fs::File,
    io::{BufReader, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use care::{ids::OrgId, time::Instant};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Data, location};
use crate::{
    audit::{
        check::{self, Checked},
        checkpoint::{self, Checkpoints, Kept},
        finding::{Finding, Kind},
        key,
    },
    clock::Clock,
    jobs::checkpoint::{Notary, lost, sign, sign_restored},
    store::Store,
};

/// What `veer audit` does.
#[derive(Subcommand)]
pub(super) enum Audit {
    /// Check that no row of the access log was changed, taken away, moved or put in between.
    Verify(Verify),
    /// Sign the present end of the access log now; `serve` does so once a day.
    Checkpoint(Sign),
    /// Print the public key that checkpoints are signed with; keep it elsewhere.
    Key,
}

/// Options of `veer audit verify`.
#[derive(Args)]
pub(super) struct Verify {
    /// One organisation, by its id; all of them otherwise.
    #[arg(long)]
    organisation: Option<String>,
    /// Signed checkpoints to hold the log against; best those kept elsewhere.
    #[arg(long)]
    checkpoints: Option<PathBuf>,
    /// The public key of the checkpoints, as kept elsewhere; this installation's own otherwise. More
    /// than once when the key became another, after a restore.
    #[arg(long, requires = "checkpoints")]
    key: Vec<String>,
    /// Print the result as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Options of `veer audit checkpoint`.
#[derive(Args)]
pub(super) struct Sign {
    /// The file to add to; `checkpoints.ndjson` in the data folder otherwise.
    #[arg(long)]
    checkpoints: Option<PathBuf>,
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    ok: bool,
    organisations: Vec<Log>,
    /// Lines of the file that are no checkpoints of this key.
    refused_lines: Vec<usize>,
    seconds: f64,
}

/// One organisation's log.
#[derive(Serialize)]
struct Log {
    organisation: String,
    rows: u64,
    first: i64,
    last: i64,
    head: String,
    older_rows: i64,
    checkpoints: u64,
    /// The last row of each backup that was restored, and when.
    restored: Vec<Restored>,
    findings: Vec<Finding>,
    finding_count: u64,
}

/// Where a restored backup ended: what was written after it was lost then.
#[derive(Serialize)]
struct Restored {
    number: i64,
    at: String,
}

/// Runs one of them; exit code 1 when something does not fit.
pub(super) async fn run(data: &Data, what: &Audit) -> anyhow::Result<ExitCode> {
    match what {
        Audit::Verify(options) => verify(data, options).await,
        Audit::Checkpoint(options) => checkpoint(data, options).await,
        Audit::Key => {
            let seed = key::load_or_make(&data.data_dir).context("cannot make the key")?;
            writeln!(std::io::stdout(), "{}", seed.signer())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The key and the file of checkpoints of this installation.
pub(super) fn notary(data: &Data, file: Option<PathBuf>) -> anyhow::Result<Notary> {
    let seed = key::load_or_make(&data.data_dir)
        .with_context(|| format!("cannot make or read {} in the data folder", key::FILE))?;
    let file = file.unwrap_or_else(|| data.data_dir.join(checkpoint::FILE));
    Ok(Notary { seed, file })
}

/// Signs that the log was restored with a backup, and says so in a sentence.
pub(super) async fn restored(data: &Data, store: &Store, now: Instant) -> anyhow::Result<String> {
    let ends = sign_restored(store, &notary(data, None)?, now).await?;
    let broken = ends.iter().filter(|end| end.is_none()).count();
    Ok(match (ends.len(), broken) {
        (0, _) => "the access log is empty".to_owned(),
        (_, 0) => format!(
            "the end of the restored access log is signed in {}: send that line to whoever keeps \
             the checkpoints, with the key of veer audit key",
            checkpoint::FILE
        ),
        _ => "the restored access log does not fit together: run veer audit verify".to_owned(),
    })
}

async fn checkpoint(data: &Data, options: &Sign) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let notary = notary(data, options.checkpoints.clone())?;
    let mut whole = true;
    for org in store.organisations().await? {
        whole &= sign(&store, &notary, &org, clock.now()).await?;
    }
    anyhow::ensure!(
        whole,
        "the access log does not fit together: run veer audit verify"
    );
    writeln!(std::io::stdout(), "{}", notary.file.display())?;
    Ok(ExitCode::SUCCESS)
}

async fn verify(data: &Data, options: &Verify) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let kept = kept(data, options)?;
    let store = location::open(data, clock.now()).await?;
    let organisations = match &options.organisation {
        Some(id) => {
            let found = store.organisation(&OrgId::new(id)).await?;
            vec![found.with_context(|| format!("there is no organisation with the id {id}"))?]
        }
        None => store.organisations().await?,
    };
    let begun = clock.real_now();
    let mut logs = Vec::new();
    for org in &organisations {
        let kept = kept.of(org.id.as_str());
        let checked = check::check(&store, &org.id, &kept.numbers).await?;
        logs.push(Log::of(org.id.as_str(), checked, kept));
    }
    if options.organisation.is_none() {
        let lost = lost(&kept, &organisations).into_iter();
        logs.extend(lost.map(|org| Log::lost(org, kept.of(org))));
    }
    let took = clock.real_now().since(begun);
    let report = Report {
        ok: kept.refused.is_empty() && logs.iter().all(|log| log.finding_count == 0),
        organisations: logs,
        refused_lines: kept.refused,
        seconds: took.as_secs_f64(),
    };
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        report.print(&mut out)?;
    }
    Ok(if report.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The checkpoints to hold the log against: of the file that was named, or of the data folder.
fn kept(data: &Data, options: &Verify) -> anyhow::Result<Checkpoints> {
    let file = options
        .checkpoints
        .clone()
        .unwrap_or_else(|| data.data_dir.join(checkpoint::FILE));
    if options.checkpoints.is_none() && !file.exists() {
        return Ok(Checkpoints::default());
    }
    let mut signers: Vec<String> = options.key.iter().map(|key| key.trim().into()).collect();
    if signers.is_empty() {
        let own = key::load(&data.data_dir)
            .context("cannot read the key in the data folder")?
            .context("there is no key in the data folder: name the public one with --key")?;
        signers.push(own.signer());
    }
    let open = File::open(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Checkpoints::read(BufReader::new(open), &signers)
        .with_context(|| format!("cannot read {}", file.display()))
}

fn restored_lines(kept: Kept) -> Vec<Restored> {
    let lines = kept.restored.into_iter();
    lines
        .map(|line| Restored {
            number: line.number,
            at: line.at,
        })
        .collect()
}

impl Log {
    fn of(organisation: &str, checked: Checked, kept: Kept) -> Self {
        Self {
            organisation: organisation.to_owned(),
            rows: checked.walked.rows,
            first: checked.first,
            last: checked.last,
            head: checked.walked.head,
            older_rows: checked.unchained,
            checkpoints: checked.walked.checked,
            restored: restored_lines(kept),
            findings: checked.walked.findings.told,
            finding_count: checked.walked.findings.count,
        }
    }

    /// A log that was signed and of which nothing is left, not even its organisation.
    fn lost(organisation: &str, kept: Kept) -> Self {
        let until = kept.numbers.keys().next_back().copied().unwrap_or(0);
        let finding = Finding {
            kind: Kind::Truncated,
            number: 1,
            until,
        };
        Self {
            organisation: organisation.to_owned(),
            rows: 0,
            first: 0,
            last: 0,
            head: String::new(),
            older_rows: 0,
            checkpoints: 0,
            restored: restored_lines(kept),
            findings: vec![finding],
            finding_count: 1,
        }
    }
}

impl Report {
    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        for log in &self.organisations {
            writeln!(
                out,
                "organisation {}: {} rows, {} checkpoints, head {}",
                log.organisation, log.rows, log.checkpoints, log.head
            )?;
            if log.older_rows > 0 {
                writeln!(out, "  {} older rows have no chain", log.older_rows)?;
            }
            for Restored { number, at } in &log.restored {
                writeln!(
                    out,
                    "  restored from a backup on {at}: rows after {number} were lost then"
                )?;
            }
            for finding in &log.findings {
                let (from, until) = (finding.number, finding.until);
                let numbers = if from == until {
                    format!("row {from}")
                } else {
                    format!("rows {from} to {until}")
                };
                writeln!(out, "  {numbers}: {}", finding.kind.words())?;
            }
            let told = log.findings.len() as u64;
            if log.finding_count > told {
                writeln!(out, "  and {} more", log.finding_count - told)?;
            }
        }
        for line in &self.refused_lines {
            writeln!(
                out,
                "checkpoints, line {line}: not signed with this key, or contradicts another"
            )?;
        }
        let verdict = if self.ok { "whole" } else { "NOT WHOLE" };
        writeln!(out, "{verdict}, checked in {:.1} s", self.seconds)
    }
}
