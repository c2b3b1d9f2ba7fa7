//! `GET /desk/shifts/line`: one line of the roster, to be changed or taken out.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::UnitCode,
};

use super::{
    form::{self, Typed, Wrong},
    week::{self, FieldsView},
};
use crate::{
    store::{LineKey, RosterLine},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "desk/shifts-line.html")]
struct LinePage {
    page: Page,
    name: String,
    /// What names the line, to be sent back.
    of: String,
    on: String,
    at: i64,
    /// Until when it was known to last: who is second is told.
    was: i64,
    by_hand: bool,
    is_over: bool,
    week: String,
    fields: FieldsView,
    /// How it stands now, beside what was typed.
    meanwhile: Option<String>,
}

/// What is told beside the line.
#[derive(Default)]
pub(super) struct Told {
    /// What was typed; what is known when nothing was.
    pub(super) typed: Option<Typed>,
    pub(super) wrong: Wrong,
    /// Whether somebody else was first.
    pub(super) is_stale: bool,
}

/// A line that stands on the roster.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<BTreeMap<String, String>>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepRoster, Standing::Nobody)?;
    let Query(asked) = asked?;
    let key = form::key(&asked)?;
    let tx = member.read("show shift").await?;
    let line = tx.roster_line(&key).await?;
    drop(tx);
    let line = line.filter(|it| !it.removed).ok_or(AppError::NotFound)?;
    member.log_view("/desk/shifts/line", Vec::new()).await?;
    render(&member, &key, &line, StatusCode::OK, Told::default()).await
}

/// The page of a line, with what is to be said on it.
pub(super) async fn render(
    member: &Member,
    key: &LineKey,
    line: &RosterLine,
    status: StatusCode,
    told: Told,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-shifts-line"));
    let page = page.seen_by(t!(member.reader, "desk-shifts-seen-by"));
    let zone = &member.org.time_zone;
    let tx = member.read("show shift").await?;
    let person = tx.person(&key.person).await?.ok_or(AppError::NotFound)?;
    let known = Typed::of(line, &person, zone);
    let week = known.day.clone();
    let typed = told.typed.unwrap_or(known);
    let fields = week::fields(&tx, &page, member.now, typed, &told.wrong).await?;
    let has_unit = key.unit.is_some();
    let fields = FieldsView { has_unit, ..fields };
    drop(tx);
    let now = format!(
        "{} – {}",
        page.when(line.period.from).words(),
        page.when(line.period.until).words()
    );
    let view = LinePage {
        name: person.name,
        of: key.person.as_str().to_owned(),
        on: key.unit.as_ref().map_or("", UnitCode::as_str).to_owned(),
        at: key.from.millis(),
        was: line.period.until.millis(),
        by_hand: !line.hand_id.is_empty(),
        is_over: line.period.is_over(member.now),
        week,
        fields,
        meanwhile: told.is_stale.then_some(now),
        page,
    };
    Ok(html(status, &view))
}
