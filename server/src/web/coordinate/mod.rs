//! The coordinator: that work is there, who carries it and what waits; never what is in it (R101, R104).

mod assign;
mod board;
mod document;
mod help;
mod help_form;
mod list;
mod protocol;
mod quarantine;
mod referral;
mod roster;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/coordinate", get(board::show))
        .route("/coordinate/case/{id}", get(assign::show))
        .route("/coordinate/case/{id}/assign", post(assign::submit))
        .route("/coordinate/quarantine", get(quarantine::show))
        .route("/coordinate/help", get(help::show).post(help::add))
        .route("/coordinate/help/{id}", post(help::rename))
        .route("/coordinate/help/{id}/remove", post(help::remove))
        .route("/coordinate/help/{id}/restore", post(help::restore))
        .merge(list::routes())
        .merge(protocol::routes())
        .merge(referral::routes())
}
