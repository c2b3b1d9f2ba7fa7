//! `GET /dispatch`: one screen, by keyboard in under twenty seconds.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::UnitCode,
    incident::{Entry, IncidentList},
};
use serde::Deserialize;

use super::{
    form::{Filled, OTHER},
    made::{self, Made},
    room::Room,
    sent::Sent,
};
use crate::{
    entropy,
    store::{PolicyKind, ReplacementRow, StoreError},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "dispatch/screen.html")]
struct Screen {
    page: Page,
    entries: Vec<Line>,
    room: Room,
    filled: Filled,
    /// Units that were typed and have no shift now.
    typed: String,
    problem: Option<&'static str>,
    sent: Option<Sent>,
    /// One's own reports of the last day.
    made: Vec<Made>,
    /// Where the team is reached.
    call: Option<String>,
    replacements: Vec<Seat>,
}

impl Screen {
    fn is_other(&self) -> bool {
        self.filled.entry == OTHER
    }

    fn problem_key(&self) -> &'static str {
        match self.problem {
            Some("number") => "dispatch-problem-number",
            Some("nobody") => "dispatch-problem-nobody",
            Some("units") => "dispatch-problem-units",
            Some("time") => "dispatch-problem-time",
            _ => "dispatch-problem-entry",
        }
    }
}

/// A line of the incident list to choose.
struct Line {
    id: String,
    label: String,
    key: Option<char>,
    chosen: bool,
}

/// A seat to fill: a unit and its hours, nothing else.
struct Seat {
    id: String,
    unit: String,
    from: Markup,
    until: Markup,
}

/// The report that was just made, if any.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    sent: String,
}

/// `GET /dispatch`.
pub(super) async fn show(
    member: Member,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::DispatchReport, Standing::Nobody)?;
    let Query(after) = after?;
    let filled = Filled {
        me: true,
        once: entropy::new_id(member.now),
        ..Filled::default()
    };
    render(member, StatusCode::OK, filled, None, Some(after.sent)).await
}

/// The screen, empty or with what was filled in.
pub(super) async fn render(
    member: Member,
    status: StatusCode,
    filled: Filled,
    problem: Option<&'static str>,
    sent: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "dispatch-title"));
    let tx = member.read("show dispatch screen").await?;
    let (_, list): (i64, IncidentList) = tx
        .policy(PolicyKind::IncidentList, member.now)
        .await?
        .ok_or(StoreError::Unreadable("incident list"))?;
    let entries = list
        .entries
        .iter()
        .map(|entry| line(entry, &page, &filled))
        .collect();
    let room = Room::load(&tx, &member, &filled).await?;
    let driving = |code: &str| room.units.iter().any(|unit| unit.code == code);
    let typed: Vec<&str> = filled
        .units
        .iter()
        .map(UnitCode::as_str)
        .filter(|u| !driving(u))
        .collect();
    let typed = typed.join(", ");
    let sent = match sent.filter(|id| !id.is_empty()) {
        Some(id) => Sent::load(&tx, &member, &page, &id).await?,
        None => None,
    };
    let made = made::load(&tx, &member, &page).await?;
    let call = made::call(&member);
    let to_fill = |row: ReplacementRow| Seat {
        unit: row.unit.to_string(),
        from: page.when(row.from),
        until: page.when(row.until),
        id: row.id,
    };
    let replacements = tx
        .open_replacements(member.now)
        .await?
        .into_iter()
        .map(to_fill)
        .collect();
    drop(tx);
    member.log_view("/dispatch", Vec::new()).await?;
    Ok(html(
        status,
        &Screen {
            page,
            entries,
            room,
            filled,
            typed,
            problem,
            sent,
            made,
            call,
            replacements,
        },
    ))
}

/// An entry with its key: 1 to 9 as on the list, 0 for 10.
fn line(entry: &Entry, page: &Page, filled: &Filled) -> Line {
    let key = match entry.kind {
        Some(10) => Some('0'),
        Some(kind) => char::from_digit(u32::from(kind), 10),
        None => None,
    };
    Line {
        id: entry.id.clone(),
        label: entry.label_for_dispatch().text(page.lang()).to_owned(),
        key,
        chosen: filled.entry == entry.id,
    }
}
