//! Who may speak for which source: the feed token of a request.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::AUTHORIZATION, request::Parts},
};
use care::ids::OrgId;

use super::{Machines, error::ApiError, taking::Sender};
use crate::{
    auth::{bearer::Bearer, origin::Origin},
    feed::live::Door,
};

/// The doors that were opened before.
///
/// Only a shortcut: whether a token is still in force is looked up once more in the transaction that
/// takes its events in, so a revoked one in here opens nothing.
#[derive(Debug, Default)]
pub(super) struct Doors(RwLock<HashMap<Door, (OrgId, String)>>);

impl Doors {
    fn find(&self, door: &Door) -> Option<(OrgId, String)> {
        let doors = self.0.read().unwrap_or_else(PoisonError::into_inner);
        doors.get(door).cloned()
    }

    fn keep(&self, sender: &Sender) {
        let known = (sender.org.clone(), sender.source.clone());
        let mut doors = self.0.write().unwrap_or_else(PoisonError::into_inner);
        doors.insert(sender.door.clone(), known);
    }

    /// Forgets a door that turned out to be closed.
    pub(super) fn forget(&self, door: &Door) {
        let mut doors = self.0.write().unwrap_or_else(PoisonError::into_inner);
        doors.remove(door);
    }
}

impl FromRequestParts<Machines> for Sender {
    type Rejection = ApiError;

    /// The sender that the token of a request speaks for.
    ///
    /// Too many without a token that is in force, and too many messages of one source, are refused
    /// for a while.
    async fn from_request_parts(
        parts: &mut Parts,
        machines: &Machines,
    ) -> Result<Self, Self::Rejection> {
        let Ok(Origin(from)) = Origin::from_request_parts(parts, machines).await;
        let bearer = bearer(&parts.headers);
        let Some(key) = bearer.map(|bearer| bearer.digest().as_text()) else {
            machines.limits.unknown_feed(from)?;
            return Err(ApiError::Unknown);
        };
        let door = Door::Token(key.clone());
        if let Some((org, source)) = machines.doors.find(&door) {
            machines.limits.feed(&key)?;
            return Ok(Self { org, source, door });
        }
        let Some((org, source)) = machines.store.feed_token(&key).await? else {
            machines.limits.unknown_feed(from)?;
            return Err(ApiError::Unknown);
        };
        machines.limits.feed(&key)?;
        let sender = Self { org, source, door };
        machines.doors.keep(&sender);
        Ok(sender)
    }
}

fn bearer(headers: &HeaderMap) -> Option<Bearer> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    Bearer::from_authorization(value)
}
