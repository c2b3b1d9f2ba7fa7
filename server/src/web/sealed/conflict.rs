//! What a script is told when somebody else was first: a code it knows, and what is newest now.

use axum::response::Response;

use crate::web::{error::AppError, member::Member};

/// 409 with a code: `stale` (a note), `taken` (a key's number), `rotation-due` (the key must be
/// replaced first), `generation` (not the newest key, or one that is not held), `changed` (who may
/// read is not what the script thought).
pub(super) fn conflict(member: &Member, code: &'static str, newest: i64) -> Response {
    AppError::Stale("sealed").problem_as(code, newest, member.reader.l())
}
