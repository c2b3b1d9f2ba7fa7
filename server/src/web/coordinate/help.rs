//! The list of practical help that a first contact offers: the organisation's own (C27).

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::access::{Action, Standing};

use super::{
    help_form::{MOST, Typed, has},
    help_page::{Unsaved, refuse, render},
};
use crate::{
    entropy,
    store::{HelpChange, HelpItem, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

const HOME: &str = "/coordinate/help";

/// `GET /coordinate/help`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.read("show practical help").await?;
    let page = render(&member, &tx, StatusCode::OK, Unsaved::default()).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

/// `POST /coordinate/help`: adds an item at the end; the same again adds nothing.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(typed) = form?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("add practical help").await?;
    let items = tx.practical_help().await?;
    let (label_nl, label_en) = match typed.names() {
        Ok(names) if items.len() < MOST || has(&items, &names.0, &names.1) => names,
        Ok(_) => return refuse(&member, &tx, None, typed, "coordinate-help-full").await,
        Err(key) => return refuse(&member, &tx, None, typed, key).await,
    };
    if !has(&items, &label_nl, &label_en) {
        let position = items.last().map_or(1, |item| item.position + 1);
        let help_id = entropy::new_id(member.now);
        let item = HelpItem {
            help_id,
            label_nl,
            label_en,
            position,
        };
        tx.save_practical_help(std::slice::from_ref(&item)).await?;
        note(&member, &tx, &item, "added").await?;
        member.log_in(&tx, "help-added", HOME, Vec::new()).await?;
        tx.commit().await?;
    }
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new("coordinate-help-added"))
        .into_response())
}

/// `POST /coordinate/help/{id}`: other words for the same help.
pub(super) async fn rename(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(typed)) = (id?, form?);
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("rename practical help").await?;
    let items = tx.practical_help().await?;
    let item = items
        .iter()
        .find(|item| item.help_id == id)
        .ok_or(AppError::NotFound)?
        .clone();
    if typed.is_behind(&item) {
        return refuse(&member, &tx, Some(id), typed, "coordinate-help-changed").await;
    }
    let (label_nl, label_en) = match typed.names() {
        Ok(names) => names,
        Err(key) => return refuse(&member, &tx, Some(id), typed, key).await,
    };
    let item = HelpItem {
        label_nl,
        label_en,
        ..item
    };
    tx.save_practical_help(std::slice::from_ref(&item)).await?;
    note(&member, &tx, &item, "renamed").await?;
    member
        .log_in(&tx, "help-renamed", "/coordinate/help/{id}", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new("coordinate-help-renamed"))
        .into_response())
}

/// `POST /coordinate/help/{id}/remove`: off the list; what was ticked before stays. Can be undone.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("remove practical help").await?;
    let item = tx.help_item(address::id(&id)?).await?;
    let item = item.ok_or(AppError::NotFound)?;
    tx.remove_practical_help(&id).await?;
    note(&member, &tx, &item, "removed").await?;
    member
        .log_in(
            &tx,
            "help-removed",
            "/coordinate/help/{id}/remove",
            Vec::new(),
        )
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{id}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-help-removed").with_undo(undo)))
}

/// `POST /coordinate/help/{id}/restore`: back on the list.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("restore practical help").await?;
    let item = tx.help_item(address::id(&id)?).await?;
    let item = item.ok_or(AppError::NotFound)?;
    tx.restore_practical_help(&id).await?;
    note(&member, &tx, &item, "restored").await?;
    member
        .log_in(
            &tx,
            "help-restored",
            "/coordinate/help/{id}/restore",
            Vec::new(),
        )
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-help-restored")))
}

/// Which way an item goes.
#[derive(serde::Deserialize)]
pub(super) struct Way {
    way: String,
}

/// `POST /coordinate/help/{id}/move`: one place up or down; at the end of the list it stays.
pub(super) async fn shift(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Way>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(Way { way }) = form?;
    let tx = member.write("move practical help").await?;
    let items = tx.practical_help().await?;
    let from = items.iter().position(|item| item.help_id == id);
    let from = from.ok_or(AppError::NotFound)?;
    let item = items.get(from).cloned().ok_or(AppError::NotFound)?;
    tx.save_practical_help(&moved(items, from, &way)).await?;
    note(&member, &tx, &item, "moved").await?;
    let place = "/coordinate/help/{id}/move";
    member.log_in(&tx, "help-moved", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-help-moved")))
}

/// The list with one item in its neighbour's place, numbered anew from 1.
fn moved(mut items: Vec<HelpItem>, from: usize, way: &str) -> Vec<HelpItem> {
    let to = if way == "up" {
        from.saturating_sub(1)
    } else {
        (from + 1).min(items.len().saturating_sub(1))
    };
    items.swap(from, to);
    for (item, position) in items.iter_mut().zip(1..) {
        item.position = position;
    }
    items
}

async fn note(member: &Member, tx: &Tx, item: &HelpItem, what: &str) -> Result<(), AppError> {
    let id = entropy::new_id(member.now);
    let change = HelpChange::of(item, what, &member.person.id, id, member.now);
    tx.note_help_change(&change).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(many: usize) -> Vec<HelpItem> {
        let item = |position: i32| HelpItem {
            help_id: position.to_string(),
            label_nl: String::new(),
            label_en: String::new(),
            position,
        };
        (1..).take(many).map(item).collect()
    }

    proptest! {
        #[test]
        fn moving_loses_nothing_and_back_is_as_before(many in 1usize..9, from in 0usize..9, up: bool) {
            let from = from % many;
            let (way, back) = if up { ("up", "down") } else { ("down", "up") };
            let after = moved(list(many), from, way);
            let mut ids: Vec<_> = after.iter().map(|item| item.help_id.clone()).collect();
            let to = ids.iter().position(|id| *id == (from + 1).to_string()).unwrap();
            ids.sort();
            prop_assert_eq!(ids.len(), many);
            prop_assert!(after.iter().zip(1..).all(|(item, place)| item.position == place));
            if to != from {
                prop_assert_eq!(moved(after, to, back), list(many));
            }
        }
    }
}
