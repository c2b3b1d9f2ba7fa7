//! Files that somebody is choosing columns for, in memory, for an hour at most.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use care::{
    ids::{OrgId, PersonId},
    time::Instant,
};
use jiff::SignedDuration;
use tokio::sync::watch;

use super::choice::Choice;
use crate::{
    feed::{intake::Tally, reject::Rejected, roster_intake::RosterTally, sheet::Sheet},
    store::ImportKind,
    web::member::Member,
};

/// The largest file that is taken; larger ones go in by the command.
pub(super) const MOST_BYTES: usize = 10 << 20;
/// How much all files together may hold.
const MOST_TOGETHER: usize = 64 << 20;
/// How long a file waits for somebody.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// The files at hand, by their ids.
#[derive(Default)]
pub(super) struct Uploads {
    held: Mutex<Vec<Arc<Upload>>>,
}

/// A file of one person.
pub(super) struct Upload {
    pub(super) id: String,
    org: OrgId,
    person: PersonId,
    since: Instant,
    pub(super) kind: ImportKind,
    pub(super) digest: String,
    /// What the chosen columns are put on top of: words for kinds, statuses.
    pub(super) base: String,
    /// The saved layout by which it was first read.
    pub(super) by: Option<String>,
    state: Mutex<State>,
    progress: watch::Sender<Progress>,
}

struct State {
    /// Gone as soon as it is taken in.
    bytes: Option<Bytes>,
    sheet: Sheet,
    choice: Choice,
}

/// How far the work is.
#[derive(Clone)]
pub(super) enum Progress {
    /// Columns are being chosen.
    Choosing,
    /// It is being taken in; so many rows are.
    Working(u64),
    /// It is in.
    Done(Arc<Outcome>),
    /// The database went away; what was in stays in.
    Failed,
}

/// What became of a file.
pub(super) struct Outcome {
    pub(super) tally: Tallied,
    /// The first rows that were set aside.
    pub(super) aside: Vec<Rejected>,
}

/// The numbers of either kind.
pub(super) enum Tallied {
    Register(Tally),
    Roster(RosterTally),
}

/// A file as it was brought.
pub(super) struct Brought {
    pub(super) id: String,
    pub(super) kind: ImportKind,
    pub(super) digest: String,
    pub(super) base: String,
    pub(super) by: Option<String>,
    pub(super) bytes: Bytes,
    pub(super) sheet: Sheet,
    pub(super) choice: Choice,
}

impl Uploads {
    /// Holds a file for the member; the oldest make room.
    pub(super) fn hold(&self, member: &Member, brought: Brought) {
        let now = member.app().site.clock.real_now();
        let upload = Upload {
            id: brought.id,
            org: member.org.id.clone(),
            person: member.person.id.clone(),
            since: now,
            kind: brought.kind,
            digest: brought.digest,
            base: brought.base,
            by: brought.by,
            state: Mutex::new(State {
                bytes: Some(brought.bytes),
                sheet: brought.sheet,
                choice: brought.choice,
            }),
            progress: watch::Sender::new(Progress::Choosing),
        };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|it| now.since(it.since) < LIFE);
        held.push(Arc::new(upload));
        let mut together: usize = held.iter().map(|it| it.size()).sum();
        while together > MOST_TOGETHER && held.len() > 1 {
            together -= held.remove(0).size();
        }
    }

    /// The member's own file with this id, while it is here.
    pub(super) fn find(&self, member: &Member, id: &str) -> Option<Arc<Upload>> {
        let now = member.app().site.clock.real_now();
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = |it: &&Arc<Upload>| {
            it.id == id
                && it.org == member.org.id
                && it.person == member.person.id
                && now.since(it.since) < LIFE
        };
        held.iter().find(mine).cloned()
    }
}

impl Upload {
    /// Its bytes, until it was taken in.
    pub(super) fn bytes(&self) -> Option<Bytes> {
        self.locked().bytes.clone()
    }

    /// Its columns as they are read now.
    pub(super) fn sheet(&self) -> Sheet {
        self.locked().sheet.clone()
    }

    /// What was chosen so far.
    pub(super) fn choice(&self) -> Choice {
        self.locked().choice.clone()
    }

    /// Keeps another choice.
    pub(super) fn choose(&self, sheet: Sheet, choice: Choice) {
        let mut state = self.locked();
        state.sheet = sheet;
        state.choice = choice;
    }

    /// How far it is.
    pub(super) fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// Begins the work, unless it has begun: two presses are one import.
    pub(super) fn begin(&self) -> bool {
        self.progress.send_if_modified(|progress| {
            let idle = matches!(progress, Progress::Choosing | Progress::Failed);
            if idle {
                *progress = Progress::Working(0);
            }
            idle
        })
    }

    /// Tells how far it is; once it is in, the file goes.
    pub(super) fn tell(&self, progress: Progress) {
        if matches!(progress, Progress::Done(_)) {
            self.locked().bytes = None;
        }
        self.progress.send_replace(progress);
    }

    /// Waits until the work is over.
    pub(super) async fn over(&self) {
        let mut news = self.progress.subscribe();
        let is_over = |progress: &Progress| !matches!(progress, Progress::Working(_));
        drop(news.wait_for(is_over).await);
    }

    fn size(&self) -> usize {
        self.locked().bytes.as_ref().map_or(0, Bytes::len)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
