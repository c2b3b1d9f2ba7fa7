//! `POST /dispatch/report/{id}/take-back`: what one reported by mistake, while nobody was called (R045).

use axum::extract::{Path, rejection::PathRejection};
use care::{
    access::{Action, Standing},
    ids::{IncidentId, PersonId},
    incident::{DismissWhy, take_back},
    time::Instant,
};

use crate::{
    feed::record::EventRecord,
    store::{CaseFailure, EventReport, IncidentRow, IncidentState, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

const PLACE: &str = "/dispatch/report/{id}/take-back";

/// Takes back one's own report of an event; somebody else's stands.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::DispatchReport, Standing::Nobody)?;
    let Path(id) = id?;
    let id = IncidentId::parse(&id).ok_or(AppError::NotFound)?;
    let tx = member.write("take report back").await?;
    // A report that comes in at this moment stands, or comes first.
    tx.wait_for_intake().await?;
    let (row, others) = own(&tx, &member, &id).await?;
    if !others {
        dismiss(&tx, &member, &row).await?;
    }
    tx.note_taken_back(&id, &member.person.id, member.now)
        .await?;
    // Without the cases: their colleagues read this log, and would read who reported.
    member
        .log_in(&tx, "report-taken-back", PLACE, Vec::new())
        .await?;
    tx.commit().await?;
    let said = if others {
        "report-taken-back-rest"
    } else {
        "report-taken-back"
    };
    Ok(SeeOther::to("/dispatch").with_flash(&Flash::new(said)))
}

/// The event that one reported, as long as it can be taken back, and whether others reported it too.
async fn own(tx: &Tx, member: &Member, id: &IncidentId) -> Result<(IncidentRow, bool), AppError> {
    let stands = Reports::of(&tx.reports_of(id).await?, &member.person.id);
    let stands = stands.ok_or(AppError::NotFound)?;
    let row = tx.incident(id).await?.ok_or(AppError::NotFound)?;
    let since = stands
        .mine
        .filter(|_| row.state == IncidentState::Counted)
        .ok_or(AppError::Stale("event-dismissed"))?;
    let paths = tx.cases_with(std::slice::from_ref(id)).await?;
    let cases = paths.iter().map(|(_, row)| &row.case);
    take_back(since, cases, member.now).map_err(|_| AppError::Refused("report-stands"))?;
    Ok((row, stands.others))
}

/// The reports of an event, as one who takes theirs back sees them.
struct Reports {
    /// Since when one's own stands; none when it was taken back.
    mine: Option<Instant>,
    /// Whether somebody else's stands.
    others: bool,
}

impl Reports {
    /// None for who never reported it.
    fn of(reports: &[EventReport], me: &PersonId) -> Option<Self> {
        let (mine, others): (Vec<_>, Vec<_>) = reports.iter().partition(|it| it.by == *me);
        let stands = |it: &&&EventReport| it.taken_back_at.is_none();
        (!mine.is_empty()).then(|| Self {
            mine: mine.iter().find(stands).map(|it| it.at),
            others: others.iter().any(|it| stands(&it)),
        })
    }
}

/// Withdraws what nobody took up. What another source tells of as well, a person decides on.
async fn dismiss(tx: &Tx, member: &Member, row: &IncidentRow) -> Result<(), AppError> {
    let to = if told_elsewhere(row) {
        IncidentState::ToConfirm
    } else {
        IncidentState::Dismissed
    };
    let act = (&member.person.id, DismissWhy::TakenBack);
    let tz = &member.org.time_zone;
    let done = tx.dismiss_event(&row.id, to, act, member.now, tz).await;
    done.map_err(|failure| match failure {
        CaseFailure::Missing => AppError::Stale("event-dismissed"),
        failure => failure.into(),
    })?;
    Ok(())
}

/// Whether a register or a feed told of it too: what a dispatcher reports has no kinds.
fn told_elsewhere(row: &IncidentRow) -> bool {
    let record: Option<EventRecord> = serde_json::from_str(&row.record).ok();
    record.is_some_and(|it| !it.kind_codes.is_empty() || !it.priorities.is_empty())
}
