//! One round of retention for an organisation: tell, erase, forget.

use care::{
    retention::{DataKind, Retention},
    time::Instant,
};

use super::{erased_from, moment, plan::endings};
use crate::store::{Ending, Organisation, Store, StoreError};

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Cases whose people are told from now on.
    pub told: u64,
    /// Cases of which notes went.
    pub notes: u64,
    /// Cases that went.
    pub cases: u64,
    /// Rows of other kinds that went.
    pub rows: u64,
}

/// Tells, erases what is past its date, and forgets what no backup holds any more.
///
/// Each case goes in a transaction of its own, so a round that is killed has done whole cases.
/// The medium is cleaned by [`Store::settle`] afterwards, for all organisations at once.
///
/// # Errors
/// [`StoreError`]; what was done stays done, and the next round goes on.
pub async fn round(
    store: &Store,
    org: &Organisation,
    now: Instant,
    real: Instant,
) -> Result<Done, StoreError> {
    let tx = store.read("read periods", &org.id).await?;
    let kept = tx.retention().await?;
    drop(tx);
    let mut done = Done {
        told: tell(store, org, &kept, now).await?,
        ..Done::default()
    };
    for kind in [DataKind::Notes, DataKind::Cases] {
        for ending in past(store, org, &kept, kind, now).await? {
            let gone = erase(store, org, &kept, &ending, now).await?;
            match kind {
                DataKind::Notes => done.notes += u64::from(gone),
                _ => done.cases += u64::from(gone),
            }
        }
    }
    for kind in DataKind::ALL.iter().copied() {
        let by = if kind == DataKind::Technical {
            real
        } else {
            now
        };
        if let Some(before) = kept.started_before(kind, by, &org.time_zone) {
            let tx = store.write("erase by date", &org.id).await?;
            done.rows += tx.erase_past(kind, before, &org.time_zone).await?;
            tx.commit().await?;
        }
    }
    let tx = store.write("forget erasures", &org.id).await?;
    tx.forget_erasures(now).await?;
    tx.commit().await?;
    Ok(done)
}

/// Tells the people of cases whose date comes near.
async fn tell(
    store: &Store,
    org: &Organisation,
    kept: &Retention,
    now: Instant,
) -> Result<u64, StoreError> {
    let tx = store.write("tell endings", &org.id).await?;
    tx.untell_reopened().await?;
    let mut told = 0;
    for kind in [DataKind::Notes, DataKind::Cases] {
        if let Some(before) = kept.warned_before(kind, now, &org.time_zone) {
            tx.untell_early(kind, before).await?;
            let mut fresh = endings(&tx, kind, before).await?;
            fresh.retain(|ending| ending.warned_at.is_none());
            told += tx.tell_endings(&fresh, now).await?;
        }
    }
    tx.commit().await?;
    Ok(told)
}

/// The endings whose date has come.
async fn past(
    store: &Store,
    org: &Organisation,
    kept: &Retention,
    kind: DataKind,
    now: Instant,
) -> Result<Vec<Ending>, StoreError> {
    let Some(before) = kept.started_before(kind, now, &org.time_zone) else {
        return Ok(Vec::new());
    };
    let tx = store.read("find endings", &org.id).await?;
    let mut past = endings(&tx, kind, before).await?;
    past.retain(|ending| {
        ending.warned_at.is_some() && now >= erased_from(kept, ending, now, &org.time_zone)
    });
    Ok(past)
}

async fn erase(
    store: &Store,
    org: &Organisation,
    kept: &Retention,
    ending: &Ending,
    now: Instant,
) -> Result<bool, StoreError> {
    let tz = &org.time_zone;
    let tx = store.write("erase ending", &org.id).await?;
    let moment = moment(&tx, kept, now, tz).await?;
    let gone = match ending.kind {
        DataKind::Notes => tx.erase_notes(&ending.case, moment).await?,
        _ => tx.erase_case(&ending.case, moment, tz).await?,
    };
    tx.commit().await?;
    Ok(gone)
}
