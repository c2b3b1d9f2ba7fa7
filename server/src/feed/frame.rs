//! Cuts a CSV stream into records, and starts again after a broken one.
//!
//! Why not the `csv` crate: it reads on from an unclosed quote, so one bad row
//! swallows the good ones after it, and it cannot say which bytes a rejected
//! row stood on. Here a record that turns out broken is given up as its first
//! line only; reading goes on at the next line. The two agree on well-formed
//! input (a test holds them side by side).

use std::borrow::Cow;
use std::io::{self, Read};

use super::reject::{Place, RejectReason};

/// The longest line that is read as a record, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;
/// How far a record with line breaks in its cells may reach, in bytes.
pub const LONGEST_MULTILINE: usize = 64 << 10;
/// How many lines a record with line breaks in its cells may span.
pub const MOST_LINES: u64 = 100;

const CHUNK: usize = 64 << 10;

/// A cell inside the record that was read last.
#[derive(Clone, Copy, Debug)]
struct Cell {
    from: usize,
    to: usize,
    /// Holds doubled quotes, each of which stands for one.
    doubled: bool,
}

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

/// Where a cell stands while it is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: it closes the cell or is doubled.
    Quote,
    /// After a closing quote and a carriage return.
    QuoteReturn,
}

struct Scan {
    state: State,
    /// How far the record was read, from its beginning.
    at: usize,
    cell: Cell,
    /// Where the second line begins, if a quoted cell went over a line end.
    second_line: Option<usize>,
    line_ends: u64,
}

enum Step {
    NeedMore,
    Done,
    Broken(RejectReason),
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
        self.cells.clear();
        let mut scan = Scan {
            state: State::CellStart,
            at: 0,
            cell: Cell {
                from: 0,
                to: 0,
                doubled: false,
            },
            second_line: None,
            line_ends: 0,
        };
        loop {
            match self.scan(&mut scan) {
                Step::NeedMore if self.ended => {
                    return self.finish_at_end(&mut scan).map(Some);
                }
                Step::NeedMore => self.fill()?,
                Step::Done => return Ok(Some(self.finish(&scan)?)),
                Step::Broken(reason) => return self.give_up(&scan, reason).map(Some),
            }
        }
    }

    fn scan(&mut self, scan: &mut Scan) -> Step {
        let most = self.columns.unwrap_or(usize::MAX);
        let delimiter = self.delimiter;
        let bytes = self
            .buffer
            .get(self.record..self.filled)
            .unwrap_or_default();
        let fresh = bytes.get(scan.at..).unwrap_or_default();
        let base = scan.at;
        for (index, &byte) in fresh.iter().enumerate() {
            let here = base + index;
            let ends_cell = byte == delimiter || byte == b'\n';
            match scan.state {
                State::Plain if !ends_cell => continue,
                State::Quoted if byte != b'"' && byte != b'\n' => continue,
                State::CellStart if byte == b'"' => {
                    scan.cell.from = here + 1;
                    scan.state = State::Quoted;
                }
                State::CellStart if !ends_cell => {
                    scan.cell.from = here;
                    scan.state = State::Plain;
                }
                State::CellStart => {
                    scan.cell.from = here;
                    scan.cell.to = here;
                }
                State::Plain => {
                    let returned = byte == b'\n'
                        && here > scan.cell.from
                        && bytes.get(here - 1) == Some(&b'\r');
                    scan.cell.to = here - usize::from(returned);
                }
                State::Quoted if byte == b'"' => {
                    scan.cell.to = here;
                    scan.state = State::Quote;
                }
                State::Quoted => {
                    scan.second_line.get_or_insert(here + 1);
                    scan.line_ends += 1;
                    if here > LONGEST_MULTILINE || scan.line_ends >= MOST_LINES {
                        return Step::Broken(RejectReason::QuoteNotClosed);
                    }
                }
                State::Quote if byte == b'"' => {
                    scan.cell.doubled = true;
                    scan.state = State::Quoted;
                }
                State::Quote if byte == b'\r' => scan.state = State::QuoteReturn,
                State::Quote if ends_cell => {}
                State::QuoteReturn if byte == b'\n' => {}
                State::Quote | State::QuoteReturn => {
                    return Step::Broken(RejectReason::TextAfterQuote);
                }
            }
            if !ends_cell || scan.state == State::Quoted {
                continue;
            }
            self.cells.push(scan.cell);
            scan.at = here + 1;
            if byte == b'\n' {
                return Step::Done;
            }
            if self.cells.len() >= most {
                return Step::Broken(RejectReason::WrongFieldCount);
            }
            scan.state = State::CellStart;
            scan.cell.doubled = false;
        }
        scan.at = bytes.len();
        match scan.second_line {
            None if scan.at > LONGEST_LINE => Step::Broken(RejectReason::CellTooLarge),
            Some(_) if scan.at > LONGEST_MULTILINE => Step::Broken(RejectReason::QuoteNotClosed),
            _ => Step::NeedMore,
        }
    }

    /// The stream ended inside a record: a last line without a line ending.
    fn finish_at_end(&mut self, scan: &mut Scan) -> io::Result<Frame> {
        match scan.state {
            State::Quoted => return self.give_up(scan, RejectReason::QuoteNotClosed),
            State::CellStart => {
                scan.cell.from = scan.at;
                scan.cell.to = scan.at;
            }
            State::Plain => {
                let last = self.record + scan.at - 1;
                let returned = self.buffer.get(last) == Some(&b'\r');
                scan.cell.to = scan.at - usize::from(returned);
            }
            State::Quote | State::QuoteReturn => {}
        }
        self.cells.push(scan.cell);
        self.finish(scan)
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
        self.cells.clear();
        if let Some(second_line) = scan.second_line {
            let place = self.advance(second_line, 1);
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
#[path = "frame_tests.rs"]
mod tests;
