//! The protocol as a document: when things are due, within what protects people (R001, R011).

mod form;
mod show;
mod words;

use axum::{Router, routing::get};
use care::{
    edition::Part,
    protocol::{EXAMPLE_CONTACT_HOURS, Protocol, ProtocolDraft, TalkNumber, adopt},
};

use super::document::{self, Document, Effects, NextVersion, Row};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

const HOME: &str = "/coordinate/protocol";

/// The routes of the protocol.
pub(super) fn routes() -> Router<App> {
    document::routes::<Protocol>().route(HOME, get(show::show).post(show::submit))
}

impl Document for Protocol {
    const KIND: PolicyKind = PolicyKind::Protocol;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        Some(Self::default_policy())
    }

    fn next(
        draft: &Self,
        base: &Self,
        next: &NextVersion<'_>,
        l: Texts,
    ) -> Result<Self, Vec<String>> {
        let asked = ProtocolDraft::of(draft, next.why, next.from.max(base.effective));
        let adopted = adopt(&asked, base).map_err(|refusals| {
            let told = refusals.iter();
            told.map(|refusal| words::refusal(refusal, l))
                .collect::<Vec<_>>()
        })?;
        Ok(Self {
            version: next.count(),
            ..adopted
        })
    }

    fn title(l: Texts) -> String {
        t!(l, "protocol-title")
    }

    fn part_name(_: &Part, l: Texts) -> String {
        t!(l, "protocol-title")
    }

    fn field_name(field: &str, l: Texts) -> String {
        words::field(field, l)
    }

    fn line_words(field: &str, line: &str, l: Texts) -> String {
        words::line(field, line, l)
    }

    async fn effects(
        _: &Tx,
        page: &Page,
        in_force: &Self,
        draft: &Self,
        _: i64,
    ) -> Result<Effects, StoreError> {
        let zone = &page.reader().calendar.zone;
        let [old, new] = [in_force, draft].map(|it| it.example(page.now(), zone));
        let row = |name, before, after| Row {
            name,
            before: page.window(before).words(),
            after: page.window(after).words(),
            lang: "",
        };
        let mut rows = vec![row(
            t!(page, "stage-first-contact"),
            &old.first_contact,
            &new.first_contact,
        )];
        let talks = old.talks.iter().zip(&new.talks);
        rows.extend(
            talks.map(|((number, before), (_, after))| row(talk(*number, page), before, after)),
        );
        Ok(Effects {
            lead: t!(page, "protocol-effects", hours = EXAMPLE_CONTACT_HOURS),
            rows,
            ..Effects::default()
        })
    }
}

fn talk(number: TalkNumber, page: &Page) -> String {
    t!(page, "support-track-talk", number = number.get())
}
