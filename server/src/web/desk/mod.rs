//! The desk: what who keeps Veer running can do; no page here names a case.

mod appointments;
mod feed;
mod health;
mod home;
mod hook;
mod import;
mod invite;
mod invite_all;
mod log;
mod log_search;
mod open_link;
mod organisation;
mod people;
mod requests;
mod retention;
mod shifts;

use axum::{
    Router,
    routing::{get, post},
};

use super::state::App;
pub(super) use requests::{kind_words, state_words, why_words};

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(import::routes())
        .merge(people::routes())
        .merge(shifts::routes())
        .route(
            "/desk/organisation",
            get(organisation::show).post(organisation::change),
        )
        .route("/desk", get(home::show))
        .route("/desk/health", get(health::show))
        .route(
            "/desk/retention",
            get(retention::show).post(retention::change),
        )
        .route("/desk/invite", get(invite_all::show).post(invite::submit))
        .route("/desk/invite/all", post(invite_all::submit))
        .route("/desk/people/{id}/withdraw", post(open_link::withdraw))
        .route("/desk/feed", get(feed::show).post(feed::give))
        .route("/desk/feed/{key}/expect", post(feed::expect))
        .route("/desk/feed/{key}/revoke", post(feed::revoke))
        .route("/desk/feed/{key}/restore", post(feed::restore))
        .route("/desk/hook", post(hook::make))
        .route("/desk/hook/{hook}/key", get(hook::key).post(hook::rotate))
        .route("/desk/hook/{hook}/expect", post(hook::expect))
        .route("/desk/hook/{hook}/revoke", post(hook::revoke))
        .route("/desk/hook/{hook}/restore", post(hook::restore))
        .route("/desk/inbox/{source}/expect", post(hook::expect_file))
        .merge(appointments::routes())
        .merge(log_search::routes())
        .merge(requests::routes())
}
