//! Files of events for the commands that read them and store nothing.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use care::{exposure::Shift, ids::PersonId};
use clap::ValueEnum;
use jiff::tz::TimeZone;

use crate::feed::{
    profile::Profile,
    roster::{self, RosterParsed, RosterRow},
};

/// How a file of events is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A day register, read by a mapping profile.
    Csv,
    /// One JSON object per line, as a live feed sends them.
    Ndjson,
    /// Emergency incident data documents (NENA-STA-021.1).
    Eido,
}

impl Format {
    /// The format that was asked for, or that the file's name tells; a register otherwise.
    pub(super) fn of(asked: Option<Self>, path: &Path) -> Self {
        let told = path.extension().and_then(|it| it.to_str());
        asked.unwrap_or(match told.unwrap_or_default() {
            "ndjson" | "jsonl" => Self::Ndjson,
            "json" | "eido" => Self::Eido,
            _ => Self::Csv,
        })
    }
}

/// The mapping profile: the one that was named, or that of the pack.
pub(super) fn profile(named: Option<&Path>, pack: &Path) -> anyhow::Result<Option<Profile>> {
    let own = pack.join("profile.toml");
    let path: Option<PathBuf> = match named {
        Some(named) => Some(named.to_owned()),
        None => own.exists().then_some(own),
    };
    let load = |path: PathBuf| Profile::load(&path).with_context(|| path.display().to_string());
    path.map(load).transpose()
}

/// Who worked when, and everybody, by staff number.
pub(super) type Crew = (Vec<Shift>, Vec<PersonId>);

/// The shifts of a roster; a row that cannot be read is told and passed over.
pub(super) fn crew(path: &Path, zone: &TimeZone) -> anyhow::Result<Crew> {
    let name = || path.display().to_string();
    let file = File::open(path).with_context(name)?;
    let (mut shifts, mut people, mut bad) = (Vec::new(), Vec::new(), 0_u64);
    for row in roster::read(file, zone).with_context(name)? {
        match row.with_context(name)? {
            RosterParsed::Read(RosterRow::Person(person), _) => {
                people.push(PersonId::new(person.id.as_str()));
            }
            RosterParsed::Read(RosterRow::Shift(shift), _) => shifts.push(Shift {
                person: PersonId::new(shift.person.as_str()),
                unit: shift.unit,
                from: shift.from,
                until: shift.until,
            }),
            RosterParsed::Read(RosterRow::Unit(_) | RosterRow::Duty(_), _) => {}
            RosterParsed::Rejected(_) => bad += 1,
        }
    }
    if shifts.is_empty() && people.is_empty() {
        bail!("{}: no person and no shift in it can be read", name());
    }
    if bad > 0 {
        eprintln!("{}: {bad} rows were not read", name());
    }
    Ok((shifts, people))
}
