//! `GET /coordinate/month/{month}`: the counts of an earlier month, with their neighbours (R094a).
//!
//! Each month is published by itself, by the same rule as the present one, and months share no
//! event: nothing that is shown adds months up, so no hidden count is the difference of two pages.
//! What a register adds later changes a month that has ended; who looks on two days sees by how much,
//! as on the board itself. Erasing changes nothing: what went goes on counting.

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::Response,
};
use care::access::{Action, Standing};
use jiff::{Span, civil::Date};

use super::month::{self, MonthView};
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How many months back the counts go.
const BACK: i32 = 36;

#[derive(Template)]
#[template(path = "coordinate/month.html")]
struct Month {
    page: Page,
    month: MonthView,
    older: Option<(String, String)>,
    newer: Option<(String, String)>,
}

/// A month before this one; anything else is not there.
pub(super) async fn show(
    member: Member,
    asked: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let Path(asked) = asked?;
    let this = member.now.date(&member.org.time_zone).first_of_month();
    let first = read(&asked, this).ok_or(AppError::NotFound)?;
    let page = member.page(t!(member.reader, "watch-month-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-seen-by"));
    let least = u64::from(member.org.smallest_count);
    let tx = member.read("show month").await?;
    let month = month::load(&tx, &page, (first, name(&page, first)), least).await?;
    drop(tx);
    let place = "/coordinate/month/{month}";
    member.log_view(place, Vec::new()).await?;
    let neighbour = |months: i32| {
        let day = first.saturating_add(Span::new().months(months));
        let code = code(day);
        read(&code, this).map(|_| (code, name(&page, day)))
    };
    let (older, newer) = (neighbour(-1), neighbour(1));
    let view = Month {
        page,
        month,
        older,
        newer,
    };
    Ok(html(StatusCode::OK, &view))
}

/// The month before the one of this day, as an address has it and in words.
pub(super) fn before(page: &Page, today: Date) -> (String, String) {
    let day = today.first_of_month().saturating_sub(Span::new().months(1));
    (code(day), name(page, day))
}

fn code(first: Date) -> String {
    first.strftime("%Y-%m").to_string()
}

/// The first day of a month that may be asked for.
fn read(text: &str, this: Date) -> Option<Date> {
    let plain = text.len() == 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let first: Date = format!("{text}-01").parse().ok().filter(|_| plain)?;
    let oldest = this.saturating_sub(Span::new().months(BACK));
    (oldest <= first && first < this).then_some(first)
}

fn name(page: &Page, first: Date) -> String {
    let month = page.text(&format!("watch-month-{}", first.month()));
    format!("{month} {}", first.year())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn only_a_month_that_has_ended_is_there() {
        let this = date(2026, 3, 1);
        assert_eq!(read("2026-02", this), Some(date(2026, 2, 1)));
        for odd in [
            "2026-03", "2027-01", "2019-01", "2026-13", "x", "", "2026-2", "-026-02",
        ] {
            assert_eq!(read(odd, this), None, "{odd}");
        }
    }

    #[test]
    fn every_month_has_its_name() {
        for l in Language::ALL.map(Texts::new) {
            assert!((1..=12).all(|month| l.has(&format!("watch-month-{month}"))));
        }
    }
}
