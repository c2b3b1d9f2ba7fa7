//! One organisation's desk: takes what waits, and writes it in one transaction.

use std::collections::BTreeMap;

use care::ids::OrgId;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use super::{Door, Parcel, Receipt, Refusal};
use crate::{
    clock::Clock,
    feed::intake::{BATCH, Intake, Share, until_done},
    store::{Store, StoreError, Tx},
};

/// A parcel whose sender waits for the answer.
pub(super) struct Waiting {
    pub(super) parcel: Parcel,
    pub(super) answer: oneshot::Sender<Outcome>,
    /// Its share of what may wait.
    pub(super) room: OwnedSemaphorePermit,
}

type Outcome = Result<Receipt, Refusal>;

/// The desk of one organisation.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) org: OrgId,
}

impl Desk {
    /// Works until nobody can hand anything over any more.
    pub(super) async fn work(self, mut parcels: mpsc::UnboundedReceiver<Waiting>) {
        while let Some(first) = parcels.recv().await {
            let mut records = first.parcel.records.len();
            let mut group = vec![first];
            while records < BATCH
                && let Ok(next) = parcels.try_recv()
            {
                records += next.parcel.records.len();
                group.push(next);
            }
            self.settle(group).await;
        }
    }

    /// Writes a group and answers each sender; one that cannot be written does not stop the others.
    async fn settle(&self, group: Vec<Waiting>) {
        let (parcels, answers): (Vec<Parcel>, Vec<_>) = group
            .into_iter()
            .map(|waiting| (waiting.parcel, (waiting.answer, waiting.room)))
            .unzip();
        let outcomes = match self.write(&parcels).await {
            Ok(outcomes) => outcomes,
            Err(error) if parcels.len() == 1 || is_everybodys(error) => {
                vec![Err(error.into()); parcels.len()]
            }
            Err(_) => self.write_each(&parcels).await,
        };
        for (outcome, (answer, room)) in outcomes.into_iter().zip(answers) {
            // A sender that went away is told nothing: it sends again, and that adds nothing.
            drop(answer.send(outcome));
            drop(room);
        }
    }

    async fn write_each(&self, parcels: &[Parcel]) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(parcels.len());
        for parcel in parcels {
            let one = self.write(std::slice::from_ref(parcel)).await;
            outcomes.push(match one.map(|mut outcomes| outcomes.pop()) {
                Ok(Some(outcome)) => outcome,
                Ok(None) => Err(StoreError::Refused.into()),
                Err(error) => Err(error.into()),
            });
        }
        outcomes
    }

    async fn write(&self, parcels: &[Parcel]) -> Result<Vec<Outcome>, StoreError> {
        until_done(|| self.write_once(parcels)).await
    }

    async fn write_once(&self, parcels: &[Parcel]) -> Result<Vec<Outcome>, StoreError> {
        let Some(org) = self.store.organisation(&self.org).await? else {
            return Ok(vec![Err(Refusal::DoorClosed); parcels.len()]);
        };
        let now = self.clock.now();
        let intake = Intake::begin(&self.store, &org, "", String::new(), now).await?;
        let tx = self.store.write("take in live events", &self.org).await?;
        let open = self.open(&tx, parcels).await?;
        let is_open = |parcel: &&Parcel| open.get(&parcel.door).copied().unwrap_or(false);
        let shares: Vec<Share<'_>> = parcels
            .iter()
            .filter(is_open)
            .map(|parcel| Share {
                source: &parcel.source,
                digest: &parcel.digest,
                records: &parcel.records,
            })
            .collect();
        let mut taken = intake.take_in(&tx, &shares, now).await?.into_iter();
        let digests: Vec<&str> = shares.iter().map(|share| share.digest).collect();
        tx.settle_quarantine(&digests, now).await?;
        tx.commit().await?;
        let outcome = |parcel: &Parcel| {
            let taken = is_open(&parcel).then(|| taken.next()).flatten();
            let receipt = taken.map(|taken| Receipt {
                tally: taken.tally,
                numbers: taken.seen.into_iter().map(|(_, number)| number).collect(),
            });
            receipt.ok_or(Refusal::DoorClosed)
        };
        Ok(parcels.iter().map(outcome).collect())
    }

    /// Which doors of these parcels are open at this moment: nothing that is written after a token
    /// was revoked came in by it.
    async fn open(&self, tx: &Tx, parcels: &[Parcel]) -> Result<BTreeMap<Door, bool>, StoreError> {
        let mut open = BTreeMap::new();
        for parcel in parcels {
            if open.contains_key(&parcel.door) {
                continue;
            }
            let real_now = self.clock.real_now();
            let is_open = match &parcel.door {
                Door::Token(key) => tx.hear_feed(key, real_now).await?,
                Door::Hook(id) => tx.hear_hook(id, real_now).await?,
            };
            open.insert(parcel.door.clone(), is_open);
        }
        Ok(open)
    }
}

/// Whether an error has nothing to do with any one parcel.
fn is_everybodys(error: StoreError) -> bool {
    matches!(
        error,
        StoreError::Full | StoreError::Away | StoreError::TooNew(_)
    )
}
