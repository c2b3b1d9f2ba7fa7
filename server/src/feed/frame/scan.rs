//! Finds the cells of one record, however its bytes arrive.

use super::{LONGEST_LINE, LONGEST_MULTILINE, MOST_LINES};
use crate::feed::reject::RejectReason;

/// A cell inside the record that was read last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell {
    pub from: usize,
    pub to: usize,
    /// Holds doubled quotes, each of which stands for one.
    pub doubled: bool,
}

/// Where a cell stands while it is read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: it closes the cell or is doubled.
    Quote,
    /// After a closing quote and a carriage return.
    QuoteReturn,
}

/// How far the reading of a record is.
#[derive(Default)]
pub struct Scan {
    state: State,
    /// How far the record was read, from its beginning.
    pub at: usize,
    cell: Cell,
    /// Where the second line begins, if a quoted cell went over a line end.
    pub second_line: Option<usize>,
    pub line_ends: u64,
}

/// What reading on brought.
pub enum Step {
    /// The bytes end inside the record.
    NeedMore,
    /// The record is complete.
    Done,
    /// It cannot be a record.
    Broken(RejectReason),
}

impl Scan {
    /// Reads on from where it was; `bytes` begin with the record.
    pub fn step(
        &mut self,
        bytes: &[u8],
        delimiter: u8,
        most: usize,
        cells: &mut Vec<Cell>,
    ) -> Step {
        let fresh = bytes.get(self.at..).unwrap_or_default();
        let base = self.at;
        for (index, &byte) in fresh.iter().enumerate() {
            let here = base + index;
            let ends_cell = byte == delimiter || byte == b'\n';
            match self.state {
                State::Plain if !ends_cell => continue,
                State::Quoted if byte != b'"' && byte != b'\n' => continue,
                State::CellStart if byte == b'"' => {
                    self.cell.from = here + 1;
                    self.state = State::Quoted;
                }
                State::CellStart if !ends_cell => {
                    self.cell.from = here;
                    self.state = State::Plain;
                }
                State::CellStart => {
                    self.cell.from = here;
                    self.cell.to = here;
                }
                State::Plain => {
                    let returned = byte == b'\n'
                        && here > self.cell.from
                        && bytes.get(here - 1) == Some(&b'\r');
                    self.cell.to = here - usize::from(returned);
                }
                State::Quoted if byte == b'"' => {
                    self.cell.to = here;
                    self.state = State::Quote;
                }
                State::Quoted => {
                    self.second_line.get_or_insert(here + 1);
                    self.line_ends += 1;
                    if here > LONGEST_MULTILINE || self.line_ends >= MOST_LINES {
                        return Step::Broken(RejectReason::QuoteNotClosed);
                    }
                }
                State::Quote if byte == b'"' => {
                    self.cell.doubled = true;
                    self.state = State::Quoted;
                }
                State::Quote if byte == b'\r' => self.state = State::QuoteReturn,
                State::Quote if ends_cell => {}
                State::QuoteReturn if byte == b'\n' => {}
                State::Quote | State::QuoteReturn => {
                    return Step::Broken(RejectReason::TextAfterQuote);
                }
            }
            if !ends_cell || self.state == State::Quoted {
                continue;
            }
            cells.push(self.cell);
            self.at = here + 1;
            if byte == b'\n' {
                return Step::Done;
            }
            if cells.len() >= most {
                return Step::Broken(RejectReason::WrongFieldCount);
            }
            self.state = State::CellStart;
            self.cell.doubled = false;
        }
        self.at = bytes.len();
        match self.second_line {
            None if self.at > LONGEST_LINE => Step::Broken(RejectReason::CellTooLarge),
            Some(_) if self.at > LONGEST_MULTILINE => Step::Broken(RejectReason::QuoteNotClosed),
            _ => Step::NeedMore,
        }
    }

    /// The stream ended inside the record: a last line without a line ending.
    pub fn end(&mut self, bytes: &[u8], cells: &mut Vec<Cell>) -> Step {
        match self.state {
            State::Quoted => return Step::Broken(RejectReason::QuoteNotClosed),
            State::CellStart => {
                self.cell.from = self.at;
                self.cell.to = self.at;
            }
            State::Plain => {
                let returned = bytes.last() == Some(&b'\r');
                self.cell.to = self.at - usize::from(returned);
            }
            State::Quote | State::QuoteReturn => {}
        }
        cells.push(self.cell);
        Step::Done
    }
}
