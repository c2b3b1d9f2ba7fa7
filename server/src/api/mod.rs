//! JSON for machines: health, and dispatch events as they happen.

mod events;
mod health;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::web::state::App;

/// The largest batch of events in one request.
const BATCH_LIMIT: usize = 16 << 20;

/// The routes for machines.
pub fn routes() -> Router<App> {
    let events = Router::new()
        .route("/api/events", post(events::take))
        .layer(DefaultBodyLimit::max(BATCH_LIMIT));
    Router::new().route("/healthz", get(health::show)).merge(events)
}
