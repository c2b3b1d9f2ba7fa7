//! What waits, as lines of the page: no person and no case stands in any of them.

use std::collections::{BTreeMap, BTreeSet};

use care::{exposure::Learned, ids::UnitCode, time::Instant};

use super::{
    choice::{Choices, NOT_OURS, value},
    likely::likely,
};
use crate::{
    feed::intake::known_by_now,
    store::{
        IncidentState, Lack, LearnedName, NAME_COUNTED, NameKind, SourceName, StoreError, Tx,
        UnresolvedRow, WaitingName,
    },
    web::{page::Page, time::Markup},
};

/// How many names of either kind one page shows; the rest moves up as these are settled.
const SHOWN: usize = 25;
/// How many rows of events that count are read.
const READ: u32 = 500;
/// How many gaps and questions about crews are shown.
const CREWS: usize = 40;

/// A name that nobody knows.
pub(super) struct NameLine {
    pub(super) row: usize,
    pub(super) name: SourceName,
    pub(super) told: String,
    pub(super) what: String,
    pub(super) last: Option<Markup>,
    pub(super) likely: Vec<(String, String)>,
    pub(super) chosen: String,
    pub(super) taken: bool,
}

impl NameLine {
    pub(super) fn is_dispatcher(&self) -> bool {
        self.name.kind == NameKind::Dispatcher
    }

    pub(super) fn chose(&self, value: &str) -> bool {
        self.chosen == value
    }

    /// Whether a unit stands among the likely ones already.
    pub(super) fn offers(&self, value: &str) -> bool {
        self.likely.iter().any(|(likely, _)| likely == value)
    }
}

/// A unit on which nobody was by the roster.
pub(super) struct GapLine {
    pub(super) row: String,
    pub(super) unit: String,
    pub(super) at: Markup,
    /// The week of the roster in which it was.
    pub(super) week: String,
}

/// Another crew that was near.
pub(super) struct CrewLine {
    pub(super) row: String,
    pub(super) incident: String,
    pub(super) unit: String,
    pub(super) at: Markup,
    pub(super) asks: String,
}

/// What was learned of a name.
pub(super) struct LearnedLine {
    pub(super) name: SourceName,
    pub(super) told: String,
    pub(super) means: String,
    pub(super) since: Markup,
}

/// All that waits.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) urgent: Vec<NameLine>,
    pub(super) others: Vec<NameLine>,
    pub(super) gaps: Vec<GapLine>,
    pub(super) crews: Vec<CrewLine>,
}

/// A name with the events that make it urgent.
#[derive(Default)]
struct Urgent {
    told: String,
    counted: usize,
    waiting: usize,
    last: Option<Instant>,
}

/// How many things of events that count or wait ask for a word: names, gaps and crews.
pub(in crate::web::coordinate) async fn waiting(tx: &Tx) -> Result<usize, StoreError> {
    let rows = tx.unresolved(READ).await?;
    let things = rows.iter().filter(|(row, state)| asks(row, *state));
    let things: BTreeSet<_> = things
        .map(|(row, _)| match row.lack {
            Lack::Name(_) => (row.lack, row.source.as_str(), row.name.as_str()),
            Lack::Gap | Lack::HandOver => (row.lack, row.incident.as_str(), row.name.as_str()),
        })
        .collect();
    Ok(things.len())
}

/// Whether another crew is asked about depends on whether the event counts: before that nobody is
/// called at all.
fn asks(row: &UnresolvedRow, state: IncidentState) -> bool {
    row.lack != Lack::HandOver || state == IncidentState::Counted
}

/// Reads what waits; names with what was chosen for them.
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    units: &[UnitCode],
    choices: &Choices,
) -> Result<Lines, StoreError> {
    let mut lines = Lines::default();
    let mut names: BTreeMap<SourceName, Urgent> = BTreeMap::new();
    for (row, state) in tx.unresolved(READ).await? {
        match row.lack {
            _ if !asks(&row, state) => {}
            Lack::Name(kind) => {
                let name = SourceName {
                    source: row.source,
                    kind,
                    name: row.name,
                };
                let known = names.entry(name).or_default();
                known.told = row.told;
                known.last = known.last.max(Some(row.at));
                match state {
                    IncidentState::Counted => known.counted += 1,
                    _ => known.waiting += 1,
                }
            }
            Lack::Gap if lines.gaps.len() < CREWS => lines.gaps.push(gap(&row, page)),
            Lack::HandOver if lines.crews.len() < CREWS => lines.crews.push(crew(&row, page)),
            Lack::Gap | Lack::HandOver => {}
        }
    }
    let limit = u32::try_from(SHOWN * 2).unwrap_or(u32::MAX);
    let all = tx.waiting_names(limit).await?;
    let known = known(tx, &names, &all).await?;
    let mut urgent: Vec<(SourceName, Urgent)> = names.into_iter().collect();
    urgent.sort_by_key(|(_, it)| std::cmp::Reverse((it.counted, it.waiting, it.last)));
    let others = all.into_iter().filter(|it| {
        let is_urgent = urgent.iter().any(|(name, _)| *name == it.name);
        !is_urgent && !known.contains(&it.name)
    });
    let others: Vec<WaitingName> = others.take(SHOWN).collect();
    urgent.retain(|(name, _)| !known.contains(name));
    urgent.truncate(SHOWN);
    let first = urgent.len();
    let offer = (units, choices);
    for (row, (name, it)) in urgent.into_iter().enumerate() {
        let heard = (it.words(page), it.told, it.last);
        lines.urgent.push(line(row, name, heard, offer, page));
    }
    for (row, it) in (first..).zip(others) {
        let heard = (often(it.events, page), it.told, it.last);
        lines.others.push(line(row, it.name, heard, offer, page));
    }
    Ok(lines)
}

/// Those of these names that the roster knows by now.
async fn known(
    tx: &Tx,
    names: &BTreeMap<SourceName, Urgent>,
    all: &[WaitingName],
) -> Result<BTreeSet<SourceName>, StoreError> {
    let told = names.iter().map(|(name, urgent)| WaitingName {
        name: name.clone(),
        told: urgent.told.clone(),
        events: 0,
        last: None,
    });
    let asked: Vec<WaitingName> = told.chain(all.iter().cloned()).collect();
    Ok(known_by_now(tx, &asked).await?.into_iter().collect())
}

impl Urgent {
    /// How many events count or wait.
    fn words(&self, page: &Page) -> String {
        let counted = t!(page, "units-counted", count = (self.counted));
        let waits = t!(page, "units-waiting", count = (self.waiting));
        match (self.counted, self.waiting) {
            (_, 0) => counted,
            (0, _) => waits,
            _ => format!("{counted}, {waits}"),
        }
    }
}

fn often(events: i64, page: &Page) -> String {
    if events >= i64::from(NAME_COUNTED) {
        t!(page, "units-events-many", count = NAME_COUNTED)
    } else {
        t!(page, "units-events", count = events)
    }
}

fn line(
    row: usize,
    name: SourceName,
    (what, told, last): (String, String, Option<Instant>),
    (units, choices): (&[UnitCode], &Choices),
    page: &Page,
) -> NameLine {
    let likely: Vec<(String, String)> = match name.kind {
        NameKind::Unit => likely(&told, units)
            .into_iter()
            .map(|unit| (value(unit), unit.to_string()))
            .collect(),
        NameKind::Dispatcher => Vec::new(),
    };
    let offered = match name.kind {
        // A suggestion stands there and does nothing: only a tick does.
        NameKind::Unit => likely.first().map(|(value, _)| value.clone()),
        NameKind::Dispatcher => Some(NOT_OURS.to_owned()),
    };
    let (taken, chosen) = choices
        .of(&name)
        .cloned()
        .unwrap_or((false, offered.unwrap_or_default()));
    NameLine {
        row,
        name,
        told,
        what,
        last: last.map(|at| page.when(at)),
        likely,
        chosen,
        taken,
    }
}

fn gap(row: &UnresolvedRow, page: &Page) -> GapLine {
    let day = row.at.date(&page.reader().calendar.zone);
    GapLine {
        row: format!("{}:{}", row.incident, row.name),
        unit: row.told.clone(),
        at: page.when(row.at),
        week: format!("/desk/shifts?week={day}"),
    }
}

fn crew(row: &UnresolvedRow, page: &Page) -> CrewLine {
    let change = row.change.unwrap_or(row.at);
    let minutes = change.since(row.at).as_mins();
    let asks = if minutes >= 0 && change > row.at {
        t!(page, "units-crew-later", count = (minutes.max(1)))
    } else {
        t!(page, "units-crew-before", count = (minutes.abs()))
    };
    CrewLine {
        row: format!("{}:{}", row.incident, row.name),
        incident: row.incident.as_str().to_owned(),
        unit: row.told.clone(),
        at: page.when(row.at),
        asks,
    }
}

/// What was learned, as lines.
pub(super) fn learned(names: Vec<LearnedName>, page: &Page) -> Vec<LearnedLine> {
    let line = |it: LearnedName| LearnedLine {
        means: match (&it.means, it.name.kind) {
            (Learned::Unit(unit), _) => t!(page, "units-means", unit = unit.as_str()),
            (Learned::NotOurs, NameKind::Unit) => t!(page, "units-not-ours"),
            (Learned::NotOurs, NameKind::Dispatcher) => t!(page, "units-login-not-ours"),
        },
        since: page.when(it.since),
        name: it.name,
        told: it.told,
    };
    names.into_iter().map(line).collect()
}
