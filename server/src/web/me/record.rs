//! `GET /me/record`: everything that is recorded about oneself, in words.

mod cases;
mod events;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::access::{Action, Standing};

use self::{
    cases::CaseView,
    events::{EventView, LoadView},
};
use super::light::LightView;
use crate::web::{
    colleague::Choice,
    error::AppError,
    member::Member,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "me/record.html")]
struct Record {
    page: Page,
    cases: Vec<CaseView>,
    load: LoadView,
    events: Vec<EventView>,
    light: LightView,
    ties: Vec<Choice>,
    not_with: Vec<Choice>,
}

/// `GET /me/record`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "me-record-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let (l, me) = (page.l(), &member.person.id);
    let tx = member.read("show my record").await?;
    let rows = tx.cases_of(me).await?;
    let cases = cases::load(&tx, &page, &rows, &member.org.time_zone).await?;
    let (load, events) = events::load(&tx, &page, me).await?;
    let light = LightView::load(&tx, &member).await?;
    let ties = tx.people(&tx.declared_ties(me).await?).await?;
    let not_with = tx.people(&tx.refused_supporters(me).await?).await?;
    drop(tx);
    member
        .log_view(
            "/me/record",
            rows.iter().map(|row| row.pseudonym.as_str()).collect(),
        )
        .await?;
    let choices =
        |people: Vec<crate::store::Person>| people.iter().map(|p| Choice::of(p, l)).collect();
    let (ties, not_with) = (choices(ties), choices(not_with));
    Ok(html(
        StatusCode::OK,
        &Record {
            page,
            cases,
            load,
            events,
            light,
            ties,
            not_with,
        },
    ))
}
