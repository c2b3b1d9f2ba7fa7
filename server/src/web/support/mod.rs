//! The peer team: one's duty and cases, new signals, and the work on a case.

mod act;
mod case;
mod debriefing;
pub(super) mod fields;
mod group;
mod home;
mod load;
mod nudge;
mod pause;
mod profile;
mod referral;
mod signals;
mod take;
pub(super) mod task;

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
        .route("/support/load", get(load::show))
        .route("/support/profile", get(profile::show).post(profile::save))
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
        .route("/support/task/{id}/done", post(task::finish))
        .route("/support/task/{id}/return", post(task::give_back))
        .route("/support/task/{id}/reopen", post(task::reopen))
        .route("/support/check-in/{id}", post(task::check_in))
        .route("/support/check-in/{id}/undo", post(task::check_in_undo))
        .merge(act::routes())
}
