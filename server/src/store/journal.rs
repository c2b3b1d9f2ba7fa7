//! The erasure journal: a file beside the database that survives its loss.
//!
//! A restored backup holds what was erased since it was made. The journal says what to erase
//! again: one JSON line per erasure, ids only, on the disk before the deletion commits, and a second
//! one when it has. A line without its second is in doubt: the process died between the two, or the
//! deletion was refused. It is then done again only where it can touch nothing that is wanted.
//!
//! ```json
//! {"erasure":"<id>","org":"<id>","kind":"notes","subject":"<id>","at":1772503920000,"gone_at":1775527200000}
//! {"done":"<id>"}
//! ```
//! `kind` is one of `notes`, `case` (the subject is a case), `exposures`, `ties`, `refused` (the
//! subject is a person; exposures carry `before`). Instants are milliseconds UTC.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use care::time::Instant;
use serde::{Deserialize, Serialize};

use super::Erasure;
use crate::private;

/// Name of the journal's file inside the data folder.
pub const JOURNAL: &str = "erasures.ndjson";

/// The journal of one installation.
#[derive(Debug, Clone)]
pub struct Journal {
    path: PathBuf,
}

/// What a journal holds.
#[derive(Debug, Default)]
pub struct Journalled {
    /// The erasures, in the order in which they were written.
    pub erasures: Vec<Erasure>,
    /// Which of them are known to have been committed.
    pub done: BTreeSet<String>,
    /// Lines that cannot be read: the power went while they were written, before any deletion.
    pub torn: usize,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Erasure(Erasure),
    Done { done: String },
}

impl Journal {
    /// The journal of a data folder; the file need not exist.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self {
            path: folder.join(JOURNAL),
        }
    }

    /// What stands in the journal of a data folder that was lost.
    ///
    /// # Errors
    /// [`io::Error`] when the file is not there, cannot be read, or is no journal.
    pub fn given(file: &Path) -> io::Result<Journalled> {
        File::open(file)?;
        let path = file.to_owned();
        let found = Self { path }.read()?;
        if found.erasures.is_empty() && found.torn > 0 {
            let fault = "this is not a journal of erasures";
            return Err(io::Error::new(io::ErrorKind::InvalidData, fault));
        }
        Ok(found)
    }

    /// Adds what another journal holds and this one does not, and says how many lines came.
    ///
    /// For a restore: the new data folder keeps what a next restore has to erase again.
    ///
    /// # Errors
    /// [`io::Error`] when this journal cannot be read or written.
    pub fn take_over(&self, other: &Journalled) -> io::Result<usize> {
        let ours = self.read()?;
        let known: BTreeSet<&str> = ours.erasures.iter().map(|e| e.id.as_str()).collect();
        let fresh = other.erasures.iter();
        let fresh = fresh.filter(|erasure| !known.contains(erasure.id.as_str()));
        let mut lines: Vec<Line> = fresh.cloned().map(Line::Erasure).collect();
        let count = lines.len();
        let done = other.done.difference(&ours.done).cloned();
        lines.extend(done.map(|done| Line::Done { done }));
        self.add(&lines)?;
        Ok(count)
    }

    /// Everything in it; nothing when there is no file.
    ///
    /// # Errors
    /// [`io::Error`] when the file is there and cannot be read.
    pub fn read(&self) -> io::Result<Journalled> {
        let text = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Journalled::default());
            }
            Err(error) => return Err(error),
        };
        let mut found = Journalled::default();
        for line in text
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            match serde_json::from_slice(line) {
                Ok(Line::Erasure(erasure)) => found.erasures.push(erasure),
                Ok(Line::Done { done }) => _ = found.done.insert(done),
                Err(_) => found.torn += 1,
            }
        }
        Ok(found)
    }

    /// Adds erasures; when this returns they survive a power cut.
    pub(super) fn append(&self, erasures: &[Erasure]) -> io::Result<()> {
        let lines: Vec<Line> = erasures.iter().cloned().map(Line::Erasure).collect();
        self.add(&lines)
    }

    /// Says that these erasures were committed.
    pub(super) fn done(&self, ids: Vec<String>) -> io::Result<()> {
        let lines = ids.into_iter().map(|done| Line::Done { done });
        self.add(&lines.collect::<Vec<_>>())
    }

    fn add(&self, lines: &[Line]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let _turn = self.turn()?;
        let mut file = private::options()
            .create(true)
            .read(true)
            .append(true)
            .open(&self.path)?;
        let mut text = Vec::new();
        if !ends_with_a_line(&mut file)? {
            text.push(b'\n');
        }
        for line in lines {
            serde_json::to_writer(&mut text, line)?;
            text.push(b'\n');
        }
        file.write_all(&text)?;
        file.sync_all()?;
        self.sync_folder()
    }

    /// Drops lines that no backup needs any more.
    pub(super) fn forget(&self, now: Instant) -> io::Result<usize> {
        let _turn = self.turn()?;
        let found = self.read()?;
        let all = found.erasures.len();
        let kept = found.erasures.into_iter().filter(|e| e.gone_at > now);
        let mut kept: Vec<Line> = kept.map(Line::Erasure).collect();
        let dropped = all - kept.len() + found.torn;
        if dropped == 0 {
            return Ok(0);
        }
        let ids = kept.iter().filter_map(|line| match line {
            Line::Erasure(erasure) => Some(erasure.id.clone()),
            Line::Done { .. } => None,
        });
        let done: Vec<String> = ids.filter(|id| found.done.contains(id)).collect();
        kept.extend(done.into_iter().map(|done| Line::Done { done }));
        let fresh = self.path.with_extension("ndjson.new");
        let mut file = private::options()
            .create(true)
            .write(true)
            .truncate(true)
            .open(&fresh)?;
        for line in kept {
            serde_json::to_writer(&mut file, &line)?;
            file.write_all(b"\n")?;
        }
        file.sync_all()?;
        fs::rename(&fresh, &self.path)?;
        self.sync_folder()?;
        Ok(dropped)
    }

    /// One process at a time: a line must not be added to a file that is being replaced.
    fn turn(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            private::folder(folder)?;
        }
        let lock = File::create(self.path.with_extension("lock"))?;
        lock.lock()?;
        Ok(lock)
    }

    /// A new name in a folder is on the disk only when the folder is.
    fn sync_folder(&self) -> io::Result<()> {
        match self.path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

fn ends_with_a_line(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0_u8; 1];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ErasureKind;
    use care::ids::OrgId;

    fn erasure(id: &str, gone_at: i64) -> Erasure {
        Erasure {
            id: id.to_owned(),
            org: OrgId::new("org"),
            kind: ErasureKind::Notes,
            subject: "case".to_owned(),
            before: None,
            at: Instant::from_millis(1),
            gone_at: Instant::from_millis(gone_at),
        }
    }

    #[test]
    fn a_torn_line_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::of(folder.path());
        assert!(journal.read().unwrap().erasures.is_empty());
        journal.append(&[erasure("a", 10)]).unwrap();
        let path = folder.path().join(JOURNAL);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [whole.as_slice(), br#"{"erasure":"b","or"#].concat()).unwrap();
        journal.append(&[erasure("c", 20)]).unwrap();
        let found = journal.read().unwrap();
        let ids: Vec<&str> = found.erasures.iter().map(|e| e.id.as_str()).collect();
        assert_eq!((ids, found.torn), (vec!["a", "c"], 1));
    }

    #[test]
    fn what_another_journal_holds_is_taken_over_once() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (ours, theirs) = (Journal::of(here.path()), Journal::of(there.path()));
        let other = there.path().join(JOURNAL);
        assert!(Journal::given(&other).is_err(), "a file that is not there");
        theirs
            .append(&[erasure("a", 10), erasure("b", 20)])
            .unwrap();
        ours.append(&[erasure("a", 10)]).unwrap();
        theirs.done(vec!["a".to_owned()]).unwrap();
        let given = Journal::given(&other).unwrap();
        assert_eq!(ours.take_over(&given).unwrap(), 1);
        assert_eq!(ours.take_over(&given).unwrap(), 0);
        let taken = ours.read().unwrap();
        assert_eq!((taken.erasures.len(), taken.done.len()), (2, 1));
        fs::write(&other, "a letter\n").unwrap();
        assert!(Journal::given(&other).is_err(), "a file that is no journal");
    }

    #[test]
    fn what_no_backup_holds_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::of(folder.path());
        journal
            .append(&[erasure("a", 10), erasure("c", 20)])
            .unwrap();
        journal.done(vec!["a".to_owned(), "c".to_owned()]).unwrap();
        assert_eq!(journal.forget(Instant::from_millis(10)).unwrap(), 1);
        assert_eq!(journal.forget(Instant::from_millis(10)).unwrap(), 0);
        let found = journal.read().unwrap();
        assert_eq!(found.erasures, [erasure("c", 20)]);
        assert!(
            found.done.into_iter().eq(["c"]),
            "and that it was done is known"
        );
    }
}
