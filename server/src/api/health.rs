//! `GET /healthz`: whether this process can do its work.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use serde::Serialize;

use super::Machines;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    database: &'static str,
}

/// 200 when the database answers, 503 when it does not; no version, no names.
pub(super) async fn show(State(machines): State<Machines>) -> impl IntoResponse {
    let answers = machines.store.installation("set-up").await.is_ok();
    let (code, status) = if answers {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "database away")
    };
    (
        code,
        Json(Health {
            status,
            database: machines.store.engine_name(),
        }),
    )
}
