//! Bytes of a source become text, or are refused.

use std::borrow::Cow;

use super::profile::Encoding;
use super::reject::RejectReason;

/// The longest incident number, unit, staff number or code, in bytes.
pub const LONGEST_ID: usize = 64;
/// The longest value that is kept with a rejected row, in bytes.
pub const LONGEST_KEPT: usize = 80;
/// The longest value of any cell that is read as a whole, in bytes.
pub const LONGEST_VALUE: usize = 200;

/// The text of a cell, without the space around it.
///
/// # Errors
/// Bytes that are not text in the encoding; NUL and other control characters.
pub fn decode(bytes: Cow<'_, [u8]>, encoding: Encoding) -> Result<Cow<'_, str>, RejectReason> {
    match bytes {
        Cow::Borrowed(bytes) => decode_bytes(bytes, encoding),
        Cow::Owned(bytes) => {
            decode_bytes(&bytes, encoding).map(|text| Cow::Owned(text.into_owned()))
        }
    }
}

fn decode_bytes(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, RejectReason> {
    let bytes = bytes.trim_ascii();
    let text = match encoding {
        Encoding::Utf8 => {
            Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| RejectReason::InvalidEncoding)?)
        }
        Encoding::Windows1252 => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
        Encoding::Latin1 => encoding_rs::mem::decode_latin1(bytes),
    };
    if text.chars().any(char::is_control) {
        return Err(RejectReason::ControlCharacter);
    }
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    })
}

/// A cell of a file for spreadsheets: quoted, and never taken for a formula.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// Refuses what is longer than any real value.
pub fn fits(text: &str, longest: usize) -> Result<(), RejectReason> {
    if text.len() > longest {
        return Err(RejectReason::ValueTooLong);
    }
    Ok(())
}

/// Whether a text that could not be read as a time is at least none about somebody.
#[must_use]
pub fn looks_like_time(text: &str) -> bool {
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 4 && letters <= 4
}

impl Encoding {
    /// Text for comparing the names of columns; what is no text is marked.
    pub(crate) fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Windows1252 => {
                encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
            }
            Self::Latin1 => encoding_rs::mem::decode_latin1(bytes),
        }
    }
}
