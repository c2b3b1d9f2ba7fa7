//! Finds the documents in a stream, whatever stands between them, in bounded memory.
//!
//! Documents follow each other, in an array or one per line. One that does not end costs what
//! stands before the next line that begins with `{`, and no more.

use std::io::{self, Read};
use std::ops::Range;

use serde::de::IgnoredAny;

use crate::feed::reject::{Place, RejectReason};

/// The longest document that is read, in bytes.
pub const LONGEST_DOCUMENT: usize = 4 << 20;
/// The deepest nesting that is read.
pub const DEEPEST: u32 = 64;

const CHUNK: usize = 64 << 10;

/// A stretch of the stream that is a document, or was meant to be one.
pub struct Piece {
    pub place: Place,
    /// Why it is none.
    pub broken: Option<RejectReason>,
    bytes: Range<usize>,
}

impl Piece {
    fn broken(place: Place, reason: RejectReason) -> Self {
        Self {
            place,
            broken: Some(reason),
            bytes: 0..0,
        }
    }
}

/// Whether text beside documents is JSON, with the signs of an array left out of account.
fn is_value(text: &[u8]) -> bool {
    let signs = |byte: &u8| byte.is_ascii_whitespace() || b",]".contains(byte);
    let length = text.iter().rposition(|byte| !signs(byte));
    let text = length.and_then(|last| text.get(..=last));
    text.is_some_and(|text| serde_json::from_slice::<IgnoredAny>(text).is_ok())
}

/// The pieces of a stream.
pub struct Pieces<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Where in the buffer the next byte stands that was not given out.
    next: usize,
    ended: bool,
    begun: bool,
    offset: u64,
    line: u64,
}

impl<R: Read> Pieces<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            next: 0,
            ended: false,
            begun: false,
            offset: 0,
            line: 1,
        }
    }

    /// The bytes of the piece that was found last.
    pub fn bytes(&self, piece: &Piece) -> &[u8] {
        self.buffer.get(piece.bytes.clone()).unwrap_or_default()
    }

    /// The next piece; `None` at the end.
    pub fn advance(&mut self) -> io::Result<Option<Piece>> {
        self.pass_between()?;
        match self.rest().first() {
            None => Ok(None),
            Some(b'{') => match self.scan()? {
                Ok(length) => Ok(Some(self.take(length))),
                Err(reason) => self.give_up(reason).map(Some),
            },
            Some(_) => self.pass_text().map(Some),
        }
    }

    #[cfg(test)]
    pub fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.next..).unwrap_or_default()
    }

    /// Passes what may stand between documents: space, and the signs of an array.
    fn pass_between(&mut self) -> io::Result<()> {
        loop {
            if !self.begun && self.rest().len() < 3 && !self.ended {
                self.fill()?;
                continue;
            }
            if !self.begun && self.rest().starts_with(b"\xEF\xBB\xBF") {
                self.take(3);
            }
            self.begun = true;
            let between = |byte: &u8| byte.is_ascii_whitespace() || b",[]".contains(byte);
            let count = self.rest().iter().take_while(|byte| between(byte)).count();
            self.take(count);
            if !self.rest().is_empty() || self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// How long the document at hand is, or why it is none.
    fn scan(&mut self) -> io::Result<Result<usize, RejectReason>> {
        let mut scan = Scan::default();
        let mut at = 0;
        loop {
            for (index, &byte) in self.rest().iter().enumerate().skip(at) {
                match scan.step(byte) {
                    Step::On => {}
                    Step::Done => return Ok(Ok(index + 1)),
                    Step::Broken(reason) => return Ok(Err(reason)),
                }
            }
            at = self.rest().len();
            if at > LONGEST_DOCUMENT {
                return Ok(Err(RejectReason::DocumentTooLarge));
            }
            if self.ended {
                return Ok(Err(RejectReason::NotJson));
            }
            self.fill()?;
        }
    }

    /// Rejects up to the next line that begins with `{`.
    fn give_up(&mut self, reason: RejectReason) -> io::Result<Piece> {
        let mut place = self.take(0).place;
        loop {
            let rest = self.rest();
            let found = rest.windows(2).position(|pair| pair == b"\n{");
            let count = match found {
                Some(at) => at + 1,
                None if self.ended => rest.len(),
                // the last byte may be the line's end
                None => rest.len().saturating_sub(1),
            };
            place.byte_to = self.take(count).place.byte_to;
            if found.is_some() || self.ended && self.rest().is_empty() {
                return Ok(Piece::broken(place, reason));
            }
            self.fill()?;
        }
    }

    /// Rejects what is no document, up to the end of its line or the next document.
    fn pass_text(&mut self) -> io::Result<Piece> {
        let mut place = self.take(0).place;
        let mut reason = RejectReason::NotJson;
        loop {
            let rest = self.rest();
            let end = rest.iter().position(|byte| b"\n{".contains(byte));
            let count = end.unwrap_or(rest.len());
            let text = rest.get(..count).unwrap_or_default();
            let whole = place.byte_from == self.offset && (end.is_some() || self.ended);
            if whole && is_value(text) {
                reason = RejectReason::NotAnObject;
            }
            place.byte_to = self.take(count).place.byte_to;
            if end.is_some() || self.ended {
                return Ok(Piece::broken(place, reason));
            }
            self.fill()?;
        }
    }

    /// Gives out the next bytes.
    fn take(&mut self, count: usize) -> Piece {
        let bytes = self.next..self.next + count;
        let taken = self.buffer.get(bytes.clone()).unwrap_or_default();
        let lines = taken.split(|byte| *byte == b'\n').skip(1).count() as u64;
        let place = Place {
            byte_from: self.offset,
            byte_to: self.offset + count as u64,
            line: self.line,
        };
        self.next = bytes.end;
        self.offset = place.byte_to;
        self.line += lines;
        Piece {
            place,
            broken: None,
            bytes,
        }
    }

    /// Reads more of the stream; what was given out is forgotten.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.next);
        self.next = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let room = self.buffer.get_mut(filled..).unwrap_or_default();
        let count = loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let count = count.inspect_err(|_| self.buffer.truncate(filled))?;
        self.buffer.truncate(filled + count);
        self.ended = count == 0;
        Ok(())
    }
}

/// Where in a document a byte stands.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_text: bool,
    escaped: bool,
}

enum Step {
    On,
    Done,
    Broken(RejectReason),
}

impl Scan {
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            match byte {
                // no text of JSON goes over a line end
                b'\n' => return Step::Broken(RejectReason::NotJson),
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return Step::On;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' if self.depth == DEEPEST => {
                return Step::Broken(RejectReason::NestedTooDeeply);
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Done;
                }
            }
            _ => {}
        }
        Step::On
    }
}
