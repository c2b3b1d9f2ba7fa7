//! `/coordinate/events`: events that count, and dismissing one that does not after all (R046, R101).
//!
//! Events that their source took back or corrected stand first: a person says what becomes of them.
//! An event with many people has a page of its own, `major`, where all of them are given at once.
//! Nothing of it is silent: before it is done the page says how many paths go and how many stay, the
//! supporter of a path that stays reads that its event was dismissed, and it can be undone for a day.

mod dismiss;
mod keep;
mod list;
mod major;
mod restore;

use axum::{
    Router,
    routing::{get, post},
};

use crate::web::state::App;

/// The list.
const HOME: &str = "/coordinate/events";

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(HOME, get(list::show))
        .route(
            "/coordinate/event/{id}/dismiss",
            get(dismiss::show).post(dismiss::submit),
        )
        .route("/coordinate/event/{id}/keep", post(keep::submit))
        .route("/coordinate/event/{id}/restore", post(restore::submit))
        .merge(major::routes())
}
