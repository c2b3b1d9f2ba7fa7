//! `POST /api/hooks/{hook}`: messages that their sender signs, as the Standard Webhooks say.

use std::net::IpAddr;

use axum::{
    extract::{Path, Request, State},
    http::HeaderMap,
};

use super::{
    Machines,
    answer::Answer,
    error::ApiError,
    taking::{Sender, body, take_in},
};
use crate::{
    auth::{
        origin::Origin,
        webhook::{HookKey, Signed},
    },
    feed::{
        eido::Reading,
        envelope::{self, Format},
        live::Door,
        saved,
    },
    store::Hook,
};

/// Takes in a signed message.
///
/// An unknown hook, a wrong signature and an old timestamp are answered alike. The same message
/// again adds nothing, so none is remembered.
pub(super) async fn take(
    State(machines): State<Machines>,
    Origin(from): Origin,
    Path(id): Path<String>,
    request: Request,
) -> Result<Answer, ApiError> {
    let (hook, headers) = (find(&machines, from, &id).await?, request.headers().clone());
    let message = body(request.into_body()).await?;
    if !is_signed(&machines, &hook, &headers, &message) {
        return Err(unknown(&machines, from));
    }
    machines.limits.feed(&hook.hook_id)?;
    let tx = machines.store.read("find profile", &hook.org()).await?;
    let profile = saved::of_source(&tx, &hook.source).await?;
    drop(tx);
    let reading = Reading {
        source: &hook.source,
        profile: profile.as_ref(),
    };
    let format = Format::parse(&hook.format).unwrap_or(Format::Events);
    let messages = envelope::read(&message, format, &reading);
    let sender = Sender {
        org: hook.org(),
        source: hook.source.clone(),
        door: Door::Hook(hook.hook_id.clone()),
    };
    Ok(take_in(&machines, sender, &message, messages).await)
}

async fn find(machines: &Machines, from: IpAddr, id: &str) -> Result<Hook, ApiError> {
    let found = if care::ids::is_id(id) {
        machines.store.hook(id).await?
    } else {
        None
    };
    found.ok_or_else(|| unknown(machines, from))
}

/// The answer to who is not known, or is not believed; after many of them, to wait.
fn unknown(machines: &Machines, from: IpAddr) -> ApiError {
    match machines.limits.unknown_feed(from) {
        Ok(()) => ApiError::Unknown,
        Err(too_often) => ApiError::TooOften(too_often),
    }
}

fn is_signed(machines: &Machines, hook: &Hook, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = |name| {
        let value = headers.get(name)?;
        value.to_str().ok()
    };
    let real_now = machines.clock.real_now();
    let keys: Vec<HookKey> = hook.keys(real_now).filter_map(HookKey::parse).collect();
    let signed = (|| {
        let (id, at) = (header("webhook-id")?, header("webhook-timestamp")?);
        Signed::parse(id, at, header("webhook-signature")?)
    })();
    signed.is_some_and(|signed| signed.is_by(&keys, body, real_now))
}
