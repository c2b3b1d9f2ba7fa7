//! Puts parsed events into the store: joins, judges, finds who was exposed, opens paths.
//!
//! One batch is one transaction: what was acknowledged is durable, and a batch that a power cut
//! interrupted is as if it was never read. Because events merge as a join-semilattice
//! (docs/decisions/0003-state-merge.md), reading anything twice adds nothing.

mod again;
mod answer;
mod exposed;
mod fate;
mod judge;
mod known;
mod merged;
mod naming;
mod report;
mod seek;
mod share;
mod told;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    time::Duration,
};

use care::{
    incident::{CompiledList, IncidentList},
    path::Requester,
    protocol::Protocol,
    time::Instant,
};
use serde::Serialize;

pub use again::{Moved, Rejudged};
pub use answer::{answers, kept};
pub use exposed::{exposed_by, severity, was_there};
pub use fate::{Fate, Fates};
pub use judge::{CORRECTED, DAY_ONLY, HEAVIER, KEPT, LATER, MERGED};
use known::{Key, Known};
pub use naming::Naming;
pub use report::{OWN_SOURCE, REPORTED, Report, register};
pub use seek::{known_by_now, seek_people};
pub(super) use share::Share;
use share::{Taken, key};
pub use told::other_crew;

use super::{record::EventRecord, reject::Rejected};
use crate::store::{CaseFailure, Organisation, PolicyKind, Store, StoreError, Tx};

/// How many records one transaction takes in.
pub const BATCH: usize = 2_000;

/// What became of the records of a source; `read = new + joined + duplicate + quarantined`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Records read.
    pub read: u64,
    /// Different incidents among the good records.
    pub incidents: u64,
    /// Records that brought a new incident.
    pub new: u64,
    /// Records that added something to a known incident.
    pub joined: u64,
    /// Records that added nothing.
    pub duplicate: u64,
    /// Records set aside, each with its reason.
    pub quarantined: u64,
    /// What became of the new incidents; never part of an answer to a machine.
    #[serde(skip)]
    pub fates: Fates,
}

/// Takes in the records of one source for one organisation.
pub struct Intake<'a> {
    store: &'a Store,
    org: &'a Organisation,
    protocol: Protocol,
    list: CompiledList,
    list_version: i64,
    source: String,
    digest: String,
    seen: HashSet<(String, String)>,
    fresh: HashMap<(String, String), Fate>,
    tally: Tally,
}

impl<'a> Intake<'a> {
    /// Prepares the intake of a source under the protocol and list that are in force now.
    ///
    /// `source` names the feed, `digest` is the SHA-256 of the file or message, under which bad records are set aside.
    pub async fn begin(
        store: &'a Store,
        org: &'a Organisation,
        source: &str,
        digest: String,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let tx = store.read("prepare intake", &org.id).await?;
        let protocol = tx.policy(PolicyKind::Protocol, now).await?;
        let (list_version, list): (i64, IncidentList) = tx
            .policy(PolicyKind::IncidentList, now)
            .await?
            .ok_or(StoreError::Unreadable("incident list"))?;
        Ok(Self {
            store,
            org,
            protocol: protocol.map_or_else(Protocol::default_policy, |(_, protocol)| protocol),
            list: list.compile(),
            list_version,
            source: source.to_owned(),
            digest,
            seen: HashSet::new(),
            fresh: HashMap::new(),
            tally: Tally::default(),
        })
    }

    /// Takes in one batch; when this returns, all of it is durable.
    ///
    /// A collision with another writer is tried again: nothing of the batch was saved then.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away; nothing of the batch was saved.
    pub async fn take(
        &mut self,
        records: &[Result<EventRecord, Rejected>],
        now: Instant,
    ) -> Result<(), StoreError> {
        let once = || self.take_once(records, now);
        let Taken { tally, seen, fates } = until_done(once).await?;
        self.tally.read += tally.read;
        self.tally.new += tally.new;
        self.tally.joined += tally.joined;
        self.tally.duplicate += tally.duplicate;
        self.tally.quarantined += tally.quarantined;
        self.seen.extend(seen);
        self.fresh.extend(fates);
        self.tally.incidents = self.seen.len() as u64;
        Ok(())
    }

    /// Ends the source: records that can be read now are no longer set aside.
    pub async fn finish(self, now: Instant) -> Result<Tally, StoreError> {
        let tx = self.store.write("settle quarantine", &self.org.id).await?;
        tx.settle_quarantine(&[&self.digest], now).await?;
        tx.commit().await?;
        let fates = self.fresh.into_values().collect();
        Ok(Tally {
            fates,
            ..self.tally
        })
    }

    async fn take_once(
        &self,
        records: &[Result<EventRecord, Rejected>],
        now: Instant,
    ) -> Result<Taken, StoreError> {
        let tx = self.store.write("take in events", &self.org.id).await?;
        let share = Share {
            source: &self.source,
            digest: &self.digest,
            records,
        };
        let taken = self.take_in(&tx, &[share], now).await?;
        tx.commit().await?;
        // One share was handed over.
        Ok(taken.into_iter().next().unwrap_or_default())
    }

    /// Takes in what several senders handed over, within one transaction and in this order; says of
    /// each what became of it.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away: the transaction must be dropped.
    pub(in crate::feed) async fn take_in(
        &self,
        tx: &Tx,
        shares: &[Share<'_>],
        now: Instant,
    ) -> Result<Vec<Taken>, StoreError> {
        tx.wait_for_intake().await?;
        self.set_aside(tx, shares, now).await?;
        let good = || shares.iter().flat_map(Share::good);
        let mut known = self.known(tx, &good().collect::<Vec<_>>()).await?;
        let mut changed = BTreeSet::new();
        let mut fresh = BTreeSet::new();
        let mut taken = Vec::with_capacity(shares.len());
        for share in shares {
            taken.push(share.join(&mut known, &mut changed, &mut fresh, now));
        }
        self.gather(tx, &mut known, &mut changed).await?;
        let told = |record: &EventRecord| known.get(&key(record)).map(|known| &known.record);
        self.answer(tx, shares, &told, now).await?;
        let mut moved = Vec::with_capacity(changed.len());
        let mut fates = Vec::new();
        for key in changed {
            if let Some(mut incident) = known.remove(&key) {
                self.judge(&mut incident, now);
                if fresh.contains(&key) || self.fresh.contains_key(&key) {
                    fates.push((key, incident.fate(&self.protocol, now)));
                }
                moved.push(incident);
            }
        }
        let rows = moved
            .iter()
            .map(|m| m.row(self.list_version))
            .collect::<Result<Vec<_>, _>>()?;
        tx.save_incidents(&rows).await?;
        self.follow(tx, &moved, Requester::Detection, now)
            .await
            .map_err(|failure| collided(&failure))?;
        if let Some(first) = taken.first_mut() {
            first.fates = fates;
        }
        Ok(taken)
    }

    async fn known(
        &self,
        tx: &Tx,
        records: &[&EventRecord],
    ) -> Result<BTreeMap<Key, Known>, StoreError> {
        let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for record in records {
            by_source
                .entry(&record.source)
                .or_default()
                .push(&record.source_ref);
        }
        let mut known = BTreeMap::new();
        for (source, mut refs) in by_source {
            refs.sort_unstable();
            refs.dedup();
            for row in tx.incidents_by_ref(source, &refs).await? {
                known.insert(
                    (row.source.clone(), row.source_ref.clone()),
                    Known::stored(row)?,
                );
            }
        }
        Ok(known)
    }

    async fn set_aside(
        &self,
        tx: &Tx,
        shares: &[Share<'_>],
        now: Instant,
    ) -> Result<(), StoreError> {
        let rows = shares.iter().flat_map(|share| share.set_aside(now));
        tx.quarantine(&rows.collect::<Vec<_>>(), now).await?;
        Ok(())
    }
}

/// How often what collided with another writer is tried again.
const TRIES: u64 = 5;

/// Does work again that collided with another writer, a little later each time.
///
/// The work is one transaction, so nothing of it was saved.
///
/// # Errors
/// What the work says, or says in the end.
pub(in crate::feed) async fn until_done<T, F>(work: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut tries = 0;
    loop {
        match work().await {
            Err(error) if error.is_passing() && tries < TRIES => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(20 << tries)).await;
            }
            outcome => return outcome,
        }
    }
}

/// A path that could not follow: somebody else moved it at this moment, so all of it is tried again.
fn collided(failure: &CaseFailure) -> StoreError {
    match failure {
        CaseFailure::Store(error) => *error,
        CaseFailure::Missing | CaseFailure::Stale(_) | CaseFailure::Refused(_) => {
            StoreError::Collision
        }
    }
}
