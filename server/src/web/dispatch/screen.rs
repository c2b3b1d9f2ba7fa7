//! `GET /dispatch`: one screen, by keyboard in under twenty seconds.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::{PersonId, UnitCode},
    incident::{Entry, IncidentList},
};
use serde::Deserialize;

use super::{
    Desk,
    form::{Filled, OTHER},
    sent::Sent,
};
use crate::{
    entropy,
    store::{Person, PolicyKind, ReplacementRow, StoreError, Tx},
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
    units: Vec<Unit>,
    desk: Vec<Dispatcher>,
    filled: Filled,
    /// Units that were typed and have no shift now.
    typed: String,
    problem: Option<&'static str>,
    sent: Option<Sent>,
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

/// A unit that drives now, with who is on it.
struct Unit {
    code: String,
    crew: String,
    chosen: bool,
}

/// Another dispatcher in the room, who may have handled it too (R043).
struct Dispatcher {
    id: String,
    name: String,
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
    let now = member.now.zoned(&member.org.time_zone);
    let filled = Filled {
        me: true,
        time: now.strftime("%H:%M").to_string(),
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
        .policy(PolicyKind::IncidentList)
        .await?
        .ok_or(StoreError::Unreadable("incident list"))?;
    let entries = list
        .entries
        .iter()
        .map(|entry| line(entry, &page, &filled))
        .collect();
    let (units, desk) = on_shift(&tx, &member, &filled).await?;
    let driving = |code: &str| units.iter().any(|unit| unit.code == code);
    let typed: Vec<&str> = filled
        .units
        .iter()
        .map(UnitCode::as_str)
        .filter(|u| !driving(u))
        .collect();
    let typed = typed.join(", ");
    let sent = match sent.filter(|id| !id.is_empty()) {
        Some(id) => Sent::load(&tx, &member, &id).await?,
        None => None,
    };
    let seat = |row: ReplacementRow| Seat {
        unit: row.unit.to_string(),
        from: page.when(row.from),
        until: page.when(row.until),
        id: row.id,
    };
    let replacements = tx
        .open_replacements(member.now)
        .await?
        .into_iter()
        .map(seat)
        .collect();
    drop(tx);
    member.log_view("/dispatch", Vec::new()).await?;
    Ok(html(
        status,
        &Screen {
            page,
            entries,
            units,
            desk,
            filled,
            typed,
            problem,
            sent,
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
        label: entry.label.text(page.lang()).to_owned(),
        key,
        chosen: filled.entry == entry.id,
    }
}

/// Who works now, by unit, and the other dispatchers in the room by name.
///
/// The dispatch room knows that anyway. A dispatcher is not crew of their own desk.
async fn on_shift(
    tx: &Tx,
    member: &Member,
    filled: &Filled,
) -> Result<(Vec<Unit>, Vec<Dispatcher>), StoreError> {
    let shifts = tx.shifts_at(member.now).await?;
    let ids: Vec<PersonId> = shifts.iter().map(|shift| shift.person.clone()).collect();
    let people: BTreeMap<PersonId, Person> = tx
        .people(&ids)
        .await?
        .into_iter()
        .map(|person| (person.id.clone(), person))
        .collect();
    let (mut crews, mut desk) = (BTreeMap::<UnitCode, Vec<&str>>::new(), BTreeMap::new());
    let room = Desk::of(member, &shifts);
    for shift in &shifts {
        let Some(person) = people.get(&shift.person) else {
            continue;
        };
        if room.has(person) {
            desk.insert(&person.name, person);
        } else {
            crews
                .entry(shift.unit.clone())
                .or_default()
                .push(&person.name);
        }
    }
    let unit = |(code, crew): (UnitCode, Vec<&str>)| Unit {
        chosen: filled.units.contains(&code),
        code: code.to_string(),
        crew: crew.join(", "),
    };
    let dispatcher = |person: &Person| Dispatcher {
        id: person.id.to_string(),
        name: person.name.clone(),
        chosen: filled.dispatchers.contains(&person.id),
    };
    let others = desk
        .into_values()
        .filter(|person| person.id != member.person.id);
    Ok((
        crews.into_iter().map(unit).collect(),
        others.map(dispatcher).collect(),
    ))
}
