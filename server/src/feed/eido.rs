//! Reads EIDO documents: NENA/APCO Emergency Incident Data Objects in JSON (NENA-STA-021.1).
//!
//! A document, several in an array, or one per line. Of the many components only those that say
//! what it was and which colleagues were sent are read; callers, persons, places, notes, vehicles
//! and media are passed over without being taken apart. `docs/intake.md` names every member.

use std::io::{self, Read};

use super::csv::Parsed;
use super::profile::Profile;
use super::record::EventRecord;
use super::reject::{RejectReason, Rejected};

mod document;
mod links;
mod list;
mod pieces;
mod record;

use document::Document;

pub use pieces::LONGEST_DOCUMENT;
pub(super) use pieces::{Piece, Pieces};

/// How documents are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The name of the feed.
    pub source: &'a str,
    /// What the sender's own words mean; the common registry is known without.
    pub profile: Option<&'a Profile>,
}

/// Reads every document of a body.
pub fn read<'a>(body: &'a [u8], reading: &Reading<'a>) -> impl Iterator<Item = Parsed> + use<'a> {
    // bytes at hand can always be read
    read_from(body, reading).filter_map(Result::ok)
}

/// Reads every document of a stream, in bounded memory.
pub fn read_from<'a, R: Read>(reader: R, reading: &Reading<'a>) -> Documents<'a, R> {
    Documents {
        pieces: Pieces::new(reader),
        reading: *reading,
        failed: false,
    }
}

/// The documents of a stream.
pub struct Documents<'a, R> {
    pieces: Pieces<R>,
    reading: Reading<'a>,
    failed: bool,
}

impl<R: Read> Iterator for Documents<'_, R> {
    type Item = io::Result<Parsed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let piece = match self.pieces.advance() {
            Ok(piece) => piece?,
            Err(error) => {
                self.failed = true;
                return Some(Err(error));
            }
        };
        let read = match piece.broken {
            Some(reason) => Err(Rejected::bare(piece.place, reason)),
            None => parse(self.pieces.bytes(&piece), &self.reading),
        };
        Some(Ok(match read {
            Ok(record) => Parsed::Read(record, piece.place),
            Err(rejected) => Parsed::Rejected(Rejected {
                place: piece.place,
                ..rejected
            }),
        }))
    }
}

/// Reads one document.
///
/// # Errors
/// The rejection's place counts from the beginning of the document.
pub fn parse(bytes: &[u8], reading: &Reading<'_>) -> Result<EventRecord, Rejected> {
    let place = super::Place {
        byte_from: 0,
        byte_to: bytes.len() as u64,
        line: 1,
    };
    let document = document(bytes).map_err(|reason| Rejected::bare(place, reason))?;
    record::record(&document, reading).map_err(|reason| Rejected {
        place,
        reason,
        fields: record::kept(&document),
        cell: None,
    })
}

fn document(bytes: &[u8]) -> Result<Document, RejectReason> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(RejectReason::InvalidEncoding);
    }
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(RejectReason::NotAnObject);
    }
    let document: Document = serde_json::from_slice(bytes).map_err(|error| why(&error))?;
    if document.is_eido() {
        Ok(document)
    } else {
        Err(RejectReason::NotAnEido)
    }
}

/// Why a document cannot be taken apart.
///
/// `serde_json` tells these apart in words only; tests hold that it still says so.
fn why(error: &serde_json::Error) -> RejectReason {
    let told = error.to_string();
    if told.starts_with("duplicate field") {
        RejectReason::MemberTwice
    } else if told.starts_with(list::TOO_MANY) {
        RejectReason::DocumentTooLarge
    } else if told.starts_with("recursion limit") {
        RejectReason::NestedTooDeeply
    } else if error.is_data() || told.starts_with("number out of range") {
        RejectReason::WrongType
    } else {
        RejectReason::NotJson
    }
}

#[cfg(test)]
#[path = "eido/tests.rs"]
mod tests;

#[cfg(test)]
#[path = "eido/planted.rs"]
mod planted;
