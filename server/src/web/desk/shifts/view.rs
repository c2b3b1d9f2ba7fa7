//! A week of the roster as the page shows it: units down, days across.

use std::collections::BTreeMap;

use care::{
    ids::{PersonId, UnitCode},
    period::{Period, overlapping},
};
use jiff::{ToSpan as _, civil::Date};

use crate::{store::RosterLine, web::page::Page};

/// A unit, or the duties of the team, with its week.
pub(super) struct RowView {
    /// The code; none for the duties.
    pub(super) unit: Option<String>,
    pub(super) days: Vec<Vec<LineView>>,
}

/// A line within a day.
pub(super) struct LineView {
    pub(super) href: String,
    pub(super) times: String,
    pub(super) name: String,
    pub(super) by_hand: bool,
    pub(super) overlaps: bool,
}

/// A line that a hand took out.
pub(super) struct GoneView {
    pub(super) undo: String,
    pub(super) words: String,
}

/// The seven days of a week.
pub(super) fn days(monday: Date) -> Vec<Date> {
    let day = |n: i32| monday.checked_add(n.days()).unwrap_or(monday);
    (0..7).map(day).collect()
}

/// The lines by unit and day; a line stands on the day on which it begins, or on the first.
pub(super) fn rows(
    lines: &[&RosterLine],
    names: &BTreeMap<PersonId, String>,
    week: &[Date],
    page: &Page,
) -> Vec<RowView> {
    let zone = &page.reader().calendar.zone;
    let owned: Vec<((bool, &PersonId), Period)> = lines
        .iter()
        .map(|line| ((line.unit.is_some(), &line.person), line.period))
        .collect();
    let overlaps = overlapping(&owned);
    let mut rows: BTreeMap<Option<&UnitCode>, Vec<Vec<LineView>>> = BTreeMap::new();
    for (line, overlaps) in lines.iter().zip(overlaps) {
        let row = rows.entry(line.unit.as_ref());
        let row = row.or_insert_with(|| week.iter().map(|_| Vec::new()).collect());
        let begins = line.period.from.date(zone);
        let place = week.iter().position(|day| *day >= begins).unwrap_or(0);
        if let Some(day) = row.get_mut(place) {
            day.push(LineView {
                href: href(line),
                times: times(line, week.get(place).copied(), page),
                name: name(names, &line.person),
                by_hand: !line.hand_id.is_empty(),
                overlaps,
            });
        }
    }
    let view = |(unit, days): (Option<&UnitCode>, Vec<Vec<LineView>>)| RowView {
        unit: unit.map(|unit| unit.as_str().to_owned()),
        days,
    };
    rows.into_iter().map(view).collect()
}

/// What a hand took out, each with the way back.
pub(super) fn gone(
    lines: &[RosterLine],
    names: &BTreeMap<PersonId, String>,
    page: &Page,
) -> Vec<GoneView> {
    let taken = lines
        .iter()
        .filter(|it| it.removed && !it.hand_id.is_empty());
    let view = |line: &RosterLine| GoneView {
        undo: format!("{}/undo/{}", super::HOME, line.hand_id),
        words: format!(
            "{} {} {}",
            line.unit.as_ref().map_or_else(
                || t!(page, "desk-shifts-duty"),
                |unit| unit.as_str().to_owned()
            ),
            page.when(line.period.from).words(),
            name(names, &line.person)
        ),
    };
    taken.map(view).collect()
}

fn name(names: &BTreeMap<PersonId, String>, person: &PersonId) -> String {
    names.get(person).cloned().unwrap_or_default()
}

/// From when until when, with the day where that is another one than the column's.
fn times(line: &RosterLine, day: Option<Date>, page: &Page) -> String {
    let zone = &page.reader().calendar.zone;
    let (from, until) = (line.period.from.zoned(zone), line.period.until.zoned(zone));
    let clock = |at: &jiff::Zoned| at.strftime("%H:%M").to_string();
    let begins = match day {
        Some(day) if from.date() != day => page.when(line.period.from).words(),
        _ => clock(&from),
    };
    let next = from.date().tomorrow().ok();
    let ends = if until.date() == from.date() || Some(until.date()) == next {
        clock(&until)
    } else {
        page.when(line.period.until).words()
    };
    format!("{begins}–{ends}")
}

/// The address of a line.
pub(super) fn href(line: &RosterLine) -> String {
    let unit = line.unit.as_ref().map_or("", UnitCode::as_str);
    let unit: String = unit.bytes().map(quoted).collect();
    format!(
        "{}/line?of={}&on={unit}&at={}",
        super::HOME,
        line.person.as_str(),
        line.period.from.millis()
    )
}

/// A byte as it may stand in an address.
fn quoted(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_any_script_stands_in_an_address() {
        let told: String = "17-101 é&".bytes().map(quoted).collect();
        assert_eq!(told, "17-101%20%C3%A9%26");
    }
}
