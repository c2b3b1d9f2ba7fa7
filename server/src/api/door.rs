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

use super::{Machines, error::ApiError};
use crate::auth::{bearer::Bearer, origin::Origin};

/// The right of a request to speak for one source.
///
/// A source may only speak in its own name: the token's source is put on every event.
#[derive(Debug, Clone)]
pub(super) struct FeedDoor {
    /// The organisation.
    pub(super) org: OrgId,
    /// The name of the feed.
    pub(super) source: String,
    /// The digest of the token.
    pub(super) key: String,
}

/// The doors that were opened before.
///
/// Only a shortcut: whether a token is still in force is looked up once more in the transaction that
/// takes its events in, so a revoked one in here opens nothing.
#[derive(Debug, Default)]
pub(super) struct Doors(RwLock<HashMap<String, (OrgId, String)>>);

impl Doors {
    fn find(&self, key: &str) -> Option<(OrgId, String)> {
        let doors = self.0.read().unwrap_or_else(PoisonError::into_inner);
        doors.get(key).cloned()
    }

    fn keep(&self, key: &str, door: &(OrgId, String)) {
        let mut doors = self.0.write().unwrap_or_else(PoisonError::into_inner);
        doors.insert(key.to_owned(), door.clone());
    }

    /// Forgets a door that turned out to be closed.
    pub(super) fn forget(&self, key: &str) {
        let mut doors = self.0.write().unwrap_or_else(PoisonError::into_inner);
        doors.remove(key);
    }
}

impl FromRequestParts<Machines> for FeedDoor {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        machines: &Machines,
    ) -> Result<Self, Self::Rejection> {
        let Ok(Origin(from)) = Origin::from_request_parts(parts, machines).await;
        let Some(door) = find(machines, &parts.headers).await? else {
            machines.limits.unknown_feed(from)?;
            return Err(ApiError::Unknown);
        };
        machines.limits.feed(&door.key)?;
        Ok(door)
    }
}

async fn find(machines: &Machines, headers: &HeaderMap) -> Result<Option<FeedDoor>, ApiError> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some(bearer) = value.and_then(Bearer::from_authorization) else {
        return Ok(None);
    };
    let key = bearer.digest().as_text();
    let door = match machines.doors.find(&key) {
        Some(door) => Some(door),
        None => machines.store.feed_token(&key).await?,
    };
    Ok(door.map(|door| {
        machines.doors.keep(&key, &door);
        let (org, source) = door;
        FeedDoor { org, source, key }
    }))
}
