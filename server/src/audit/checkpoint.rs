//! Checkpoints: signed lines that say how the log ended on a day.
//!
//! `{"format":"veer-checkpoint/1","payload":"<JSON>","signer","signature"}`; signed is the format,
//! a line feed and the payload. They are worth what the place is worth where they are kept: away
//! from the database, with whoever is to notice.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io::{self, BufRead, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::seal::signature::{self, Seed};

/// The file in the data folder that checkpoints are added to.
pub const FILE: &str = "checkpoints.ndjson";
const FORMAT: &str = "veer-checkpoint/1";

/// How an organisation's log ended at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The organisation.
    pub org: String,
    /// The number of the last row.
    pub number: i64,
    /// Its digest.
    pub hash: String,
    /// When, in UTC.
    pub at: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    format: String,
    payload: String,
    signer: String,
    signature: String,
}

/// The checkpoints of a file, by organisation and number.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checkpoints {
    /// Number and digest.
    pub by_org: BTreeMap<String, BTreeMap<i64, String>>,
    /// Lines that are none, or not signed by the key: their line numbers.
    pub refused: Vec<usize>,
}

impl Checkpoint {
    /// The signed line.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn line(&self, seed: &Seed) -> serde_json::Result<String> {
        let payload = serde_json::to_string(self)?;
        let line = Line {
            format: FORMAT.to_owned(),
            signature: seed.sign(&signed(&payload)),
            signer: seed.signer(),
            payload,
        };
        serde_json::to_string(&line)
    }
}

impl Checkpoints {
    /// Reads lines; what does not verify under `signer` is set apart.
    ///
    /// # Errors
    /// When the lines cannot be read.
    pub fn read(lines: impl BufRead, signer: &str) -> io::Result<Self> {
        let mut found = Self::default();
        for (line, at) in lines.lines().zip(1..) {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let Some(checkpoint) = verified(&line, signer) else {
                found.refused.push(at);
                continue;
            };
            let numbers = found.by_org.entry(checkpoint.org).or_default();
            let known = numbers
                .entry(checkpoint.number)
                .or_insert_with(|| checkpoint.hash.clone());
            if *known != checkpoint.hash {
                // Two signed ends with one number: the log was written anew in between.
                found.refused.push(at);
            }
        }
        Ok(found)
    }
}

fn verified(line: &str, signer: &str) -> Option<Checkpoint> {
    let line: Line = serde_json::from_str(line).ok()?;
    if line.format != FORMAT || line.signer != signer {
        return None;
    }
    signature::verify(&signed(&line.payload), &line.signature, signer).ok()?;
    serde_json::from_str(&line.payload).ok()
}

fn signed(payload: &str) -> String {
    format!("{FORMAT}\n{payload}")
}

/// Adds a line to a file, whole or not at all.
///
/// # Errors
/// When the file cannot be written; a part of a line is taken back then.
pub fn append(file: &Path, line: &str) -> io::Result<()> {
    let mut open = OpenOptions::new().create(true).append(true).open(file)?;
    let length = open.metadata()?.len();
    let written = open
        .write_all(format!("{line}\n").as_bytes())
        .and_then(|()| open.sync_data());
    if written.is_err() {
        open.set_len(length)?;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint(number: i64) -> Checkpoint {
        Checkpoint {
            org: "org-1".to_owned(),
            number,
            hash: "ab".repeat(32),
            at: "2026-03-03T02:12:00Z".to_owned(),
        }
    }

    #[test]
    fn a_line_counts_only_as_it_was_signed() {
        let (seed, other) = (Seed::from_bytes(&[1; 32]), Seed::from_bytes(&[2; 32]));
        let line = checkpoint(7).line(&seed).expect("a line");
        let lines = [
            line.clone(),
            line.replace(":7,", ":8,"),
            line.replace("abab", "abac"),
            checkpoint(9).line(&other).expect("a line"),
            "{}".to_owned(),
            String::new(),
            "no JSON".to_owned(),
        ];
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &seed.signer()).expect("reads");
        let numbers: Vec<i64> = read.by_org["org-1"].keys().copied().collect();
        assert_eq!(numbers, [7]);
        assert_eq!(read.refused, [2, 3, 4, 5, 7]);
    }

    #[test]
    fn two_ends_with_one_number_are_told() {
        let seed = Seed::from_bytes(&[1; 32]);
        let mut other = checkpoint(7);
        other.hash = "cd".repeat(32);
        let lines = [checkpoint(7), checkpoint(7), other].map(|c| c.line(&seed).expect("a line"));
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &seed.signer()).expect("reads");
        assert_eq!(read.refused, [3]);
    }

    #[test]
    fn lines_are_added() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        append(&file, "one").expect("written");
        append(&file, "two").expect("written");
        assert_eq!(std::fs::read_to_string(&file).expect("reads"), "one\ntwo\n");
    }
}
