//! What a failure of the store means to a reader.

use super::error::AppError;
use crate::store::{CHANGES, CaseFailure, StoreError};

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            error if error.is_passing() => Self::Busy,
            error => Self::internal(&error),
        }
    }
}

impl From<CaseFailure> for AppError {
    fn from(failure: CaseFailure) -> Self {
        match failure {
            CaseFailure::Missing => Self::NotFound,
            CaseFailure::Refused(refusal) => Self::Refused(refusal.code()),
            CaseFailure::Stale(changes) => {
                let newest = changes.last().map_or("", |change| change.what.as_str());
                Self::Stale(
                    CHANGES
                        .iter()
                        .find(|known| **known == newest)
                        .copied()
                        .unwrap_or("changed"),
                )
            }
            CaseFailure::Store(error) => error.into(),
        }
    }
}
