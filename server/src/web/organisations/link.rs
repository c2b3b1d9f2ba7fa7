//! Linking two accounts: whoever does it proves that both are theirs.

use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::home::render;
use crate::{
    auth::origin::Origin,
    entropy,
    store::StoreError,
    web::{account, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

const HOME: &str = "/me/organisations";

/// The sign-in of the other account.
#[derive(Deserialize)]
pub(super) struct Proof {
    login: String,
    passphrase: String,
}

/// `POST /me/organisations`: a wrong passphrase, an unknown name and one's own account get one answer.
pub(super) async fn link(
    member: Member,
    Origin(from): Origin,
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::LinkAccounts, Standing::Nobody)?;
    let Form(proof) = form?;
    let login = proof.login.trim().to_lowercase();
    let proven = account::prove(member.app(), from, &login, proof.passphrase).await?;
    let refuse = |problem| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(render(&member, status, login.clone(), Some(problem)))
    };
    let Some((org, person)) = proven.filter(|(org, _)| *org != member.org.id) else {
        return refuse("organisations-problem-proof");
    };
    let (one, two) = ((&member.org.id, &member.person.id), (&org, &person));
    let (id, now) = (
        entropy::new_id(member.now),
        member.app().site.clock.real_now(),
    );
    match member.store().link_accounts(one, two, &id, now).await {
        Err(StoreError::Exists) => return refuse("organisations-problem-other"),
        linked => linked?,
    }
    log(&member, "linked").await?;
    let flash = Flash::new("organisations-linked");
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /me/organisations/alone`: this account stands alone again.
pub(super) async fn unlink(member: Member) -> Result<SeeOther, AppError> {
    member.require(Action::LinkAccounts, Standing::Nobody)?;
    let tx = member.write("unlink account").await?;
    tx.unlink_account(&member.person.id).await?;
    tx.commit().await?;
    log(&member, "unlinked").await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("organisations-unlinked")))
}

/// One's own act, in one's own organisation; where the other account is stands in no log.
async fn log(member: &Member, what: &str) -> Result<(), StoreError> {
    let tx = member.write("log own account").await?;
    member.log_in(&tx, what, HOME, Vec::new()).await?;
    tx.commit().await
}
