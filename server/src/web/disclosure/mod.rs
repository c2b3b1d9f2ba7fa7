//! What is told to somebody outside the case, and with which consent (R102, C01).
//!
//! The supporter chooses codes; the page shows the one sentence that they make, in both languages.
//! No field takes words, so nothing that was said in a talk can leave this way.

mod page;
pub(super) mod told;

use axum::{Router, routing::get};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new().route(
        "/support/case/{id}/disclose",
        get(page::show).post(page::submit),
    )
}
