//! `POST /coordinate/event/{id}/restore`: it counts after all, and all is as it was (R046).

use axum::extract::{Path, rejection::PathRejection};
use care::{
    access::{Action, Standing},
    incident::may_undo,
};

use crate::{
    store::{CaseFailure, Dismissal, IncidentState, Tx},
    web::{
        error::AppError, flash::Flash, incident::scene::Scene, member::Member, redirect::SeeOther,
    },
};

/// For a day; afterwards it is asked again whether it counts.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::DismissEvent, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("restore event").await?;
    let scene = Scene::find(&member, &tx, &id).await?;
    scene.require(&member, Action::DismissEvent)?;
    let act = standing(&tx, &scene).await?;
    if !may_undo(act.at, member.now) {
        return Err(AppError::Refused("undo-late"));
    }
    let done = tx.undo_dismissed(&act, member.now, &member.org.time_zone);
    done.await.map_err(|failure| match failure {
        CaseFailure::Missing => AppError::Stale("changed"),
        failure => failure.into(),
    })?;
    let place = "/coordinate/event/{id}/restore";
    member
        .log_in(&tx, "event-restored", place, scene.pseudonyms())
        .await?;
    tx.commit().await?;
    let page = SeeOther::to(format!("/support/incident/{id}"));
    Ok(page.with_flash(&Flash::new("event-restored")))
}

/// The dismissal that stands; none when somebody undid it first.
async fn standing(tx: &Tx, scene: &Scene) -> Result<Dismissal, AppError> {
    let id = &scene.row.id;
    let act = tx.dismissals_of(std::slice::from_ref(id)).await?.remove(id);
    act.filter(|_| scene.row.state == IncidentState::Dismissed)
        .ok_or(AppError::Stale("changed"))
}
