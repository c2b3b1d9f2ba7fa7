//! Years of events against one list or two: what each would signal, and which events change (R044).
//!
//! The same judging as for one live event, on all cores, in memory that does not grow with the
//! number of events, with one result whatever the number of threads. Messages about one event are
//! joined as the intake joins them, as long as fewer than [`open::WINDOW`] other events stand between.
//!
//! A plain line of a live feed is read without copying; any other is read by [`super::ndjson`],
//! so that both say the same (a test holds them side by side).

mod again;
mod clock;
mod count;
mod line;
mod open;
mod outcome;
mod read;
mod stretch;
mod tally;
mod words;

use std::{
    fs::File,
    io::{self, Write},
    path::PathBuf,
};

use care::{event::EventRecord, exposure::Crews, incident::CompiledList};
use jiff::tz::TimeZone;

pub use open::WINDOW;
pub use outcome::{ByPerson, Change, Outcome, Said, Signals};

use super::{
    csv::{self, FileError, Parsed},
    eido,
    profile::Profile,
};
use count::Count;

/// Within how many other events messages are joined where memory is short.
const NARROW: usize = 20_000;

/// What is tried, and on what grounds.
pub struct Trial<'a> {
    /// The list under trial, and the one beside which it is laid.
    pub lists: Vec<&'a CompiledList>,
    /// The zone in which weeks and hours are told.
    pub zone: TimeZone,
    /// Who worked when; without it nobody is counted.
    pub crews: Option<&'a Crews>,
    /// How many threads read; 0 for one for each core.
    pub threads: usize,
}

/// A file of events.
pub enum Source {
    /// One JSON object per line, as a live feed sends them.
    Lines(PathBuf),
    /// A day register, read by a profile.
    Register(PathBuf, Box<Profile>),
    /// Emergency incident data documents, with what the sender's own words mean.
    Documents(PathBuf, Option<Box<Profile>>),
}

impl Source {
    /// Where it stands.
    #[must_use]
    pub const fn path(&self) -> &PathBuf {
        match self {
            Self::Lines(path) | Self::Register(path, _) | Self::Documents(path, _) => path,
        }
    }
}

/// Why a trial did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// A file cannot be read.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A register cannot be read as one.
    #[error("{}: {error}", path.display())]
    Register {
        /// Which.
        path: PathBuf,
        /// Why.
        error: FileError,
    },
    /// The ledger cannot be written.
    #[error("cannot write the ledger: {0}")]
    Ledger(io::Error),
    /// The threads cannot be started.
    #[error("cannot start the threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Runs the lists over the files, in this order.
///
/// `ledger` gets a line for everybody who was part of an event on the first list; `told` hears how
/// many bytes were read.
///
/// # Errors
/// When a file cannot be read on; bad lines are counted by reason and do not stop the others.
pub fn run<'a>(
    trial: &'a Trial<'a>,
    sources: &[Source],
    ledger: Option<&'a mut (dyn Write + Send)>,
    mut told: impl FnMut(u64) + Send,
) -> Result<Outcome, TrialError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(trial.threads)
        .build()?;
    let mut count = Count::new(trial, ledger);
    let mut bytes = 0;
    for (number, source) in (0..).zip(sources) {
        let path = source.path();
        let unreadable = |error| TrialError::Unreadable {
            path: path.clone(),
            error,
        };
        let file = File::open(path).map_err(unreadable)?;
        match source {
            Source::Lines(_) => {
                let again = File::open(path).map_err(unreadable)?;
                count.reads(number, again);
                read::lines(trial, &pool, file, number, &mut count, &mut |more| {
                    bytes += more;
                    told(bytes);
                })
                .map_err(unreadable)?;
            }
            Source::Register(_, profile) => {
                let register = |error| TrialError::Register {
                    path: path.clone(),
                    error,
                };
                let rows = csv::read(file, profile).map_err(register)?;
                count.records(rows).map_err(register)?;
            }
            Source::Documents(_, profile) => {
                let profile = profile.as_deref();
                let source = profile.map_or("eido", |profile| &profile.source);
                let reading = eido::Reading { source, profile };
                let documents = eido::read_from(file, &reading);
                count
                    .records(documents.map(|document| document.map_err(FileError::from)))
                    .map_err(|error| TrialError::Register {
                        path: path.clone(),
                        error,
                    })?;
            }
        }
    }
    count.finish().map_err(TrialError::Ledger)
}

/// Runs the lists over records as they come, in one thread and in little memory.
///
/// For a file that is read while it comes in and that is kept nowhere: messages about one event are
/// joined as long as fewer than `NARROW` others stand between.
///
/// # Errors
/// When the records end before their time; bad ones are counted by reason.
pub fn run_records(
    trial: &Trial<'_>,
    records: impl Iterator<Item = Result<Parsed, FileError>>,
) -> Result<Outcome, FileError> {
    let mut count = Count::within(NARROW, trial, None);
    count.records(records)?;
    Ok(count.finish()?)
}

/// Runs the lists over events that the store keeps, each joined already, in one thread.
///
/// # Errors
/// When the events end before their time.
pub fn run_events(
    trial: &Trial<'_>,
    events: impl Iterator<Item = io::Result<EventRecord>>,
) -> io::Result<Outcome> {
    let mut count = Count::within(1, trial, None);
    for event in events {
        count.joined(event?)?;
    }
    count.finish()
}

#[cfg(test)]
mod tests;
