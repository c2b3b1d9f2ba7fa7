//! What a page says of a duty: from when until when, what it is called, what stands in its way.

use care::{period::Period, roster::Broken};

use super::rules::{Bar, Team};
use crate::web::{page::Page, text::Texts};

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
    let name = team.duty_name(period, page.lang());
    name.unwrap_or_else(|| t!(page, "rota-duty"))
}

/// A rule in words that fit whomever it is about, with its numbers.
pub(super) fn rule(l: Texts, bar: &Bar) -> String {
    let hours = |minutes: u32| minutes / 60;
    match bar {
        Bar::Rule(Broken::TooManyInADay { most, .. }) => {
            t!(l, "rota-rule-too-many-in-a-day", most = (u32::from(*most)))
        }
        Bar::Rule(Broken::TooManyInAWeek { most, .. }) => {
            t!(l, "rota-rule-too-many-in-a-week", most = (u32::from(*most)))
        }
        Bar::Rule(Broken::TooSoon { least, .. }) => {
            t!(l, "rota-rule-too-soon", least = (u32::from(*least)))
        }
        Bar::Rule(Broken::TooFewDaysWithout { days }) => {
            t!(
                l,
                "rota-rule-too-few-days-without",
                days = (u32::from(*days))
            )
        }
        Bar::Rule(Broken::TooMuchWork { minutes }) => {
            t!(l, "rota-rule-too-much-work", hours = (hours(*minutes)))
        }
        Bar::Rule(Broken::TooMuchOnAverage { minutes, .. }) => {
            t!(
                l,
                "rota-rule-too-much-on-average",
                hours = (hours(*minutes))
            )
        }
        plain => l.get(&format!("rota-rule-{}", plain.code())),
    }
}
