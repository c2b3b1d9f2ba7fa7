//! How oneself is reached: channels, each seen to work before anything counts on it (R013, R060).

mod change;
mod prove;
mod show;
mod words;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;
pub(super) use show::lacks;

/// The page of this folder.
const HOME: &str = "/channels";
/// How many channels somebody has at most.
const MOST: usize = 8;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route(HOME, get(show::show).post(change::add))
        .route("/channels/push", post(change::add_push))
        .route("/channels/{channel}/test", post(prove::send))
        .route("/channels/{channel}/prove", post(prove::submit))
        .route("/channels/{channel}/remove", post(change::remove))
}
