//! What lies beside a file that was set aside: what of it was taken, and which parts were not and why.

use std::io::{self, Write};

use serde::Serialize;

use crate::feed::{intake::Tally, reject::Rejected, taking::Told};

/// So many stretches of bad parts are named; the rest is counted.
const MOST_STRETCHES: usize = 100_000;

/// What became of a file. Nothing of what stood in it.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Records read.
    read: u64,
    /// Records that brought a new incident.
    new: u64,
    /// Records that added something to a known incident.
    joined: u64,
    /// Records that added nothing.
    duplicate: u64,
    /// Records set aside.
    quarantined: u64,
    /// Why the file as a whole could not be read, or not to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
    /// The parts that were set aside, those that follow each other for one reason together.
    rejected: Vec<Stretch>,
    /// How many were set aside beyond those named.
    #[serde(skip_serializing_if = "is_none")]
    not_named: u64,
}

/// Parts that follow each other and were set aside for one reason.
#[derive(Debug, Serialize)]
struct Stretch {
    /// The line that the first begins on.
    line: u64,
    /// The line that the last begins on.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_line: Option<u64>,
    /// Which part of the file the first is, from 1.
    part: u64,
    /// Which part the last is.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_part: Option<u64>,
    reason: &'static str,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Report {
    /// Adds what a stretch of the file came to.
    pub fn add(&mut self, tally: &Tally) {
        self.read += tally.read;
        self.new += tally.new;
        self.joined += tally.joined;
        self.duplicate += tally.duplicate;
        self.quarantined += tally.quarantined;
    }

    /// Says that the file could not be read, or not to its end.
    pub fn refuse(&mut self, code: &'static str) {
        self.refused = Some(code);
    }

    /// Whether all of it was taken in.
    pub fn is_whole(&self) -> bool {
        self.refused.is_none() && self.quarantined == 0
    }

    /// Records read, and how many of them were set aside.
    pub fn counts(&self) -> (u64, u64) {
        (self.read, self.quarantined)
    }

    /// Writes it as JSON, and forces it to the disk.
    pub fn write(&self, file: &mut std::fs::File) -> io::Result<()> {
        serde_json::to_writer(io::BufWriter::new(&mut *file), self)?;
        file.write_all(b"\n")?;
        file.sync_all()
    }
}

/// The report of a file, and how many parts came before the stretch that is being read.
pub struct Hearing<'r> {
    pub report: &'r mut Report,
    pub before: u64,
}

impl Told for Hearing<'_> {
    fn set_aside(&mut self, part: u64, rejected: &Rejected) {
        let (line, reason) = (rejected.place.line, rejected.reason.code());
        let part = part + self.before;
        let stretches = &mut self.report.rejected;
        let last = stretches.last_mut().filter(|last| {
            let to = last.to_part.unwrap_or(last.part);
            last.reason == reason && to + 1 == part
        });
        if let Some(last) = last {
            (last.to_line, last.to_part) = (Some(line), Some(part));
        } else if stretches.len() < MOST_STRETCHES {
            stretches.push(Stretch {
                line,
                to_line: None,
                part,
                to_part: None,
                reason,
            });
        } else {
            self.report.not_named += 1;
        }
    }
}
