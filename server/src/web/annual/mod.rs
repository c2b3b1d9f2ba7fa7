//! The yearly talk with a supporter (R126): when, with whom, when the next; what is said is sealed.

mod coordinate;
mod support;
mod view;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/support/annual", get(support::show))
        .route("/coordinate/annual", get(coordinate::list))
        .route(
            "/coordinate/annual/{id}",
            get(coordinate::show).post(coordinate::plan),
        )
        .route("/coordinate/annual/{id}/held", post(coordinate::held))
}
