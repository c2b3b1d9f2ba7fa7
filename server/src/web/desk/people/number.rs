//! The staff number: how a roster knows somebody. One that another entry has joins the two (R109).

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
    staff,
};
use serde::Deserialize;

use super::{
    HOME,
    add::is_number,
    join,
    show::{self, Told, find},
};
use crate::{
    store::{Person, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// The number, and the one that the page showed.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    pub(super) number: String,
    #[serde(default)]
    was: String,
}

/// `POST /desk/people/{id}/number`: a free number counts at once; of a taken one it is shown first
/// what becoming one would do.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let (Path(id), Form(typed)) = (id?, form?);
    let tx = member.write("change number").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, &id).await?;
    let number = typed.number.trim();
    if !is_number(number) {
        return refuse(&member, tx, &person, number, "number-form").await;
    }
    if typed.was != person.roster_id {
        return refuse(&member, tx, &person, number, "number-stale").await;
    }
    let other = holder(&tx, number).await?;
    match other {
        Some(other) if other.id == person.id => {}
        Some(other) => {
            if let Err(refusal) = staff::may_join(tx.past_of(&other).await?) {
                return refuse(&member, tx, &person, number, refusal.code()).await;
            }
            let answer = join::render(&member, &tx, &person, &other, false).await?;
            return Ok(answer);
        }
        None => {
            tx.renumber(&person.id, number).await?;
            let place = "/desk/people/{id}/number";
            member
                .log_in(&tx, "number-changed", place, Vec::new())
                .await?;
            tx.commit().await?;
        }
    }
    let here = SeeOther::to(format!("{HOME}/{id}"));
    let saved = Flash::new("desk-number-changed");
    Ok(here.with_flash(&saved).into_response())
}

/// Who has a number.
pub(super) async fn holder(tx: &Tx, number: &str) -> Result<Option<Person>, AppError> {
    let asked = [number.to_owned()];
    Ok(tx.people_by_roster_id(&asked).await?.into_iter().next())
}

/// The page of the person with what is against it, and what was typed.
pub(super) async fn refuse(
    member: &Member,
    tx: Tx,
    person: &Person,
    number: &str,
    problem: &'static str,
) -> Result<Response, AppError> {
    drop(tx);
    let told = Told {
        problems: vec![problem],
        number: Some(number.to_owned()),
        ..Told::default()
    };
    let status = match problem {
        "number-stale" => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show::render(member, person, status, told).await
}
