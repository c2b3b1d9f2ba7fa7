//! The one error of the pages.
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What can go wrong while answering a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppError {
    /// It does not exist, or may not be known to exist.
    NotFound,
    /// Our own mistake; the reference stands in the log.
    Internal(String),
}

impl AppError {
    /// Our own mistake: the cause goes to the log, the reference to the reader.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        let reference = crate::entropy::reference();
        tracing::error!(%reference, error = error.to_string(), "a request failed");
        Self::Internal(reference)
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
