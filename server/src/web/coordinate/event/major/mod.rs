//! `/coordinate/event/{id}/major`: many colleagues of one event, given to supporters at once.
//!
//! The page shows the best assignment before anything is done: how many each supporter would get,
//! in which wave they are called, and for whom nobody was found. Publishing is one transaction on
//! what the page showed; it can be taken back while nobody was called.

mod plan;
mod publish;
mod show;

use axum::{Router, routing::get, routing::post};

use crate::web::state::App;

/// The routes of a major event.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/coordinate/event/{id}/major",
            get(show::show).post(publish::submit),
        )
        .route("/coordinate/event/{id}/major/undo", post(publish::undo))
}
