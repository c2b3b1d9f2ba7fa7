//! Running a trial beside the requests: one thread that judges, fed in small portions.

use std::{
    io::{self, Read},
    sync::LazyLock,
    thread::available_parallelism,
    time::Duration,
};

use axum::body::Bytes;
use care::{
    ids::{IncidentId, OrgId},
    incident::{CompiledList, IncidentList},
    time::Instant,
};
use jiff::tz::TimeZone;
use tokio::{
    sync::{Semaphore, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    clock::Clock,
    feed::{
        csv::{self, FileError},
        history::{self, Outcome, Trial},
        intake::{OWN_SOURCE, REPORTED},
        ndjson,
        profile::Profile,
        record::EventRecord,
    },
    store::{PastEvent, Store, StoreError, TrialState},
    web::trial::Kept,
};

/// How many events are read at once: few, so that nobody waits behind them.
const PAGE: u32 = 500;
/// How often a sign of life is written.
const SIGN_EVERY: Duration = Duration::from_secs(1);

/// Half of the cores at most judge history; the other half is for what happens now.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, usize::from);
    Semaphore::new((cores / 2).max(1))
});

/// What a run needs of the request that began it.
pub(super) struct Run {
    pub(super) life: Life,
    pub(super) zone: TimeZone,
    /// The draft, and the list in force.
    pub(super) tried: IncidentList,
    pub(super) beside: IncidentList,
}

/// The row of a run, where it says that it goes on.
#[derive(Clone)]
pub(super) struct Life {
    pub(super) id: String,
    pub(super) store: Store,
    pub(super) org: OrgId,
    pub(super) clock: Clock,
}

/// How the feeding of a run ended.
pub(super) enum Fed {
    /// All of it went in.
    Whole,
    /// Somebody stopped it, or another took its place.
    Stopped,
    /// The file was too large.
    TooLarge,
}

/// What a file is read by.
pub(super) enum Layout {
    Lines,
    Register(Box<Profile>),
}

impl Run {
    /// Runs over the events of the store since a moment.
    pub(super) fn over_stored(self, since: Instant) {
        tokio::spawn(async move {
            let (send, receive) = mpsc::channel(2);
            let engine = self.engine(move |trial| {
                let mut pages = Pages { receive };
                let events = std::iter::from_fn(move || pages.next()).flatten();
                history::run_events(trial, events.map(Ok)).map_err(FileError::from)
            });
            let fed = match self.feed(since, send).await {
                Ok(fed) => Ok(fed),
                Err(error) => {
                    tracing::warn!(%error, "a trial of a list lost the database");
                    Err("database")
                }
            };
            self.end(fed, engine).await;
        });
    }

    /// Runs over a file that is about to come in: where its bytes go, and where is told how it ended.
    pub(super) fn over_file(self, layout: Layout) -> (mpsc::Sender<Bytes>, oneshot::Sender<Fed>) {
        let (send, receive) = mpsc::channel(4);
        let (over, told) = oneshot::channel();
        let engine = self.engine(move |trial| {
            let stream = Stream {
                receive,
                rest: Bytes::new(),
            };
            match layout {
                Layout::Lines => history::run_records(trial, ndjson::read_from(stream)),
                Layout::Register(profile) => {
                    history::run_records(trial, csv::read(stream, &profile)?)
                }
            }
        });
        tokio::spawn(async move {
            // Whoever closed the page before the end dropped the other side.
            let fed = told.await.map_err(|_| "file-unreadable");
            self.end(fed, engine).await;
        });
        (send, over)
    }

    /// Judges on a thread of its own, once it is its turn.
    fn engine<W>(&self, work: W) -> JoinHandle<Result<Outcome, FileError>>
    where
        W: FnOnce(&Trial<'_>) -> Result<Outcome, FileError> + Send + 'static,
    {
        let (tried, beside) = (self.tried.compile(), self.beside.compile());
        let zone = self.zone.clone();
        tokio::spawn(async move {
            let gone = || FileError::from(io::Error::other("the server stops"));
            let turn = TURNS.acquire().await.map_err(|_| gone())?;
            let judged = tokio::task::spawn_blocking(move || {
                let lists: Vec<&CompiledList> = vec![&tried, &beside];
                work(&Trial {
                    lists,
                    zone,
                    crews: None,
                    threads: 1,
                })
            });
            let outcome = judged.await.map_err(|_| gone())?;
            drop(turn);
            outcome
        })
    }

    async fn feed(
        &self,
        since: Instant,
        send: mpsc::Sender<Vec<EventRecord>>,
    ) -> Result<Fed, StoreError> {
        let tx = self
            .life
            .store
            .read("count past events", &self.life.org)
            .await?;
        let whole = tx.count_past_events(since).await?;
        drop(tx);
        let mut feeder = Feeder::new(&self.life, send);
        let (mut done, mut place) = (0, 0);
        let mut after = (since, IncidentId::new(""));
        loop {
            let tx = self
                .life
                .store
                .read("read past events", &self.life.org)
                .await?;
            let Some(page) = tx.past_events(place, (after.0, &after.1), PAGE).await? else {
                return Ok(Fed::Whole);
            };
            drop(tx);
            done += i64::try_from(page.len()).unwrap_or_default();
            let full = page.len() == PAGE as usize;
            if let Some(last) = page.last().filter(|_| full) {
                let id = IncidentId::new(last.incident_id.clone());
                after = (Instant::from_millis(last.at), id);
            } else {
                place += 1;
                after = (since, IncidentId::new(""));
            }
            let events = page.iter().filter_map(judged).collect();
            match feeder.give(events, (done, whole)).await? {
                Given::In => {}
                Given::Deaf => return Ok(Fed::Whole),
                Given::Stopped => return Ok(Fed::Stopped),
            }
        }
    }

    async fn end(
        &self,
        fed: Result<Fed, &'static str>,
        engine: JoinHandle<Result<Outcome, FileError>>,
    ) {
        let judged = engine.await;
        let ended = match (fed, judged) {
            (Ok(Fed::Stopped), _) => (TrialState::Cancelled, None, None),
            (Ok(Fed::TooLarge), _) => failed("too-large"),
            // What the file itself lacks is heard first: then nobody listens to the rest of it.
            (_, Ok(Err(error))) => failed(error.code()),
            (Err(problem), _) => failed(problem),
            (Ok(Fed::Whole), Ok(Ok(outcome))) => {
                let kept = Kept::of(&outcome).and_then(|kept| serde_json::to_string(&kept).ok());
                match kept {
                    Some(kept) => (TrialState::Done, None, Some(kept)),
                    None => failed("database"),
                }
            }
            (_, Err(_)) => failed("database"),
        };
        if let Err(error) = self.life.end(ended).await {
            tracing::warn!(%error, "the end of a trial of a list could not be written");
        }
    }
}

/// What became of a portion.
pub(super) enum Given {
    In,
    /// The judging ended before its time; it says why itself.
    Deaf,
    /// Somebody stopped the run, or another took its place.
    Stopped,
}

/// Feeds a run in portions, with signs of life, also while it waits for its turn.
pub(super) struct Feeder<'a, T> {
    life: &'a Life,
    send: mpsc::Sender<T>,
    signed: Instant,
}

impl<'a, T: Send> Feeder<'a, T> {
    pub(super) fn new(life: &'a Life, send: mpsc::Sender<T>) -> Self {
        let signed = life.clock.real_now();
        Self { life, send, signed }
    }

    /// Gives a portion once there is room; `far` is how far that brings it, of how much.
    pub(super) async fn give(&mut self, portion: T, far: (i64, i64)) -> Result<Given, StoreError> {
        let room = loop {
            match timeout(SIGN_EVERY, self.send.reserve()).await {
                Ok(Ok(room)) => break room,
                Ok(Err(_)) => return Ok(Given::Deaf),
                Err(_) if self.life.sign(far).await? => {}
                Err(_) => return Ok(Given::Stopped),
            }
        };
        room.send(portion);
        let now = self.life.clock.real_now();
        if now.since(self.signed).unsigned_abs() < SIGN_EVERY {
            return Ok(Given::In);
        }
        self.signed = now;
        Ok(if self.life.sign(far).await? {
            Given::In
        } else {
            Given::Stopped
        })
    }
}

impl Life {
    /// A sign of life; `false` when it is to stop.
    pub(super) async fn sign(&self, far: (i64, i64)) -> Result<bool, StoreError> {
        let tx = self.store.write("trial goes on", &self.org).await?;
        let goes_on = tx
            .trial_goes_on(&self.id, far, self.clock.real_now())
            .await?;
        tx.commit().await?;
        Ok(goes_on)
    }

    async fn end(&self, (state, problem, outcome): End) -> Result<(), StoreError> {
        let tx = self.store.write("end trial", &self.org).await?;
        tx.end_trial(&self.id, state, (problem, outcome), self.clock.real_now())
            .await?;
        tx.commit().await
    }
}

type End = (TrialState, Option<&'static str>, Option<String>);

const fn failed(problem: &'static str) -> End {
    (TrialState::Failed, Some(problem), None)
}

/// An event that a list judges: not one that a person reported, nor a test, nor part of another.
fn judged(row: &PastEvent) -> Option<EventRecord> {
    let reported = row.reasons.split(' ').any(|word| word == REPORTED);
    if row.source == OWN_SOURCE || reported || row.merged_into.is_some() {
        return None;
    }
    let record: EventRecord = serde_json::from_str(&row.record).ok()?;
    record.status.may_count().then_some(record)
}

/// Pages of events as they come.
struct Pages {
    receive: mpsc::Receiver<Vec<EventRecord>>,
}

impl Pages {
    fn next(&mut self) -> Option<Vec<EventRecord>> {
        self.receive.blocking_recv()
    }
}

/// Bytes of a file as they come; they are kept nowhere.
struct Stream {
    receive: mpsc::Receiver<Bytes>,
    rest: Bytes,
}

impl Read for Stream {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.receive.blocking_recv() {
                Some(more) => self.rest = more,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(room.len());
        let taken = self.rest.split_to(count);
        room.get_mut(..count)
            .unwrap_or_default()
            .copy_from_slice(&taken);
        Ok(count)
    }
}
