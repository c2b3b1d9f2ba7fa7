//! A first look at a file: whether it is a table at all, and what its columns are called.

use super::{
    frame::{Frame, Frames},
    profile::Encoding,
};

/// How many values of each column are looked at.
const SAMPLES: usize = 50;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What stands between two cells.
    pub delimiter: u8,
    /// How its bytes become text.
    pub encoding: Encoding,
    /// The names of its columns, as they stand there.
    pub columns: Vec<String>,
    /// The first rows, for guessing what a column holds; never shown as they are.
    pub sample: Vec<Vec<String>>,
}

/// Why a file is no table that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotASheet {
    /// There is nothing in it.
    Empty,
    /// It is a workbook of a spreadsheet program.
    Workbook,
    /// It is a PDF.
    Pdf,
    /// It holds other files.
    Archive,
    /// It is a web page, which some programs save under the name of a workbook.
    Markup,
    /// It is UTF-16, which spreadsheets call "Unicode text".
    Utf16,
    /// It holds what no text holds.
    Binary,
    /// Its first line names no columns.
    NoColumns,
    /// There is a first line and nothing below it.
    NoRows,
}

impl NotASheet {
    /// The word under which it is translated.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Workbook => "workbook",
            Self::Pdf => "pdf",
            Self::Archive => "archive",
            Self::Markup => "markup",
            Self::Utf16 => "utf16",
            Self::Binary => "binary",
            Self::NoColumns => "no-columns",
            Self::NoRows => "no-rows",
        }
    }

    /// Every reason, for the texts to be held against.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::Workbook,
        Self::Pdf,
        Self::Archive,
        Self::Markup,
        Self::Utf16,
        Self::Binary,
        Self::NoColumns,
        Self::NoRows,
    ];
}

/// Looks at a file as a whole.
///
/// # Errors
/// [`NotASheet`] when it cannot be read as rows and columns, whatever the mapping.
pub fn inspect(bytes: &[u8]) -> Result<Sheet, NotASheet> {
    let start = bytes.get(..64 << 10).unwrap_or(bytes);
    if let Some(why) = no_text(start) {
        return Err(why);
    }
    let encoding = match std::str::from_utf8(bytes) {
        Ok(_) => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    };
    as_table(bytes, delimiter(start), encoding)
}

/// What a file is instead of text, by its first bytes.
fn no_text(start: &[u8]) -> Option<NotASheet> {
    let text = start.trim_ascii_start();
    match start {
        _ if text.is_empty() => Some(NotASheet::Empty),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(NotASheet::Utf16),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(NotASheet::Workbook),
        [b'P', b'K', 3 | 5, ..] if holds_workbook(start) => Some(NotASheet::Workbook),
        [b'P', b'K', 3 | 5, ..]
        | [0x1F, 0x8B, ..]
        | [b'7', b'z', 0xBC, 0xAF, ..]
        | [b'R', b'a', b'r', b'!', ..] => Some(NotASheet::Archive),
        _ if text.starts_with(b"%PDF-") => Some(NotASheet::Pdf),
        _ if start.iter().any(|byte| is_no_text(*byte)) => Some(if is_wide(start) {
            NotASheet::Utf16
        } else {
            NotASheet::Binary
        }),
        _ if is_markup(text) => Some(NotASheet::Markup),
        _ => None,
    }
}

/// Whether an archive is the kind that spreadsheet programs write.
fn holds_workbook(start: &[u8]) -> bool {
    let marks: [&[u8]; 4] = [
        b"[Content_Types].xml",
        b"_rels/",
        b"xl/",
        b"opendocument.spreadsheet",
    ];
    let has = |mark: &&[u8]| start.windows(mark.len()).any(|part| part == *mark);
    marks.iter().any(has)
}

/// Whether every second byte is empty: UTF-16 without the mark that says so.
fn is_wide(start: &[u8]) -> bool {
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
    };
    let most = zeros(0).count().max(zeros(1).count());
    start.len() >= 4 && most * 10 >= start.len() / 2 * 7
}

/// Whether it begins as a web page or another marked-up document does.
fn is_markup(text: &[u8]) -> bool {
    let begins = |mark: &&[u8]| {
        let head = text.get(..mark.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
    };
    let marks: [&[u8]; 5] = [b"<!doctype", b"<html", b"<table", b"<?xml", b"{\\rtf"];
    marks.iter().any(begins)
}

/// The same, when people say how it is to be read.
///
/// # Errors
/// [`NotASheet`] when read this way it has no columns or no rows.
pub fn as_table(bytes: &[u8], delimiter: u8, encoding: Encoding) -> Result<Sheet, NotASheet> {
    let (columns, sample) = read(bytes, delimiter, encoding).ok_or(NotASheet::NoColumns)?;
    if columns.len() < 2 || columns.iter().all(String::is_empty) {
        return Err(NotASheet::NoColumns);
    }
    if sample.is_empty() {
        return Err(NotASheet::NoRows);
    }
    Ok(Sheet {
        delimiter,
        encoding,
        columns,
        sample,
    })
}

/// What stands between two cells of the first line, by what stands there most.
#[must_use]
pub fn delimiter(start: &[u8]) -> u8 {
    let mut lines = start.split(|&byte| byte == b'\n');
    let first = lines.find(|line| !line.trim_ascii().is_empty());
    let first = first.unwrap_or_default();
    let count = |delimiter: &u8| first.split(|byte| byte == delimiter).count();
    // Of equals the last is taken: a line without any is read with commas.
    let found = [b'|', b'\t', b';', b','].into_iter().max_by_key(count);
    found.unwrap_or(b',')
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn read(bytes: &[u8], delimiter: u8, encoding: Encoding) -> Option<Table> {
    let mut frames = Frames::new(bytes, delimiter, 0, 1);
    if matches!(frames.peek(3), Ok([0xEF, 0xBB, 0xBF])) {
        frames.skip(3);
    }
    let Ok(Some(Frame::Record(_))) = frames.advance_to_next() else {
        return None;
    };
    let cells = |frames: &Frames<&[u8]>| -> Vec<String> {
        let text = |index| encoding.decode_lossy(&frames.cell(index)).trim().to_owned();
        (0..frames.width()).map(text).collect()
    };
    let columns = cells(&frames);
    frames.expect_columns(columns.len());
    let mut sample = Vec::new();
    while sample.len() < SAMPLES {
        match frames.advance_to_next() {
            Ok(Some(Frame::Record(_))) => sample.push(cells(&frames)),
            Ok(Some(Frame::Broken(..))) => {}
            Ok(None) | Err(_) => break,
        }
    }
    // A file of broken rows only is a file with rows: they are told one by one.
    if sample.is_empty() && bytes.split(|byte| *byte == b'\n').nth(2).is_some() {
        sample.push(Vec::new());
    }
    Some((columns, sample))
}

/// Control characters that no line of text holds.
fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)
}

/// Writes a table with commas, its heads first.
#[must_use]
pub fn write<const N: usize>(heads: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail, and every row has as many cells as there are heads.
    let _ = writer.write_record(heads);
    for row in rows {
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_first_line() {
        let sheet = inspect("soort;naam;van\npersoon;Zoë;\n".as_bytes()).unwrap();
        assert_eq!((sheet.delimiter, sheet.encoding), (b';', Encoding::Utf8));
        assert_eq!(sheet.columns, ["soort", "naam", "van"]);
        assert_eq!(sheet.sample, [["persoon", "Zoë", ""]]);
        let windows = inspect(b"a\tb\nZo\xEB\t1\n").unwrap();
        assert_eq!(windows.encoding, Encoding::Windows1252);
        assert_eq!(windows.sample, [["Zoë", "1"]]);
        let marked = inspect("\u{feff}a,b\n1,2\n".as_bytes()).unwrap();
        assert_eq!(marked.columns, ["a", "b"]);
    }

    #[test]
    fn what_is_no_table_is_told_by_what_it_is() {
        for (bytes, why) in [
            (&b""[..], NotASheet::Empty),
            (b" \r\n \n", NotASheet::Empty),
            (b"PK\x03\x04\x14\0[Content_Types].xml", NotASheet::Workbook),
            (b"PK\x03\x04\x14\0rooster.csv", NotASheet::Archive),
            (b"\x1F\x8B\x08\0", NotASheet::Archive),
            (b"<html><table><tr><td>a;b", NotASheet::Markup),
            (b"\n<!DOCTYPE html>,", NotASheet::Markup),
            (b"{\\rtf1 a,b", NotASheet::Markup),
            (b"a\0;\0b\0\n\0", NotASheet::Utf16),
            (b"\0a\0;\0b\0\n", NotASheet::Utf16),
            (b"\xD0\xCF\x11\xE0rest", NotASheet::Workbook),
            (b"\xFF\xFEa\0", NotASheet::Utf16),
            (b"%PDF-1.7\n\x00\x01,", NotASheet::Pdf),
            (b"a;b\n\x00\x01,", NotASheet::Binary),
            (b"\x89PNG\r\n\x1a\n,,", NotASheet::Binary),
            (b"Dear all, I am away", NotASheet::NoRows),
            (b"one column\n1\n2\n", NotASheet::NoColumns),
            (b"a,b\n", NotASheet::NoRows),
        ] {
            assert_eq!(inspect(bytes), Err(why), "{bytes:?}");
        }
    }
}
