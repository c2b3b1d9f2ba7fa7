//! The ladder as a document: who is asked, when, and what follows when nobody answers (R013, R060).

mod ends;
mod form;
mod sent;
mod show;
mod words;

use axum::{Router, routing::get};
use care::{alerting::Ladder, edition::Part};

use super::document::{self, Document, Effects, NextVersion};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

const HOME: &str = "/coordinate/alerting";

/// The routes of the ladder.
pub(super) fn routes() -> Router<App> {
    document::routes::<Ladder>().route(HOME, get(show::show).post(show::submit))
}

impl Document for Ladder {
    const KIND: PolicyKind = PolicyKind::Alerting;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        Some(Self::default())
    }

    fn next(draft: &Self, _: &Self, _: &NextVersion<'_>, l: Texts) -> Result<Self, Vec<String>> {
        match draft.check() {
            Ok(()) => Ok(draft.clone()),
            Err(refusal) => Err(vec![words::refusal(refusal, l)]),
        }
    }

    fn title(l: Texts) -> String {
        t!(l, "alerting-title")
    }

    fn part_name(_: &Part, l: Texts) -> String {
        t!(l, "alerting-title")
    }

    fn field_name(field: &str, l: Texts) -> String {
        l.get(&format!("alerting-field-{field}"))
    }

    fn line_words(field: &str, line: &str, l: Texts) -> String {
        words::line(field, line, l)
    }

    async fn effects(
        tx: &Tx,
        page: &Page,
        _: &Self,
        draft: &Self,
        _: i64,
    ) -> Result<Effects, StoreError> {
        let ends = ends::load(tx, page, draft).await?;
        let lead = if ends.is_empty() {
            t!(page, "alerting-ends-none")
        } else {
            t!(page, "alerting-ends-lead")
        };
        Ok(Effects {
            lead,
            told: ends,
            ..Effects::default()
        })
    }
}
