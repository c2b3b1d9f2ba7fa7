//! A file in stretches of whole lines, and a stretch in parts for the threads.

use std::{
    fs::File,
    io::{self, Read},
};

/// How much is read between two looks at what came of it, over all threads.
const STRETCH: usize = 8 << 20;
/// The smallest part for one thread.
const LEAST: usize = 64 << 10;

/// Cuts bytes behind line ends, so that each thread has about the same.
pub(super) fn cut(bytes: &[u8], threads: usize) -> Vec<(u64, &[u8])> {
    let size = (bytes.len() / (threads.max(1) * 2)).max(LEAST);
    let (mut parts, mut from) = (Vec::new(), 0);
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        let tail = rest.get(size..).unwrap_or_default();
        let end = tail.iter().position(|byte| *byte == b'\n');
        let end = end.map_or(rest.len(), |end| size + end + 1);
        parts.push((from as u64, rest.get(..end).unwrap_or_default()));
        from += end;
    }
    parts
}

/// A file in stretches of whole lines, in one buffer.
///
/// Of a line that is longer than the buffer only its beginning is given: it is refused as too long.
pub(super) struct Stretches {
    buffer: Vec<u8>,
    /// Where what was given out ends in the buffer.
    given: usize,
    filled: usize,
    /// Where the buffer's beginning stands in the file.
    offset: u64,
    /// Whether the rest of a line is passed over.
    skipping: bool,
    ended: bool,
}

impl Stretches {
    pub(super) fn new() -> Self {
        Self {
            buffer: vec![0; STRETCH],
            given: 0,
            filled: 0,
            offset: 0,
            skipping: false,
            ended: false,
        }
    }

    /// The next stretch and where it stands in the file; none at the end.
    pub(super) fn next(&mut self, file: &mut File) -> io::Result<Option<(u64, &[u8])>> {
        self.drop_front(self.given);
        self.fill(file)?;
        while self.skipping {
            let end = self.held().iter().position(|byte| *byte == b'\n');
            self.skipping = end.is_none() && !self.ended;
            self.drop_front(end.map_or(self.filled, |end| end + 1));
            self.fill(file)?;
        }
        let last = self.held().iter().rposition(|byte| *byte == b'\n');
        self.given = match last {
            _ if self.ended => self.filled,
            Some(last) => last + 1,
            None => {
                self.skipping = true;
                self.filled
            }
        };
        let stretch = self.buffer.get(..self.given).unwrap_or_default();
        Ok((self.given > 0).then_some((self.offset, stretch)))
    }

    fn held(&self) -> &[u8] {
        self.buffer.get(..self.filled).unwrap_or_default()
    }

    fn drop_front(&mut self, count: usize) {
        self.buffer.copy_within(count..self.filled, 0);
        self.offset += count as u64;
        self.filled -= count;
        self.given = 0;
    }

    fn fill(&mut self, file: &mut File) -> io::Result<()> {
        while self.filled < self.buffer.len() && !self.ended {
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            match file.read(room) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
