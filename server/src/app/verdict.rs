//! `veer verdict`: what an incident list makes of a file of events.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context;
use clap::Args;
use jiff::tz::TimeZone;

use super::events::{self, Format};
use crate::feed::{
    eido, ndjson, pack,
    profile::Profile,
    verdict::{self, Register},
};

/// How many records that cannot be read are told one by one.
const MOST_TOLD: usize = 20;

/// Options of `veer verdict`.
#[derive(Args)]
pub(super) struct Options {
    /// Folder of the pack whose incident list judges.
    #[arg(long)]
    pack: PathBuf,
    /// Mapping profile of the file; the pack's own otherwise.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// How the file is written; its name tells otherwise.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Roster file: with it each line tells who was part of the incident.
    #[arg(long)]
    roster: Option<PathBuf>,
    /// The file.
    file: PathBuf,
}

/// Writes one JSON line for each incident of a file.
///
/// Records that cannot be read and kinds that the profile does not map are told on
/// standard error, by line number; a verdict on the rest is still given.
pub(super) fn run(options: &Options, out: &mut impl Write) -> anyhow::Result<()> {
    let name = || options.file.display().to_string();
    let list = pack::load_list(&options.pack)?.compile();
    let format = Format::of(options.format, &options.file);
    let profile = events::profile(options.profile.as_deref(), &options.pack)?;
    let zone = profile
        .as_ref()
        .map_or(TimeZone::UTC, |it| it.time_zone().clone());
    let crew = options.roster.as_deref();
    let crew = crew.map(|path| events::crew(path, &zone)).transpose()?;
    let shifts = crew.as_ref().map(|(shifts, _)| shifts.as_slice());
    let file = File::open(&options.file).with_context(name)?;
    let register = match format {
        Format::Csv => {
            let profile = profile.as_ref().context("a register needs --profile")?;
            verdict::judge(file, profile, &list, shifts)
        }
        Format::Ndjson => verdict::judge_records(ndjson::read_from(file), &list, shifts),
        Format::Eido => {
            let source = profile
                .as_ref()
                .map_or("eido", |profile: &Profile| &profile.source);
            let profile = profile.as_ref();
            let reading = eido::Reading { source, profile };
            let documents = eido::read_from(file, &reading);
            verdict::judge_records(documents.map(|it| it.map_err(Into::into)), &list, shifts)
        }
    };
    let register = register.with_context(name)?;
    match print(&register, out) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        written => written?,
    }
    tell(&register);
    Ok(())
}

fn print(register: &Register, out: &mut impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for line in &register.lines {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn tell(register: &Register) {
    for rejected in register.rejected.iter().take(MOST_TOLD) {
        let (line, reason) = (rejected.place.line, rejected.reason.code());
        eprintln!("line {line}: not read ({reason})");
    }
    if let Some(more) = register.rejected.len().checked_sub(MOST_TOLD + 1) {
        eprintln!("and {} more lines that were not read", more + 1);
    }
    for (kind, rows) in &register.unmapped {
        eprintln!("the profile does not map the kind {kind:?} ({rows} rows)");
    }
}
