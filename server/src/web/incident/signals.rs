//! `GET /support/signals`: events of which a person must say whether they count (R046).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    exposure::ExposureRole,
    ids::IncidentId,
};
use jiff::SignedDuration;

use super::words;
use crate::{
    feed::{
        intake::{Naming, was_there},
        record::EventRecord,
    },
    store::{IncidentRow, IncidentState, StoreError, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How many events one page shows; the rest follows as these are decided.
const SHOWN: u32 = 50;
/// Around an event that has a day and no time.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

#[derive(Template)]
#[template(path = "incident/signals.html")]
struct SignalsPage {
    page: Page,
    lines: Vec<Line>,
}

/// An event that waits for a person's word.
struct Line {
    id: String,
    what: String,
    when: Markup,
    reasons: String,
}

/// The newest first, without the events that the reader was part of.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewSignal, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "incident-signals-title"));
    let page = page.seen_by(t!(member.reader, "incident-seen-by"));
    let tx = member.read("show signals").await?;
    let rows = open_to(&member, &tx).await?;
    let list = words::list(&tx, page.now()).await?;
    drop(tx);
    let line = |row: &IncidentRow| Line {
        id: row.id.as_str().to_owned(),
        what: words::entry(row, list.as_ref(), page.l()),
        when: page.when(row.at),
        reasons: words::reasons(&row.reasons, page.l()).join(" · "),
    };
    let lines = rows.iter().map(line).collect();
    member.log_view("/support/signals", Vec::new()).await?;
    Ok(html(StatusCode::OK, &SignalsPage { page, lines }))
}

/// The events that wait for a person's word, without those that the member was part of.
pub(in crate::web) async fn open_to(
    member: &Member,
    tx: &Tx,
) -> Result<Vec<IncidentRow>, StoreError> {
    let rows = tx.incidents_in(IncidentState::ToConfirm, SHOWN).await?;
    not_mine(member, tx, rows).await
}

/// Leaves out what the member was part of, in a few queries however many events there are.
pub(in crate::web) async fn not_mine(
    member: &Member,
    tx: &Tx,
    rows: Vec<IncidentRow>,
) -> Result<Vec<IncidentRow>, StoreError> {
    let me = &member.person;
    let Some(first) = rows.iter().map(|row| row.at).min() else {
        return Ok(rows);
    };
    let last = rows.iter().map(|row| row.at).max().unwrap_or(first);
    let shifts = tx
        .shifts_of(&me.id, first.minus(A_DAY), last.plus(A_DAY))
        .await?;
    let ledger = tx.ledger(&me.id, first.minus(A_DAY)).await?;
    // Whom one supported after an event does not make it one's own (R120).
    let told: Vec<&IncidentId> = ledger
        .iter()
        .filter(|row| row.exposure.role != ExposureRole::Supporter)
        .filter_map(|row| row.exposure.incident.as_ref())
        .collect();
    let records: Vec<Option<EventRecord>> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.record).ok())
        .collect();
    let naming = Naming::learned(tx, records.iter().flatten()).await?;
    let there = |record: &EventRecord| {
        let event = (record, &naming.units(record));
        was_there(me, &shifts, event, member.now)
    };
    let mine: Vec<bool> = rows
        .iter()
        .zip(&records)
        .map(|(row, record)| told.contains(&&row.id) || record.as_ref().is_some_and(there))
        .collect();
    let rows = rows.into_iter().zip(mine);
    Ok(rows.filter(|(_, mine)| !mine).map(|(row, _)| row).collect())
}

/// How many events wait for the member's word, as far as one page shows them.
pub(in super::super) async fn waiting(member: &Member, tx: &Tx) -> Result<usize, StoreError> {
    Ok(open_to(member, tx).await?.len())
}
