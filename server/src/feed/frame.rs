//! Cuts a CSV stream into records, and starts again after a broken one.
//!
//! Why not the `csv` crate: it reads on from an unclosed quote, so one bad row
//! swallows the good ones after it, and it cannot say which bytes a rejected
//! row stood on. Here a record that turns out broken is given up as its first
//! line, with those that follow it and cannot be records; reading goes on after
//! them. The two agree on well-formed input (a test holds them side by side).

use std::borrow::Cow;
use std::io::{self, Read};

use super::reject::{Place, RejectReason};

mod scan;

use scan::{Cell, Scan, Step};

/// The longest line that is read as a record, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;
/// How far a record with line breaks in its cells may reach, in bytes.
pub const LONGEST_MULTILINE: usize = 64 << 10;
/// How many lines a record with line breaks in its cells may span.
pub const MOST_LINES: u64 = 100;

const CHUNK: usize = 64 << 10;

/// What comes next in the stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// A well-formed record; its cells are there until the next one is asked for.
    Record(Place),
    /// A line that could not be read as a record.
    Broken(Place, RejectReason),
}

/// A stream of CSV records in bounded memory.
pub struct Frames<R> {
    reader: R,
    delimiter: u8,
    columns: Option<usize>,
    cells: Vec<Cell>,
    buffer: Vec<u8>,
    /// The record that was read last, or the one being read, begins here.
    record: usize,
    /// The next record begins here.
    next: usize,
    /// Up to here the buffer holds bytes of the stream.
    filled: usize,
    ended: bool,
    /// Where `next` stands in the stream.
    offset: u64,
    line: u64,
}

impl<R: Read> Frames<R> {
    /// Reads records from a stream that stands at `offset`, on line `line`.
    pub fn new(reader: R, delimiter: u8, offset: u64, line: u64) -> Self {
        Self {
            reader,
            delimiter,
            columns: None,
            cells: Vec::new(),
            buffer: Vec::new(),
            record: 0,
            next: 0,
            filled: 0,
            ended: false,
            offset,
            line,
        }
    }

    /// From here on a record must have this many cells.
    pub fn expect_columns(&mut self, columns: usize) {
        self.columns = Some(columns);
    }

    /// How many cells the record has that was read last.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// The bytes of a cell of the record that was read last, without quotes.
    pub fn cell(&self, index: usize) -> Cow<'_, [u8]> {
        let Some(cell) = self.cells.get(index) else {
            return Cow::Borrowed(&[]);
        };
        let range = self.record + cell.from..self.record + cell.to;
        let bytes = self.buffer.get(range).unwrap_or_default();
        if !cell.doubled {
            return Cow::Borrowed(bytes);
        }
        let mut second = false;
        let single = bytes.iter().copied().filter(|&byte| {
            second = byte == b'"' && !second;
            !second
        });
        Cow::Owned(single.collect())
    }

    /// The first bytes of the stream, for recognising a byte order mark.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.filled - self.next < count && !self.ended {
            self.fill()?;
        }
        let to = self.filled.min(self.next + count);
        Ok(self.buffer.get(self.next..to).unwrap_or_default())
    }

    /// Passes over bytes that `peek` has shown.
    pub fn skip(&mut self, count: usize) {
        self.advance(count, 0);
        self.record = self.next;
    }

    /// The next record or broken line; `None` at the end.
    pub fn advance_to_next(&mut self) -> io::Result<Option<Frame>> {
        self.record = self.next;
        self.pass_empty_lines()?;
        if self.next == self.filled {
            return Ok(None);
        }
        match self.scan()? {
            (scan, Some(reason)) => self.give_up(&scan, reason).map(Some),
            (scan, None) => self.finish(&scan).map(Some),
        }
    }

    /// Reads the record at hand to its end, or to where it cannot be one.
    fn scan(&mut self) -> io::Result<(Scan, Option<RejectReason>)> {
        self.cells.clear();
        let mut scan = Scan::default();
        let most = self.columns.unwrap_or(usize::MAX);
        loop {
            let bytes = self.buffer.get(self.record..self.filled);
            let bytes = bytes.unwrap_or_default();
            let step = match scan.step(bytes, self.delimiter, most, &mut self.cells) {
                Step::NeedMore if self.ended => scan.end(bytes, &mut self.cells),
                step => step,
            };
            match step {
                Step::NeedMore => self.fill()?,
                Step::Done => return Ok((scan, None)),
                Step::Broken(reason) => return Ok((scan, Some(reason))),
            }
        }
    }

    fn finish(&mut self, scan: &Scan) -> io::Result<Frame> {
        let broken = match scan.second_line {
            None if scan.at > LONGEST_LINE => Some(RejectReason::CellTooLarge),
            Some(_) if scan.at > LONGEST_MULTILINE => Some(RejectReason::QuoteNotClosed),
            _ if self.columns.is_some_and(|most| most != self.cells.len()) => {
                Some(RejectReason::WrongFieldCount)
            }
            _ => None,
        };
        if let Some(reason) = broken {
            return self.give_up(scan, reason);
        }
        let place = self.advance(scan.at, scan.line_ends + 1);
        Ok(Frame::Record(place))
    }

    /// Rejects the first line of what was read and goes on after it.
    fn give_up(&mut self, scan: &Scan, reason: RejectReason) -> io::Result<Frame> {
        if let Some(second_line) = scan.second_line {
            let mut place = self.advance(second_line, 1);
            self.pass_remains(&mut place)?;
            return Ok(Frame::Broken(place, RejectReason::QuoteNotClosed));
        }
        let mut place = self.advance(0, 1);
        loop {
            let rest = self.buffer.get(self.next..self.filled).unwrap_or_default();
            let line_end = rest.iter().position(|&byte| byte == b'\n');
            let count = line_end.map_or(rest.len(), |at| at + 1);
            place.byte_to = self.advance(count, 0).byte_to;
            if line_end.is_some() || self.ended {
                return Ok(Frame::Broken(place, reason));
            }
            self.record = self.next;
            self.fill()?;
        }
    }

    /// Adds the lines to a broken record that can only be the rest of its text.
    ///
    /// They have too few cells to be records. Without this a long text with an
    /// unclosed quote would be as many rejected rows as it has lines.
    fn pass_remains(&mut self, place: &mut Place) -> io::Result<()> {
        let columns = self.columns.unwrap_or_default();
        loop {
            self.record = self.next;
            let line_end = match self.peek(2)? {
                [] => return Ok(()),
                [b'\n', ..] => 1,
                [b'\r', b'\n'] => 2,
                _ => 0,
            };
            if line_end > 0 {
                place.byte_to = self.advance(line_end, 1).byte_to;
                continue;
            }
            let (scan, broken) = self.scan()?;
            let whole_line = broken.is_none() && scan.second_line.is_none();
            if !whole_line || self.cells.len() >= columns || scan.at > LONGEST_LINE {
                return Ok(());
            }
            place.byte_to = self.advance(scan.at, 1).byte_to;
        }
    }

    fn advance(&mut self, count: usize, lines: u64) -> Place {
        let place = Place {
            byte_from: self.offset,
            byte_to: self.offset + count as u64,
            line: self.line,
        };
        self.next += count;
        self.offset = place.byte_to;
        self.line += lines;
        place
    }

    fn pass_empty_lines(&mut self) -> io::Result<()> {
        loop {
            let count = match self.peek(2)? {
                [b'\n', ..] => 1,
                [b'\r', b'\n'] => 2,
                _ => break,
            };
            self.advance(count, 1);
            self.record = self.next;
        }
        self.record = self.next;
        Ok(())
    }

    /// Reads more of the stream, keeping what belongs to the record at hand.
    fn fill(&mut self) -> io::Result<()> {
        if self.record > 0 {
            self.buffer.copy_within(self.record..self.filled, 0);
            self.filled -= self.record;
            self.next -= self.record;
            self.record = 0;
        }
        if self.buffer.len() < self.filled + CHUNK {
            self.buffer.resize(self.filled + CHUNK, 0);
        }
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let count = loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.filled += count;
        self.ended = count == 0;
        Ok(())
    }
}

#[cfg(test)]
#[path = "frame/tests.rs"]
mod tests;
