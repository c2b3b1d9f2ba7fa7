//! Lines of a file, read a second time: where a line alone does not say what counts.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use care::event::EventRecord;

use super::open::Place;
use crate::feed::ndjson;

/// The files of lines, by number.
#[derive(Default)]
pub(super) struct Again {
    files: BTreeMap<u32, File>,
}

impl Again {
    pub(super) fn add(&mut self, number: u32, file: File) {
        self.files.insert(number, file);
    }

    /// The record of a line that was read before.
    pub(super) fn record(&mut self, place: Place) -> io::Result<EventRecord> {
        let gone = || {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "the file changed while it was read",
            )
        };
        let file = self.files.get_mut(&place.file).ok_or_else(gone)?;
        file.seek(SeekFrom::Start(place.from))?;
        let mut line = vec![0; place.length as usize];
        file.read_exact(&mut line)?;
        let text = line.trim_ascii();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        ndjson::parse_line(text, 1).map_err(|_| gone())
    }
}
