//! Once a day, at night by the organisation's clock: tell and erase (R095, C24).

use care::{ids::OrgId, time::Instant};
use jiff::SignedDuration;

use crate::{
    clock::Clock,
    retention,
    store::{Job, JobKind, Organisation, Store, StoreError},
};

/// When in the night it runs.
const HOUR: SignedDuration = SignedDuration::from_hours(3);

/// Plans today's run of each organisation; one that is planned or done stays as it is.
pub(super) async fn plan(
    store: &Store,
    org: &Organisation,
    now: Instant,
) -> Result<(), StoreError> {
    let today = Instant::start_of(now.date(&org.time_zone), &org.time_zone);
    let due = today.plus(HOUR);
    if now <= due {
        return Ok(());
    }
    let id = org.id.as_str();
    let tx = store.read("look for retention", &org.id).await?;
    if tx.job_is_planned(JobKind::Retention, id, due).await? {
        return Ok(());
    }
    drop(tx);
    let tx = store.write("plan retention", &org.id).await?;
    tx.plan_job(JobKind::Retention, id, due).await?;
    tx.commit().await
}

/// Tells, erases and cleans the medium.
pub(super) async fn run(
    store: &Store,
    job: &Job,
    clock: &Clock,
    now: Instant,
) -> Result<(), StoreError> {
    if let Some(org) = store.organisation(&OrgId::new(&job.subject)).await? {
        let done = retention::round(store, &org, now, clock.real_now()).await?;
        tracing::info!(?done, "retention");
    }
    if !store.settle().await? {
        // A reader holds the old pages; back-off brings this job again.
        return Err(StoreError::Collision);
    }
    store.forget_journal(now).await?;
    let tx = store.write("finish retention", &job.org).await?;
    tx.finish_job(job, now).await?;
    tx.commit().await
}
