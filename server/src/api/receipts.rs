//! `POST /api/receipts`: what became of a text message or a call, told by who carried it.
//!
//! Signed with the key of the gateway, as the messages to it are (Standard Webhooks). A receipt for
//! what nobody knows is answered like any other: it tells nothing about which messages there are.

use std::slice;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;

use super::{Machines, error::ApiError, taking::body};
use crate::auth::{origin::Origin, webhook::Signed};

/// What became of one message.
#[derive(Deserialize)]
struct Receipt {
    id: String,
    state: Fate,
}

/// How it ended.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fate {
    Delivered,
    Failed,
}

/// Keeps a receipt; the same again changes nothing.
pub(super) async fn take(
    State(machines): State<Machines>,
    Origin(from): Origin,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let headers = request.headers().clone();
    let message = body(request.into_body()).await?;
    if !is_signed(&machines, &headers, &message) {
        return Err(match machines.limits.unknown_feed(from) {
            Ok(()) => ApiError::Unknown,
            Err(too_often) => ApiError::TooOften(too_often),
        });
    }
    let receipt: Receipt = serde_json::from_slice(&message).map_err(|_| ApiError::Unreadable)?;
    keep(&machines, &receipt).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ids of messages are unique in an installation, and say nothing of the organisation.
async fn keep(machines: &Machines, receipt: &Receipt) -> Result<(), ApiError> {
    let now = machines.clock.now();
    for org in machines.store.organisations().await? {
        let tx = machines.store.write("keep receipt", &org.id).await?;
        let known = match receipt.state {
            Fate::Delivered => tx.keep_arrival(&receipt.id, now).await?,
            Fate::Failed => tx.keep_failure(&receipt.id, now).await?,
        };
        if known {
            tx.commit().await?;
            break;
        }
    }
    Ok(())
}

fn is_signed(machines: &Machines, headers: &HeaderMap, body: &[u8]) -> bool {
    let Some(gateway) = &machines.notifier.gateway else {
        return false;
    };
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let signed = (|| {
        let (id, at) = (header("webhook-id")?, header("webhook-timestamp")?);
        Signed::parse(id, at, header("webhook-signature")?)
    })();
    let real_now = machines.clock.real_now();
    signed.is_some_and(|signed| signed.is_by(slice::from_ref(gateway.key()), body, real_now))
}
