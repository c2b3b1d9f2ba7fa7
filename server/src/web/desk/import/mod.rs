//! Reading a file in the browser: choose it, say what its columns are, look, take it in.
//!
//! The same way as `veer import …`: only choosing is added. A file may hold what Veer never keeps, so
//! it stays in memory while somebody is at it, never in the database and never in a backup.

mod begin;
mod change;
mod choice;
mod fields;
mod layout;
mod look;
mod profiles;
mod roles;
mod show;
mod told;
mod uploads;
mod words;
mod work;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::web::state::App;
use uploads::Uploads;

/// Where it begins.
const HOME: &str = "/desk/import";
/// The most that is read of an upload before it is refused; a file of 50 MB is told so on a page.
const MOST_READ: usize = 96 << 20;

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(
            "/desk/import",
            get(begin::show)
                .post(begin::submit)
                .layer(DefaultBodyLimit::max(MOST_READ)),
        )
        .route("/desk/import/{id}", get(show::show).post(change::submit))
        .route("/desk/import/profile/{id}/remove", post(profiles::remove))
        .route("/desk/import/profile/{id}/restore", post(profiles::restore))
        .layer(Extension(Arc::new(Uploads::default())))
}
