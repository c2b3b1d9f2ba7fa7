//! Cuts a stream into lines, in whatever pieces it arrives.

use super::{LONGEST_LINE, parse_line};
use crate::feed::{
    csv::Parsed,
    reject::{Place, RejectReason, Rejected},
};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Where the reading of a stream stands; of a line it keeps no more than makes it too long.
#[derive(Debug, Default)]
pub struct Lines {
    /// The beginning of a line whose end has not arrived.
    begun: Vec<u8>,
    /// Where that line begins.
    from: u64,
    /// How much was taken in.
    offset: u64,
    /// How many lines ended.
    number: u64,
}

impl Lines {
    /// Takes in bytes up to and with the next line end, and reads that line if it says anything.
    ///
    /// Call it until nothing is left of the bytes, and [`Lines::finish`] after the last ones.
    pub fn push(&mut self, bytes: &mut &[u8]) -> Option<Parsed> {
        let end = memchr::memchr(b'\n', bytes);
        let (line, rest) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
        *bytes = rest;
        self.offset += line.len() as u64;
        if end.is_some() && self.begun.is_empty() {
            return self.end(line);
        }
        let room = (LONGEST_LINE + 8).saturating_sub(self.begun.len());
        let kept = line.get(..room.min(line.len())).unwrap_or_default();
        self.begun.extend_from_slice(kept);
        end.and_then(|_| self.finish())
    }

    /// Reads what has no line end behind it.
    pub fn finish(&mut self) -> Option<Parsed> {
        let line = std::mem::take(&mut self.begun);
        let parsed = (self.offset > self.from).then(|| self.end(&line)).flatten();
        self.begun = line;
        self.begun.clear();
        parsed
    }

    /// Whether no line is begun and not ended.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.offset == self.from
    }

    fn end(&mut self, line: &[u8]) -> Option<Parsed> {
        self.number += 1;
        let mut place = Place {
            byte_from: self.from,
            byte_to: self.offset,
            line: self.number,
        };
        self.from = self.offset;
        let mark = line.strip_prefix(BYTE_ORDER_MARK);
        let bytes = mark.filter(|_| place.line == 1).unwrap_or(line);
        place.byte_from += (line.len() - bytes.len()) as u64;
        // With its spaces and line end: however it arrived, it is the same line.
        if place.byte_to - place.byte_from > LONGEST_LINE as u64 + 2 {
            let rejected = Rejected::bare(place, RejectReason::LineTooLong);
            return Some(Parsed::Rejected(rejected));
        }
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        Some(match parse_line(bytes, place.line) {
            Ok(record) => Parsed::Read(record, place),
            Err(rejected) => Parsed::Rejected(Rejected { place, ..rejected }),
        })
    }
}
