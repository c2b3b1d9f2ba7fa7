//! `POST /api/events`: dispatch events as newline-delimited JSON, under a feed token.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, header::AUTHORIZATION},
};
use care::ids::OrgId;

use crate::{
    auth::bearer::Bearer,
    feed::{
        csv::Parsed,
        digest,
        intake::{BATCH, Intake, Tally},
        ndjson,
    },
    web::{account::Origin, error::AppError, state::App},
};

/// Takes in the lines; the answer comes after all good ones are durable.
///
/// Bad lines are set aside and counted, they do not stop the others. A source may only speak in
/// its own name: the token's source is put on every event.
pub(super) async fn take(
    State(app): State<App>,
    Origin(from): Origin,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Tally>, AppError> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(bearer) = value.and_then(Bearer::from_authorization) else {
        app.limits.unknown_feed(from)?;
        return Err(AppError::SignIn);
    };
    let real_now = app.site.clock.real_now();
    let Some((org, source)) = app.store.feed_token(&bearer.digest().as_text(), real_now).await? else {
        app.limits.unknown_feed(from)?;
        return Err(AppError::SignIn);
    };
    app.limits.feed(&bearer.digest().as_text())?;
    Ok(Json(take_in(&app, &org, &source, &body).await?))
}

async fn take_in(app: &App, org: &OrgId, source: &str, body: &[u8]) -> Result<Tally, AppError> {
    let org = app.store.organisation(org).await?.ok_or(AppError::SignIn)?;
    let mut intake = Intake::begin(&app.store, &org, source, digest::of_bytes(body)).await?;
    let now = app.site.clock.now();
    let mut batch = Vec::new();
    for parsed in ndjson::read(body) {
        batch.push(match parsed {
            Parsed::Read(mut record, _) => {
                source.clone_into(&mut record.source);
                Ok(record)
            }
            Parsed::Rejected(rejected) => Err(rejected),
        });
        if batch.len() == BATCH {
            intake.take(&batch, now).await?;
            batch.clear();
        }
    }
    intake.take(&batch, now).await?;
    Ok(intake.finish(now).await?)
}
