//! The columns of a roster, by their Dutch or English names.

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::feed::csv::FileError;
use crate::feed::frame::{Frame, Frames};

/// What a column of a roster holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Kind,
    Id,
    Name,
    Email,
    StaffGroup,
    Manager,
    Phone,
    TrainedUntil,
    Roles,
    Unit,
    From,
    Until,
}

/// The names that a column may have, English first.
const NAMES: [(Column, &[&str]); 12] = [
    (Column::Kind, &["kind", "row", "soort"]),
    (Column::Id, &["id", "staff_number", "personeelsnummer"]),
    (Column::Name, &["name", "naam"]),
    (Column::Email, &["email", "e_mail"]),
    (
        Column::StaffGroup,
        &["staff_group", "personeelsgroep", "groep"],
    ),
    (
        Column::Manager,
        &["manager", "line_manager", "leidinggevende"],
    ),
    (Column::Phone, &["phone", "telephone", "telefoon"]),
    (
        Column::TrainedUntil,
        &["trained_until", "opgeleid_tot", "geschoold_tot"],
    ),
    (Column::Roles, &["roles", "rollen"]),
    (Column::Unit, &["unit", "eenheid"]),
    (Column::From, &["from", "van"]),
    (Column::Until, &["until", "to", "tot"]),
];

/// Which cell of a row holds what.
#[derive(Debug)]
pub struct Header {
    pub width: usize,
    cells: BTreeMap<Column, usize>,
}

impl Header {
    pub fn read<R: Read>(frames: &mut Frames<R>, delimiter: u8) -> Result<Self, FileError> {
        match frames.peek(3)? {
            [0xEF, 0xBB, 0xBF] => frames.skip(3),
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(FileError::Utf16),
            _ => {}
        }
        match frames.advance_to_next()? {
            None => return Err(FileError::Empty),
            Some(Frame::Broken(_, reason)) => return Err(FileError::Header(reason)),
            Some(Frame::Record(_)) => {}
        }
        let mut header = Self {
            width: frames.width(),
            cells: BTreeMap::new(),
        };
        for cell in 0..header.width {
            let name = plain(&frames.cell(cell));
            let known = NAMES
                .iter()
                .find(|(_, names)| names.contains(&name.as_str()));
            if let Some((column, _)) = known
                && header.cells.insert(*column, cell).is_some()
            {
                return Err(FileError::ColumnTwice(name));
            }
        }
        if !header.cells.contains_key(&Column::Kind) {
            return Err(FileError::ColumnsMissing {
                missing: vec!["kind (soort)".to_owned()],
                found: header.width,
                delimiter: delimiter.into(),
            });
        }
        frames.expect_columns(header.width);
        Ok(header)
    }

    /// The cell of a column, if the file has that column.
    pub fn cell(&self, column: Column) -> Option<usize> {
        self.cells.get(&column).copied()
    }
}

/// A column's name in lower case, with `_` for a space or hyphen.
fn plain(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).trim().to_lowercase();
    name.replace([' ', '-'], "_")
}

/// Looks at the first line to find what stands between the cells.
///
/// Returns what was read of the stream along with it.
pub fn sniff(reader: &mut impl Read) -> io::Result<(u8, Vec<u8>)> {
    let mut start = Vec::new();
    reader.take(4096).read_to_end(&mut start)?;
    let first_line = start
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |delimiter: &u8| first_line.split(|byte| byte == delimiter).count();
    // Of equals the last is taken: a line without any is read with commas.
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(count);
    Ok((delimiter.unwrap_or(b','), start))
}
