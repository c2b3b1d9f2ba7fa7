//! One's own vault: the page, its locks, and the passkeys that sign in and open it (R003).
//!
//! What comes and goes here is public keys and closed age files. Nothing of it is opened here, and
//! vault words are in no request.

mod keep;
mod later;
mod lock;
mod page;
mod passkey;
mod sign_in;
mod state;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post, put},
};
use care::access::{Action, Standing};

use super::{error::AppError, member::Member, state::App};
use crate::auth::passkey::PasskeyError;

pub(in crate::web) use later::{missing, wanted};

/// The largest request: pins, or a vault with all its locks.
const BODY_LIMIT: usize = 512 * 1024;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/vault", get(page::show))
        .route("/vault/state", get(state::show))
        .route("/vault/make", post(keep::make))
        .route("/vault/locks", post(keep::add))
        .route("/vault/locks/{id}/remove", post(keep::remove))
        .route("/vault/pins", put(keep::pins))
        .route("/vault/lock", post(lock::lock))
        .route("/vault/later", post(later::later))
        .route("/passkey/register/begin", post(passkey::begin))
        .route("/passkey/register/finish", post(passkey::finish))
        .route("/passkey/{id}/remove", post(passkey::remove))
        .route("/passkey/sign-in/begin", post(sign_in::begin))
        .route("/passkey/sign-in/finish", post(sign_in::finish))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// Everybody keeps a vault of their own, and nobody another's.
fn require(member: &Member) -> Result<(), AppError> {
    member.require(Action::KeepVault, Standing::Nobody)
}

/// A passkey that does not fit is refused without saying why: that would help to guess.
impl From<PasskeyError> for AppError {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Off => Self::NotFound,
            PasskeyError::Refused => Self::Refused("passkey"),
            PasskeyError::BadOrigin | PasskeyError::Unreadable => Self::internal(&error),
        }
    }
}
