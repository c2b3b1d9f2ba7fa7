//! The watched folder of `veer serve --inbox`.

use std::{path::PathBuf, time::Duration};

use anyhow::Context;
use tokio::time::{MissedTickBehavior, interval};

use crate::{clock::Clock, feed::inbox::Inbox, store::Store};

/// How often it is looked at.
const PULSE: Duration = Duration::from_secs(2);

/// Opens the folder, so that a wrong one is told at the start.
pub(super) fn open(folder: PathBuf) -> anyhow::Result<Inbox> {
    let name = folder.display().to_string();
    Inbox::new(folder).with_context(|| format!("cannot watch the folder {name}"))
}

/// Looks at the folder until the process ends.
pub(super) async fn watch(mut inbox: Inbox, store: Store, clock: Clock) {
    let mut pulse = interval(PULSE);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        pulse.tick().await;
        let look = inbox.look(&store, clock.now(), clock.real_now());
        if let Err(error) = look.await {
            tracing::warn!(%error, "the watched folder could not be looked at");
        }
    }
}
