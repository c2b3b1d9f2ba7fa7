//! Who speaks: a source, by its feed token.

use std::net::IpAddr;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, header::AUTHORIZATION},
};
use care::ids::OrgId;

use super::{BATCH_LIMIT, Machines, error::ApiError};
use crate::auth::bearer::Bearer;

/// The organisation and source that the token in these headers speaks for.
///
/// # Errors
/// [`ApiError::Unknown`] without a token that is in force; too many of those, and too many messages
/// of one source, are refused for a while.
pub(super) async fn of_token(
    machines: &Machines,
    from: IpAddr,
    headers: &HeaderMap,
) -> Result<(OrgId, String), ApiError> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some(bearer) = value.and_then(Bearer::from_authorization) else {
        machines.limits.unknown_feed(from)?;
        return Err(ApiError::Unknown);
    };
    let digest = bearer.digest().as_text();
    let real_now = machines.clock.real_now();
    let Some(found) = machines.store.feed_token(&digest, real_now).await? else {
        machines.limits.unknown_feed(from)?;
        return Err(ApiError::Unknown);
    };
    machines.limits.feed(&digest)?;
    Ok(found)
}

/// The whole of a body that is not too long; read only once it is known who speaks.
///
/// # Errors
/// [`ApiError::TooLarge`] beyond 16 MiB, or when the sender broke off.
pub(super) async fn body(body: Body) -> Result<Bytes, ApiError> {
    to_bytes(body, BATCH_LIMIT)
        .await
        .map_err(|_| ApiError::TooLarge)
}
