//! The incident list as a document: what counts, in the organisation's own words (R044, R001).

mod again;
pub(in crate::web) mod codes;
mod effects;
mod entry;
mod entry_form;
mod occurring;
mod order;
mod show;
mod unnamed;
mod words;

use axum::{
    Router,
    routing::{get, post},
};
use care::{edition::Part, incident::IncidentList};

use super::document::{self, Document, Effects, NextVersion};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

const HOME: &str = "/coordinate/list";

/// The routes of the list.
pub(super) fn routes() -> Router<App> {
    document::routes::<IncidentList>()
        .route(HOME, get(show::show))
        .route(
            "/coordinate/list/again",
            get(again::show).post(again::judge),
        )
        .route("/coordinate/list/unnamed", get(unnamed::show))
        .route("/coordinate/list/unnamed/put", post(unnamed::put))
        .route("/coordinate/list/unnamed/never", post(unnamed::never))
        .route("/coordinate/list/unnamed/again", post(unnamed::again))
        .route("/coordinate/list/new", get(entry::blank).post(entry::add))
        .route(
            "/coordinate/list/entry/{id}",
            get(entry::show).post(entry::change),
        )
        .route("/coordinate/list/entry/{id}/up", post(order::up))
        .route("/coordinate/list/entry/{id}/down", post(order::down))
        .route(
            "/coordinate/list/entry/{id}/withdraw",
            post(order::withdraw),
        )
        .route("/coordinate/list/entry/{id}/remove", post(order::remove))
        .route(
            "/coordinate/list/entry/{id}/return",
            post(order::bring_back),
        )
}

impl Document for IncidentList {
    const KIND: PolicyKind = PolicyKind::IncidentList;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        None
    }

    fn next(
        draft: &Self,
        base: &Self,
        next: &NextVersion<'_>,
        l: Texts,
    ) -> Result<Self, Vec<String>> {
        care::incident::adopt(draft, base, next.count(), next.from).map_err(|refusals| {
            let told = refusals.iter();
            told.map(|refusal| words::refusal(refusal, draft, l))
                .collect()
        })
    }

    fn title(l: Texts) -> String {
        t!(l, "list-title")
    }

    fn part_name(part: &Part, l: Texts) -> String {
        let label = part.line(l.language().as_str());
        label.unwrap_or(&part.id).to_owned()
    }

    fn field_name(field: &str, l: Texts) -> String {
        l.get(&format!("list-field-{field}"))
    }

    fn line_words(field: &str, line: &str, l: Texts) -> String {
        match field {
            "rules" => care::incident::Rule::from_line(line)
                .map_or_else(|| line.to_owned(), |rule| words::rule(&rule, l)),
            _ => line.to_owned(),
        }
    }

    async fn effects(
        tx: &Tx,
        page: &Page,
        in_force: &Self,
        draft: &Self,
        days: i64,
    ) -> Result<Effects, StoreError> {
        effects::of(tx, page, in_force, draft, days).await
    }
}
