//! What stands in an address, or names a thing in a form.
//!
//! What cannot be an id of ours names nothing: it is answered like what is absent, and never reaches
//! a database.

use care::ids::{self, CaseId, PersonId};

use super::error::AppError;

/// The case with this id.
pub fn case(text: &str) -> Result<CaseId, AppError> {
    CaseId::parse(text).ok_or(AppError::NotFound)
}

/// The person with this id.
pub fn person(text: &str) -> Result<PersonId, AppError> {
    PersonId::parse(text).ok_or(AppError::NotFound)
}

/// The id of anything else.
pub fn id(text: &str) -> Result<&str, AppError> {
    if ids::is_id(text) {
        Ok(text)
    } else {
        Err(AppError::NotFound)
    }
}
