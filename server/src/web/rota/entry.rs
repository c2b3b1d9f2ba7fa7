//! What a page says of a duty: from when until when, and what it is called.

use care::period::Period;

use super::rules::Team;
use crate::web::page::Page;

/// "08:00–20:00", with the day of the end where it lasts longer than into the next.
pub(super) fn times(page: &Page, period: Period) -> String {
    let zone = &page.reader().calendar.zone;
    let (from, until) = (period.from.zoned(zone), period.until.zoned(zone));
    let clock = |at: &jiff::Zoned| at.strftime("%H:%M").to_string();
    let next = from.date().tomorrow().ok();
    let near = until.date() == from.date() || Some(until.date()) == next;
    let end = if near {
        clock(&until)
    } else {
        page.when(period.until).words()
    };
    format!("{}–{end}", clock(&from))
}

/// "di 3 mrt 20:00–08:00".
pub(super) fn day_and_times(page: &Page, period: Period) -> String {
    let zone = &page.reader().calendar.zone;
    let day = page.day(period.from.date(zone)).words();
    format!("{day} {}", times(page, period))
}

/// What a duty is called: after the pattern, else by the general word.
pub(super) fn called(page: &Page, team: &Team, period: Period) -> String {
    let name = team.duty_name(period).map(str::to_owned);
    name.unwrap_or_else(|| t!(page, "rota-duty"))
}

/// A rule that stands in the way, for the person whom it is about.
pub(super) fn hindrance(page: &Page, hindrance: care::rota::Hindrance) -> String {
    page.text(&format!("rota-hinders-{}", hindrance.code()))
}
