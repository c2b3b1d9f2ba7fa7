//! JSON for machines: health, and dispatch events as they happen.

mod answer;
mod delivery;
mod door;
mod eido;
mod error;
mod events;
mod health;
mod hooks;
mod receipts;
mod taking;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::{
    auth::limit::Limits, clock::Clock, feed::live::Live, notify::Notifier, store::Store,
    watch::Watch,
};
use door::Doors;

/// What a machine's request can reach.
#[derive(Clone)]
pub struct Machines {
    /// What Veer keeps.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Rate limits per feed and address, on real time.
    pub limits: Arc<Limits>,
    /// What makes messages late.
    pub watch: Watch,
    /// The channels; receipts are believed by the gateway's key.
    pub notifier: Notifier,
    /// Where events are handed over.
    live: Live,
    /// Whose tokens were seen.
    doors: Arc<Doors>,
}

impl Machines {
    /// The door for machines of a running Veer.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Clock,
        limits: Arc<Limits>,
        watch: Watch,
        notifier: Notifier,
    ) -> Self {
        Self {
            live: Live::new(store.clone(), clock.clone()),
            doors: Arc::default(),
            store,
            clock,
            limits,
            watch,
            notifier,
        }
    }
}

/// The routes for machines.
pub fn routes() -> Router<Machines> {
    // A message of events has no largest size: it is taken in as it arrives.
    Router::new()
        .route("/healthz", get(health::show))
        .route("/api/events", post(events::take))
        .route("/api/eido", post(eido::take))
        .route("/api/hooks/{hook}", post(hooks::take))
        .route("/api/receipts", post(receipts::take))
}
