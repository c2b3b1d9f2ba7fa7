//! The manager's room: how to signal early, and the conditions; never a case (R010, R105, R106).

mod conditions;
mod home;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/manage", get(home::show))
        .route("/manage/conditions", post(conditions::say))
        .route(
            "/manage/conditions/{condition}/{there}",
            post(conditions::take_back),
        )
}
