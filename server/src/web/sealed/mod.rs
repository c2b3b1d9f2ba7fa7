//! What stands sealed between two people: keys, notes and drafts, as a script sends and fetches them.
//!
//! The server keeps files that it cannot open. Who may not see a circle gets the answer of a circle
//! that is not there; each read and write of one leaves a row in the access log (R003, R095).

mod author;
mod conflict;
mod draft;
pub(super) mod file;
mod keys;
mod notes;
mod opened;
mod people;
mod seat;
mod tasks;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post, put},
};

use super::state::App;

/// The largest body: a note with all its context is far smaller.
const BODY_LIMIT: usize = 512 * 1024;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sealed/tasks", get(tasks::show))
        .route("/sealed/tasks/own", get(tasks::own))
        .route("/sealed/{circle}", get(opened::show))
        .route("/sealed/{circle}/keys", post(keys::make))
        .route("/sealed/{circle}/wraps", post(keys::give))
        .route("/sealed/{circle}/previous", post(keys::link))
        .route("/sealed/{circle}/notes", post(notes::write))
        .route(
            "/sealed/{circle}/drafts/{note}",
            put(draft::save).delete(draft::drop),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
