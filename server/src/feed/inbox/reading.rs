//! Reads a file beside the server's work: a slow disk keeps nobody waiting.

use std::fs::File;
use std::io::{BufReader, Seek as _};

use tokio::sync::mpsc;

use crate::feed::{
    Profile,
    csv::{self, FileError, Parsed},
    digest, eido,
    intake::BATCH,
    ndjson,
};

/// So many batches wait at most: the reader stops until one is taken.
const WAITING: usize = 2;

/// How a file is written, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A day register.
    Register,
    /// Events, one per line.
    Lines,
    /// EIDO documents.
    Eido,
}

impl Format {
    /// The format that the end of a file's name tells.
    pub fn of(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Register),
            "ndjson" | "jsonl" => Some(Self::Lines),
            "json" => Some(Self::Eido),
            _ => None,
        }
    }
}

/// A batch of parts, or why the file cannot be read on.
pub type Batch = Result<Vec<Parsed>, FileError>;

/// How a file is read.
pub struct Reading {
    /// How it is written.
    pub format: Format,
    /// The source that lays it there.
    pub source: String,
    /// What its columns and words mean; a register needs one.
    pub profile: Option<Profile>,
}

/// The digest of a file, and its parts as they are read.
///
/// # Errors
/// When it cannot be read to its end.
pub async fn begin(
    file: File,
    reading: Reading,
) -> Result<(String, mpsc::Receiver<Batch>), FileError> {
    let digest = tokio::task::spawn_blocking(move || {
        let mut file = file;
        let digest = digest::of_reader(BufReader::new(&file))?;
        file.rewind()?;
        Ok::<_, std::io::Error>((file, digest))
    });
    let (file, digest) = digest.await.map_err(std::io::Error::other)??;
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || read(file, &reading, &sender));
    Ok((digest, receiver))
}

fn read(file: File, reading: &Reading, sender: &mpsc::Sender<Batch>) {
    let file = BufReader::with_capacity(1 << 16, file);
    match (reading.format, &reading.profile) {
        (Format::Register, Some(profile)) => match csv::read(file, profile) {
            Ok(rows) => send(rows, sender),
            Err(error) => {
                // Nobody listens any more when this fails.
                _ = sender.blocking_send(Err(error));
            }
        },
        // It is not begun without one.
        (Format::Register, None) => {}
        (Format::Lines, _) => send(ndjson::read_from(file), sender),
        (Format::Eido, profile) => {
            let reading = eido::Reading {
                source: &reading.source,
                profile: profile.as_ref(),
            };
            let documents = eido::read_from(file, &reading);
            send(documents.map(|it| it.map_err(FileError::from)), sender);
        }
    }
}

fn send(parts: impl Iterator<Item = Result<Parsed, FileError>>, sender: &mpsc::Sender<Batch>) {
    let mut batch = Vec::new();
    for part in parts {
        let sent = match part {
            Ok(part) => {
                batch.push(part);
                if batch.len() < BATCH {
                    continue;
                }
                sender.blocking_send(Ok(std::mem::take(&mut batch)))
            }
            Err(error) => {
                // What was read before it counts.
                let before = sender.blocking_send(Ok(std::mem::take(&mut batch)));
                before.and_then(|()| sender.blocking_send(Err(error)))
            }
        };
        if sent.is_err() {
            return; // nobody listens any more
        }
    }
    _ = sender.blocking_send(Ok(batch));
}
