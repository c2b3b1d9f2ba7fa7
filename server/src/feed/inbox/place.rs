//! The place of one source in the watched folder: what lies there, and what becomes of each file.

use std::collections::HashMap;
use std::ffi::OsString;

use care::time::Instant;
use jiff::{SignedDuration, civil::Date, tz::TimeZone};

use super::folder::{Entry, Folder, Kind, Mark};
use super::reading::{self, Format, Reading};
use super::told::{Hearing, Report};
use super::trouble::{Trouble, Troubles};
use crate::feed::{csv::FileError, intake::BATCH, saved, taking::Taking};
use crate::store::{Organisation, Store};

/// For so long a file has to stay as it is before it is read: it may still be written.
pub const STILL: SignedDuration = SignedDuration::from_secs(2);
/// After so long it is tried again with a file that could not be taken.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// So many days a file stays after it was taken.
const KEPT_DAYS: i32 = 7;
/// So many batches go through one intake: what it remembers of each incident stays small.
const BATCHES: u64 = 50;

const TAKEN: &str = "taken";
const ASIDE: &str = "set-aside";

/// The two moments of a look.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    /// When the work takes place.
    pub now: Instant,
    /// The moment on the wall.
    pub real_now: Instant,
}

/// A file that lies there.
struct Lying {
    mark: Mark,
    since: Instant,
    /// What was wrong with it, and when it is tried again.
    refused: Option<(Trouble, Instant)>,
}

/// The place of one source.
#[derive(Default)]
pub struct Place {
    lying: HashMap<OsString, Lying>,
    swept: Option<Date>,
}

/// What one look at a place came to.
#[derive(Debug, Default)]
pub struct Looked {
    /// Files that were read to their end, whatever was set aside of them.
    pub taken: usize,
    /// What is wrong with those that lie there still.
    pub troubles: Troubles,
}

/// Where a place belongs.
#[derive(Clone, Copy)]
pub struct Whose<'a> {
    pub store: &'a Store,
    pub org: &'a Organisation,
    pub source: &'a str,
    pub folder: &'a Folder,
}

impl Place {
    /// Looks what lies there and takes in what has been still for long enough, by name.
    pub async fn look(&mut self, whose: Whose<'_>, at: Moments) -> Looked {
        let mut looked = Looked::default();
        let Ok(entries) = whose.folder.entries() else {
            looked.troubles.add(Trouble::Unreadable);
            return looked;
        };
        let (files, others) = sorted(entries);
        for _ in 0..others {
            looked.troubles.add(Trouble::NotAFile);
        }
        self.lying
            .retain(|name, _| files.iter().any(|file| file.name == *name));
        for file in files {
            if !self.is_ready(&file, at.real_now) {
                continue;
            }
            match take(whose, &file, at).await {
                Ok(()) => {
                    looked.taken += 1;
                    self.lying.remove(&file.name);
                }
                Err(trouble) => self.refuse(&file, trouble, at.real_now),
            }
        }
        let refused = self.lying.values().filter_map(|it| it.refused);
        for (trouble, _) in refused {
            looked.troubles.add(trouble);
        }
        self.sweep(whose.folder, at.real_now);
        looked
    }

    /// Whether a file has been still for long enough, and is not waiting to be tried again.
    fn is_ready(&mut self, file: &Entry, real_now: Instant) -> bool {
        let lying = self.lying.entry(file.name.clone());
        let lying = lying.or_insert_with(|| Lying::new(file.mark, real_now));
        if lying.mark != file.mark {
            *lying = Lying::new(file.mark, real_now);
        }
        let is_due = lying.refused.is_none_or(|(_, again)| real_now >= again);
        is_due && real_now.since(lying.since) >= STILL
    }

    fn refuse(&mut self, file: &Entry, trouble: Trouble, real_now: Instant) {
        if let Some(lying) = self.lying.get_mut(&file.name) {
            lying.refused = Some((trouble, real_now.plus(AGAIN)));
        }
    }

    /// Removes what was taken more than seven days ago, once a day.
    fn sweep(&mut self, folder: &Folder, real_now: Instant) {
        let today = real_now.date(&TimeZone::UTC);
        if self.swept == Some(today) {
            return;
        }
        self.swept = Some(today);
        let Ok(taken) = folder.inside(&TAKEN.into()) else {
            return; // nothing was taken yet
        };
        let days = taken.entries().unwrap_or_default();
        let mut removed = 0_usize;
        for day in days.iter().filter(|day| is_past(day, today)) {
            let Ok(inside) = taken.inside(&day.name) else {
                continue;
            };
            let files = inside.entries().unwrap_or_default();
            let files = files.iter().filter(|file| file.kind != Kind::Folder);
            removed += files.filter(|it| inside.remove(&it.name).is_ok()).count();
            // What is left in it is looked at tomorrow.
            _ = taken.remove_folder(&day.name);
        }
        if removed > 0 {
            tracing::info!(files = removed, "taken files were removed after seven days");
        }
    }
}

impl Lying {
    fn new(mark: Mark, since: Instant) -> Self {
        Self {
            mark,
            since,
            refused: None,
        }
    }
}

/// Whether a folder of taken files is of more than seven days ago.
fn is_past(day: &Entry, today: Date) -> bool {
    let date = day.name.to_str().and_then(|name| name.parse::<Date>().ok());
    let until = date.and_then(|it| {
        it.checked_add(SignedDuration::from_hours(24) * KEPT_DAYS)
            .ok()
    });
    day.kind == Kind::Folder && until.is_some_and(|until| until < today)
}

/// The files that may be taken, and how many other things lie there.
fn sorted(entries: Vec<Entry>) -> (Vec<Entry>, usize) {
    let ours =
        |entry: &Entry| entry.kind == Kind::Folder && (entry.name == TAKEN || entry.name == ASIDE);
    let unfinished = |entry: &Entry| {
        let name = entry.name.as_encoded_bytes();
        name.starts_with(b".") || name.ends_with(b".part") || name.ends_with(b".tmp")
    };
    let mut entries = entries;
    entries.retain(|entry| !ours(entry) && !unfinished(entry));
    let (files, others): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|entry| entry.kind == Kind::File);
    (files, others.len())
}

/// Reads a file to its end and puts it where it belongs; while something is wrong it stays.
async fn take(whose: Whose<'_>, entry: &Entry, at: Moments) -> Result<(), Trouble> {
    let format = entry.name.to_str().and_then(Format::of);
    let format = format.ok_or(Trouble::FormatUnknown)?;
    let profile = {
        let tx = whose.store.read("find profile", &whose.org.id).await?;
        saved::of_source(&tx, whose.source).await?
    };
    if format == Format::Register && profile.is_none() {
        return Err(Trouble::ProfileMissing);
    }
    let opened = whose.folder.read(&entry.name);
    let (file, mark) = opened.map_err(|_| Trouble::Unreadable)?;
    let reading = Reading {
        format,
        source: whose.source.to_owned(),
        profile,
    };
    let begun = reading::begin(file, reading).await;
    let (digest, mut batches) = begun.map_err(|_| Trouble::Unreadable)?;
    let report = read(whose, digest, &mut batches, at.now).await?;
    if whose.folder.look(&entry.name).ok() != Some((Kind::File, mark)) {
        // Somebody went on writing, or took it away; what was read is in.
        return Ok(());
    }
    put(whose, entry, &report, at.real_now)?;
    let (read, set_aside) = report.counts();
    let source = whose.source;
    tracing::info!(
        source,
        read,
        set_aside,
        "a file of the watched folder was taken in"
    );
    let tx = whose.store.write("hear folder", &whose.org.id).await?;
    tx.hear_inbox(whose.source, at.real_now).await?;
    Ok(tx.commit().await?)
}

/// Takes in all batches; a new intake every so often keeps memory small.
async fn read(
    whose: Whose<'_>,
    digest: String,
    batches: &mut tokio::sync::mpsc::Receiver<reading::Batch>,
    now: Instant,
) -> Result<Report, Trouble> {
    let mut report = Report::default();
    let mut before = 0;
    let mut open = true;
    while open {
        let hearing = Hearing {
            report: &mut report,
            before,
        };
        let (store, digest) = ((whose.store, whose.org), digest.clone());
        let mut taking = Taking::begin(store, whose.source, digest, now, hearing).await?;
        let mut refused = None;
        for _ in 0..BATCHES {
            match batches.recv().await {
                Some(Ok(parts)) => {
                    for part in parts {
                        taking.take(part).await?;
                    }
                }
                Some(Err(FileError::Unreadable(_))) => return Err(Trouble::Unreadable),
                Some(Err(error)) => refused = Some(error.code()),
                None => {
                    open = false;
                    break;
                }
            }
        }
        let (tally, _) = taking.finish().await?;
        report.add(&tally);
        before += BATCHES * BATCH as u64;
        if let Some(code) = refused {
            report.refuse(code);
        }
    }
    Ok(report)
}

/// Moves a file that was read: away, or aside with what became of it beside it.
fn put(whose: Whose<'_>, entry: &Entry, report: &Report, real_now: Instant) -> Result<(), Trouble> {
    if report.is_whole() {
        let day = real_now.date(&TimeZone::UTC).to_string();
        let taken = whose.folder.inside_or_new(&TAKEN.into());
        let taken = taken.and_then(|taken| taken.inside_or_new(&day.into()));
        let taken = taken.map_err(|_| Trouble::NotMoved)?;
        return hand_over(whose.folder, entry, &taken);
    }
    let aside = whose.folder.inside_or_new(&ASIDE.into());
    let aside = aside.map_err(|_| Trouble::NotMoved)?;
    let name = free_name(&aside, entry).ok_or(Trouble::NotMoved)?;
    // First what became of it: a file without that would tell its sender nothing.
    let told = with_end(&name, ".told.json");
    let unfinished = with_end(&name, ".told.json.part");
    let written = aside.write(&unfinished).and_then(|mut file| {
        report.write(&mut file)?;
        aside.rename(&unfinished, &told)
    });
    if written.is_err() {
        _ = aside.remove(&unfinished);
        return Err(Trouble::NotTold);
    }
    let moved = whose.folder.hand_over(&entry.name, &aside, &name);
    moved.map_err(|_| {
        _ = aside.remove(&told);
        Trouble::NotMoved
    })
}

fn hand_over(from: &Folder, entry: &Entry, to: &Folder) -> Result<(), Trouble> {
    let name = free_name(to, entry).ok_or(Trouble::NotMoved)?;
    let moved = from.hand_over(&entry.name, to, &name);
    moved.map_err(|_| Trouble::NotMoved)
}

/// A name that nothing has in a folder: the file's own, or with a number behind it.
fn free_name(folder: &Folder, entry: &Entry) -> Option<OsString> {
    let numbered = (2..1_000).map(|number| with_end(&entry.name, &format!("~{number}")));
    let mut names = std::iter::once(entry.name.clone()).chain(numbered);
    names.find(|name| folder.look(name).is_err())
}

fn with_end(name: &OsString, end: &str) -> OsString {
    let mut name = name.clone();
    name.push(end);
    name
}
