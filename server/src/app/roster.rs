//! `veer import roster`: people, shifts and duty periods into the store.

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
    feed::{
        digest,
        roster::{self, RosterParsed, profile::RosterProfile},
        roster_intake::{RosterIntake, RosterTally},
    },
};

/// Options of `veer import roster`.
#[derive(Args)]
pub(super) struct Roster {
    /// Mapping profile: which column is what, where the names of the columns do not tell.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Organisation, if the installation has several.
    #[arg(long)]
    org: Option<String>,
    /// Take away roles that were given by hand, where the file has a column of roles without them.
    #[arg(long)]
    roles_decide: bool,
    /// Print the result as one line of JSON.
    #[arg(long)]
    json: bool,
    /// The file.
    csv: PathBuf,
}

/// Reads the file to its end; people first, then what refers to them.
pub(super) async fn run(data: &Data, options: &Roster) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let open = || {
        File::open(&options.csv).with_context(|| format!("cannot read {}", options.csv.display()))
    };
    let digest = digest::of_reader(BufReader::new(open()?)).context("cannot read the file")?;
    let store = location::open(data, clock.now()).await?;
    let org = location::organisation(&store, options.org.as_deref(), clock.now()).await?;
    let profile = options.profile.as_deref();
    let profile = profile
        .map(RosterProfile::load)
        .transpose()
        .context("cannot use the profile")?;
    let rows = roster::read_by(BufReader::new(open()?), &org.time_zone, profile.as_ref())
        .with_context(|| format!("cannot read {}", options.csv.display()))?;
    let columns = rows.columns();
    let rows: Vec<RosterParsed> = rows.collect::<Result<_, _>>()?;
    let now = clock.now();
    let tally = RosterIntake {
        store: &store,
        org: &org,
        digest,
        columns,
        roles_decide: options.roles_decide,
    }
    .take(rows, now)
    .await?;
    print(&tally, options.json)?;
    Ok(ExitCode::SUCCESS)
}

fn print(tally: &RosterTally, json: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(tally)?)?;
        return Ok(());
    }
    writeln!(out, "{} records read", tally.read)?;
    writeln!(
        out,
        "  {} people, {} shifts, {} duty periods",
        tally.people, tally.shifts, tally.duties
    )?;
    if tally.quarantined > 0 {
        writeln!(
            out,
            "  {} set aside: mend the roster and read it again",
            tally.quarantined
        )?;
    }
    Ok(())
}
