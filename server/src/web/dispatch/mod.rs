//! The dispatch room: alert the team in one screen, arrange replacements (R043, R045, R107).

mod form;
mod made;
mod replacement;
mod report;
mod room;
mod screen;
mod sent;
mod take_back;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dispatch", get(screen::show).post(report::report))
        .route("/dispatch/report/{id}/take-back", post(take_back::submit))
        .route(
            "/dispatch/replacement/{id}/arranged",
            post(replacement::arranged),
        )
}
