//! An event as the peer team sees it: what happened, whether it counts, who was there.

pub(super) mod decide;
mod participant;
mod past;
pub(super) mod scene;
mod show;
mod signals;
mod view;
pub(super) mod words;

pub(super) use signals::{not_mine, open_to, waiting};

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/support/signals", get(signals::show))
        .route("/support/incident/{id}", get(show::show))
        .route(
            "/support/incident/{id}/search",
            get(show::show).post(show::show),
        )
        .route("/support/incident/{id}/confirm", post(decide::confirm))
        .route("/support/incident/{id}/dismiss", post(decide::dismiss))
        .route(
            "/support/incident/{id}/reconsider",
            post(decide::reconsider),
        )
        .route("/support/incident/{id}/participant", post(participant::add))
        .route(
            "/support/incident/{id}/involved",
            post(participant::involved),
        )
}
