//! `/me/piling`: whether one hears on one's own page that it adds up (R050); off until one asks.
//!
//! The choice is one's own: no page of the team or the coordinator knows it. What is told stands on
//! one's own first page only, never in a message, and goes when one puts it away.

use axum::extract::{Form, rejection::FormRejection};
use care::access::{Action, Standing};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    store::{StoreError, Tx},
    web::{error::AppError, flash::Flash, member::Member, piling, redirect::SeeOther},
};

/// Where the choice is made; the log says no more than this place.
const PLACE: &str = "/me/piling";

/// What piled up on the member, in words, if they wish to see it and did not put it away.
pub(super) async fn own(tx: &Tx, member: &Member) -> Result<Option<String>, StoreError> {
    let window = tx.protocol(member.now).await?.stacking.window_days;
    let since = SignedDuration::from_hours(24 * i64::from(window));
    let since = member.now.minus(since);
    let nudge = tx.own_nudge(&member.person.id, since).await?;
    Ok(nudge.map(|nudge| piling::words(member.reader.l(), &nudge)))
}

/// Whether one wants to hear it.
#[derive(Deserialize)]
pub(super) struct Wish {
    wish: String,
}

/// `POST /me/piling`.
pub(super) async fn wish(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepOwnLedger, Standing::Nobody)?;
    let Form(form) = form?;
    let (wished, said) = match form.wish.as_str() {
        "on" => (true, "me-piling-on"),
        "off" => (false, "me-piling-off"),
        _ => return Err(AppError::BadForm),
    };
    let tx = member.write("wish for nudges").await?;
    tx.wish_nudges(&member.person.id, wished, member.now)
        .await?;
    member.log_in(&tx, "own-ledger", PLACE, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me/record").with_flash(&Flash::new(said)))
}

/// `POST /me/piling/away`: not on this page any more; the next time it adds up comes back.
pub(super) async fn away(member: Member) -> Result<SeeOther, AppError> {
    member.require(Action::KeepOwnLedger, Standing::Nobody)?;
    let tx = member.write("put nudges away").await?;
    tx.put_nudges_away(&member.person.id, member.now).await?;
    member.log_in(&tx, "own-ledger", PLACE, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new("me-piling-away")))
}
