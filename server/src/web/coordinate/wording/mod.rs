//! The organisation's own words as a document: versions, drafts, who and why (R048, R103).

mod show;

use axum::{Router, routing::get};
use care::{
    edition::Part,
    wording::{OwnText, Wording, WordingRefusal},
};

use super::document::{self, Document, Effects, NextVersion, Row};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{
        page::Page,
        state::App,
        text::{Language, Texts},
        wording::OwnWords,
    },
};

const HOME: &str = "/coordinate/wording";

/// The routes of the organisation's own words.
pub(super) fn routes() -> Router<App> {
    document::routes::<Wording>().route(HOME, get(show::show).post(show::submit))
}

impl Document for Wording {
    const KIND: PolicyKind = PolicyKind::Wording;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        Some(Self::default())
    }

    fn next(draft: &Self, _: &Self, _: &NextVersion<'_>, _: Texts) -> Result<Self, Vec<String>> {
        Ok(draft.clone())
    }

    fn title(l: Texts) -> String {
        t!(l, "wording-title")
    }

    fn adopting(version: i64, l: Texts) -> String {
        t!(l, "wording-adopt-what", version = version)
    }

    fn part_name(part: &Part, _: Texts) -> String {
        own_name(&part.id).to_owned()
    }

    fn field_name(field: &str, l: Texts) -> String {
        l.get(&format!("wording-field-{field}"))
    }

    fn line_words(_: &str, line: &str, _: Texts) -> String {
        line.to_owned()
    }

    /// What colleagues read now and will read, each in its own language.
    async fn effects(
        _: &Tx,
        page: &Page,
        in_force: &Self,
        draft: &Self,
        _: i64,
    ) -> Result<Effects, StoreError> {
        let rows = Language::ALL.into_iter().flat_map(|language| {
            let l = Texts::new(language);
            let [old, new] = [in_force, draft].map(|it| read(&OwnWords::of(it, l), l));
            let name = |text: &OwnText| {
                let place = page.text(&format!("wording-place-{text}"));
                format!("{}: {place}", language.own_name())
            };
            let both = OwnText::ALL.iter().zip(old.into_iter().zip(new));
            let row = |(text, (before, after)): (&OwnText, (String, String))| Row {
                name: name(text),
                before,
                after,
                lang: language.as_str(),
            };
            both.map(row).collect::<Vec<_>>()
        });
        Ok(Effects {
            lead: t!(page, "wording-effects"),
            head: Some(t!(page, "wording-where")),
            rows: rows.collect(),
            ..Effects::default()
        })
    }
}

/// What a colleague reads where each of the texts stands, in the order of the texts.
fn read(own: &OwnWords, l: Texts) -> [String; 3] {
    let team = own.team();
    let somebody = t!(l, "me-now-somebody", team = team.as_str());
    let offer = match own.offer() {
        Some(offer) => format!("{offer} {}", t!(l, "me-offer-hint")),
        None => t!(l, "me-offer-hint"),
    };
    [
        t!(l, "me-now-call-today", who = somebody.as_str()),
        own.welcome(),
        offer,
    ]
}

/// A language in the language itself.
fn own_name(tag: &str) -> &'static str {
    Language::parse(tag).unwrap_or_default().own_name()
}

/// Why a text is not taken, in words.
fn refusal(text: OwnText, why: WordingRefusal, l: Texts) -> String {
    let name = l.get(&format!("wording-field-{text}"));
    match why {
        WordingRefusal::TooLong => {
            t!(l, "wording-too-long", name = name, count = text.longest())
        }
        WordingRefusal::Unprintable => t!(l, "wording-unprintable", name = name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for text in OwnText::ALL {
                for family in ["field", "place", "hint"] {
                    assert!(l.has(&format!("wording-{family}-{text}")), "{text}");
                }
            }
        }
    }
}
