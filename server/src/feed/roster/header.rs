//! The columns of a roster, by their Dutch or English names.

use std::collections::BTreeMap;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use super::profile::{RosterProfile, RowKind};
use crate::feed::csv::FileError;
use crate::feed::frame::{Frame, Frames};
use crate::feed::profile::Encoding;

/// What a column of a roster holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// What the row is about.
    Kind,
    /// The staff number.
    Id,
    /// The full name.
    Name,
    /// Where an invitation goes.
    Email,
    /// The staff group.
    StaffGroup,
    /// The staff number of the line manager.
    Manager,
    /// The telephone.
    Phone,
    /// Until when the training is valid.
    TrainedUntil,
    /// What somebody is besides a colleague.
    Roles,
    /// The unit of a shift.
    Unit,
    /// The day, where moments are written as times alone.
    Day,
    /// The first moment.
    From,
    /// The moment after the last.
    Until,
}

impl Column {
    /// Every column that is read.
    pub const ALL: [Self; 13] = [
        Self::Kind,
        Self::Id,
        Self::Name,
        Self::Email,
        Self::StaffGroup,
        Self::Manager,
        Self::Phone,
        Self::TrainedUntil,
        Self::Roles,
        Self::Unit,
        Self::Day,
        Self::From,
        Self::Until,
    ];

    /// The word for it in a profile.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Id => "id",
            Self::Name => "name",
            Self::Email => "email",
            Self::StaffGroup => "staff-group",
            Self::Manager => "manager",
            Self::Phone => "phone",
            Self::TrainedUntil => "trained-until",
            Self::Roles => "roles",
            Self::Unit => "unit",
            Self::Day => "day",
            Self::From => "from",
            Self::Until => "until",
        }
    }

    /// The column that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == word)
    }

    /// The column that a file's own name of it tells.
    #[must_use]
    pub fn guess(name: &str) -> Option<Self> {
        let name = plain(name.as_bytes());
        let mut known = NAMES.iter().chain(&ALSO);
        known
            .find(|(_, names)| names.contains(&name.as_str()))
            .map(|(column, _)| *column)
    }
}

/// Names that are guessed and then shown, but not taken for granted.
const ALSO: [(Column, &[&str]); 11] = [
    (
        Column::Id,
        &[
            "personeelsnr",
            "pers.nr",
            "persnr",
            "medewerkernummer",
            "employee_id",
            "nummer",
        ],
    ),
    (
        Column::Name,
        &["medewerker", "volledige_naam", "full_name", "employee"],
    ),
    (Column::Email, &["mail", "e_mailadres", "emailadres"]),
    (
        Column::StaffGroup,
        &["afdeling", "team", "department", "group"],
    ),
    (Column::Manager, &["teamleider", "supervisor"]),
    (
        Column::Phone,
        &["telefoonnummer", "mobiel", "mobile", "tel"],
    ),
    (
        Column::Unit,
        &["voertuig", "roepnummer", "call_sign", "vehicle"],
    ),
    (Column::Day, &["datum", "date", "dienstdatum"]),
    (
        Column::From,
        &["begin", "start", "aanvang", "dienst_van", "begintijd"],
    ),
    (
        Column::Until,
        &["einde", "eind", "end", "dienst_tot", "eindtijd"],
    ),
    (Column::Roles, &["rol", "role"]),
];

/// The names that a column may have, English first.
const NAMES: [(Column, &[&str]); 13] = [
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
    (Column::Day, &["day", "dag"]),
    (Column::From, &["from", "van"]),
    (Column::Until, &["until", "to", "tot"]),
];

/// Which cell of a row holds what.
#[derive(Debug)]
pub struct Header {
    pub width: usize,
    /// What every row is about, where no column says it.
    pub every: Option<RowKind>,
    cells: BTreeMap<Column, usize>,
}

impl Header {
    pub fn read<R: Read>(
        frames: &mut Frames<R>,
        delimiter: u8,
        profile: Option<&RosterProfile>,
    ) -> Result<Self, FileError> {
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
        let names: Vec<String> = (0..frames.width())
            .map(|cell| plain(&frames.cell(cell)))
            .collect();
        let header = match profile {
            Some(profile) => Self::by_profile(&names, delimiter, profile)?,
            None => Self::by_names(&names, delimiter)?,
        };
        frames.expect_columns(header.width);
        Ok(header)
    }

    fn by_names(names: &[String], delimiter: u8) -> Result<Self, FileError> {
        let mut cells = BTreeMap::new();
        for (cell, name) in names.iter().enumerate() {
            let known = NAMES
                .iter()
                .find(|(_, names)| names.contains(&name.as_str()));
            if let Some((column, _)) = known
                && cells.insert(*column, cell).is_some()
            {
                return Err(FileError::ColumnTwice(name.clone()));
            }
        }
        if !cells.contains_key(&Column::Kind) {
            return Err(FileError::ColumnsMissing {
                missing: vec!["kind (soort)".to_owned()],
                found: names.len(),
                delimiter: delimiter.into(),
            });
        }
        Ok(Self {
            width: names.len(),
            every: None,
            cells,
        })
    }

    fn by_profile(
        names: &[String],
        delimiter: u8,
        profile: &RosterProfile,
    ) -> Result<Self, FileError> {
        let (mut cells, mut missing) = (BTreeMap::new(), Vec::new());
        for (column, wanted) in &profile.columns {
            let key = plain(wanted.as_bytes());
            let found = names.iter().enumerate();
            let mut found = found.filter(|(_, name)| **name == key);
            match (found.next(), found.next()) {
                (None, _) => missing.push(wanted.clone()),
                (Some(_), Some(_)) => return Err(FileError::ColumnTwice(wanted.clone())),
                (Some((cell, _)), None) => {
                    cells.insert(*column, cell);
                }
            }
        }
        if !missing.is_empty() {
            return Err(FileError::ColumnsMissing {
                missing,
                found: names.len(),
                delimiter: delimiter.into(),
            });
        }
        Ok(Self {
            width: names.len(),
            every: profile.every,
            cells,
        })
    }

    /// The columns that the file has.
    pub fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.cells.keys().copied()
    }

    /// The cell of a column, if the file has that column.
    pub fn cell(&self, column: Column) -> Option<usize> {
        self.cells.get(&column).copied()
    }
}

/// A column's name in lower case, with `_` for a space or hyphen.
fn plain(name: &[u8]) -> String {
    let encoding = match std::str::from_utf8(name) {
        Ok(_) => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    };
    let name = encoding.decode_lossy(name).trim().to_lowercase();
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
