//! What is taken in must be sealed: an age file to exactly one post-quantum hybrid recipient.

use crate::{seal::structure, web::error::AppError};

/// The largest wrapped key.
pub(in crate::web) const KEY_LIMIT: usize = 8 * 1024;
/// The largest note or draft, in base64.
pub(super) const NOTE_LIMIT: usize = 480 * 1024;
/// A hybrid recipient has about 2,000 letters.
const RECIPIENT_LIMIT: usize = 4096;

/// Refuses clear text, older kinds of keys, and a file that a second recipient could open too.
pub(in crate::web) fn sealed(text: &str, limit: usize) -> Result<(), AppError> {
    if text.len() > limit {
        return Err(AppError::TooLarge);
    }
    match structure::hybrid_text(text) {
        Ok(file) if file.recipients == 1 => Ok(()),
        _ => Err(AppError::Refused("not-sealed")),
    }
}

/// Refuses what cannot be a hybrid recipient.
pub(in crate::web) fn recipient(text: &str) -> Result<(), AppError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = text.len() <= RECIPIENT_LIMIT && text.starts_with("age1pq1");
    if fits && text.bytes().all(plain) {
        Ok(())
    } else {
        Err(AppError::BadForm)
    }
}
