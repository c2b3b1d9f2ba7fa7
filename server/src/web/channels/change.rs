//! Adding a channel and taking one away.

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
    alerting::ChannelKind,
};
use serde::Deserialize;

use super::{
    HOME, MOST, prove,
    show::{Typed, render},
};
use crate::{
    entropy,
    notify::{Gateway, Mail, Subscription},
    store::{ChannelRow, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// The longest subscription of a browser.
const LONGEST: usize = 4_096;

/// A kind with where it goes.
#[derive(Deserialize)]
pub(super) struct New {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    address: String,
}

/// What a browser gives when it subscribes.
#[derive(Deserialize)]
pub(super) struct NewPush {
    #[serde(default)]
    subscription: String,
}

/// `POST /channels`: a code goes out through it at once; until that came back nothing counts on it.
pub(super) async fn add(
    member: Member,
    form: Result<Form<New>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let Form(new) = form?;
    let kind = ChannelKind::parse(&new.kind).filter(|kind| *kind != ChannelKind::Push);
    let kind = kind.filter(|kind| member.app().notifier.has(*kind));
    let address = kind.and_then(|kind| read(kind, &new.address));
    let Some((kind, address)) = kind.zip(address) else {
        let typed = Typed {
            problem: Some(t!(member.reader, "channels-address-wrong")),
            kind: new.kind,
            address: new.address,
            ..Typed::default()
        };
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    keep(&member, kind, &address).await
}

/// `POST /channels/push`: the browser itself said where its notifications go.
pub(super) async fn add_push(
    member: Member,
    form: Result<Form<NewPush>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let Form(new) = form?;
    let push = member.app().notifier.push.clone();
    let text = Some(new.subscription).filter(|text| text.len() <= LONGEST);
    let found = push
        .zip(text)
        .and_then(|(push, text)| Subscription::parse(&text, push.inside));
    // Written anew: what is kept is what was read, and nothing that stood beside it.
    let found = found.and_then(|found| serde_json::to_string(&found).ok());
    let Some(address) = found else {
        let typed = Typed {
            problem: Some(t!(member.reader, "channels-push-wrong")),
            ..Typed::default()
        };
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    keep(&member, ChannelKind::Push, &address).await
}

/// An address of a kind, as it is kept; nothing when it cannot be one.
fn read(kind: ChannelKind, typed: &str) -> Option<String> {
    let typed = typed.trim();
    match kind {
        ChannelKind::Mail => Mail::is_address(typed).then(|| typed.to_owned()),
        ChannelKind::Sms | ChannelKind::Voice => {
            let plain = |c: &char| !matches!(c, ' ' | '-' | '.' | '(' | ')');
            let number: String = typed.chars().filter(plain).collect();
            // People write their own country's numbers with a nought in front.
            let number = match number.strip_prefix("06") {
                Some(rest) => format!("+316{rest}"),
                None => match number.strip_prefix("00") {
                    Some(rest) => format!("+{rest}"),
                    None => number,
                },
            };
            Gateway::is_number(&number).then_some(number)
        }
        ChannelKind::Push => None,
    }
}

/// Keeps it, or finds it again, and sends a code through it.
async fn keep(member: &Member, kind: ChannelKind, address: &str) -> Result<Response, AppError> {
    member
        .app()
        .limits
        .code(member.person.id.as_str(), address)?;
    let tx = member.write("add channel").await?;
    let Some(channel) = known_or_new(member, &tx, kind, address).await? else {
        let typed = Typed {
            problem: Some(t!(member.reader, "channels-full", count = MOST)),
            ..Typed::default()
        };
        drop(tx);
        return render(member, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    };
    prove::ask(member, &tx, &channel).await?;
    member
        .log_in(&tx, "channel-added", HOME, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(prove::sent(&channel.id).into_response())
}

/// The same one when it is there already; nothing when there is no room for another.
async fn known_or_new(
    member: &Member,
    tx: &Tx,
    kind: ChannelKind,
    address: &str,
) -> Result<Option<ChannelRow>, AppError> {
    let me = &member.person.id;
    let mine = tx.channels_of(std::slice::from_ref(me)).await?;
    let same = |row: &&ChannelRow| row.kind == kind && row.address == address;
    if let Some(known) = mine.iter().find(same) {
        return Ok(Some(known.clone()));
    }
    if mine.len() >= MOST {
        return Ok(None);
    }
    let id = entropy::new_id(member.now);
    tx.add_channel(&id, me, kind, address, member.now).await?;
    Ok(tx.channel(&id).await?)
}

/// `POST /channels/{channel}/remove`: gone with what was on its way through it.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("remove channel").await?;
    if !tx
        .remove_channel(address::id(&id)?, &member.person.id)
        .await?
    {
        return Err(AppError::NotFound);
    }
    let place = "/channels/{channel}/remove";
    member
        .log_in(&tx, "channel-removed", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("channel-removed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = |typed| read(ChannelKind::Sms, typed);
        assert_eq!(number("06-1234 5678").as_deref(), Some("+31612345678"));
        assert_eq!(number("0032 470 12 34 56").as_deref(), Some("+32470123456"));
        assert_eq!(number("+31 (6) 12345678").as_deref(), Some("+31612345678"));
        for wrong in ["", "112", "hello", "0612", "+0612345678"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        assert_eq!(
            read(ChannelKind::Mail, " s@example.org ").as_deref(),
            Some("s@example.org")
        );
        assert_eq!(read(ChannelKind::Mail, "s@"), None);
    }
}
