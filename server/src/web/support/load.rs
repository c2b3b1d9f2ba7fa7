//! `GET /support/load`: what one's own work for the team comes to, for oneself alone (R094b, R120).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    exposure::MilliPoints,
    workload::{Burden, DeedKind, LoadPolicy, LoadValue, Picture},
};

use crate::web::{
    coordinate::month::MonthView,
    error::AppError,
    member::Member,
    page::{Page, html},
    text::{Language, Texts},
};

#[derive(Template)]
#[template(path = "support/load.html")]
struct LoadPage {
    page: Page,
    /// The five kinds, drawn.
    month: MonthView,
    rows: Vec<Row>,
    /// All five together, as talks.
    whole: String,
    open_cases: u32,
    /// How many days the picture goes back.
    days: u32,
    /// What the organisation set, in words; nothing where it set no limit (C25).
    limits: Vec<String>,
    /// What follows from it today.
    band: Option<String>,
    paused: bool,
}

/// One of the five.
struct Row {
    name: String,
    count: u32,
    points: String,
}

/// The picture of the reader; nobody else has this page of theirs.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewDuty, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "load-title"))
        .seen_by(t!(member.reader, "load-seen-by"));
    let (me, tz) = (&member.person.id, &member.org.time_zone);
    let tx = member.read("show own load").await?;
    let loads = tx.loads(std::slice::from_ref(me), member.now, tz).await?;
    drop(tx);
    member.log_view("/support/load", Vec::new()).await?;
    let picture = loads.pictures.get(me).copied().unwrap_or_default();
    let burden = loads.burdens.get(me).copied().unwrap_or_default();
    let view = LoadPage {
        month: drawn(&page, &picture, &loads.policy),
        rows: rows(&page, &picture),
        whole: talks(picture.points(), page.l()),
        open_cases: picture.open_cases,
        days: loads.policy.window_days,
        limits: limits(&loads.policy, page.l()),
        band: band(burden, page.l()),
        paused: member.person.paused_at.is_some(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

fn drawn(page: &Page, picture: &Picture, policy: &LoadPolicy) -> MonthView {
    let tallies = DeedKind::ALL.iter().map(|kind| (kind, picture.of(*kind)));
    let most = tallies.clone().map(|(_, tally)| tally.points).max();
    let most = most.unwrap_or(0).max(1);
    let bar = |(kind, tally): (&DeedKind, care::workload::Tally)| {
        let words = page.text(&format!("load-kind-{kind}"));
        let weight = talks(tally.points, page.l());
        let count = t!(page, "load-times", count = tally.count, weight = weight);
        (words, count, false, tally.points * 50 / most)
    };
    let name = t!(page, "load-drawn", days = policy.window_days);
    MonthView::drawn(name, tallies.map(bar))
}

fn rows(page: &Page, picture: &Picture) -> Vec<Row> {
    let row = |kind: &DeedKind| {
        let tally = picture.of(*kind);
        Row {
            name: page.text(&format!("load-kind-{kind}")),
            count: tally.count,
            points: talks(tally.points, page.l()),
        }
    };
    DeedKind::ALL.iter().map(row).collect()
}

/// Points as talks, to a tenth: "2,5" or "2.5".
fn talks(points: MilliPoints, l: Texts) -> String {
    let tenths = (points + 50) / 100;
    let comma = if l.language() == Language::Nl {
        ','
    } else {
        '.'
    };
    format!("{}{comma}{}", tenths / 10, tenths % 10)
}

/// The limits that the organisation set, each in a sentence.
fn limits(policy: &LoadPolicy, l: Texts) -> Vec<String> {
    let set = LoadValue::ALL.iter().filter(|value| value.is_limit());
    set.filter_map(|value| {
        let number = value.get(policy);
        let weight = talks(number.into(), l);
        let words = match value {
            LoadValue::SoftCap => t!(l, "load-limit-soft", weight = weight),
            LoadValue::HardCap => t!(l, "load-limit-hard", weight = weight),
            LoadValue::MostOpenCases => t!(l, "load-limit-open", count = number),
            _ => t!(l, "load-limit-rest", count = number),
        };
        (number > 0).then_some(words)
    })
    .collect()
}

/// What a load means today, in words.
fn band(burden: Burden, l: Texts) -> Option<String> {
    let band = burden.band?;
    Some(if burden.rests {
        t!(l, "load-rests")
    } else {
        l.get(&format!("load-band-own-{band}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_as_talks() {
        let [nl, en] = Language::ALL.map(Texts::new);
        let both = |points| (talks(points, nl), talks(points, en));
        assert_eq!(both(2_450), ("2,5".to_owned(), "2.5".to_owned()));
        assert_eq!(talks(0, nl), "0,0");
    }

    #[test]
    fn every_kind_and_band_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for kind in DeedKind::ALL {
                assert!(l.has(&format!("load-kind-{kind}")), "{kind}");
            }
            for band in care::workload::Band::ALL {
                assert!(l.has(&format!("load-band-own-{band}")), "{band}");
                assert!(l.has(&format!("load-band-{band}")), "{band}");
            }
        }
    }
}
