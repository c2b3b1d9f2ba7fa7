//! `GET /signal/list`: the incident list, which hangs on the wall (R044, R047).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    incident::IncidentList,
};

use crate::{
    store::{PolicyKind, StoreError},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "signal/list.html")]
struct List {
    page: Page,
    entries: Vec<Line>,
    since: Markup,
    /// Whether the reader can report an event from the dispatch room.
    dispatcher: bool,
}

/// A line of the list.
struct Line {
    label: String,
    /// Why the organisation took it out of detection, if it did; it can still be told.
    off: Option<String>,
}

/// All entries, those that take no part in detection with their reason.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewIncidentList, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "signal-list-title"));
    let page = page.seen_by(t!(member.reader, "signal-list-seen"));
    let tx = member.read("show incident list").await?;
    let (_, list): (i64, IncidentList) = tx
        .policy(PolicyKind::IncidentList, member.now)
        .await?
        .ok_or(StoreError::Unreadable("incident list"))?;
    drop(tx);
    let line = |entry: &care::incident::Entry| Line {
        label: entry.label.text(page.lang()).to_owned(),
        off: entry.disabled_reason.clone().filter(|_| !entry.enabled),
    };
    let entries = list.entries.iter().map(line).collect();
    let dispatcher = member.may(Action::DispatchReport, Standing::Nobody);
    member.log_view("/signal/list", Vec::new()).await?;
    Ok(html(
        StatusCode::OK,
        &List {
            since: page.day(list.effective),
            page,
            entries,
            dispatcher,
        },
    ))
}
