//! What a script is told when somebody else was first: a code it knows, and what is newest now.

use axum::{
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::web::{error::AppError, member::Member};

#[derive(Serialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    code: &'static str,
    title: String,
    status: u16,
    detail: String,
    newest: i64,
}

/// 409 with a code: `stale` (a note), `taken` (a key's number), `rotation-due` (the key must be
/// replaced first), `generation` (not the newest key, or one that is not held), `changed` (who may
/// read is not what the script thought).
pub(super) fn conflict(member: &Member, code: &'static str, newest: i64) -> Response {
    let error = AppError::Stale("sealed");
    let words = error.words(member.reader.l());
    let problem = Problem {
        kind: format!("urn:veer:problem:{code}"),
        code,
        title: words.title,
        status: StatusCode::CONFLICT.as_u16(),
        detail: words.what,
        newest,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = [(CONTENT_TYPE, "application/problem+json")];
    (StatusCode::CONFLICT, kind, body).into_response()
}
