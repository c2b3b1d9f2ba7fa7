//! `GET /coordinate/exposure/{quarter}`: how exposure is spread over the staff groups (R168).
//!
//! A quarter that has ended gets its picture once, when somebody first looks. It is kept as it came
//! out: a picture that followed every late record would show, from one day to the next, one person
//! (`care::disclosure::renewed`).

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    disclosure::{Release, renewed, suppress},
    figures::Figure,
    retention::DataKind,
    spread::{Cell, Column, kept, released, table},
    time::Instant,
};
use jiff::{Span, civil::Date};

use super::{
    equality::{code, first_of, name},
    month::MonthView,
};
use crate::{
    store::{CountRelease, Released, StoreError, Tx},
    web::{
        colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How many quarters back the picture goes: a year.
const BACK: i32 = 4;
const KIND: &str = "exposure";
const PLACE: &str = "/coordinate/exposure/{quarter}";

#[derive(Template)]
#[template(path = "coordinate/exposure.html")]
struct Exposure {
    page: Page,
    name: String,
    month: MonthView,
    /// By how many, and by the heaviest: each its title, heads and rows.
    tables: Vec<Counts>,
    made: Markup,
    quiet: bool,
    older: Option<(String, String)>,
    newer: Option<(String, String)>,
}

struct Counts {
    title: String,
    heads: Vec<String>,
    rows: Vec<Row>,
}

/// A staff group in a table.
struct Row {
    group: String,
    counts: Vec<String>,
    total: String,
}

/// One quarter that has ended, with its neighbours; an address of none is not there.
pub(super) async fn show(
    member: Member,
    asked: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let Path(asked) = asked?;
    let this = first_of(member.now.date(&member.org.time_zone));
    let first = read(&asked, this).ok_or(AppError::NotFound)?;
    let tx = member.write("show exposure").await?;
    let (at, release) = picture(&tx, &member, first)
        .await?
        .ok_or(AppError::NotFound)?;
    tx.commit().await?;
    member.log_view(PLACE, Vec::new()).await?;
    let page = member.page(t!(member.reader, "spread-title"));
    let page = page.seen_by(t!(member.reader, "spread-seen-by"));
    let neighbour = |months: i32| {
        let day = first.saturating_add(Span::new().months(months));
        read(&code(day), this).map(|day| (code(day), name(&page, day)))
    };
    let groups = groups(&release);
    let view = Exposure {
        name: name(&page, first),
        month: MonthView::drawn(
            name(&page, first),
            groups.iter().map(|group| bar(&page, &release, group)),
        ),
        tables: vec![
            counts(&page, &release, &groups, "number", Column::NUMBERS),
            counts(&page, &release, &groups, "weight", Column::WEIGHTS),
        ],
        made: page.day(at.date(&member.org.time_zone)),
        quiet: is_quiet(&release, &groups),
        older: neighbour(-3),
        newer: neighbour(3),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// The last quarter that has ended, as an address has it.
pub(super) fn latest(today: Date) -> String {
    code(first_of(today).saturating_sub(Span::new().months(3)))
}

/// The picture of a quarter as it came out, or as it comes out now; none when what was counted is
/// no longer kept.
async fn picture(
    tx: &Tx,
    member: &Member,
    first: Date,
) -> Result<Option<(Instant, Release<Cell>)>, StoreError> {
    let tz = &member.org.time_zone;
    let next = first.saturating_add(Span::new().months(3));
    let (from, until) = (Instant::start_of(first, tz), Instant::start_of(next, tz));
    let period = code(first);
    let released_table = Released {
        kind: KIND,
        period: &period,
        until,
    };
    let rows = tx.count_releases(released_table).await?;
    let before = rows.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let least = member.org.smallest_count;
    let days = tx.retention().await?.days(DataKind::Exposures);
    let whole = days.is_none_or(|days| {
        let today = member.now.date(tz);
        today.saturating_sub(Span::new().days(i64::from(days))) <= first
    });
    if whole {
        let table = table(tx.exposure_by_group(from, until).await?);
        if let Some(new) = renewed(&before, table, u64::from(least)) {
            let kept = CountRelease {
                number: rows.last().map_or(1, |last| last.number + 1),
                least,
                at: member.now,
                body: body(&new)?,
            };
            // Somebody who looked at the same moment made the same one.
            tx.save_count_release(released_table, &kept).await?;
            return Ok(Some((member.now, new)));
        }
    }
    let last = rows.last().zip(before.into_iter().next_back());
    Ok(last.map(|(row, release)| (row.at, as_of_now(row, release, least))))
}

/// What may be shown of it today: the smallest count may have been raised since.
fn as_of_now(row: &CountRelease, release: Release<Cell>, least: u32) -> Release<Cell> {
    if least <= row.least {
        return release;
    }
    let stricter = suppress(release.table().clone(), u64::from(least));
    release.also_hiding(&stricter)
}

fn parse(row: &CountRelease) -> Result<Release<Cell>, StoreError> {
    let unreadable = || StoreError::Unreadable("counts");
    let cells: Vec<care::spread::Kept> =
        serde_json::from_str(&row.body).map_err(|_| unreadable())?;
    released(&cells).ok_or_else(unreadable)
}

fn body(release: &Release<Cell>) -> Result<String, StoreError> {
    serde_json::to_string(&kept(release)).map_err(|_| StoreError::Unreadable("counts"))
}

/// The staff groups by their codes.
fn groups(release: &Release<Cell>) -> Vec<String> {
    let rows = release.table().cells();
    let mut groups: Vec<String> = rows.filter_map(|((group, _), _)| group.clone()).collect();
    groups.dedup();
    groups
}

/// Whether nothing happened at all: that points at nobody.
fn is_quiet(release: &Release<Cell>, groups: &[String]) -> bool {
    let count = |group: &String, column| release.table().count(&(Some(group.clone()), column));
    let is_quiet = |group| count(group, Column::All) == count(group, Column::Nothing);
    groups.iter().all(is_quiet)
}

/// How many of a hundred had three or more, drawn; nothing is drawn of what may not be shown.
fn bar(page: &Page, release: &Release<Cell>, group: &str) -> (String, String, bool, u64) {
    let count = |column| release.figure(&(Some(group.to_owned()), column)).shown();
    let many = count(Column::ThreeToFive).zip(count(Column::SixOrMore));
    let words = colleague::group(group, page.l());
    match many.zip(count(Column::All)) {
        Some(((some, more), all)) => {
            let part = (some + more) * 100 / all.max(1);
            let share = t!(page, "equality-share", percent = part);
            (words, share, false, part * 85 / 100)
        }
        None => (words, t!(page, "equality-hidden"), true, 4),
    }
}

fn counts(
    page: &Page,
    release: &Release<Cell>,
    groups: &[String],
    by: &str,
    columns: [Column; 4],
) -> Counts {
    let row = |group: &String| {
        let figure = |column| release.figure(&(Some(group.clone()), column));
        let all = figure(Column::All);
        Row {
            group: colleague::group(group, page.l()),
            counts: columns.map(|column| told(page, figure(column), all)).into(),
            total: all
                .shown()
                .map_or_else(|| t!(page, "equality-few"), |it| it.to_string()),
        }
    };
    let head = |column: Column| page.text(&format!("spread-{}", column.code()));
    Counts {
        title: page.text(&format!("spread-by-{by}")),
        heads: columns.map(head).into(),
        rows: groups.iter().map(row).collect(),
    }
}

/// A count with its share of the group.
fn told(page: &Page, figure: Figure, all: Figure) -> String {
    match (figure, all) {
        (Figure::Few, _) => t!(page, "equality-few"),
        (Figure::Shown(count), Figure::Shown(all)) if 0 < count => {
            let percent = count * 100 / all.max(1);
            t!(page, "spread-count", count = count, percent = percent)
        }
        (Figure::Shown(count), _) => count.to_string(),
    }
}

/// The first day of a quarter that may be asked for: those of the last year that have ended.
fn read(text: &str, this: Date) -> Option<Date> {
    let quarters = (1..=BACK).map(|back| this.saturating_sub(Span::new().months(back * 3)));
    quarters.into_iter().find(|first| code(*first) == text)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn only_a_quarter_of_the_last_year_that_has_ended_is_there() {
        let this = date(2026, 10, 1);
        assert_eq!(read("2026-q3", this), Some(date(2026, 7, 1)));
        assert_eq!(read("2025-q4", this), Some(date(2025, 10, 1)));
        for odd in ["2026-q4", "2025-q3", "2027-q1", "x", ""] {
            assert_eq!(read(odd, this), None, "{odd}");
        }
        assert_eq!(latest(date(2026, 11, 22)), "2026-q3");
    }

    #[test]
    fn every_column_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            let columns = Column::ALL.iter().map(|column| column.code());
            for key in columns.chain(["by-number", "by-weight"]) {
                assert!(l.has(&format!("spread-{key}")), "{key}");
            }
        }
    }
}
