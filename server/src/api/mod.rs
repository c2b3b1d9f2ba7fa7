//! JSON for machines: health, and dispatch events as they happen.

mod eido;
mod error;
mod events;
mod health;
mod hooks;
mod speaker;
mod taking;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{auth::limit::Limits, clock::Clock, store::Store};

/// The largest body of one request.
const BATCH_LIMIT: usize = 16 << 20;

/// What a machine's request can reach.
#[derive(Clone)]
pub struct Machines {
    /// What Veer keeps.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Rate limits per feed and address, on real time.
    pub limits: Arc<Limits>,
}

/// The routes for machines.
pub fn routes() -> Router<Machines> {
    let events = Router::new()
        .route("/api/events", post(events::take))
        .route("/api/eido", post(eido::take))
        .route("/api/hooks/{hook}", post(hooks::take))
        .layer(DefaultBodyLimit::max(BATCH_LIMIT));
    Router::new()
        .route("/healthz", get(health::show))
        .merge(events)
}
