//! The register of people: who works here, how they are reached, and what they are (R108, R109).

mod add;
mod change;
mod form;
mod join;
mod list;
mod number;
mod roles;
mod service;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::web::state::App;

pub(super) use show::find;

/// Where it begins.
pub(super) const HOME: &str = "/desk/people";

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/people", get(list::show).post(add::submit))
        .route("/desk/people/new", get(add::show))
        .route("/desk/people/{id}", get(show::show).post(change::submit))
        .route("/desk/people/{id}/number", post(number::submit))
        .route("/desk/people/{id}/join", post(join::submit))
        .route("/desk/people/{id}/leave", post(service::leave))
        .route("/desk/people/{id}/return", post(service::come_back))
        .route("/desk/people/{id}/roles", post(roles::submit))
        .route("/desk/people/{id}/roles/undo", post(roles::undo))
}
