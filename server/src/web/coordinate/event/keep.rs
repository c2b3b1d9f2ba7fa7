//! `POST /coordinate/event/{id}/keep`: its source took it back, and it counts all the same (R046).

use axum::extract::{Path, rejection::PathRejection};
use care::access::{Action, Standing};

use crate::{
    feed::intake::KEPT,
    store::IncidentState,
    web::{
        error::AppError, flash::Flash, incident::scene::Scene, member::Member, redirect::SeeOther,
    },
};

/// From then on no message of the source takes it back: a person decided.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::DismissEvent, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("keep event").await?;
    let scene = Scene::find(&member, &tx, &id).await?;
    scene.require(&member, Action::DismissEvent)?;
    let (from, to) = (IncidentState::Withdrawn, IncidentState::Counted);
    if !tx.move_incident(&scene.row.id, from, to).await? {
        return Err(AppError::Stale("changed"));
    }
    tx.mark_decided(&scene.row.id, KEPT).await?;
    let place = "/coordinate/event/{id}/keep";
    member
        .log_in(&tx, "event-kept", place, scene.pseudonyms())
        .await?;
    tx.commit().await?;
    let page = SeeOther::to(format!("/support/incident/{id}"));
    Ok(page.with_flash(&Flash::new("event-kept")))
}
