//! Shifts and duties by hand: a week at a glance, and one line at a time (R041, R103).
//!
//! A roster comes by file; this is for what the file does not know yet. What a hand touched stays
//! as the hand left it, and the page says which lines those are.

mod change;
mod form;
mod line;
mod view;
mod week;

use axum::{
    Router,
    routing::{get, post},
};

use crate::web::state::App;

/// Where it begins.
const HOME: &str = "/desk/shifts";

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/shifts", get(week::show).post(change::add))
        .route("/desk/shifts/line", get(line::show).post(change::change))
        .route("/desk/shifts/line/remove", post(change::remove))
        .route("/desk/shifts/undo/{id}", post(change::undo))
}
