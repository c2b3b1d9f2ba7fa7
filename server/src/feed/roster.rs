//! Reads a roster: people, units, shifts and duty periods from one CSV file.
//!
//! A row says of what kind it is. What a kind needs stands in `docs/intake.md`.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use care::access::RoleSet;
use care::ids::UnitCode;
use care::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::csv::FileError;
use super::frame::{Frame, Frames};
use super::reject::{Field, Place, Rejected};

mod header;
pub mod managers;
pub mod profile;
mod row;

pub use header::Column;
use header::Header;
use profile::RosterProfile;
use row::Row;
pub use row::looks_like_email;

/// A staff number or login, as the organisation writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffNumber(String);

impl StaffNumber {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What one row of a roster says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterRow {
    /// Somebody works here.
    Person(Box<Person>),
    /// A unit exists.
    Unit(Unit),
    /// Somebody is on a unit for some time.
    Shift(Shift),
    /// A supporter can be reached for some time.
    Duty(Duty),
}

/// Somebody on the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// How every other row refers to them.
    pub id: StaffNumber,
    /// Their name as colleagues know it.
    pub name: String,
    /// Where an invitation goes.
    pub email: Option<String>,
    /// Such as ambulance, dispatch, scheduled transport (R043).
    pub staff_group: Option<String>,
    /// Their line manager, who never becomes their supporter (R165).
    pub manager: Option<StaffNumber>,
    /// Shown only to the supporter of their case.
    pub phone: Option<String>,
    /// The last day on which a supporter's training is valid.
    pub trained_until: Option<Date>,
    /// What they are besides a colleague.
    pub roles: RoleSet,
    /// The last day on which they work here.
    pub works_until: Option<Date>,
}

/// A unit that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code, as dispatch writes it.
    pub code: UnitCode,
    /// What people call it.
    pub name: Option<String>,
    /// The staff group that crews it.
    pub staff_group: Option<String>,
}

/// Time of somebody on a unit, from its first moment to before its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Who.
    pub person: StaffNumber,
    /// On what.
    pub unit: UnitCode,
    /// The first moment.
    pub from: Instant,
    /// The moment after the last one.
    pub until: Instant,
}

/// Time in which a supporter is on duty, from its first moment to before its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub person: StaffNumber,
    /// The first moment.
    pub from: Instant,
    /// The moment after the last one.
    pub until: Instant,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterParsed {
    /// It was understood.
    Read(RosterRow, Place),
    /// It was not taken over.
    Rejected(Rejected),
}

/// Reads the header of a roster and returns its rows, one at a time.
///
/// Cells are separated by commas, semicolons or tabs, whichever the header has
/// most of. Text is UTF-8; a cell that is not is read as Windows-1252, because
/// that is what spreadsheets here write.
pub fn read<R: Read>(reader: R, tz: &TimeZone) -> Result<Rows<R>, FileError> {
    read_by(reader, tz, None)
}

/// The same with a profile that says which column is what.
pub fn read_by<R: Read>(
    mut reader: R,
    tz: &TimeZone,
    profile: Option<&RosterProfile>,
) -> Result<Rows<R>, FileError> {
    let (sniffed, start) = header::sniff(&mut reader)?;
    let said = profile.and_then(|profile| profile.delimiter);
    let delimiter = said
        .and_then(|sign| u8::try_from(sign).ok())
        .unwrap_or(sniffed);
    let source = std::io::Cursor::new(start).chain(reader);
    let mut frames = Frames::new(source, delimiter, 0, 1);
    let header = Header::read(&mut frames, delimiter, profile)?;
    Ok(Rows {
        frames,
        header,
        tz: tz.clone(),
        failed: false,
    })
}

/// The rows of a roster.
pub struct Rows<R> {
    frames: Frames<std::io::Chain<std::io::Cursor<Vec<u8>>, R>>,
    header: Header,
    tz: TimeZone,
    failed: bool,
}

impl<R: Read> Rows<R> {
    /// The columns that the file has: of what it lacks nothing is known, so nothing is changed.
    pub fn columns(&self) -> BTreeSet<Column> {
        self.header.columns().collect()
    }

    /// The row that was framed last; `None` if all its cells are empty.
    fn parse(&self, place: Place) -> Option<RosterParsed> {
        let row = Row {
            frames: &self.frames,
            header: &self.header,
            tz: &self.tz,
            touched: Cell::new(None),
        };
        match row.read() {
            Ok(read) => Some(RosterParsed::Read(read, place)),
            Err(_) if row.is_empty() => None,
            Err(reason) => Some(RosterParsed::Rejected(Rejected {
                place,
                reason,
                cell: row.touched.get(),
                fields: kept(&row),
            })),
        }
    }
}

/// Of a rejected row no name, address or number to call is kept.
fn kept<R: Read>(row: &Row<'_, R>) -> BTreeMap<Field, String> {
    let columns = [
        (Field::Id, Column::Id),
        (Field::Unit, Column::Unit),
        (Field::Kind, Column::Kind),
        (Field::At, Column::From),
    ];
    let kept = columns.into_iter().filter_map(|(field, column)| {
        let value = row.text(column).ok().flatten()?;
        // A value with a space in it may be a name that slipped into this column.
        let plain = value.len() <= 32 && (field == Field::At || !value.contains(' '));
        plain.then(|| (field, value.into_owned()))
    });
    kept.collect()
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<RosterParsed, FileError>;

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
                    let rejected = Rejected::bare(place, reason);
                    return Some(Ok(RosterParsed::Rejected(rejected)));
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
#[path = "roster/tests.rs"]
mod tests;
