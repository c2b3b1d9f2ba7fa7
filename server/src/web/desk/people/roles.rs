//! What somebody is here: given and taken by the administrator, logged, and undone when mistaken.

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Role, RoleSet, Standing},
    staff::{self, Given, Place},
};

use super::{
    HOME,
    show::{self, Told, find},
};
use crate::{
    store::{Person, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// `POST /desk/people/{id}/roles`: exactly the roles that are ticked; they count from now.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    let ticked = form.iter().filter(|(name, _)| name == "role");
    let ticked: RoleSet = ticked.filter_map(|(_, code)| Role::parse(code)).collect();
    let tx = member.write("change roles").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, &id).await?;
    let place = "/desk/people/{id}/roles";
    let wish = ticked.with(Role::Colleague);
    give(&member, tx, person, wish, ("roles-changed", place)).await
}

/// `POST /desk/people/{id}/roles/undo`: back to what they were before the last change.
pub(super) async fn undo(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let tx = member.write("undo roles").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, &id).await?;
    let before = tx.roles_before(&person.id).await?;
    let wish = before.ok_or(AppError::NotFound)?.before;
    let place = "/desk/people/{id}/roles/undo";
    give(&member, tx, person, wish, ("roles-undone", place)).await
}

async fn give(
    member: &Member,
    tx: Tx,
    person: Person,
    wish: RoleSet,
    (action, place): (&str, &str),
) -> Result<Response, AppError> {
    let before = Place {
        roles: person.roles,
        active: person.active,
    };
    let after = Place {
        roles: wish,
        ..before
    };
    let others = tx.administrators_besides(&person.id).await?;
    if let Err(refusal) = staff::may_change(before, after, others) {
        drop(tx);
        let told = Told {
            problems: vec![refusal.code()],
            ..Told::default()
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show::render(member, &person, status, told).await;
    }
    let here = format!("{HOME}/{}", person.id.as_str());
    if wish == person.roles {
        return Ok(SeeOther::to(here).into_response());
    }
    let now = Given {
        roles: person.roles,
        by_hand: person.roles_by_hand,
    };
    tx.set_roles(&person.id, now.by_hand(wish), member.now)
        .await?;
    member.log_in(&tx, action, place, Vec::new()).await?;
    tx.commit().await?;
    let is_own_end = person.id == member.person.id && !wish.contains(Role::Administrator);
    let flash = Flash::new("desk-roles-changed");
    if is_own_end {
        // This page is no longer theirs, and neither is the undo.
        return Ok(SeeOther::to("/").with_flash(&flash).into_response());
    }
    let flash = flash.with_undo(format!("{here}/roles/undo"));
    Ok(SeeOther::to(here).with_flash(&flash).into_response())
}
