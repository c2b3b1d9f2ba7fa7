//! Who was there, looked for again: a roster may come after what happened (R041, R046).
//!
//! Only events that count, that reached nobody, and that may still open a path. Nothing is judged
//! anew: what a list says of events that are stored, the coordinator decides.

use care::{path::Requester, protocol::Protocol, time::Instant};
use jiff::SignedDuration;

use super::{Intake, Known};
use crate::store::{CaseFailure, Organisation, Store, StoreError};

/// The most events of which one roster finds the people; the next import goes on.
const MOST: u32 = 2_000;

/// The moment before which an event opens no path any more.
#[must_use]
pub fn opens_paths_since(protocol: &Protocol, now: Instant) -> Instant {
    now.minus(SignedDuration::from_hours(
        24 * i64::from(protocol.path_max_event_age_days),
    ))
}

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
        if super::exposed_by(&tx, &incident.record).await?.is_empty() {
            continue;
        }
        reached += 1;
        intake
            .follow(&tx, &[incident], Requester::Detection, now)
            .await
            .map_err(|failure| match failure {
                CaseFailure::Store(error) => error,
                CaseFailure::Missing | CaseFailure::Stale(_) | CaseFailure::Refused(_) => {
                    StoreError::Collision
                }
            })?;
    }
    tx.commit().await?;
    Ok(reached)
}
