//! `POST /desk/people/{id}`: other words for who somebody is and how they are reached.

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};

use super::{
    HOME,
    form::{Typed, revision},
    show::{self, Told, find},
};
use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// Who comes second gets their own words back beside what the first one changed.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManagePeople, Standing::Nobody)?;
    let (Path(id), Form(typed)) = (id?, form?);
    let tx = member.write("change person").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, &id).await?;
    let is_stale = typed.revision != revision(&person);
    let details = typed.details(&tx, Some(&person.id)).await?;
    let details = match details {
        Ok(details) if !is_stale => details,
        wrong => {
            drop(tx);
            let told = Told {
                typed: Some(typed),
                problems: wrong.err().unwrap_or_default(),
                is_stale,
                ..Told::default()
            };
            let status = if is_stale {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            return show::render(&member, &person, status, told).await;
        }
    };
    tx.change_person(&person.id, &details).await?;
    member
        .log_in(&tx, "person-changed", "/desk/people/{id}", Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-person-saved");
    let here = SeeOther::to(format!("{HOME}/{id}"));
    Ok(here.with_flash(&saved).into_response())
}
