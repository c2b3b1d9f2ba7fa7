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
    let size = (bytes.len() / (threads.max(1) * 8)).max(LEAST);
    let (mut parts, mut from) = (Vec::new(), 0);
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        let tail = rest.get(size..).unwrap_or_default();
        let end = memchr::memchr(b'\n', tail);
        let end = end.map_or(rest.len(), |end| size + end + 1);
        parts.push((from as u64, rest.get(..end).unwrap_or_default()));
        from += end;
    }
    parts
}

/// A file in stretches of whole lines.
///
/// Of a line that is longer than a stretch only its beginning is given: it is refused as too long.
pub(super) struct Stretches {
    /// The beginning of the line that the last stretch cut.
    begun: Vec<u8>,
    /// Where that stands in the file.
    offset: u64,
    /// Whether the rest of a line is passed over.
    skipping: bool,
    ended: bool,
}

impl Stretches {
    pub(super) const fn new() -> Self {
        Self {
            begun: Vec::new(),
            offset: 0,
            skipping: false,
            ended: false,
        }
    }

    /// The next stretch and where it stands in the file, in this buffer; none at the end.
    pub(super) fn next(
        &mut self,
        file: &mut File,
        mut buffer: Vec<u8>,
    ) -> io::Result<Option<(u64, Vec<u8>)>> {
        buffer.clear();
        buffer.append(&mut self.begun);
        self.fill(file, &mut buffer)?;
        while self.skipping {
            let end = memchr::memchr(b'\n', &buffer);
            self.skipping = end.is_none() && !self.ended;
            let passed = end.map_or(buffer.len(), |end| end + 1);
            buffer.drain(..passed);
            self.offset += passed as u64;
            self.fill(file, &mut buffer)?;
        }
        let given = match memchr::memrchr(b'\n', &buffer) {
            _ if self.ended => buffer.len(),
            Some(last) => last + 1,
            None => {
                self.skipping = true;
                buffer.len()
            }
        };
        self.begun
            .extend_from_slice(buffer.get(given..).unwrap_or_default());
        buffer.truncate(given);
        let from = self.offset;
        self.offset += given as u64;
        Ok((given > 0).then_some((from, buffer)))
    }

    fn fill(&mut self, file: &mut File, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.reserve_exact(STRETCH.saturating_sub(buffer.len()));
        while buffer.len() < STRETCH && !self.ended {
            let room = (STRETCH - buffer.len()) as u64;
            let read = file.by_ref().take(room).read_to_end(buffer)?;
            self.ended = read == 0;
        }
        Ok(())
    }
}
