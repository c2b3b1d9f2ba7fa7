//! Whether a channel works: a code goes out through it and is typed over.

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    alerting::Purpose,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    HOME,
    show::{Typed, render},
};
use crate::{
    auth::origin::Origin,
    entropy,
    store::{ChannelRow, NewMessage, StoreError, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// For how long a code counts.
const COUNTS: SignedDuration = SignedDuration::from_mins(15);

/// What was typed over.
#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

/// `POST /channels/{channel}/test`: another code, also through a channel that works.
pub(super) async fn send(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("test channel").await?;
    let channel = mine(&member, &tx, &id).await?;
    let limits = &member.app().limits;
    limits.code(member.person.id.as_str(), &channel.address)?;
    ask(&member, &tx, &channel).await?;
    let place = "/channels/{channel}/test";
    member
        .log_in(&tx, "channel-tested", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(sent(&channel.id))
}

/// `POST /channels/{channel}/prove`: wrong, too late and once too often are answered alike.
pub(super) async fn submit(
    member: Member,
    Origin(from): Origin,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Code>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let (Path(id), Form(typed)) = (id?, form?);
    let tx = member.write("prove channel").await?;
    let channel = mine(&member, &tx, &id).await?;
    member.app().limits.sign_in(&channel.id, from)?;
    let code: String = typed.code.chars().filter(char::is_ascii_digit).collect();
    let kept = tx
        .try_code(&channel.id, &member.person.id, member.now)
        .await?;
    let answers = &member.app().answers;
    let is_right =
        kept.is_some_and(|kept| answers.is_code(&member.org.id, &channel.id, &code, &kept));
    if is_right {
        tx.prove_channel(&channel.id, member.now).await?;
        let place = "/channels/{channel}/prove";
        member
            .log_in(&tx, "channel-proved", place, Vec::new())
            .await?;
    }
    // The try counts, whether it was right or not.
    tx.commit().await?;
    if is_right {
        let proved = SeeOther::to(HOME).with_flash(&Flash::new("channel-proved"));
        return Ok(proved.into_response());
    }
    let typed = Typed {
        wrong: Some(channel.id),
        ..Typed::default()
    };
    render(&member, StatusCode::UNPROCESSABLE_ENTITY, typed).await
}

/// One's own channel; another's is not there.
async fn mine(member: &Member, tx: &Tx, id: &str) -> Result<ChannelRow, AppError> {
    let channel = tx.channel(address::id(id)?).await?;
    let own = channel.filter(|channel| channel.person == member.person.id);
    own.ok_or(AppError::NotFound)
}

/// Sends a code through a channel, and keeps what it is held against.
pub(super) async fn ask(member: &Member, tx: &Tx, channel: &ChannelRow) -> Result<(), StoreError> {
    let (code, now) = (entropy::digits(), member.now);
    let until = now.plus(COUNTS);
    let kept = member
        .app()
        .answers
        .code_key(&member.org.id, &channel.id, &code);
    tx.expect_code(&channel.id, &kept, until).await?;
    let message = NewMessage {
        id: entropy::new_id(now),
        person: channel.person.clone(),
        channel: channel.id.clone(),
        kind: channel.kind,
        alert: None,
        purpose: Purpose::Code,
        text: code,
        due: now,
        until,
    };
    tx.write_messages(&[message], now).await?;
    Ok(())
}

/// Back to the page, where the code is asked for.
pub(super) fn sent(channel: &str) -> SeeOther {
    SeeOther::to(format!("{HOME}?code={channel}")).with_flash(&Flash::new("channel-code-sent"))
}
