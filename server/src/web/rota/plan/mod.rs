//! `/coordinate/rota/plan`: letting a rota be made for a stretch of days, looking at it, and putting
//! it on the rota. The making is the room `rota`'s; it runs beside the requests.

mod begin;
mod outcome;
mod publish;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::web::state::App;

const HOME: &str = "/coordinate/rota/plan";

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/coordinate/rota/plan", get(show::show).post(begin::submit))
        .route("/coordinate/rota/plan/progress", get(show::progress))
        .route("/coordinate/rota/plan/publish", post(publish::submit))
        .route("/coordinate/rota/plan/away", post(publish::away))
}
