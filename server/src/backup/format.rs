//! The lines of a backup, one JSON value each.
//!
//! First the header, then each table with its rows, at last the end with the
//! counts and the SHA-256 of every byte before it. docs/backup.md has it for
//! people who read a backup without Veer.

use std::collections::BTreeMap;
use std::io::{self, Write};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name and version of this format.
pub(super) const FORMAT: &str = "veer-backup/1";

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: String,
    /// The version of the schema that the rows have.
    pub(super) schema: i64,
    /// When the backup was taken, in milliseconds UTC.
    pub(super) at: i64,
    /// When it is to be thrown away.
    pub(super) until: i64,
    pub(super) organisations: Vec<String>,
}

/// A table; its rows follow as arrays in the order of the columns.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TableLine {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    /// Whether its rows stay behind on purpose.
    pub(super) left_out: bool,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EndLine {
    pub(super) end: End,
}

/// How many rows each table has, and the digest of everything before.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) rows: BTreeMap<String, u64>,
    pub(super) sha256: String,
}

/// The digest of lines, as they are written or read.
#[derive(Default)]
pub(super) struct Lines(Sha256);

impl Lines {
    /// Takes in a line with its end.
    pub(super) fn take(&mut self, line: &[u8]) {
        self.0.update(line);
    }

    pub(super) fn digest(&self) -> String {
        HEXLOWER.encode(&self.0.clone().finalize())
    }

    /// Writes a value as a line and takes it in.
    pub(super) fn write(&mut self, out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.take(&line);
        out.write_all(&line)
    }
}
