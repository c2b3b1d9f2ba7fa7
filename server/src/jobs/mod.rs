//! The worker: claims what is due, does it, tries again with back-off.
//!
//! A job is planned in the transaction of the change that it follows from, so it exists exactly if
//! that change does. Handlers are idempotent: a job that ran twice did the same once.

pub mod alerting;
pub mod checkpoint;
mod deadline;
mod housekeeping;
mod reminder;
mod retention;

use std::time::Duration;

use care::time::Instant;
use jiff::SignedDuration;

use crate::{
    clock::Clock,
    store::{Job, JobKind, Store, StoreError},
    watch::{Part, Watch},
};

/// How long a worker may hold a job before another may take it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// How often the worker looks for due jobs.
const PULSE: Duration = Duration::from_secs(2);

/// Works until the process ends.
pub async fn work(store: Store, clock: Clock, watch: Watch) {
    let mut pulse = tokio::time::interval(PULSE);
    pulse.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pulse.tick().await;
        watch.hold_clocks(clock.real_now(), clock.running());
        match round(&store, &clock).await {
            Ok(_) => watch.beat(Part::Jobs, clock.real_now()),
            Err(error) => tracing::warn!(%error, "the worker could not finish its round"),
        }
    }
}

/// One round: everything that is due now. Returns how many jobs were done.
///
/// # Errors
/// [`StoreError`] when the database is away; nothing is lost, the next round finds it again.
pub async fn round(store: &Store, clock: &Clock) -> Result<usize, StoreError> {
    let now = clock.now();
    let mut done = 0;
    for org in store.organisations().await? {
        retention::plan(store, &org, now).await?;
    }
    for job in store.due_jobs(now, 200).await? {
        done += usize::from(run(store, &job, clock, now).await?);
    }
    housekeeping::tidy(store, now, clock.real_now()).await?;
    Ok(done)
}

async fn run(store: &Store, job: &Job, clock: &Clock, now: Instant) -> Result<bool, StoreError> {
    let tx = store.write("claim job", &job.org).await?;
    let claimed = tx.claim_job(job, now, now.plus(LEASE)).await?;
    tx.commit().await?;
    if !claimed {
        return Ok(false);
    }
    let outcome = match job.kind {
        JobKind::Deadline => deadline::run(store, job, now).await,
        JobKind::Reminder => reminder::run(store, job, now).await,
        JobKind::Retention => retention::run(store, job, clock, now).await,
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, attempts = job.attempts, "a job failed and will be tried again");
        let tx = store.write("postpone job", &job.org).await?;
        tx.postpone_job(job, now.plus(back_off(job.attempts)), "store")
            .await?;
        tx.commit().await?;
        return Ok(false);
    }
    Ok(true)
}

/// Doubles from ten seconds to an hour.
fn back_off(attempts: i32) -> SignedDuration {
    let doubled = 10_i64.saturating_mul(1 << attempts.clamp(0, 9));
    SignedDuration::from_secs(doubled.min(3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backs_off_to_an_hour_at_most() {
        assert_eq!(back_off(0).as_secs(), 10);
        assert_eq!(back_off(3).as_secs(), 80);
        assert_eq!(back_off(i32::MAX).as_secs(), 3_600);
        assert_eq!(back_off(-1).as_secs(), 10);
    }
}
