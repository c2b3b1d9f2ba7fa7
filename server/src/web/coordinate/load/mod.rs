//! The limits of what is asked of supporters, as a document: off until they are set (R127, C25).

mod show;

use axum::{Router, routing::get};
use care::{
    edition::Part,
    workload::{LoadPolicy, LoadValue},
};

use super::document::{self, Document, Effects, NextVersion, Row};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

const HOME: &str = "/coordinate/load";

/// The routes of the limits.
pub(super) fn routes() -> Router<App> {
    document::routes::<LoadPolicy>().route(HOME, get(show::show).post(show::submit))
}

impl Document for LoadPolicy {
    const KIND: PolicyKind = PolicyKind::Load;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        Some(Self::default())
    }

    fn next(draft: &Self, _: &Self, _: &NextVersion<'_>, l: Texts) -> Result<Self, Vec<String>> {
        match draft.refused() {
            Some(value) => Err(vec![refusal(value, l)]),
            None => Ok(*draft),
        }
    }

    fn title(l: Texts) -> String {
        t!(l, "caps-title")
    }

    fn adopting(version: i64, l: Texts) -> String {
        t!(l, "caps-adopt-what", version = version)
    }

    fn part_name(_: &Part, l: Texts) -> String {
        t!(l, "caps-title")
    }

    fn field_name(field: &str, l: Texts) -> String {
        l.get(&format!("caps-value-{field}"))
    }

    fn line_words(field: &str, line: &str, l: Texts) -> String {
        let number = line.parse().ok();
        let value = LoadValue::parse(field).zip(number);
        value.map_or_else(
            || line.to_owned(),
            |(value, number)| amount(value, number, l),
        )
    }

    /// How many of the team would be in each band now; nobody by name.
    async fn effects(
        tx: &Tx,
        page: &Page,
        in_force: &Self,
        draft: &Self,
        _: i64,
    ) -> Result<Effects, StoreError> {
        let [old, new] = [
            tx.bands(in_force, page.now(), zone(page)).await?,
            tx.bands(draft, page.now(), zone(page)).await?,
        ];
        let row = |(place, name): (usize, &str)| {
            let count = |counts: [usize; 3]| counts.get(place).copied().unwrap_or(0).to_string();
            Row {
                name: page.text(&format!("load-band-{name}")),
                before: count(old),
                after: count(new),
                lang: "",
            }
        };
        let names = ["calm", "full", "heavy"].into_iter().enumerate();
        Ok(Effects {
            lead: t!(page, "caps-effects"),
            head: Some(t!(page, "caps-effects-head")),
            rows: names.map(row).collect(),
            ..Effects::default()
        })
    }
}

fn zone(page: &Page) -> &jiff::tz::TimeZone {
    &page.reader().calendar.zone
}

/// A number with its unit; no limit where it is off.
fn amount(value: LoadValue, number: u32, l: Texts) -> String {
    if value.is_limit() && number == 0 {
        t!(l, "caps-off")
    } else if value.is_points() {
        t!(l, "caps-points", count = number)
    } else if value == LoadValue::MostOpenCases {
        t!(l, "caps-cases", count = number)
    } else if value == LoadValue::Heavy {
        t!(l, "caps-share", count = number)
    } else {
        t!(l, "protocol-days", count = number)
    }
}

/// Why a value is refused.
fn refusal(value: LoadValue, l: Texts) -> String {
    let (least, most) = value.range();
    let name = l.get(&format!("caps-value-{value}"));
    if value == LoadValue::HardCap {
        t!(l, "caps-refused-hard")
    } else {
        t!(
            l,
            "protocol-refused-range",
            name = name,
            least = least,
            most = most
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;

    #[test]
    fn every_value_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for value in LoadValue::ALL {
                assert!(l.has(&format!("caps-value-{value}")), "{value}");
                assert!(l.has(&format!("caps-hint-{value}")), "{value}");
            }
        }
    }
}
