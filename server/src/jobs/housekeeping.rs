//! What is forgotten by itself: expired lights now, the rest by the day.

use care::time::Instant;

use crate::store::{Store, StoreError};

/// Deletes what must not be remembered (R066).
pub(super) async fn tidy(store: &Store, now: Instant) -> Result<(), StoreError> {
    for org in store.organisations().await? {
        let tx = store.write("forget lights", &org.id).await?;
        tx.forget_lights(now).await?;
        tx.commit().await?;
    }
    Ok(())
}
