//! One person at several organisations: they link their own accounts and choose where they are.
//!
//! Each account stays what it is: another person's record in another organisation, with its own
//! roles, vault and log. A link only spares a second sign-in. See docs/decisions.

mod home;
mod link;
mod switch;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/me/organisations", get(home::show).post(link::link))
        .route("/me/organisations/alone", post(link::unlink))
        .route("/organisations/switch", post(switch::switch))
}
