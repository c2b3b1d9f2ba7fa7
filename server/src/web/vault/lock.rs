//! `POST /vault/lock`: the server forgets its half of what kept the vault open.

use axum::http::StatusCode;

use super::{require, state::draw_half};
use crate::web::{error::AppError, member::Member};

/// Draws a new half, so that what a browser's folder still holds opens nothing.
pub(super) async fn lock(member: Member) -> Result<StatusCode, AppError> {
    require(&member)?;
    draw_half(&member).await?;
    Ok(StatusCode::NO_CONTENT)
}
