//! `GET /healthz`: whether this process can do its work, and does it in time.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use serde::Serialize;

use super::Machines;

#[derive(Serialize)]
struct Health {
    /// `ok`, `late`, or `database away`.
    status: &'static str,
    database: &'static str,
    /// What makes work late, as codes.
    troubles: Vec<&'static str>,
}

/// 200 when the database answers, also while work is late; 503 when it does not. No version, no names.
///
/// A process that is late does more than one that is started anew, so only the database away says
/// that it cannot work.
pub(super) async fn show(State(machines): State<Machines>) -> impl IntoResponse {
    let answers = machines.store.installation("set-up").await.is_ok();
    let troubles = machines.watch.troubles(machines.clock.real_now());
    let (code, status) = match (answers, troubles.is_empty()) {
        (true, true) => (StatusCode::OK, "ok"),
        (true, false) => (StatusCode::OK, "late"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "database away"),
    };
    let troubles = troubles.iter().map(|(trouble, _)| trouble.code());
    (
        code,
        Json(Health {
            status,
            database: machines.store.engine_name(),
            troubles: troubles.collect(),
        }),
    )
}
