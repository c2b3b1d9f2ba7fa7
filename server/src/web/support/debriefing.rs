//! Attendance at an operational debriefing: present, listening, never in the lead (R068, R069).

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::IncidentId,
    time::Instant,
};

use super::{
    fields::{Fields, Problem},
    group::Group,
    signals::Events,
};
use crate::{
    entropy,
    store::{Debriefing, IncidentState, StoreError},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// How many recent incidents can be chosen.
const RECENT: u32 = 12;
/// The most offers that one debriefing can lead to; more is a slip of the finger.
const MOST_OFFERS: i32 = 99;

#[derive(Template)]
#[template(path = "support/debriefing.html")]
struct DebriefingPage {
    page: Page,
    problems: Vec<Problem>,
    date: String,
    time: String,
    offers: String,
    /// Sent back with the form, so that sending it twice registers it once.
    id: String,
    incidents: Vec<(String, String, Instant)>,
    incident: String,
    information: Group,
}

/// `GET /support/debriefing`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    render(&member, StatusCode::OK, Fields::default(), Vec::new()).await
}

/// `POST /support/debriefing`: no field is about a person.
pub(super) async fn submit(member: Member, fields: Fields) -> Result<Response, AppError> {
    member.require(Action::RegisterDebriefing, Standing::Nobody)?;
    let debriefing = match read(&member, &fields) {
        Ok(debriefing) => debriefing,
        Err(problems) => {
            return render(&member, StatusCode::UNPROCESSABLE_ENTITY, fields, problems).await;
        }
    };
    let tx = member.write("register debriefing").await?;
    if let Some(incident) = &debriefing.incident {
        tx.incident(incident).await?.ok_or(AppError::NotFound)?;
    }
    tx.save_debriefing(&debriefing).await?;
    member
        .log_in(&tx, "debriefing", "/support/debriefing", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/support")
        .with_flash(&Flash::new("support-debriefing"))
        .into_response())
}

fn read(member: &Member, fields: &Fields) -> Result<Debriefing, Vec<Problem>> {
    let mut problems = Vec::new();
    let held_at = match fields.moment(&member.org.time_zone) {
        Ok(Some(at)) if at <= member.now => at,
        Ok(Some(_)) => {
            problems.push(Problem::new("date", "refusal-in-the-future"));
            member.now
        }
        Ok(None) | Err(_) => {
            problems.push(Problem::new("date", "support-problem-moment"));
            member.now
        }
    };
    let offers = fields
        .one("offers")
        .parse()
        .ok()
        .filter(|offers| (0..=MOST_OFFERS).contains(offers));
    if offers.is_none() {
        problems.push(Problem::new("offers", "support-problem-offers"));
    }
    if !["yes", "no"].contains(&fields.one("information")) {
        problems.push(Problem::new("information", "support-problem-choose"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let typed = fields.one("id");
    let id = if typed.len() == 36 {
        typed.to_owned()
    } else {
        entropy::new_id(member.now)
    };
    Ok(Debriefing {
        id,
        incident: Some(fields.one("incident"))
            .filter(|id| !id.is_empty())
            .map(IncidentId::new),
        supporter: member.person.id.clone(),
        held_at,
        information_given: fields.has("information", "yes"),
        offers: offers.unwrap_or_default(),
    })
}

async fn render(
    member: &Member,
    status: StatusCode,
    fields: Fields,
    problems: Vec<Problem>,
) -> Result<Response, AppError> {
    member.require(Action::RegisterDebriefing, Standing::Nobody)?;
    let l = member.reader.l();
    let incidents = recent(member).await?;
    member.log_view("/support/debriefing", Vec::new()).await?;
    let today = member.now.zoned(&member.org.time_zone);
    let or = |typed: &str, otherwise: String| {
        if fields.is_empty() {
            otherwise
        } else {
            typed.to_owned()
        }
    };
    let page = DebriefingPage {
        page: member
            .page(t!(l, "support-debriefing-title"))
            .seen_by(t!(l, "support-debriefing-who-sees")),
        date: or(fields.one("date"), today.date().to_string()),
        time: or(fields.one("time"), today.strftime("%H:%M").to_string()),
        offers: or(fields.one("offers"), "0".to_owned()),
        id: or(fields.one("id"), entropy::new_id(member.now)),
        incident: fields.one("incident").to_owned(),
        information: Group::one("information", t!(l, "support-debriefing-information"))
            .in_a_row()
            .item("yes", t!(l, "support-yes"))
            .item("no", t!(l, "support-no"))
            .filled(&fields, "")
            .checked(l, &problems),
        incidents,
        problems,
    };
    Ok(html(status, &page))
}

/// Recent incidents that count: id, name, when.
async fn recent(member: &Member) -> Result<Vec<(String, String, Instant)>, StoreError> {
    let tx = member.read("recent incidents").await?;
    let rows = tx.incidents_in(IncidentState::Counted, RECENT).await?;
    let events = Events::of(member, &tx, rows.iter().map(|row| row.id.clone())).await?;
    let line = |id: &IncidentId| {
        let (label, at) = events.line(Some(id));
        Some((id.as_str().to_owned(), label.unwrap_or_default(), at?))
    };
    Ok(rows.iter().filter_map(|row| line(&row.id)).collect())
}
