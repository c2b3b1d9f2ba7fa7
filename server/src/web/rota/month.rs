//! A month of the rota: its days with their duties, who has them, and what nobody has.
//!
//! A duty of somebody who pauses or is away stands open, without a name: that is what it is to the
//! team, and why is nobody's business.

use care::{ids::PersonId, period::Period, roster::Duty};
use jiff::{Span, civil::Date};

use super::{
    entry::{called, times},
    rules::{Seats, Team, period_of},
};
use crate::web::{page::Page, time::Markup};

/// How many months back and ahead one can look.
const REACH: i32 = 13;

/// Which month.
#[derive(serde::Deserialize, Default)]
pub(super) struct Asked {
    month: Option<String>,
}

/// The days of a month.
pub(super) struct MonthView {
    pub(super) name: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// Whether today is in it: the days before today are then out of the way on a phone.
    pub(super) current: bool,
    pub(super) days: Vec<DayView>,
}

/// A day with its duties.
pub(super) struct DayView {
    pub(super) day: Markup,
    /// The column in which the month begins, from Monday (1); nothing on other days.
    pub(super) starts: Option<i8>,
    pub(super) today: bool,
    pub(super) past: bool,
    pub(super) lines: Vec<LineView>,
}

/// A duty of a day.
pub(super) struct LineView {
    pub(super) times: String,
    pub(super) name: String,
    pub(super) people: Vec<PersonView>,
    /// How many places nobody has.
    pub(super) missing: usize,
    /// What names the slot in an address.
    pub(super) slot: Option<(String, Date)>,
}

/// Who has a duty.
pub(super) struct PersonView {
    pub(super) name: String,
    pub(super) mine: bool,
    /// From when until when, where that is another time than the duty's.
    pub(super) times: Option<String>,
}

impl Asked {
    /// The first day of the month that is asked for; this month for anything that cannot be.
    pub(super) fn first(&self, today: Date) -> Date {
        let this = today.first_of_month();
        let text = self.month.as_deref().unwrap_or_default();
        let first = format!("{text}-01").parse::<Date>().ok();
        first.filter(|day| in_reach(*day, this)).unwrap_or(this)
    }
}

/// The first day of the month after.
pub(super) fn next(first: Date) -> Date {
    first.saturating_add(Span::new().months(1))
}

fn in_reach(first: Date, this: Date) -> bool {
    let reach = Span::new().months(REACH);
    (this.saturating_sub(reach)..=this.saturating_add(reach)).contains(&first)
}

/// The month that begins on this day.
pub(super) fn view(page: &Page, team: &Team, first: Date, me: Option<&PersonId>) -> MonthView {
    let zone = &page.reader().calendar.zone;
    let today = page.now().date(zone);
    let last = next(first).yesterday().unwrap_or(first);
    let (seats, served) = (team.seats((first, last)), team.served());
    let neighbour = |months: i32| {
        let day = first.saturating_add(Span::new().months(months));
        let code = day.strftime("%Y-%m").to_string();
        in_reach(day, today.first_of_month()).then_some(code)
    };
    let mut days = Vec::new();
    let mut day = first;
    while day < next(first) {
        let starts = day.weekday().to_monday_one_offset();
        days.push(DayView {
            day: page.day(day),
            starts: (day == first).then_some(starts),
            today: day == today,
            past: day < today,
            lines: lines(page, team, (&seats, &served), day, me),
        });
        let Ok(tomorrow) = day.tomorrow() else { break };
        day = tomorrow;
    }
    MonthView {
        name: month_name(page, first),
        before: neighbour(-1),
        after: neighbour(1),
        current: first == today.first_of_month(),
        days,
    }
}

fn month_name(page: &Page, first: Date) -> String {
    let month = page.text(&format!("rota-month-{}", first.month()));
    format!("{month} {}", first.year())
}

/// The duties of a day: those of the pattern first, then what stands beside it.
fn lines(
    page: &Page,
    team: &Team,
    (seats, served): (&[Seats], &[Duty]),
    day: Date,
    me: Option<&PersonId>,
) -> Vec<LineView> {
    let zone = &page.reader().calendar.zone;
    let mut lines = Vec::new();
    for seat in seats.iter().filter(|it| it.slot.day == day) {
        let slot = period(seat);
        let on_seat =
            |it: &&Duty| seat.people.contains(&it.person) && period_of(it).overlaps(&slot);
        let people = served.iter().filter(on_seat);
        lines.push(LineView {
            times: times(page, slot),
            name: team
                .pattern_name(&seat.slot.pattern, page.lang())
                .unwrap_or_default(),
            people: people.map(|it| person(page, team, it, slot, me)).collect(),
            missing: seat.missing.len(),
            slot: Some((seat.slot.pattern.as_str().to_owned(), day)),
        });
    }
    let told = |it: &Duty| {
        let serves = |seat: &&Seats| {
            seat.people.contains(&it.person) && period_of(it).overlaps(&period(seat))
        };
        seats.iter().any(|seat| serves(&seat))
    };
    let begins = |it: &&Duty| it.from.date(zone) == day && !told(it);
    for duty in served.iter().filter(begins) {
        let slot = period_of(duty);
        lines.push(LineView {
            times: times(page, slot),
            name: called(page, team, slot),
            people: vec![person(page, team, duty, slot, me)],
            missing: 0,
            slot: None,
        });
    }
    lines
}

/// When a seat is.
fn period(seat: &Seats) -> Period {
    Period {
        from: seat.slot.from,
        until: seat.slot.until,
    }
}

fn person(
    page: &Page,
    team: &Team,
    duty: &Duty,
    slot: Period,
    me: Option<&PersonId>,
) -> PersonView {
    let period = period_of(duty);
    PersonView {
        name: team.name(&duty.person).to_owned(),
        mine: me == Some(&duty.person),
        times: (slot != period).then(|| times(page, period)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_a_month_that_is_near_is_shown() {
        let today = date(2026, 3, 17);
        let first = |month: Option<&str>| {
            let month = month.map(str::to_owned);
            Asked { month }.first(today)
        };
        assert_eq!(first(None), date(2026, 3, 1));
        assert_eq!(first(Some("2026-05")), date(2026, 5, 1));
        for odd in ["2026-13", "2099-01", "x", "", "2026-05-01"] {
            assert_eq!(first(Some(odd)), date(2026, 3, 1), "{odd}");
        }
        assert_eq!(next(date(2026, 12, 1)), date(2027, 1, 1));
    }
}
