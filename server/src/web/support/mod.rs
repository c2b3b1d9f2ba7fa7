//! The peer team: one's duty and cases, new signals, and the work on a case.

mod act;
mod case;
mod debriefing;
mod fields;
mod group;
mod home;
mod nudge;
mod pause;
mod referral;
mod signals;
mod take;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/support", get(home::show))
        .route("/support/referral", get(referral::show))
        .route("/support/pause", post(pause::begin))
        .route("/support/resume", post(pause::end))
        .route(
            "/support/debriefing",
            get(debriefing::show).post(debriefing::submit),
        )
        .route("/support/nudge/{id}/settle", post(nudge::settle))
        .route("/support/nudge/{id}/open", post(nudge::open))
        .route("/support/case/{id}", get(case::show))
        .route("/support/case/{id}/take", post(take::submit))
        .merge(act::routes())
}
