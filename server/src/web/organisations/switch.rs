//! `POST /organisations/switch`: the same person goes on in another organisation.

use axum::extract::{Form, rejection::FormRejection};
use care::access::{Action, Standing};
use serde::Deserialize;

use crate::{
    auth::session::NewSession,
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Where to.
#[derive(Deserialize)]
pub(super) struct To {
    to: String,
}

/// Ends this session and goes on there, in one that ends no later than this one would have.
pub(super) async fn switch(
    member: Member,
    form: Result<Form<To>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::LinkAccounts, Standing::Nobody)?;
    let Form(To { to }) = form?;
    let other = member.beside.iter().find(|other| other.org.as_str() == to);
    let other = other.ok_or(AppError::NotFound)?;
    let (store, real_now) = (member.store(), member.app().site.clock.real_now());
    let there = store.write("continue session", &other.org).await?;
    let person = there.person(&other.person).await?;
    let person = person.filter(|person| person.active);
    let person = person.ok_or(AppError::NotFound)?;
    let session = NewSession::new(other.org.clone(), real_now);
    let (key, began) = (session.key.as_text(), member.began);
    there
        .continue_session(&key, &person.id, began, real_now)
        .await?;
    there.commit().await?;
    // One organisation at a time: what was open here, its vault too, closes.
    let here = member.write("end session").await?;
    here.end_session(&member.session_key).await?;
    here.commit().await?;
    Ok(SeeOther::to("/")
        .with_flash(&Flash::new("organisations-switched"))
        .with_cookie(session.to_cookie(member.app().site.transport)))
}
