//! What is forgotten by itself: expired lights, old keys and requests about a duty that began now, the rest by the day.

use care::time::Instant;
use jiff::SignedDuration;

use crate::store::{Store, StoreError};

/// For how long a webhook that was revoked by mistake can be put back.
const UNDO: SignedDuration = SignedDuration::from_hours(1);

/// Deletes what must not be remembered (R066), and keys of webhooks that no longer count.
pub(super) async fn tidy(store: &Store, now: Instant, real_now: Instant) -> Result<(), StoreError> {
    store
        .forget_hook_keys(real_now, real_now.minus(UNDO))
        .await?;
    for org in store.organisations().await? {
        let tx = store.write("forget lights", &org.id).await?;
        tx.forget_lights(now).await?;
        tx.lapse_begun_requests(now).await?;
        tx.commit().await?;
    }
    Ok(())
}
