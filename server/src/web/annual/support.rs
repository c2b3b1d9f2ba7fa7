//! `GET /support/annual`: a supporter's own yearly talks.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    team::annual_state,
};

use super::view::{self, StateView, TalkView, agenda};
use crate::web::{
    error::AppError,
    member::Member,
    notes::Notes,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "annual/support.html")]
struct OwnAnnual {
    page: Page,
    state: StateView,
    planned: Option<TalkView>,
    held: Vec<TalkView>,
    agenda: Vec<String>,
    /// The sealed record that one shares with the coordinator of the newest talk.
    notes: Option<Notes>,
}

/// One's own: the next talk, what it is about, and what was agreed before.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewDuty, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "annual-title"));
    let page = page
        .seen_by(t!(member.reader, "annual-own-seen-by"))
        .vault();
    let tx = member.read("show own annual talk").await?;
    let talks = tx.annual_talks_of(&member.person.id).await?;
    let ids: Vec<PersonId> = talks
        .iter()
        .filter_map(|talk| talk.interviewer_id.clone())
        .collect();
    let people = tx.people(&ids).await?;
    drop(tx);
    member.log_view("/support/annual", Vec::new()).await?;
    let row = |talk: &crate::store::AnnualTalk| {
        let id = talk.interviewer_id.as_ref();
        let found = people.iter().find(|person| Some(&person.id) == id);
        TalkView::of(&page, talk, found.map(|person| person.name.as_str()))
    };
    let next = talks.iter().filter_map(|talk| talk.next_on).max();
    let today = member.now.date(&member.org.time_zone);
    let planned = talks.iter().find(|talk| talk.held_on.is_none()).map(row);
    let held = talks
        .iter()
        .filter(|talk| talk.held_on.is_some())
        .map(row)
        .collect();
    let view = OwnAnnual {
        state: StateView::of(&page, annual_state(next, today)),
        agenda: agenda(&page),
        planned,
        notes: talks
            .iter()
            .find(|talk| talk.interviewer_id.is_some())
            .map(|talk| view::notes(&member, talk, "/support/annual")),
        held,
        page,
    };
    Ok(html(StatusCode::OK, &view))
}
