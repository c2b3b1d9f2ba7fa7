//! `POST /dispatch`: the report goes through the same intake as every feed (R043, R045).

use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::{IncidentId, PersonId},
    incident::IncidentList,
};

use super::{
    form::{Filled, OTHER},
    room::{Desk, as_rostered},
    screen,
};
use crate::{
    feed::{
        digest,
        intake::{Intake, OWN_SOURCE, Report, register},
    },
    store::{PolicyKind, StoreError, Tx},
    web::{error::AppError, member::Member, redirect::SeeOther},
};

/// Reports an event; sent twice it is one event.
pub(super) async fn report(
    member: Member,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(fields) = form?;
    member.require(Action::DispatchReport, Standing::Nobody)?;
    let filled = Filled::read(fields);
    let tx = member.read("prepare report").await?;
    let (_, list): (i64, IncidentList) = tx
        .policy(PolicyKind::IncidentList, member.now)
        .await?
        .ok_or(StoreError::Unreadable("incident list"))?;
    if let Some(problem) = filled.problem(&list) {
        drop(tx);
        return screen::render(
            member,
            StatusCode::UNPROCESSABLE_ENTITY,
            filled,
            Some(problem),
            None,
        )
        .await;
    }
    let report = report_of(&tx, &member, &filled, &list).await?;
    drop(tx);
    let incident = take_in(&member, &report).await?;
    Ok(SeeOther::to(format!("/dispatch?sent={incident}")).into_response())
}

/// The report that a filled form makes; 8 on the list is recorded as an own request (C18).
async fn report_of(
    tx: &Tx,
    member: &Member,
    filled: &Filled,
    list: &IncidentList,
) -> Result<Report, AppError> {
    let at = filled
        .at(member.now, &member.org.time_zone)
        .ok_or(AppError::BadForm)?;
    let (source, number) = match filled.number.as_str() {
        "" => (OWN_SOURCE.to_owned(), filled.once()?),
        number => (register_of(tx, number).await?, number),
    };
    let mut record = filled.record(&source, number, at);
    if filled.me {
        record.dispatchers.insert(member.person.roster_id.clone());
    }
    record.dispatchers.extend(others(tx, member, filled).await?);
    let shifts = tx.shifts_at(at).await?;
    record.units = filled
        .units
        .iter()
        .map(|unit| as_rostered(unit, &shifts))
        .collect();
    let entry = list.entry(&filled.entry).filter(|_| filled.entry != OTHER);
    let entry = entry.map(|entry| entry.recorded_as().to_owned());
    Ok(Report {
        record,
        entry,
        by: member.person.id.clone(),
        once: filled.once()?.to_owned(),
        reporter: member.person.pseudonym.clone(),
        client: member.client(),
    })
}

/// Roster ids of the other dispatchers who handled it; nobody else can be named.
async fn others(tx: &Tx, member: &Member, filled: &Filled) -> Result<Vec<String>, AppError> {
    let ids: Vec<PersonId> = filled.dispatchers.iter().cloned().collect();
    let people = tx.people(&ids).await?;
    let shifts = tx.shifts_at(member.now).await?;
    let desk = Desk::of(member, &shifts);
    if people.len() < ids.len() || !people.iter().all(|person| desk.has(person)) {
        return Err(AppError::NotFound);
    }
    Ok(people.into_iter().map(|person| person.roster_id).collect())
}

/// The register that a number belongs to, so that the day register's row is the same incident.
async fn register_of(tx: &Tx, number: &str) -> Result<String, StoreError> {
    let (feeds, sources) = (tx.feed_sources().await?, tx.incident_sources().await?);
    let mut known = None;
    for source in &sources {
        if source != OWN_SOURCE && !tx.incidents_by_ref(source, &[number]).await?.is_empty() {
            known = Some(source.as_str());
            break;
        }
    }
    Ok(register(known, &feeds, &sources).to_owned())
}

async fn take_in(member: &Member, report: &Report) -> Result<IncidentId, AppError> {
    let digest = digest::of_bytes(report.record.source_ref.as_bytes());
    let intake = Intake::begin(
        member.store(),
        &member.org,
        &report.record.source,
        digest,
        member.now,
    )
    .await?;
    Ok(intake.report(report, member.now).await?)
}
