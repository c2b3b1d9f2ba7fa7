//! What goes wrong for a machine, as a status; the frame around it adds the words.

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use crate::{auth::limit::TooOften, store::StoreError};

/// A request of a machine that was not carried out.
#[derive(Debug)]
pub(super) enum ApiError {
    /// No token, or one that nobody gave out.
    Unknown,
    /// The body is not what is understood here.
    Unreadable,
    /// The body is too long, or its sender broke off.
    TooLarge,
    /// Too often; the answer says how long to wait.
    TooOften(TooOften),
    /// The database.
    Store(StoreError),
}

impl From<TooOften> for ApiError {
    fn from(error: TooOften) -> Self {
        Self::TooOften(error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Unknown => StatusCode::UNAUTHORIZED.into_response(),
            Self::Unreadable => StatusCode::BAD_REQUEST.into_response(),
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::TooOften(TooOften(wait)) => {
                let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
                (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds)]).into_response()
            }
            Self::Store(error) if error.is_passing() => {
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            Self::Store(error) => {
                tracing::error!(%error, "a machine's request failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
