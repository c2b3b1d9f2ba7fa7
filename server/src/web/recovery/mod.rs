//! Recovery by the team: off unless turned on, and per case only with the colleague's consent.
//!
//! The privacy officer appoints; holders make the key, give their shares and finish in their own
//! browsers; a supporter asks; the colleague decides and sees all of it. The server keeps what only
//! devices can open.

mod act;
mod appoint;
mod ask;
mod finish;
mod make;
pub(super) mod mine;
mod page;
mod state;
mod wire;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::state::App;

/// The most that a finished recovery sends: every consented case's key, sealed anew.
const FINISH_LIMIT: usize = 4 * 1024 * 1024;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/recovery", get(page::show))
        .route("/recovery/appoint", post(appoint::appoint))
        .route("/recovery/off", post(appoint::turn_off))
        .route("/recovery/rehearse", post(appoint::rehearse))
        .route("/recovery/state", get(state::show))
        .route("/recovery/make", post(make::make))
        .route("/recovery/{id}/take", post(act::take))
        .route("/recovery/{id}/give", post(act::give))
        .route("/recovery/{id}/refuse", post(act::refuse))
        .route("/recovery/{id}/withdraw", post(act::withdraw))
        .route("/recovery/{id}/work", get(finish::work))
        .route("/recovery/{id}/done", post(finish::done))
        .route("/recovery/{id}/rehearsed", post(finish::rehearsed))
        .route(
            "/support/case/{id}/recovery",
            get(ask::show).post(ask::submit),
        )
        .route("/support/case/{id}/recovery/withdraw", post(ask::withdraw))
        .route("/me/recovery", post(mine::choose))
        .layer(DefaultBodyLimit::max(FINISH_LIMIT))
}
