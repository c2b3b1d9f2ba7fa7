//! Whether an uncertain event counts: a person of the team says so, once (R046).

use axum::extract::{Path, rejection::PathRejection};
use care::{access::Action, path::Requester};

use super::scene::Scene;
use crate::{
    feed::intake::KEPT,
    store::{IncidentState, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// `POST …/confirm`: it counts; everybody who was there gets a first contact.
pub(super) async fn confirm(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("confirm incident").await?;
    count(&member, &tx, &id, "/support/incident/{id}/confirm").await?;
    tx.commit().await?;
    Ok(back(&id).with_flash(&Flash::new("incident-confirmed")))
}

/// `POST …/dismiss`: it does not count; nobody is called. Can be undone.
pub(super) async fn dismiss(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("dismiss incident").await?;
    drop_out(&member, &tx, &id, "/support/incident/{id}/dismiss").await?;
    tx.commit().await?;
    let undo = format!("/support/incident/{id}/reconsider");
    Ok(back(&id).with_flash(&Flash::new("incident-dismissed").with_undo(undo)))
}

/// `POST …/reconsider`: it is open again whether it counts.
pub(super) async fn reconsider(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("reconsider incident").await?;
    open_again(&member, &tx, &id, "/support/incident/{id}/reconsider").await?;
    tx.commit().await?;
    Ok(back(&id).with_flash(&Flash::new("incident-reconsidered")))
}

/// Says that an event counts and opens the paths, within a transaction.
pub(in crate::web) async fn count(
    member: &Member,
    tx: &Tx,
    id: &str,
    place: &'static str,
) -> Result<(), AppError> {
    let (from, to) = (IncidentState::ToConfirm, IncidentState::Counted);
    let scene = decided(member, tx, id, from, to).await?;
    tx.mark_decided(&scene.row.id, KEPT).await?;
    let people: Vec<_> = scene
        .people
        .iter()
        .map(|(person, role)| (person.clone(), *role))
        .collect();
    let (protocol, at) = (
        tx.protocol(member.now).await?,
        (&scene.row.id, scene.row.at),
    );
    let severity = scene.severity();
    tx.expose(
        &member.org,
        &protocol,
        at,
        &people,
        severity,
        Requester::Detection,
        member.now,
    )
    .await?;
    let cases = tx.cases_of_incident(&scene.row.id).await?;
    let cases = cases.iter().map(|case| case.pseudonym.as_str()).collect();
    member.log_in(tx, "confirmed", place, cases).await?;
    Ok(())
}

/// Says that an event does not count, within a transaction.
pub(in crate::web) async fn drop_out(
    member: &Member,
    tx: &Tx,
    id: &str,
    place: &'static str,
) -> Result<(), AppError> {
    let (from, to) = (IncidentState::ToConfirm, IncidentState::Dismissed);
    decided(member, tx, id, from, to).await?;
    member.log_in(tx, "dismissed", place, Vec::new()).await?;
    Ok(())
}

/// Takes back that an event does not count, within a transaction.
pub(in crate::web) async fn open_again(
    member: &Member,
    tx: &Tx,
    id: &str,
    place: &'static str,
) -> Result<(), AppError> {
    let (from, to) = (IncidentState::Dismissed, IncidentState::ToConfirm);
    // What counted and was dismissed, only who may dismiss it opens again.
    let scene = Scene::find(member, tx, id).await?;
    let ids = std::slice::from_ref(&scene.row.id);
    if !tx.dismissals_of(ids).await?.is_empty() {
        scene.require(member, Action::DismissEvent)?;
    }
    decided(member, tx, id, from, to).await?;
    member.log_in(tx, "reconsidered", place, Vec::new()).await?;
    Ok(())
}

/// Moves the event from one state to another; the second of two is told what the first did.
async fn decided(
    member: &Member,
    tx: &Tx,
    id: &str,
    from: IncidentState,
    to: IncidentState,
) -> Result<Scene, AppError> {
    let scene = Scene::find(member, tx, id).await?;
    scene.require(member, Action::ConfirmSignal)?;
    if tx.move_incident(&scene.row.id, from, to).await? {
        return Ok(scene);
    }
    let now = tx.incident(&scene.row.id).await?.map(|row| row.state);
    Err(AppError::Stale(match now {
        Some(IncidentState::Counted) => "incident-confirmed",
        Some(IncidentState::Dismissed) => "incident-dismissed",
        _ => "changed",
    }))
}

fn back(id: &str) -> SeeOther {
    SeeOther::to(format!("/support/incident/{id}"))
}
