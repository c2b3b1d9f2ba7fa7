//! The quiet line for who needs a vault and has none, and "later".

use axum::extract::State;
use care::access::Role;

use crate::{
    auth::transport::Transport,
    store::{Person, StoreError, Tx},
    web::{error::AppError, member::Member, redirect::SeeOther, state::App},
};

/// The cookie that keeps "later" for a day.
const COOKIE: &str = "veer-vault-later";

/// Whether this person's work needs a vault that they have not made yet.
///
/// A colleague meets the vault only when they choose to read along.
pub(in crate::web) async fn wanted(member: &Member, tx: &Tx) -> Result<bool, StoreError> {
    if member.has_cookie(COOKIE) {
        return Ok(false);
    }
    missing(&member.person, tx).await
}

/// The same for whoever this is, whatever their browser remembers: asked at the first sign-in.
pub(in crate::web) async fn missing(person: &Person, tx: &Tx) -> Result<bool, StoreError> {
    let needs = [Role::Supporter, Role::Coordinator, Role::Holder]
        .into_iter()
        .any(|role| person.roles.contains(role));
    Ok(needs && tx.vault_of(&person.id).await?.is_none())
}

/// `POST /vault/later`: not today.
pub(super) async fn later(State(app): State<App>, member: Member) -> Result<SeeOther, AppError> {
    let secure = match app.site.transport {
        Transport::Tls => "; Secure",
        Transport::Local => "",
    };
    let cookie = format!("{COOKIE}=1; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax{secure}");
    Ok(SeeOther::to(member.home()).with_cookie(cookie))
}
