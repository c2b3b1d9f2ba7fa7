//! Binds the columns of a profile to the header of a file.

use std::collections::BTreeMap;
use std::io::Read;

use super::FileError;
use crate::feed::frame::{Frame, Frames};
use crate::feed::profile::{FactName, Profile, column_key};

/// Which cell of a row holds what, by position.
#[derive(Debug, Default)]
pub struct Header {
    pub width: usize,
    pub id: Vec<usize>,
    /// For each time of the profile its cells; none if an optional one is absent.
    pub at: Vec<Vec<usize>>,
    pub until: Vec<Vec<usize>>,
    pub units: Vec<usize>,
    pub kind: Vec<usize>,
    pub priority: Vec<usize>,
    pub dispatchers: Vec<usize>,
    pub status: Vec<usize>,
    pub revision: Vec<usize>,
    pub facts: BTreeMap<FactName, usize>,
    /// For each codes column of the profile its cell, unless optional and absent.
    pub codes: Vec<Option<usize>>,
}

impl Header {
    /// Reads the first record of a stream as the names of its columns.
    pub fn read<R: Read>(frames: &mut Frames<R>, profile: &Profile) -> Result<Self, FileError> {
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
            .map(|index| name(&frames.cell(index), profile))
            .collect();
        frames.expect_columns(names.len());
        bind(&names, profile)
    }
}

/// The name of a column; whatever is not text in it becomes a replacement sign.
fn name(bytes: &[u8], profile: &Profile) -> String {
    column_key(&profile.encoding.decode_lossy(bytes))
}

fn bind(names: &[String], profile: &Profile) -> Result<Header, FileError> {
    let mut binding = Binding {
        names,
        profile,
        missing: Vec::new(),
        twice: None,
    };
    let mut header = Header {
        width: names.len(),
        id: binding.all(&profile.id),
        units: binding.all(&profile.units),
        kind: binding.all(&profile.kind),
        priority: binding.all(&profile.priority),
        dispatchers: binding.all(&profile.dispatchers),
        status: binding.all(&profile.status),
        revision: binding.all(&profile.revision),
        ..Header::default()
    };
    for (times, bound) in [
        (&profile.at, &mut header.at),
        (&profile.until, &mut header.until),
    ] {
        for time in times {
            let cells = binding.all(&time.columns);
            let complete = cells.len() == time.columns.len();
            bound.push(if complete { cells } else { Vec::new() });
        }
    }
    for (name, fact) in &profile.facts {
        if let Some(cell) = binding.one(&fact.column) {
            header.facts.insert(*name, cell);
        }
    }
    for codes in &profile.codes {
        header.codes.push(binding.one(&codes.column));
    }
    let Binding { missing, twice, .. } = binding;
    if let Some(column) = twice {
        return Err(FileError::ColumnTwice(column));
    }
    if !missing.is_empty() {
        return Err(FileError::ColumnsMissing {
            missing,
            found: names.len(),
            delimiter: profile.delimiter.into(),
        });
    }
    Ok(header)
}

struct Binding<'a> {
    names: &'a [String],
    profile: &'a Profile,
    missing: Vec<String>,
    twice: Option<String>,
}

impl Binding<'_> {
    fn all(&mut self, columns: &[String]) -> Vec<usize> {
        columns
            .iter()
            .filter_map(|column| self.one(column))
            .collect()
    }

    fn one(&mut self, column: &str) -> Option<usize> {
        let wanted = column_key(column);
        let mut found = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, name)| **name == wanted)
            .map(|(index, _)| index);
        let first = found.next();
        if first.is_none() && !self.profile.optional.contains(&wanted) {
            let column = column.to_owned();
            if !self.missing.contains(&column) {
                self.missing.push(column);
            }
        }
        if found.next().is_some() {
            self.twice = Some(column.to_owned());
        }
        first
    }
}
