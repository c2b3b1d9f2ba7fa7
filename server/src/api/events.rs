//! `POST /api/events`: dispatch events as newline-delimited JSON, under a feed token.

use axum::{
    Json,
    extract::{Request, State},
};

use super::{
    Machines,
    error::ApiError,
    speaker,
    taking::{Answer, take_in},
};
use crate::{auth::origin::Origin, feed::ndjson};

/// Takes in the lines of a body.
///
/// A source may only speak in its own name: the token's source is put on every event.
pub(super) async fn take(
    State(machines): State<Machines>,
    Origin(from): Origin,
    request: Request,
) -> Result<Json<Answer>, ApiError> {
    let (org, source) = speaker::of_token(&machines, from, request.headers()).await?;
    let body = speaker::body(request.into_body()).await?;
    let lines = ndjson::read(&body);
    Ok(Json(take_in(&machines, &org, &source, &body, lines).await?))
}
