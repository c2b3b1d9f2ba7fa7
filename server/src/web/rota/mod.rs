//! The rota of supporters: one's own duties and those of the team, days away, swaps, the calendar
//! that follows it; and for the coordinator the gaps, the pattern and who is away (R013, R103).

mod answer;
mod ask;
mod away;
mod calendar;
mod entry;
mod feed;
mod gap;
mod lead;
mod leave;
mod mine;
mod month;
mod pattern;
mod plan;
mod request;
mod rules;
mod wishes;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;

pub(in crate::web) use gap::{GapLine, ahead};

/// Where a supporter finds it, and where the coordinator does.
const MINE: &str = "/support/rota";
const LEAD: &str = "/coordinate/rota";

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/support/rota", get(mine::show))
        .route("/support/rota/away", get(away::show).post(away::add))
        .route("/support/rota/away/{id}/remove", post(away::remove))
        .route("/support/rota/away/{id}/restore", post(away::restore))
        .route("/support/rota/wishes", post(wishes::add))
        .route("/support/rota/wishes/{id}/remove", post(wishes::remove))
        .route("/support/rota/wishes/{id}/restore", post(wishes::restore))
        .route("/support/rota/ask", get(ask::show).post(ask::submit))
        .route("/support/rota/ask/{id}/accept", post(answer::accept))
        .route("/support/rota/ask/{id}/refuse", post(answer::refuse))
        .route("/support/rota/ask/{id}/withdraw", post(answer::withdraw))
        .route("/support/rota/ask/{id}/undo", post(answer::undo))
        .route(
            "/support/rota/calendar",
            get(calendar::show).post(calendar::make),
        )
        .route("/support/rota/calendar/revoke", post(calendar::revoke))
        .route("/support/rota/calendar/restore", post(calendar::restore))
        .route("/calendar/{link}", get(feed::show))
        .route("/coordinate/rota", get(lead::show))
        .route("/coordinate/rota/gap", get(gap::show).post(gap::fill))
        .route("/coordinate/rota/undo/{id}", post(gap::undo))
        .route(
            "/coordinate/rota/pattern",
            get(pattern::show).post(pattern::change),
        )
        .route(
            "/coordinate/rota/pattern/{version}/restore",
            post(pattern::restore),
        )
        .route("/coordinate/rota/away", get(leave::show).post(leave::add))
        .route("/coordinate/rota/away/{id}/remove", post(leave::remove))
        .route("/coordinate/rota/away/{id}/restore", post(leave::restore))
        .merge(plan::routes())
}
