//! Events as they happen: what many senders hand over at once becomes durable together.
//!
//! One desk for each organisation. While it writes, what arrives waits; then all of that goes into
//! one transaction, and each sender hears of its own part after the commit. What waits is bounded:
//! a sender that is faster than the disk is first not read from, and then told to come back.

mod desk;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use care::ids::OrgId;
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::{intake::Tally, record::EventRecord, reject::Rejected};
use crate::{
    clock::Clock,
    store::{Store, StoreError},
};
use desk::{Desk, Waiting};

/// How many records of one organisation wait at most.
const MOST_WAITING: u32 = 20_000;
/// How long a sender waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// What opens the door for a sender; looked at once more within the transaction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Door {
    /// A feed token, by its digest.
    Token(String),
    /// A webhook, by its id: its message was signed.
    Hook(String),
}

/// What a sender hands over at once; all of it is taken in, or nothing.
#[derive(Debug)]
pub struct Parcel {
    /// By what right.
    pub door: Door,
    /// The name of the feed.
    pub source: String,
    /// SHA-256 of the bytes, under which bad records are set aside.
    pub digest: String,
    /// The records, and those that could not be read.
    pub records: Vec<Result<EventRecord, Rejected>>,
}

/// What became of a parcel that was taken in.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    /// How many records came to what.
    pub tally: Tally,
    /// The numbers of the incidents that it tells of.
    pub numbers: Vec<String>,
}

/// Why nothing of a parcel was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More arrives than can be made durable.
    #[error("too much waits")]
    TooMuchWaits,
    /// The token or webhook was revoked, or the organisation is gone.
    #[error("the door is closed")]
    DoorClosed,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The desks of all organisations. Cheap to clone; clones are one.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    desks: Mutex<HashMap<OrgId, Counter>>,
}

/// Where parcels of one organisation are handed over.
#[derive(Clone)]
struct Counter {
    parcels: mpsc::UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
}

impl Live {
    /// Desks over a store; each is opened with its first parcel.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        let desks = Mutex::default();
        Self(Arc::new(Inner {
            store,
            clock,
            desks,
        }))
    }

    /// Hands a parcel over; when this returns with a receipt, all of it is durable.
    ///
    /// # Errors
    /// [`Refusal`]: nothing of it was taken in.
    pub async fn hand_over(&self, org: &OrgId, parcel: Parcel) -> Result<Receipt, Refusal> {
        let counter = self.counter(org);
        let size = u32::try_from(parcel.records.len()).unwrap_or(u32::MAX);
        let room = Arc::clone(&counter.room).acquire_many_owned(size.clamp(1, MOST_WAITING));
        let Ok(Ok(room)) = tokio::time::timeout(PATIENCE, room).await else {
            return Err(Refusal::TooMuchWaits);
        };
        let (answer, outcome) = oneshot::channel();
        let waiting = Waiting {
            parcel,
            answer,
            room,
        };
        // A desk that is gone was stopped with the process, or by a fault of ours that the log names.
        let sent = counter.parcels.send(waiting).is_ok();
        match outcome.await {
            Ok(outcome) if sent => outcome,
            Ok(_) | Err(_) => Err(StoreError::Away.into()),
        }
    }

    fn counter(&self, org: &OrgId) -> Counter {
        let mut desks = self.0.desks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = desks.get(org).filter(|it| !it.parcels.is_closed()) {
            return counter.clone();
        }
        let (parcels, waiting) = mpsc::unbounded_channel();
        let desk = Desk {
            store: self.0.store.clone(),
            clock: self.0.clock.clone(),
            org: org.clone(),
        };
        tokio::spawn(desk.work(waiting));
        let room = Arc::new(Semaphore::new(MOST_WAITING as usize));
        let counter = Counter { parcels, room };
        desks.insert(org.clone(), counter.clone());
        counter
    }
}
