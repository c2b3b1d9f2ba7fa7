//! `POST /api/events`: dispatch events as newline-delimited JSON, under a feed token.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, header::AUTHORIZATION},
};
use care::ids::OrgId;
use serde::Serialize;

use super::{Machines, error::ApiError};
use crate::{
    auth::{bearer::Bearer, origin::Origin},
    feed::{
        csv::Parsed,
        digest,
        intake::{BATCH, Intake, Tally},
        ndjson,
        reject::Rejected,
    },
};

/// How many bad lines an answer names; the count tells of the rest.
const NAMED: usize = 50;

/// What became of a message.
#[derive(Serialize)]
pub(super) struct Answer {
    #[serde(flatten)]
    tally: Tally,
    /// The first lines that were set aside: which, and why; never what stood in them.
    rejected: Vec<BadLine>,
}

/// A line that was set aside.
#[derive(Serialize)]
struct BadLine {
    line: u64,
    reason: &'static str,
}

impl From<&Rejected> for BadLine {
    fn from(rejected: &Rejected) -> Self {
        Self {
            line: rejected.place.line,
            reason: rejected.reason.code(),
        }
    }
}

/// Takes in the lines; the answer comes after all good ones are durable.
///
/// Bad lines are set aside, counted and named by their number and reason; they do not stop the
/// others. A source may only speak in
/// its own name: the token's source is put on every event.
pub(super) async fn take(
    State(machines): State<Machines>,
    Origin(from): Origin,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Answer>, ApiError> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some(bearer) = value.and_then(Bearer::from_authorization) else {
        machines.limits.unknown_feed(from)?;
        return Err(ApiError::Unknown);
    };
    let real_now = machines.clock.real_now();
    let Some((org, source)) = machines
        .store
        .feed_token(&bearer.digest().as_text(), real_now)
        .await?
    else {
        machines.limits.unknown_feed(from)?;
        return Err(ApiError::Unknown);
    };
    machines.limits.feed(&bearer.digest().as_text())?;
    Ok(Json(take_in(&machines, &org, &source, &body).await?))
}

async fn take_in(
    machines: &Machines,
    org: &OrgId,
    source: &str,
    body: &[u8],
) -> Result<Answer, ApiError> {
    let org = machines
        .store
        .organisation(org)
        .await?
        .ok_or(ApiError::Unknown)?;
    let now = machines.clock.now();
    let digest = digest::of_bytes(body);
    let mut intake = Intake::begin(&machines.store, &org, source, digest, now).await?;
    let mut batch = Vec::new();
    let mut named = Vec::new();
    for parsed in ndjson::read(body) {
        batch.push(match parsed {
            Parsed::Read(mut record, _) => {
                source.clone_into(&mut record.source);
                Ok(record)
            }
            Parsed::Rejected(rejected) => {
                if named.len() < NAMED {
                    named.push(BadLine::from(&rejected));
                }
                Err(rejected)
            }
        });
        if batch.len() == BATCH {
            intake.take(&batch, now).await?;
            batch.clear();
        }
    }
    intake.take(&batch, now).await?;
    Ok(Answer {
        tally: intake.finish(now).await?,
        rejected: named,
    })
}
