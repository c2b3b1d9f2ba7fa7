//! Who was there too: a colleague that the roster did not know of, or oneself (R004).

use axum::extract::{
    Form, Path,
    rejection::{FormRejection, PathRejection},
};
use care::{
    access::{Action, Role},
    exposure::{Exposure, ExposureRole},
    ids::PersonId,
    path::Requester,
};
use serde::Deserialize;

use super::scene::Scene;
use crate::{
    entropy,
    store::{ExposureRow, IncidentState, Tx},
    web::{colleague, error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// Whom to add.
#[derive(Deserialize)]
pub(super) struct Added {
    person: String,
}

/// `POST …/participant`: somebody else was there; who supports and was there hands over.
pub(super) async fn add(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Added>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let (Path(id), Form(form)) = (id?, form?);
    let tx = member.write("add participant").await?;
    let scene = Scene::find(&member, &tx, &id).await?;
    scene.require(&member, Action::AddParticipant)?;
    let person = colleague::chosen(&tx, &form.person, &member.person.id).await?;
    let back = SeeOther::to(format!("/support/incident/{id}"));
    if scene.people.contains_key(&person.id) {
        return Ok(back.with_flash(&Flash::new("incident-participant-known")));
    }
    take_part(&member, &tx, &scene, &person.id).await?;
    log(&member, &tx, &scene, &person.id).await?;
    tx.commit().await?;
    Ok(back.with_flash(&Flash::new("incident-participant-added")))
}

/// `POST …/involved`: I was there myself; from now on this page is not mine to see.
pub(super) async fn involved(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("declare involvement").await?;
    let scene = Scene::find(&member, &tx, &id).await?;
    scene.require(&member, Action::DeclareInvolvement)?;
    take_part(&member, &tx, &scene, &member.person.id).await?;
    log(&member, &tx, &scene, &member.person.id).await?;
    tx.commit().await?;
    let home = if member.person.roles.contains(Role::Supporter) {
        "/support"
    } else {
        "/coordinate"
    };
    Ok(SeeOther::to(home).with_flash(&Flash::new("incident-involved")))
}

/// Says that the member added a participant; the same of oneself as of another.
///
/// A row of its own kind would tell for years who was part of such an event.
async fn log(member: &Member, tx: &Tx, scene: &Scene, person: &PersonId) -> Result<(), AppError> {
    let cases = tx.cases_of_incident(&scene.row.id).await?;
    let theirs = cases.iter().filter(|case| case.person == *person);
    let cases = theirs.map(|case| case.pseudonym.as_str()).collect();
    let place = "/support/incident/{id}/participant";
    member.log_in(tx, "participant", place, cases).await?;
    Ok(())
}

/// Records that somebody was part of an event; once it counts, that is followed by a path.
async fn take_part(
    member: &Member,
    tx: &Tx,
    scene: &Scene,
    person: &PersonId,
) -> Result<(), AppError> {
    let (id, at) = (&scene.row.id, scene.row.at);
    match scene.row.state {
        IncidentState::Counted => {
            let people = [(person.clone(), ExposureRole::Added)];
            let (protocol, severity) = (tx.protocol(member.now).await?, scene.severity());
            let asked = Requester::Supporter;
            tx.expose(
                &member.org,
                &protocol,
                (id, at),
                &people,
                severity,
                asked,
                member.now,
            )
            .await?;
        }
        IncidentState::ToConfirm => {
            let exposure = Exposure {
                person: person.clone(),
                incident: Some(id.clone()),
                role: ExposureRole::Added,
                from: at,
                until: None,
                severity: scene.severity(),
            };
            let row = ExposureRow {
                id: entropy::new_id(member.now),
                exposure,
                gone: false,
            };
            tx.save_exposures(&[row]).await?;
        }
        IncidentState::Dismissed | IncidentState::Stored | IncidentState::Withdrawn => {
            return Err(AppError::NotFound);
        }
    }
    Ok(())
}
