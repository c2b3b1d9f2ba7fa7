//! Appointing the ambassador of a staff group, and ending it (R049).

use axum::extract::{
    Form, Path,
    rejection::{FormRejection, PathRejection},
};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    team::{CHECK_IN_EVERY, next_check_in},
};
use serde::Deserialize;

use super::coverage::HOME;
use crate::{
    entropy,
    store::AmbassadorSeat,
    web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Who becomes ambassador of which group, and who was when the page was read.
#[derive(Deserialize)]
pub(super) struct Appointed {
    group: String,
    person: String,
    every: i32,
    #[serde(default)]
    was: String,
}

/// `POST /coordinate/coverage/ambassador`: the first check-in is due at once: people get to know who it is.
pub(super) async fn appoint(
    member: Member,
    form: Result<Form<Appointed>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(form) = form?;
    let tx = member.write("appoint ambassador").await?;
    let person = PersonId::parse(&form.person).ok_or(AppError::BadForm)?;
    let person = tx.person(&person).await?;
    let person = person.filter(|it| it.active && it.roles.contains(Role::Supporter));
    let person = person.ok_or(AppError::BadForm)?.id;
    if !CHECK_IN_EVERY.contains(&form.every) {
        return Err(AppError::BadForm);
    }
    let seat = tx.seat_of(&form.group).await?;
    let now = seat.as_ref().filter(|seat| seat.active);
    if now.map_or("", |seat| seat.person.as_str()) != form.was {
        return Err(AppError::Stale("ambassador"));
    }
    if seat.is_none() && !tx.staff_groups().await?.contains(&form.group) {
        return Err(AppError::BadForm);
    }
    let today = member.now.date(&member.org.time_zone);
    let same = now.filter(|seat| seat.person == person);
    let held_on = same.and_then(|seat| seat.held_on);
    tx.save_seat(&AmbassadorSeat {
        next_on: held_on.map_or(today, |held| next_check_in(held, form.every)),
        held_on,
        before: None,
        active: true,
        id: seat.map_or_else(|| entropy::new_id(member.now), |seat| seat.id),
        group: form.group,
        person,
        every_days: form.every,
    })
    .await?;
    let place = "/coordinate/coverage/ambassador";
    member
        .log_in(&tx, "ambassador-appointed", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-ambassador-appointed")))
}

/// `POST /coordinate/coverage/{seat}/end`: nobody is ambassador then. Can be undone.
pub(super) async fn end(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let place = "/coordinate/coverage/{seat}/end";
    let id = set(&member, id, false, ("ambassador-ended", place)).await?;
    let undo = format!("{HOME}/{id}/restore");
    let flash = Flash::new("coordinate-ambassador-ended").with_undo(undo);
    Ok(SeeOther::to(HOME).with_flash(&flash))
}

/// `POST /coordinate/coverage/{seat}/restore`.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let place = "/coordinate/coverage/{seat}/restore";
    set(&member, id, true, ("ambassador-appointed", place)).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-ambassador-appointed")))
}

async fn set(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
    active: bool,
    (what, place): (&str, &str),
) -> Result<String, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("change ambassador").await?;
    let seat = tx
        .seat(address::id(&id)?)
        .await?
        .ok_or(AppError::NotFound)?;
    tx.save_seat(&AmbassadorSeat { active, ..seat }).await?;
    member.log_in(&tx, what, place, Vec::new()).await?;
    tx.commit().await?;
    Ok(id)
}
