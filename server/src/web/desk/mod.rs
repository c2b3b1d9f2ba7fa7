//! The desk: what who keeps Veer running can do; no page here names a case.

mod feed;
mod home;
mod import;
mod invite;
mod log;
mod retention;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(import::routes())
        .route("/desk", get(home::show))
        .route(
            "/desk/retention",
            get(retention::show).post(retention::change),
        )
        .route("/desk/invite", post(invite::submit))
        .route("/desk/feed", post(feed::give))
        .route("/desk/feed/{key}/revoke", post(feed::revoke))
}
