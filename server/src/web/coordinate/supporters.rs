//! `GET /coordinate/team`: who of the team can be asked, and how full their hands are (R127).
//!
//! A band, never a number, and nothing of why: not whether somebody has a path of their own (R121),
//! not what a pause is for (C11).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    workload::Burden,
};

use crate::{
    store::{Loads, Person},
    web::{
        colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        text::Texts,
    },
};

#[derive(Template)]
#[template(path = "coordinate/supporters.html")]
struct SupportersPage {
    page: Page,
    rows: Vec<Row>,
    /// Whether the organisation set any limit; without one there is no band (C25).
    has_limits: bool,
}

/// A supporter.
struct Row {
    name: String,
    group: String,
    state: String,
    band: String,
    open_cases: u32,
}

/// By name.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "team-title"))
        .seen_by(t!(member.reader, "team-seen-by"));
    let tz = &member.org.time_zone;
    let tx = member.read("show team").await?;
    let people = tx.people_with(Role::Supporter).await?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id.clone()).collect();
    let loads = tx.loads(&ids, member.now, tz).await?;
    drop(tx);
    member.log_view("/coordinate/team", Vec::new()).await?;
    let today = member.now.date(tz);
    let row = |person: &Person| {
        let burden = loads.burdens.get(&person.id).copied().unwrap_or_default();
        let picture = loads.pictures.get(&person.id).copied();
        let trained = person.trained_until.is_some_and(|last| last >= today);
        Row {
            name: person.name.clone(),
            group: colleague::group(&person.staff_group, page.l()),
            state: state(person, trained, &loads, page.l()),
            band: band(burden, page.l()),
            open_cases: picture.unwrap_or_default().open_cases,
        }
    };
    let view = SupportersPage {
        rows: people.iter().map(row).collect(),
        has_limits: loads.policy.has_limits(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

fn state(person: &Person, trained: bool, loads: &Loads, l: Texts) -> String {
    if person.paused_at.is_some() {
        t!(l, "team-paused")
    } else if !trained {
        t!(l, "team-untrained")
    } else if loads.on_duty.contains(&person.id) {
        t!(l, "team-on-duty")
    } else {
        t!(l, "team-available")
    }
}

/// The band in words; nothing where no limit is set.
pub(super) fn band(burden: Burden, l: Texts) -> String {
    burden
        .band
        .map_or_else(String::new, |band| l.get(&format!("load-band-{band}")))
}
