//! A step of a case has passed its window: mark it, so that pages show it first.

use care::{ids::CaseId, time::Instant};

use crate::store::{Job, Store, StoreError};

/// Marks the case as late, unless its step was taken or moved meanwhile.
pub(super) async fn run(store: &Store, job: &Job, now: Instant) -> Result<(), StoreError> {
    let tx = store.write("mark late", &job.org).await?;
    tx.mark_late(&CaseId::new(&job.subject), job.due, now)
        .await?;
    tx.finish_job(job, now).await?;
    tx.commit().await
}
