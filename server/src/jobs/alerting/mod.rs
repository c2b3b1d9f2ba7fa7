//! Asking people: one loop climbs ladders, one for each kind of channel hands messages over.
//!
//! What is to be done stands in the database with the change that made it needed, so a process that
//! ends loses nothing and one that begins finds everything. Two processes on one database share the
//! work: whoever changes the alert first asks, whoever leases the message sends.

mod climb;
mod send;

use std::time::Duration;

use care::alerting::ChannelKind;
use tokio::task::JoinSet;

use crate::{
    auth::answer::AnswerKey,
    clock::Clock,
    notify::Notifier,
    store::Store,
    watch::{Part, Watch},
};

pub use climb::round as climb_once;
pub use send::Courier;

/// How often the loops look without being rung: what another process wrote is found by it.
const PULSE: Duration = Duration::from_secs(1);

/// What the loops work with.
#[derive(Clone)]
pub struct Desk {
    /// What Veer keeps.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The channels.
    pub notifier: Notifier,
    /// What is told of work that is late.
    pub watch: Watch,
    /// From which the right to answer a message follows.
    pub answers: AnswerKey,
    /// Where people reach this instance, such as `https://veer.example.org`.
    pub origin: String,
}

/// Works until the process ends.
pub async fn work(desk: Desk) {
    let mut loops = JoinSet::new();
    loops.spawn(climb_on(desk.clone()));
    for kind in ChannelKind::ALL {
        if desk.notifier.has(*kind) {
            loops.spawn(Courier::new(desk.clone(), *kind).run());
        }
    }
    while let Some(ended) = loops.join_next().await {
        if let Err(error) = ended {
            // A panic in one loop must not go unseen; the watch tells of the silence that follows.
            tracing::error!(panicked = error.is_panic(), "a loop of the alerting ended");
        }
    }
}

async fn climb_on(desk: Desk) {
    loop {
        let rung = desk.store.rung();
        match climb::round(&desk.store, &desk.clock, &desk.notifier).await {
            Ok(0) => {
                desk.watch.beat(Part::Alerts, desk.clock.real_now());
                _ = tokio::time::timeout(PULSE, rung).await;
            }
            Ok(_) => desk.watch.beat(Part::Alerts, desk.clock.real_now()),
            Err(error) => {
                tracing::warn!(%error, "alerts could not be looked at");
                tokio::time::sleep(PULSE).await;
            }
        }
    }
}
