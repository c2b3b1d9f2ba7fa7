//! `GET /coordinate/equality/{quarter}`: how soon each staff group has its first contact (R012).
//!
//! Quarters share no path, and each is published by itself, as the months are (`months.rs`).

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    equality::{GroupPace, by_group, pace},
    figures::Figure,
    time::Instant,
};
use jiff::{Span, civil::Date};

use super::month::MonthView;
use crate::web::{
    colleague,
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How many months back the quarters go.
const BACK: i32 = 36;

#[derive(Template)]
#[template(path = "coordinate/equality.html")]
struct Equality {
    page: Page,
    name: String,
    month: MonthView,
    rows: Vec<Row>,
    older: Option<(String, String)>,
    newer: Option<(String, String)>,
}

/// A staff group in the table: its paths, and how many at each pace.
struct Row {
    group: String,
    total: String,
    paces: Vec<String>,
}

/// One quarter, with its neighbours; an address of none is not there.
pub(super) async fn show(
    member: Member,
    asked: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let Path(asked) = asked?;
    let this = first_of(member.now.date(&member.org.time_zone));
    let first = read(&asked, this).ok_or(AppError::NotFound)?;
    let groups = load(&member, first).await?;
    let place = "/coordinate/equality/{quarter}";
    member.log_view(place, Vec::new()).await?;
    let page = member.page(t!(member.reader, "equality-title"));
    let page = page.seen_by(t!(member.reader, "equality-seen-by"));
    let neighbour = |months: i32| {
        let day = first.saturating_add(Span::new().months(months));
        read(&code(day), this).map(|day| (code(day), name(&page, day)))
    };
    let view = Equality {
        name: name(&page, first),
        month: MonthView::drawn(name(&page, first), groups.iter().map(|it| bar(&page, it))),
        rows: groups.iter().map(|it| row(&page, it)).collect(),
        older: neighbour(-3),
        newer: neighbour(3),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// The quarter of this day, as an address has it.
pub(super) fn present(today: Date) -> String {
    code(first_of(today))
}

async fn load(member: &Member, first: Date) -> Result<Vec<GroupPace>, AppError> {
    let tz = &member.org.time_zone;
    let next = first.saturating_add(Span::new().months(3));
    let (from, until) = (Instant::start_of(first, tz), Instant::start_of(next, tz));
    let tx = member.read("show equality").await?;
    let paths = tx.paths_by_group(from, until).await?;
    drop(tx);
    let paced = paths
        .into_iter()
        .filter_map(|(group, case)| Some((group, pace(&case, member.now)?)));
    Ok(by_group(paced, u64::from(member.org.smallest_count)))
}

/// What part of a group was reached in time, drawn; nothing is drawn of what may not be shown.
fn bar(page: &Page, group: &GroupPace) -> (String, String, bool, u64) {
    let words = colleague::group(&group.group, page.l());
    let [in_time, ..] = group.paces;
    match (in_time, group.total) {
        (Figure::Shown(in_time), Figure::Shown(total)) => {
            let part = in_time * 100 / total.max(1);
            let share = t!(page, "equality-share", percent = part);
            (words, share, false, part * 85 / 100)
        }
        _ => (words, t!(page, "equality-hidden"), true, 4),
    }
}

fn row(page: &Page, group: &GroupPace) -> Row {
    let words = |figure: Figure| {
        figure
            .shown()
            .map_or_else(|| t!(page, "equality-few"), |count| count.to_string())
    };
    Row {
        group: colleague::group(&group.group, page.l()),
        total: words(group.total),
        paces: group.paces.into_iter().map(words).collect(),
    }
}

/// The first day of the quarter of this day.
pub(super) fn first_of(day: Date) -> Date {
    let months = i32::from((day.month() - 1) % 3);
    day.first_of_month()
        .saturating_sub(Span::new().months(months))
}

fn quarter(first: Date) -> i8 {
    (first.month() - 1) / 3 + 1
}

/// A quarter as an address has it.
pub(super) fn code(first: Date) -> String {
    format!("{}-q{}", first.strftime("%Y"), quarter(first))
}

/// A quarter in words.
pub(super) fn name(page: &Page, first: Date) -> String {
    let number = i64::from(quarter(first));
    t!(
        page,
        "equality-quarter",
        number = number,
        year = first.strftime("%Y").to_string()
    )
}

/// The first day of a quarter that may be asked for: this one and those of the last years.
fn read(text: &str, this: Date) -> Option<Date> {
    let quarters = (0..=BACK / 3).map(|back| this.saturating_sub(Span::new().months(back * 3)));
    quarters.into_iter().find(|first| code(*first) == text)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_quarter_begins_in_january_april_july_or_october() {
        for month in 1..=12 {
            let first = first_of(date(2026, month, 28));
            assert!([1, 4, 7, 10].contains(&first.month()));
            assert!(first.day() == 1 && first.month() <= month && month < first.month() + 3);
        }
        assert_eq!(code(date(2026, 10, 1)), "2026-q4");
    }

    #[test]
    fn only_this_quarter_and_earlier_ones_are_there() {
        let this = date(2026, 10, 1);
        assert_eq!(read("2026-q4", this), Some(this));
        assert_eq!(read("2025-q1", this), Some(date(2025, 1, 1)));
        for odd in [
            "2027-q1", "2020-q1", "2026-q5", "2026-4", "x", "", "2026-Q4",
        ] {
            assert_eq!(read(odd, this), None, "{odd}");
        }
    }
}
