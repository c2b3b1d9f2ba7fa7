//! Who a script writes for: a file that waited on a device goes only in its writer's own session.

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::web::{error::AppError, member::Member, state::App};

/// In which a script names the person whose vault sealed what it sends.
pub(super) const HEADER: &str = "veer-person";

/// The member, who is the person that the script wrote for.
///
/// Two tabs of one browser share a session: when somebody else signed in through the other, what
/// this one sends is not theirs. They are asked to sign in, as if nobody were.
pub(super) struct Author(pub(super) Member);

impl FromRequestParts<App> for Author {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let member = Member::from_request_parts(parts, app).await?;
        match parts.headers.get(HEADER) {
            Some(named) if named.as_bytes() != member.person.id.as_str().as_bytes() => {
                Err(AppError::SignIn)
            }
            _ => Ok(Self(member)),
        }
    }
}
