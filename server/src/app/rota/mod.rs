//! `veer rota`: making and judging a rota in a file, without any database.

mod told;
mod words;

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use care::roster::{Rota, check};
use clap::{Args, Subcommand};
use jiff::SignedDuration;

use crate::{
    clock::Clock,
    rota::{
        self,
        instance::{Instance, InstanceError, LARGEST},
    },
};

/// What to do with a rota.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a rota for an instance; what cannot be served is named.
    Generate(Generate),
    /// Tell everything that is wrong with the plan of an instance; fails when there is anything.
    Check(Check),
}

/// Options of `veer rota generate`.
#[derive(Args)]
pub(super) struct Generate {
    /// File with the instance (docs/rota.md).
    #[arg(long)]
    instance: PathBuf,
    /// How long to search at most; what was found until then is given.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=3600))]
    seconds: u16,
    /// Day by day, whoever has had least first, without any search.
    #[arg(long, hide = true)]
    greedy: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Options of `veer rota check`.
#[derive(Args)]
pub(super) struct Check {
    /// File with an instance that has a plan.
    file: PathBuf,
}

/// Runs one of the commands.
pub(super) fn run(command: &Command, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let written = match command {
        Command::Generate(options) => generate(options, out)?,
        Command::Check(options) => judge(options, out)?,
    };
    match written {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        written => Ok(written?),
    }
}

fn generate(options: &Generate, out: &mut impl Write) -> anyhow::Result<io::Result<ExitCode>> {
    let task = read(&options.instance)?.task();
    let clock = Clock::system();
    let plan = if options.greedy {
        rota::day_by_day(&task, &clock)
    } else {
        let time = SignedDuration::from_secs(options.seconds.into());
        rota::generate(&task, &clock, time)
    };
    let written = if options.json {
        told::json(&plan, out)
    } else {
        told::table(&plan, out)
    };
    Ok(written.map(|()| ExitCode::SUCCESS))
}

fn judge(options: &Check, out: &mut impl Write) -> anyhow::Result<io::Result<ExitCode>> {
    let instance = read(&options.file)?;
    if instance.plan.is_none() {
        return Err(InstanceError::NoPlan).with_context(|| options.file.display().to_string());
    }
    let (task, duties) = (instance.task(), instance.duties());
    let rota = Rota {
        slots: &task.slots,
        duties: &duties,
        facts: &task.facts,
        limits: &task.limits,
        tz: &task.tz,
    };
    let found = check(&rota);
    let mut tell = || {
        for violation in &found {
            writeln!(out, "{}", words::violation(violation))?;
        }
        match found.len() {
            0 => writeln!(out, "nothing is wrong with this plan"),
            1 => writeln!(out, "1 violation"),
            many => writeln!(out, "{many} violations"),
        }
    };
    let code = if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    };
    Ok(tell().map(|()| code))
}

/// Reads an instance, and no more of a file than an instance can be.
fn read(path: &Path) -> anyhow::Result<Instance> {
    let name = || path.display().to_string();
    let file = File::open(path).with_context(name)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(name)?;
    Instance::read(&bytes).with_context(name)
}
