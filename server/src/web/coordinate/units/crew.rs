//! Who was on a unit: nobody after all, or another crew as well (R043).

use std::collections::BTreeSet;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    exposure::ExposureRole,
    ids::{IncidentId, PersonId, UnitCode},
    path::Requester,
};

use super::{HOME, choice::Choices, plain, require, show::render};
use crate::{
    feed::{
        intake::{other_crew, severity},
        record::EventRecord,
    },
    store::{CrewAnswer, IncidentState, Lack, StoreError, Tx},
    web::{
        error::AppError, flash::Flash, member::Member, redirect::SeeOther, support::fields::Fields,
    },
};

/// `POST /coordinate/units/nobody`: on these units was nobody. Can be undone.
pub(super) async fn nobody(member: Member, fields: Fields) -> Result<Response, AppError> {
    let tx = member.write("settle gaps of crews").await?;
    require(&member, &tx).await?;
    let rows: Vec<(IncidentId, &str)> = fields.all("gap").map(row).collect::<Result<_, _>>()?;
    if rows.is_empty() {
        drop(tx);
        let words = t!(member.reader, "units-nothing");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&member, status, &Choices::default(), Some(words)).await;
    }
    for (incident, name) in rows {
        let (answer, now) = (CrewAnswer::Nobody, member.now);
        tx.settle_crew(&incident, Lack::Gap, name, answer, now)
            .await?;
    }
    let place = "/coordinate/units/nobody";
    member
        .log_in(&tx, "units-nobody", place, Vec::new())
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/undo/{}", member.now.millis());
    let flash = Flash::new("coordinate-units-nobody").with_undo(undo);
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /coordinate/units/crew`: the other crew was there too, or was not.
///
/// That it was not can be undone. Who was there is called, and that is not undone silently.
pub(super) async fn crew(member: Member, fields: Fields) -> Result<SeeOther, AppError> {
    let tx = member.write("settle other crew").await?;
    require(&member, &tx).await?;
    tx.wait_for_intake().await?;
    let (incident, name) = row(fields.one("row"))?;
    let there = match fields.one("answer") {
        "yes" => CrewAnswer::There,
        "no" => CrewAnswer::NotThere,
        _ => return Err(AppError::BadForm),
    };
    let unit = tx
        .settle_crew(&incident, Lack::HandOver, name, there, member.now)
        .await?
        .ok_or(AppError::Stale("units"))?;
    let place = "/coordinate/units/crew";
    if there == CrewAnswer::NotThere {
        member
            .log_in(&tx, "crew-not-there", place, Vec::new())
            .await?;
        tx.commit().await?;
        let undo = format!("{HOME}/undo/{}", member.now.millis());
        let flash = Flash::new("coordinate-units-not-there").with_undo(undo);
        return Ok(SeeOther::to(HOME).with_flash(&flash));
    }
    expose(&member, &tx, &incident, &unit).await?;
    let cases = tx.cases_of_incident(&incident).await?;
    let cases = cases.iter().map(|case| case.pseudonym.as_str()).collect();
    member.log_in(&tx, "crew-there", place, cases).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-units-there")))
}

async fn expose(
    member: &Member,
    tx: &Tx,
    incident: &IncidentId,
    unit: &UnitCode,
) -> Result<(), AppError> {
    let row = tx.incident(incident).await?;
    let row = row.filter(|row| row.state == IncidentState::Counted);
    let row = row.ok_or(AppError::Stale("units"))?;
    let record: EventRecord =
        serde_json::from_str(&row.record).map_err(|_| StoreError::Unreadable("event"))?;
    let protocol = tx.protocol(member.now).await?;
    // As added by a person: what the source tells later does not take them off again.
    let crew: BTreeSet<PersonId> =
        other_crew(tx, &record, unit, protocol.handover_margin_minutes).await?;
    let people: Vec<_> = crew
        .into_iter()
        .map(|person| (person, ExposureRole::Added))
        .collect();
    tx.expose(
        &member.org,
        &protocol,
        (&row.id, row.at),
        &people,
        severity(&record),
        Requester::Detection,
        member.now,
    )
    .await?;
    Ok(())
}

/// The event and the name in a value of the page.
fn row(value: &str) -> Result<(IncidentId, &str), AppError> {
    let (incident, name) = value.split_once(':').ok_or(AppError::BadForm)?;
    let incident = IncidentId::parse(incident).ok_or(AppError::BadForm)?;
    Ok((incident, plain(name)?))
}
