//! Reads a day register: rows of a CSV file become records by a profile.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::frame::{Frame, Frames};
use super::profile::Profile;
use super::record::EventRecord;
use super::reject::{Place, RejectReason, Rejected};
use super::when::Zone;

mod header;
mod row;

use header::Header;
use row::Row;

/// How many different unmapped values the tally names.
const MOST_UNMAPPED: usize = 100;

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// A record of one row; rows of one incident are for the caller to merge.
    Read(EventRecord, Place),
    /// The row was not taken over.
    Rejected(Rejected),
}

/// Why a file as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The source cannot be read, or cannot be read on.
    #[error("cannot read the file: {0}")]
    Unreadable(#[from] io::Error),
    /// There is not even a header.
    #[error("the file is empty: its first line must name the columns")]
    Empty,
    /// The file is UTF-16, which no profile can declare.
    #[error("the file is UTF-16 (\"Unicode text\"): save it as CSV in UTF-8")]
    Utf16,
    /// The first line cannot be read as a header.
    #[error("the first line cannot be read as column names ({})", .0.code())]
    Header(RejectReason),
    /// The header lacks columns that the profile names.
    #[error(
        "the first line does not name these columns of the profile: {}; it names {found} columns, read with {delimiter:?} between them",
        missing.join(", ")
    )]
    ColumnsMissing {
        /// The columns that are missing.
        missing: Vec<String>,
        /// How many columns the header has.
        found: usize,
        /// What was taken to stand between two cells.
        delimiter: char,
    },
    /// The header names a column twice that the profile uses.
    #[error("the first line names the column {0:?} twice")]
    ColumnTwice(String),
}

impl FileError {
    /// The word under which it is translated and documented.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "file-unreadable",
            Self::Empty => "file-empty",
            Self::Utf16 => "file-utf16",
            Self::Header(_) => "header-unreadable",
            Self::ColumnsMissing { .. } => "columns-missing",
            Self::ColumnTwice(_) => "column-twice",
        }
    }
}

/// Reads the header of a CSV stream and returns its rows, one at a time.
///
/// Memory stays bounded whatever the stream holds: see [`super::frame`].
pub fn read<R: Read>(reader: R, profile: &Profile) -> Result<Rows<'_, R>, FileError> {
    let mut frames = Frames::new(reader, profile.delimiter, 0, 1);
    let header = Header::read(&mut frames, profile)?;
    Ok(Rows::new(frames, Arc::new(header), profile))
}

/// Reads some places of a source again, such as the quarantined ones.
///
/// The caller has checked by digest that the source is still the same.
pub fn reread<R: Read + Seek>(
    mut reader: R,
    profile: &Profile,
    places: Vec<Place>,
) -> Result<impl Iterator<Item = Result<Parsed, FileError>> + use<'_, R>, FileError> {
    reader.rewind()?;
    let header = read(&mut reader, profile)?.header;
    Ok(places.into_iter().filter_map(move |place| {
        if let Err(error) = reader.seek(SeekFrom::Start(place.byte_from)) {
            return Some(Err(error.into()));
        }
        let stretch = reader.by_ref().take(place.byte_to - place.byte_from);
        let mut frames = Frames::new(stretch, profile.delimiter, place.byte_from, place.line);
        frames.expect_columns(header.width);
        Rows::new(frames, Arc::clone(&header), profile).next()
    }))
}

/// The rows of a CSV stream.
pub struct Rows<'p, R> {
    frames: Frames<R>,
    header: Arc<Header>,
    profile: &'p Profile,
    zone: Zone,
    unmapped: BTreeMap<String, u64>,
    failed: bool,
}

impl<'p, R: Read> Rows<'p, R> {
    fn new(frames: Frames<R>, header: Arc<Header>, profile: &'p Profile) -> Self {
        Self {
            frames,
            header,
            profile,
            zone: profile.zone.clone(),
            unmapped: BTreeMap::new(),
            failed: false,
        }
    }

    /// Kinds that the profile does not map, with their number of rows so far.
    ///
    /// An operator adds them to the profile. At most 100 are named.
    pub fn unmapped_kinds(&self) -> &BTreeMap<String, u64> {
        &self.unmapped
    }

    /// The row that was framed last; `None` if all its cells are empty.
    fn parse(&mut self, place: Place) -> Option<Parsed> {
        let row = Row {
            frames: &self.frames,
            header: &self.header,
            profile: self.profile,
            touched: Cell::new(None),
        };
        match row.record(&mut self.zone) {
            Ok((record, unmapped)) => {
                if let Some(kind) = unmapped {
                    self.tally(kind);
                }
                Some(Parsed::Read(record, place))
            }
            Err(RejectReason::IdMissing) if row.is_empty() => None,
            Err(reason) => Some(Parsed::Rejected(Rejected {
                place,
                reason,
                cell: row.touched.get(),
                fields: row.kept(),
            })),
        }
    }

    fn tally(&mut self, kind: String) {
        if let Some(count) = self.unmapped.get_mut(&kind) {
            *count += 1;
        } else if self.unmapped.len() < MOST_UNMAPPED {
            self.unmapped.insert(kind, 1);
        }
    }
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Parsed, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            match self.frames.advance_to_next() {
                Ok(None) => return None,
                Ok(Some(Frame::Record(place))) => {
                    if let Some(parsed) = self.parse(place) {
                        return Some(Ok(parsed));
                    }
                }
                Ok(Some(Frame::Broken(place, reason))) => {
                    return Some(Ok(Parsed::Rejected(Rejected::bare(place, reason))));
                }
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error.into()));
                }
            }
        }
        None
    }
}

#[cfg(test)]
#[path = "csv/tests.rs"]
mod tests;
