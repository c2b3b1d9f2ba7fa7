//! What the desk of the demo did to the roster by hand: one shift swapped, as happens every week.

use care::{ids::UnitCode, time::Instant};
use jiff::SignedDuration;

use super::people::Cast;
use crate::{
    entropy,
    store::{LineKey, Organisation, Store, StoreError},
};

/// Somebody takes over the evening of a colleague who is away, on tomorrow's unit.
pub(super) async fn swap(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), StoreError> {
    let from = now.plus(SignedDuration::from_hours(26));
    let key = LineKey {
        person: cast.crew(5),
        unit: Some(UnitCode::new("17-102")),
        from,
    };
    let until = from.plus(SignedDuration::from_hours(8));
    let tx = store.write("swap demo shift", &org.id).await?;
    tx.put_line(&key, until, &entropy::new_id(now)).await?;
    tx.commit().await
}
