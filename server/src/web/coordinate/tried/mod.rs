//! `/coordinate/list/try`: the draft of the list beside the list in force, over history (R044).
//!
//! One trial of each organisation, in the background and on few threads, so that the intake of what
//! happens now never waits for it. What comes of it is kept until another takes its place.

mod begin;
mod run;
mod show;
mod stop;
mod upload;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use jiff::SignedDuration;

use crate::{
    store::{TrialRow, TrialState},
    web::state::App,
};

const HOME: &str = "/coordinate/list/try";
/// How far back one can look, in days; the last is everything.
const STRETCHES: [i64; 4] = [30, 91, 365, 36_500];
/// The largest file; it is read while it comes in, so it takes no room.
const MOST_BYTES: u64 = 2 << 30;
/// Without a sign of life for so long, the process that ran a trial is gone.
const DEAD_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// What a trial over an uploaded file is kept under; one over stored events names its days.
const FILE: &str = "file";

/// The routes of this folder that answer at once.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(HOME, get(show::show).post(begin::submit))
        .route("/coordinate/list/try/progress", get(show::progress))
        .route("/coordinate/list/try/stop", post(stop::stop))
        .route("/coordinate/list/try/away", post(stop::away))
}

/// A file of years comes in as long as it takes.
pub(super) fn streams() -> Router<App> {
    Router::new().route(
        "/coordinate/list/try/file",
        post(upload::submit).layer(DefaultBodyLimit::disable()),
    )
}

/// How a trial stands for who looks now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Running,
    /// Its process is gone.
    Dead,
    Ended,
}

fn stand(trial: &TrialRow, now: care::time::Instant) -> Stand {
    match trial.state {
        TrialState::Running if now.since(trial.alive) > DEAD_AFTER => Stand::Dead,
        TrialState::Running => Stand::Running,
        TrialState::Done | TrialState::Failed | TrialState::Cancelled => Stand::Ended,
    }
}

/// The days that a trial over stored events looks back; none over a file.
fn days(trial: &TrialRow) -> Option<i64> {
    trial.looks_at.strip_prefix("stored:")?.parse().ok()
}
