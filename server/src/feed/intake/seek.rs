//! Who was there, looked for again: a roster may come after what happened (R041, R046).
//!
//! Only events that count, that reached nobody, and that may still open a path. Nothing is judged
//! anew: what a list says of events that are stored, the coordinator decides.

use care::{path::Requester, time::Instant};

use super::{Intake, Known};
use crate::store::{Organisation, Store, StoreError, opens_paths_since};

/// The most events of which one roster finds the people; the next import goes on.
const MOST: u32 = 2_000;

/// Finds who was exposed to recent events of which nobody was known, and opens their paths.
///
/// Says of how many events somebody is known now.
///
/// # Errors
/// [`StoreError`] when the database is away; nothing was changed then.
pub async fn seek_people(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<u64, StoreError> {
    let intake = Intake::begin(store, org, "roster", String::new()).await?;
    let since = opens_paths_since(&intake.protocol, now);
    let tx = store.write("seek people", &org.id).await?;
    tx.wait_for_intake().await?;
    let mut reached = 0;
    for row in tx.counted_without_people(since, MOST).await? {
        let incident = Known::stored(row)?;
        if super::exposed_by(&tx, &incident.record, now)
            .await?
            .is_empty()
        {
            continue;
        }
        reached += 1;
        intake
            .follow(&tx, &[incident], Requester::Detection, now)
            .await
            .map_err(|failure| super::collided(&failure))?;
    }
    tx.commit().await?;
    Ok(reached)
}
