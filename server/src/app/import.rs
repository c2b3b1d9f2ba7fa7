//! `veer import dispatch`: a day register into the store.

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
    clock::Clock,
    feed::{csv, digest, intake::Tally, pack, profile::Profile, register},
    founding,
};

/// Options of `veer import dispatch`.
#[derive(Args)]
pub(super) struct Dispatch {
    /// Mapping profile: which column is what.
    #[arg(long)]
    profile: PathBuf,
    /// Pack whose incident list judges from now on; the first import takes the Dutch ambulance list.
    #[arg(long)]
    pack: Option<PathBuf>,
    /// Organisation, if the installation has several.
    #[arg(long)]
    org: Option<String>,
    /// Print the result as one line of JSON.
    #[arg(long)]
    json: bool,
    /// The file.
    csv: PathBuf,
}

/// Reads the file to its end; each batch is durable before the next is read.
pub(super) async fn run(data: &Data, options: &Dispatch) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let profile = Profile::load(&options.profile)
        .with_context(|| format!("cannot use the profile {}", options.profile.display()))?;
    let list = options.pack.as_deref().map(pack::load_list).transpose()?;
    let open = || {
        File::open(&options.csv).with_context(|| format!("cannot read {}", options.csv.display()))
    };
    let digest = digest::of_reader(BufReader::new(open()?)).context("cannot read the file")?;
    let rows = csv::read(BufReader::with_capacity(1 << 16, open()?), &profile)
        .with_context(|| format!("cannot read {}", options.csv.display()))?;

    let store = location::open(data, clock.now()).await?;
    let org = location::organisation(&store, options.org.as_deref(), clock.now()).await?;
    if let Some(list) = list {
        founding::adopt_list(&store, &org, &list, clock.now()).await?;
    }
    let begun = clock.now();
    let tally = register::take(&store, &org, rows, &profile, digest, begun, |_| {}).await?;
    print(&tally, options.json)?;
    Ok(ExitCode::SUCCESS)
}

fn print(tally: &Tally, json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(tally)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "{} records read, {} incidents",
        tally.read, tally.incidents
    )?;
    writeln!(
        out,
        "  {} new, {} joined, {} duplicate",
        tally.new, tally.joined, tally.duplicate
    )?;
    if tally.quarantined > 0 {
        writeln!(
            out,
            "  {} set aside: mend the source or the profile and read it again",
            tally.quarantined
        )?;
    }
    Ok(())
}
