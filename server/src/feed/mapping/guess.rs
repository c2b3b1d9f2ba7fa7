//! Guesses what the columns of a register are, from their names and first values.

use super::{DayOrder, EventField};
use crate::feed::{profile::column_key, sheet::Sheet};

/// Names that columns of registers have, without case, spaces and hyphens.
const NAMES: [(EventField, &[&str]); 15] = [
    (
        EventField::Id,
        &[
            "incidentnummer",
            "incidentnr",
            "incident",
            "meldingnummer",
            "meldingnr",
            "ritnummer",
            "callnumber",
            "incidentnumber",
            "incidentid",
            "nummer",
            "id",
        ],
    ),
    (
        EventField::At,
        &[
            "meldtijd",
            "tijdstip",
            "begintijd",
            "aangemaakt",
            "datumtijd",
            "calldttm",
            "receiveddttm",
            "datetime",
            "timestamp",
            "createdat",
            "start",
        ],
    ),
    (EventField::Clock, &["tijd", "time", "uur"]),
    (EventField::Day, &["datum", "date", "dag", "calldate"]),
    (
        EventField::Until,
        &["eindtijd", "einde", "afgeslotenop", "end"],
    ),
    (
        EventField::Units,
        &[
            "eenheid",
            "eenheden",
            "roepnummer",
            "voertuig",
            "unit",
            "units",
            "unitid",
            "callsign",
        ],
    ),
    (
        EventField::Kind,
        &[
            "classificatie",
            "nadercode",
            "naderecode",
            "soort",
            "meldingclassificatie",
            "meldingsclassificatie",
            "melding",
            "soortmelding",
            "soortinzet",
            "aard",
            "incidenttype",
            "calltype",
            "type",
            "inzetsoort",
        ],
    ),
    (
        EventField::Priority,
        &[
            "urgentie",
            "prioriteit",
            "prio",
            "priority",
            "originalpriority",
        ],
    ),
    (
        EventField::Dispatchers,
        &["centralist", "centralisten", "dispatcher", "dispatchers"],
    ),
    (EventField::Status, &["status"]),
    (
        EventField::Minor,
        &["minderjarig", "kind<18", "kindbetrokken", "minor"],
    ),
    (EventField::Fatal, &["overleden", "dodelijk", "fatal"]),
    (EventField::Aggression, &["agressie", "aggression"]),
    (EventField::AlarmButton, &["noodknop", "alarmbutton"]),
    (EventField::Major, &["grip", "opgeschaald", "major"]),
];

/// For each column of a sheet the field that it seems to be.
#[must_use]
pub fn guess(sheet: &Sheet) -> Vec<Option<EventField>> {
    let mut guessed: Vec<Option<EventField>> =
        sheet.columns.iter().map(|name| by_name(name)).collect();
    keep_first(&mut guessed, EventField::Id);
    keep_first(&mut guessed, EventField::At);
    // A day and a time of day are one moment, unless there is a whole moment beside them.
    let has = |field| guessed.contains(&Some(field));
    if !has(EventField::At) && has(EventField::Day) {
        for field in guessed.iter_mut().flatten() {
            if *field == EventField::Day {
                *field = EventField::At;
            }
        }
        keep_first(&mut guessed, EventField::At);
    } else if has(EventField::At) {
        for field in &mut guessed {
            if *field == Some(EventField::Clock) {
                *field = None;
            }
        }
    }
    guessed
}

fn by_name(name: &str) -> Option<EventField> {
    let key = column_key(name);
    let mut known = NAMES.iter();
    known
        .find(|(_, names)| names.contains(&key.as_str()))
        .map(|(field, _)| *field)
}

/// Two columns of one name for the number would be two numbers; the first is taken.
fn keep_first(guessed: &mut [Option<EventField>], once: EventField) {
    let mut seen = false;
    for field in guessed.iter_mut().filter(|field| **field == Some(once)) {
        if seen {
            *field = None;
        }
        seen = true;
    }
}

/// The order in which these columns write their days, by what most values fit.
///
/// `None` when the values do not tell day from month: 03-04-2026 is a day in two months, and a
/// guess would put the event in the wrong one without anybody seeing it.
#[must_use]
pub fn guess_days(sheet: &Sheet, fields: &[Option<EventField>]) -> Option<DayOrder> {
    let is_time =
        |field: &Option<EventField>| matches!(field, Some(EventField::At | EventField::Day));
    let columns: Vec<usize> = (0..fields.len())
        .filter(|at| fields.get(*at).is_some_and(is_time))
        .collect();
    let values: Vec<&str> = sheet
        .sample
        .iter()
        .flat_map(|row| columns.iter().filter_map(|at| row.get(*at)))
        .map(String::as_str)
        .filter(|value| !value.is_empty())
        .collect();
    let fits = |order: &DayOrder| values.iter().filter(|value| order.reads(value)).count();
    let mut best = DayOrder::DayFirst;
    for order in DayOrder::ALL {
        if fits(&order) > fits(&best) {
            best = order;
        }
    }
    let told = fits(&best);
    let either = told > 0 && best == DayOrder::DayFirst && fits(&DayOrder::MonthFirst) == told;
    (!either).then_some(best)
}
