//! `GET /coordinate/events`: what its source took back, what counts, and what was dismissed.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::IncidentId,
    incident::may_undo,
};
use std::collections::BTreeMap;

use crate::{
    store::{Dismissal, IncidentRow, IncidentState, StoreError, Tx},
    web::{
        error::AppError,
        incident::{not_mine, words},
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How many lines of a kind the page shows, the newest first.
const SHOWN: u32 = 60;

#[derive(Template)]
#[template(path = "coordinate/event/list.html")]
struct Events {
    page: Page,
    /// Counted, and then taken back or corrected by its source: a person looks.
    taken_back: Vec<Line>,
    counted: Vec<Line>,
    dismissed: Vec<Line>,
}

/// An event.
struct Line {
    id: String,
    what: String,
    when: Markup,
    reasons: String,
    /// Why it does not count after all.
    why: Option<String>,
    /// Whether that can still be undone.
    undo: bool,
}

/// Newest first, without what the reader was part of.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::DismissEvent, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "event-list-title"));
    let page = page.seen_by(t!(member.reader, "incident-seen-by"));
    let tx = member.read("show events").await?;
    let counted = rows(&member, &tx, IncidentState::Counted).await?;
    let dismissed = rows(&member, &tx, IncidentState::Dismissed).await?;
    let taken_back = rows(&member, &tx, IncidentState::Withdrawn).await?;
    let ids: Vec<IncidentId> = dismissed.iter().map(|row| row.id.clone()).collect();
    let acts = tx.dismissals_of(&ids).await?;
    let list = words::list(&tx, page.now()).await?;
    drop(tx);
    let line = |row: &IncidentRow| line(&page, row, list.as_ref(), &acts);
    let counted = counted.iter().map(line).collect();
    let taken_back = taken_back.iter().map(line).collect();
    let dismissed = dismissed.iter().map(line).filter(|line| line.why.is_some());
    let dismissed = dismissed.collect();
    member.log_view(super::HOME, Vec::new()).await?;
    let view = Events {
        page,
        taken_back,
        counted,
        dismissed,
    };
    Ok(html(StatusCode::OK, &view))
}

async fn rows(
    member: &Member,
    tx: &Tx,
    state: IncidentState,
) -> Result<Vec<IncidentRow>, StoreError> {
    let rows = tx.incidents_in(state, SHOWN).await?;
    not_mine(member, tx, rows).await
}

fn line(
    page: &Page,
    row: &IncidentRow,
    list: Option<&care::incident::IncidentList>,
    acts: &BTreeMap<IncidentId, Dismissal>,
) -> Line {
    let act = acts.get(&row.id);
    Line {
        id: row.id.as_str().to_owned(),
        what: words::entry(row, list, page.l()),
        when: page.when(row.at),
        reasons: words::reasons(&row.reasons, page.l()).join(" · "),
        why: act.map(|act| words::dismissed(act.why, page.l())),
        undo: act.is_some_and(|act| may_undo(act.at, page.now())),
    }
}
