//! `POST /api/eido`: EIDO documents, under a feed token.

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
use crate::{
    auth::origin::Origin,
    feed::{
        eido::{self, Reading},
        saved,
    },
};

/// Takes in one document, several in an array, or one per line.
///
/// What the sender's own words mean is read from the profile that was saved for its source, if any.
pub(super) async fn take(
    State(machines): State<Machines>,
    Origin(from): Origin,
    request: Request,
) -> Result<Json<Answer>, ApiError> {
    let (org, source) = speaker::of_token(&machines, from, request.headers()).await?;
    let body = speaker::body(request.into_body()).await?;
    let tx = machines.store.read("find profile", &org).await?;
    let profile = saved::of_source(&tx, &source).await?;
    drop(tx);
    let reading = Reading {
        source: &source,
        profile: profile.as_ref(),
    };
    let documents = eido::read(&body, &reading);
    Ok(Json(
        take_in(&machines, &org, &source, &body, documents).await?,
    ))
}
