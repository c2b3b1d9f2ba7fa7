//! Checkpoints: signed lines that say how the log ended on a day.
//!
//! `{"format":"veer-checkpoint/1","payload":"<JSON>","signer","signature"}`; signed is the format,
//! a line feed and the payload. They are worth what the place is worth where they are kept: away
//! from the database, with whoever is to notice.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::{
    private,
    seal::signature::{self, Seed},
};

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
    /// Whether a backup was restored up to here: what was signed of later rows was given up.
    #[serde(default, skip_serializing_if = "is_not")]
    pub restored: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks"
)]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

#[derive(Serialize, Deserialize)]
struct Line {
    format: String,
    payload: String,
    signer: String,
    signature: String,
}

/// What a file has of one organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Digests by number; what a restore gave up is not among them.
    pub numbers: BTreeMap<i64, String>,
    /// The lines that say that a backup was restored, in their order.
    pub restored: Vec<Checkpoint>,
    /// When the last line was signed, in UTC.
    pub last_at: String,
}

/// The checkpoints of a file, by organisation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checkpoints {
    /// Each organisation that has any.
    pub by_org: BTreeMap<String, Kept>,
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
    /// Reads lines in their order; what verifies under none of the signers is set apart.
    ///
    /// # Errors
    /// When the lines cannot be read.
    pub fn read(lines: impl BufRead, signers: &[String]) -> io::Result<Self> {
        let mut found = Self::default();
        for (line, at) in lines.lines().zip(1..) {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let Some(checkpoint) = verified(&line, signers) else {
                found.refused.push(at);
                continue;
            };
            let kept = found.by_org.entry(checkpoint.org.clone()).or_default();
            if !kept.add(checkpoint) {
                // Two signed ends with one number: the log was written anew in between.
                found.refused.push(at);
            }
        }
        Ok(found)
    }

    /// The checkpoints of the file, none if there is no file.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn of_file(file: &Path, signers: &[String]) -> io::Result<Self> {
        match File::open(file) {
            Ok(open) => Self::read(BufReader::new(open), signers),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// What is kept of an organisation.
    #[must_use]
    pub fn of(&self, org: &str) -> Kept {
        self.by_org.get(org).cloned().unwrap_or_default()
    }
}

impl Kept {
    /// Takes the next line; false when it contradicts one before.
    fn add(&mut self, line: Checkpoint) -> bool {
        self.last_at.clone_from(&line.at);
        if line.restored {
            self.numbers.retain(|number, _| *number <= line.number);
        }
        let known = self.numbers.entry(line.number);
        let fits = *known.or_insert_with(|| line.hash.clone()) == line.hash;
        if line.restored {
            self.restored.push(line);
        }
        fits
    }
}

fn verified(line: &str, signers: &[String]) -> Option<Checkpoint> {
    let line: Line = serde_json::from_str(line).ok()?;
    if line.format != FORMAT || !signers.contains(&line.signer) {
        return None;
    }
    signature::verify(&signed(&line.payload), &line.signature, &line.signer).ok()?;
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
    let mut open = private::options().create(true).append(true).open(file)?;
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
            restored: false,
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
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &[seed.signer()]).expect("reads");
        let numbers: Vec<i64> = read.of("org-1").numbers.into_keys().collect();
        assert_eq!(numbers, [7]);
        assert_eq!(read.refused, [2, 3, 4, 5, 7]);
    }

    #[test]
    fn two_ends_with_one_number_are_told() {
        let seed = Seed::from_bytes(&[1; 32]);
        let mut other = checkpoint(7);
        other.hash = "cd".repeat(32);
        let lines = [checkpoint(7), checkpoint(7), other].map(|c| c.line(&seed).expect("a line"));
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &[seed.signer()]).expect("reads");
        assert_eq!(read.refused, [3]);
    }

    #[test]
    fn a_restore_gives_up_what_was_signed_of_later_rows() {
        let (old, new) = (Seed::from_bytes(&[1; 32]), Seed::from_bytes(&[2; 32]));
        let restored = Checkpoint {
            restored: true,
            ..checkpoint(7)
        };
        let lines = [
            checkpoint(5).line(&old),
            checkpoint(9).line(&old),
            restored.line(&new),
            checkpoint(8).line(&new),
        ]
        .map(|line| line.expect("a line"));
        let signers = [old.signer(), new.signer()];
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &signers).expect("reads");
        let kept = read.of("org-1");
        assert_eq!(kept.numbers.into_keys().collect::<Vec<_>>(), [5, 7, 8]);
        assert_eq!((kept.restored, read.refused), (vec![restored], vec![]));
        // Who lacks the key of the later lines is told of them.
        let read = Checkpoints::read(lines.join("\n").as_bytes(), &signers[..1]).expect("reads");
        assert_eq!(read.refused, [3, 4]);
        assert_eq!(
            read.of("org-1").numbers.into_keys().collect::<Vec<_>>(),
            [5, 9]
        );
    }

    #[test]
    fn a_line_of_an_ordinary_day_is_as_it_was() {
        let line = checkpoint(7).line(&Seed::from_bytes(&[1; 32]));
        assert!(!line.expect("a line").contains("restored"));
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
