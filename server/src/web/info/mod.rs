//! The public page of an organisation: what the team is and whom to call; no sign-in (R047, R048).

mod address;
mod call;
mod code;
mod found;
mod frames;
mod settings;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use address::whole;
pub(super) use call::is_number;
pub(super) use frames::Framed;

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/info/{organisation}", get(show::page))
        .route("/info/{organisation}/embed", get(show::embed))
        .route("/info/{organisation}/code.svg", get(code::show))
        .route(
            "/coordinate/info",
            get(settings::show).post(settings::change),
        )
        .route("/support/found", get(found::show).post(found::choose))
        .route("/support/found/{shown}", post(found::take_back))
}
