//! Where an entry stands, and whether it takes part in judging.

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    incident::{Entry, IncidentList},
};
use serde::Deserialize;

use super::{super::document::Hand, HOME, entry, entry_form::Typed, occurring::Occurring, words};
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// Which version the page showed, and why an entry is withdrawn.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    reason: String,
}

type Id = Result<Path<String>, PathRejection>;
type Fields = Result<Form<Asked>, FormRejection>;

/// `POST …/up`: before the one that it came after.
pub(super) async fn up(member: Member, id: Id, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    edit(&member, &id, form.seen, |entries, place| {
        entries.swap(place, place.saturating_sub(1));
    })
    .await
}

/// `POST …/down`: after the one that it came before.
pub(super) async fn down(member: Member, id: Id, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    edit(&member, &id, form.seen, |entries, place| {
        let last = entries.len().saturating_sub(1);
        entries.swap(place, (place + 1).min(last));
    })
    .await
}

/// `POST …/withdraw`: it takes no part in judging, for a reason that everyone can read.
pub(super) async fn withdraw(member: Member, id: Id, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    let reason = form.reason.trim().to_owned();
    edit(&member, &id, form.seen, |entries, place| {
        if let Some(entry) = entries.get_mut(place) {
            entry.enabled = false;
            entry.disabled_reason = Some(reason);
        }
    })
    .await
}

/// `POST …/return`: it takes part again.
pub(super) async fn bring_back(member: Member, id: Id, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    edit(&member, &id, form.seen, |entries, place| {
        if let Some(entry) = entries.get_mut(place) {
            entry.enabled = true;
            entry.disabled_reason = None;
        }
    })
    .await
}

/// `POST …/remove`: an addition that was never adopted goes; no event can stand under it.
pub(super) async fn remove(member: Member, id: Id, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    edit(&member, &id, form.seen, |entries, place| {
        entries.remove(place);
    })
    .await
}

async fn edit(
    member: &Member,
    id: &str,
    seen: i64,
    change: impl FnOnce(&mut Vec<Entry>, usize) + Send,
) -> Result<Response, AppError> {
    let tx = member.write("draft list order").await?;
    let hand = Hand::<IncidentList>::load(&tx, member).await?;
    let hand = hand.seen(&tx, seen).await?;
    let mut list = hand.document().clone();
    let place = list.entries.iter().position(|entry| entry.id == id);
    change(&mut list.entries, place.ok_or(AppError::NotFound)?);
    let there = list.entry(id);
    if there.is_none() && hand.base().entry(id).is_some() {
        return Err(AppError::NotFound);
    }
    let back = match there {
        Some(_) => format!("{HOME}/entry/{id}"),
        None => HOME.to_owned(),
    };
    let refusals = there.map(Entry::refusals).unwrap_or_default();
    if !refusals.is_empty() {
        let occurring = Occurring::load(&tx, member).await?;
        drop(tx);
        let was = hand.document().entry(id).ok_or(AppError::NotFound)?;
        let l = member.reader.l();
        let problems = refusals.iter().map(|refusal| words::problem(refusal, l));
        let typed = Typed::of(was, seen, l);
        return Ok(entry::render(
            member,
            (&hand, &occurring),
            Some(id),
            typed,
            problems.collect(),
        ));
    }
    hand.keep(&tx, member, list).await?;
    tx.commit().await?;
    let back = SeeOther::to(back);
    Ok(back
        .with_flash(&Flash::new("document-kept"))
        .into_response())
}
