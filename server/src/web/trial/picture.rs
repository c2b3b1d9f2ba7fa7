//! The list in force beside the draft, in words, pairs of numbers and pairs of bars.

use std::collections::{BTreeMap, BTreeSet};

use care::incident::{Certainty, IncidentList, Verdict};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use super::{
    chart::Chart,
    kept::{Change, Kept, Said, Signals},
};
use crate::web::{
    incident::words,
    text::{Language, Texts},
};

/// More weeks than this are drawn several to a pair of bars.
const WEEKS_DRAWN: usize = 80;
/// How many units have a row of their own, those with the most signals first.
const UNITS: usize = 60;

/// The two lists, for the names of their entries.
pub(crate) struct Lists<'a> {
    /// The list under trial.
    pub(crate) tried: &'a IncidentList,
    /// The one in force.
    pub(crate) beside: &'a IncidentList,
}

/// A trial as it is told.
pub(crate) struct Picture {
    pub(crate) events: u64,
    /// In force, and the draft.
    pub(crate) totals: [Total; 2],
    pub(crate) changed: u64,
    /// By week: the drawing, and how many weeks stand in one pair of bars.
    pub(crate) weeks: Table,
    pub(crate) weeks_each: usize,
    pub(crate) hours: Table,
    pub(crate) units: Table,
    pub(crate) entries: Table,
    /// How many events change, by how.
    pub(crate) groups: Vec<(String, u64)>,
    pub(crate) changes: Vec<Line>,
    /// Rows that could not be read, and why.
    pub(crate) bad: u64,
    pub(crate) reasons: Vec<(String, u64)>,
    pub(crate) bad_lines: Vec<(u64, String)>,
}

/// What one list signals in all.
pub(crate) struct Total {
    pub(crate) all: u64,
    pub(crate) sure: u64,
    pub(crate) confirm: u64,
    /// A week, with one digit behind the point.
    pub(crate) weekly: String,
}

/// Numbers of both lists, drawn and as a table.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) chart: Chart,
    /// Rows that are not shown.
    pub(crate) more: usize,
}

/// One row: in force, and the draft.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) beside: u64,
    pub(crate) tried: u64,
}

impl Row {
    pub(crate) fn differs(&self) -> bool {
        self.beside != self.tried
    }
}

/// An event that changes.
pub(crate) struct Line {
    pub(crate) at: String,
    pub(crate) number: String,
    pub(crate) how: String,
    /// What the list in force says of it, and the draft.
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Picture {
    /// A trial in words, in this zone.
    pub(crate) fn of(kept: &Kept, lists: &Lists<'_>, zone: &TimeZone, l: Texts) -> Self {
        let none = Signals::default();
        let tried = kept.lists.first().unwrap_or(&none);
        let beside = kept.lists.get(1).unwrap_or(&none);
        let weeks = weeks(beside, tried);
        let total = |signals: &Signals| total(signals, weeks.len(), l);
        let (weeks_each, drawn) = drawn(&weeks);
        Self {
            events: kept.events,
            totals: [total(beside), total(tried)],
            changed: kept.changed.values().sum(),
            weeks_each,
            weeks: Table {
                chart: Chart::of(&drawn),
                rows: weeks,
                more: 0,
            },
            hours: hours(beside, tried),
            units: units(beside, tried, l),
            entries: entries(beside, tried, lists, l),
            groups: kept
                .changed
                .iter()
                .map(|(shift, count)| (l.get(&format!("list-shift-{shift}")), *count))
                .collect(),
            changes: kept
                .changes
                .iter()
                .map(|change| line(change, lists, zone, l))
                .collect(),
            bad: kept.rejected.values().sum(),
            reasons: kept
                .rejected
                .iter()
                .map(|(code, count)| (reason(code, l), *count))
                .collect(),
            bad_lines: kept
                .bad_lines
                .iter()
                .map(|(line, code)| (*line, reason(code, l)))
                .collect(),
        }
    }
}

/// Why a row could not be read, as the quarantine says it.
fn reason(code: &str, l: Texts) -> String {
    let key = format!("coordinate-reject-{code}");
    if l.has(&key) {
        l.get(&key)
    } else {
        code.to_owned()
    }
}

fn total(signals: &Signals, weeks: usize, l: Texts) -> Total {
    let point = match l.language() {
        Language::Nl => ',',
        Language::En => '.',
    };
    let tenths = signals.all.all() * 10 / (weeks.max(1) as u64);
    Total {
        all: signals.all.all(),
        sure: signals.all.sure,
        confirm: signals.all.confirm,
        weekly: format!("{}{point}{}", tenths / 10, tenths % 10),
    }
}

/// Every week from the first signal to the last, also those without one.
fn weeks(beside: &Signals, tried: &Signals) -> Vec<Row> {
    let known: BTreeSet<&String> = beside.weeks.keys().chain(tried.weeks.keys()).collect();
    let day = |name: Option<&&String>| name.and_then(|name| name.parse::<Date>().ok());
    let (Some(first), Some(last)) = (day(known.first()), day(known.last())) else {
        return Vec::new();
    };
    let count = |signals: &Signals, name: &str| signals.weeks.get(name).map_or(0, |it| it.all());
    first
        .series(1.week())
        .take_while(|monday| *monday <= last)
        .map(|monday| {
            let name = monday.to_string();
            Row {
                beside: count(beside, &name),
                tried: count(tried, &name),
                name,
            }
        })
        .collect()
}

/// The pairs that are drawn: each week, or the sums of several.
fn drawn(weeks: &[Row]) -> (usize, Vec<[u64; 2]>) {
    let each = weeks.len().div_ceil(WEEKS_DRAWN).max(1);
    let sum = |rows: &[Row]| {
        let beside = rows.iter().map(|row| row.beside).sum();
        [beside, rows.iter().map(|row| row.tried).sum()]
    };
    (each, weeks.chunks(each).map(sum).collect())
}

fn table(rows: Vec<Row>, more: usize) -> Table {
    let pairs: Vec<[u64; 2]> = rows.iter().map(|row| [row.beside, row.tried]).collect();
    Table {
        chart: Chart::of(&pairs),
        rows,
        more,
    }
}

fn hours(beside: &Signals, tried: &Signals) -> Table {
    let count = |signals: &Signals, hour: usize| signals.hours.get(hour).map_or(0, |it| it.all());
    let row = |hour: usize| Row {
        name: format!("{hour:02}:00–{:02}:00", (hour + 1) % 24),
        beside: count(beside, hour),
        tried: count(tried, hour),
    };
    table((0..24).map(row).collect(), 0)
}

fn both<'a>(
    beside: &'a BTreeMap<String, Said>,
    tried: &'a BTreeMap<String, Said>,
) -> impl Iterator<Item = (&'a str, u64, u64)> {
    let names: BTreeSet<&str> = beside
        .keys()
        .chain(tried.keys())
        .map(String::as_str)
        .collect();
    let count = |all: &BTreeMap<String, Said>, name: &str| all.get(name).map_or(0, |it| it.all());
    names
        .into_iter()
        .map(move |name| (name, count(beside, name), count(tried, name)))
}

fn units(beside: &Signals, tried: &Signals, l: Texts) -> Table {
    let mut rows: Vec<Row> = both(&beside.units, &tried.units)
        .map(|(name, beside, tried)| Row {
            name: match name {
                "" => t!(l, "try-unit-none"),
                name => name.to_owned(),
            },
            beside,
            tried,
        })
        .collect();
    // What differs first, then what has the most signals, then by name.
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.beside.abs_diff(row.tried), row.beside + row.tried);
        key(other).cmp(&key(one)).then(one.name.cmp(&other.name))
    });
    let more = rows.len().saturating_sub(UNITS);
    rows.truncate(UNITS);
    table(rows, more)
}

fn entries(beside: &Signals, tried: &Signals, lists: &Lists<'_>, l: Texts) -> Table {
    let rows = both(&beside.entries, &tried.entries).map(|(id, beside, tried)| Row {
        name: label(id, lists.tried, l).unwrap_or_else(|| name(id, lists.beside, l)),
        beside,
        tried,
    });
    table(rows.collect(), 0)
}

fn label(id: &str, list: &IncidentList, l: Texts) -> Option<String> {
    let entry = list.entry(id)?;
    Some(entry.label.text(l.language().as_str()).to_owned())
}

fn name(id: &str, list: &IncidentList, l: Texts) -> String {
    label(id, list, l).unwrap_or_else(|| id.to_owned())
}

fn line(change: &Change, lists: &Lists<'_>, zone: &TimeZone, l: Texts) -> Line {
    let at = change.at.parse::<Timestamp>();
    let at = at.map(|at| {
        at.to_zoned(zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    });
    Line {
        at: at.unwrap_or_else(|_| change.at.clone()),
        number: change.incident.clone(),
        how: l.get(&format!("list-shift-{}", change.shift)),
        before: verdict(change.before.as_ref(), lists.beside, l),
        after: verdict(change.after.as_ref(), lists.tried, l),
    }
}

/// What a list says of an event, and on which facts.
fn verdict(verdict: Option<&Verdict>, list: &IncidentList, l: Texts) -> String {
    let Some(verdict) = verdict else {
        return t!(l, "try-says-nothing");
    };
    let entry = name(&verdict.entry, list, l);
    let facts = words::reasons(&verdict.facts.join(" "), l).join(" · ");
    let (entry, facts) = (entry.as_str(), facts.as_str());
    match verdict.certainty {
        Certainty::Sure => t!(l, "try-says-sure", entry = entry, facts = facts),
        Certainty::Confirm => t!(l, "try-says-confirm", entry = entry, facts = facts),
    }
}
