//! In and out of service: who leaves is signed out everywhere, and can be brought back.

use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    staff::{self, Place},
};

use super::{
    HOME,
    show::{self, Told, find},
};
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// `POST /desk/people/{id}/leave`.
pub(super) async fn leave(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    set(&member, &id, false).await
}

/// `POST /desk/people/{id}/return`.
pub(super) async fn come_back(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    set(&member, &id, true).await
}

async fn set(member: &Member, id: &str, active: bool) -> Result<Response, AppError> {
    member.require(Action::ManagePeople, Standing::Nobody)?;
    let tx = member.write("change service").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, id).await?;
    let before = Place {
        roles: person.roles,
        active: person.active,
    };
    let others = tx.administrators_besides(&person.id).await?;
    if let Err(refusal) = staff::may_change(before, Place { active, ..before }, others) {
        drop(tx);
        let told = Told {
            problems: vec![refusal.code()],
            ..Told::default()
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show::render(member, &person, status, told).await;
    }
    tx.set_active(&person.id, active).await?;
    let (action, place, flash, undo) = if active {
        let place = "/desk/people/{id}/return";
        ("person-returned", place, "desk-person-returned", "leave")
    } else {
        let place = "/desk/people/{id}/leave";
        ("person-left", place, "desk-person-left", "return")
    };
    member.log_in(&tx, action, place, Vec::new()).await?;
    tx.commit().await?;
    let here = format!("{HOME}/{id}");
    let flash = Flash::new(flash).with_undo(format!("{here}/{undo}"));
    Ok(SeeOther::to(here).with_flash(&flash).into_response())
}
