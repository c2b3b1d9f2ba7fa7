//! Open cases as the board lists them: by what they wait for, under a name of their own.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    ids::{IncidentId, PersonId},
    path::Stage,
    time::Instant,
};

use crate::{
    store::{CaseOverview, IncidentRow, Person, StoreError, Tx},
    web::{incident::words, page::Page, text::Texts, time::Markup},
};

/// Cases that wait for the same thing.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) items: Vec<Item>,
    /// Whether what is in it is past its window: it stands above everything else.
    pub(super) late: bool,
    /// Whether it is folded: nothing in it asks for a hand.
    pub(super) quiet: bool,
}

/// An open case as the coordinator may see it.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) code: String,
    /// What happened and when; no reason when nothing did (R041).
    pub(super) event: String,
    pub(super) at: Markup,
    pub(super) stage: String,
    /// By how much it is late, if it is.
    pub(super) late: Option<String>,
    pub(super) supporter: Option<String>,
    pub(super) handover: bool,
}

/// Every case once.
pub(super) fn once(cases: impl Iterator<Item = CaseOverview>) -> Vec<CaseOverview> {
    let mut seen = BTreeSet::new();
    cases.filter(|case| seen.insert(case.id.clone())).collect()
}

/// One's own is not here (R121).
pub(super) fn others(mut cases: Vec<CaseOverview>, me: &PersonId) -> Vec<CaseOverview> {
    cases.retain(|case| case.person != *me);
    cases
}

/// What the lines need beside the cases.
pub(super) struct Known {
    pub(super) incidents: BTreeMap<IncidentId, IncidentRow>,
    pub(super) supporters: BTreeMap<PersonId, Person>,
    pub(super) list: Option<care::incident::IncidentList>,
}

impl Known {
    /// What the lines of these cases need.
    pub(super) async fn load(
        tx: &Tx,
        cases: &[CaseOverview],
        now: Instant,
    ) -> Result<Self, StoreError> {
        let incidents: BTreeSet<_> = cases
            .iter()
            .filter_map(|case| case.incident.clone())
            .collect();
        let supporters: BTreeSet<_> = cases
            .iter()
            .filter_map(|case| case.supporter.clone())
            .collect();
        let incidents = tx
            .incidents(&incidents.into_iter().collect::<Vec<_>>())
            .await?;
        let supporters = tx
            .people(&supporters.into_iter().collect::<Vec<_>>())
            .await?;
        Ok(Self {
            incidents: incidents
                .into_iter()
                .map(|row| (row.id.clone(), row))
                .collect(),
            supporters: supporters
                .into_iter()
                .map(|person| (person.id.clone(), person))
                .collect(),
            list: words::list(tx, now).await?,
        })
    }
}

pub(super) fn sections(page: &Page, cases: &[CaseOverview], known: &Known) -> Vec<Section> {
    let now = page.now();
    let mut kinds: [Vec<Item>; 4] = Default::default();
    let [late, handover, nobody, running] = &mut kinds;
    for case in cases {
        let kind = match case {
            case if case.is_late(now) => &mut *late,
            case if case.handover => &mut *handover,
            case if case.supporter.is_none() => &mut *nobody,
            _ => &mut *running,
        };
        kind.push(item(page, case, known));
    }
    let titles = [
        t!(page, "coordinate-late"),
        t!(page, "coordinate-handover"),
        t!(page, "coordinate-nobody"),
        t!(page, "coordinate-running"),
    ];
    let quiet = [false, false, false, true];
    let late = [true, false, false, false];
    let section = |(((title, items), quiet), late)| Section {
        title,
        items,
        late,
        quiet,
    };
    let sections = titles
        .into_iter()
        .zip(kinds)
        .zip(quiet)
        .zip(late)
        .map(section);
    sections
        .filter(|section| !section.items.is_empty())
        .collect()
}

fn item(page: &Page, case: &CaseOverview, known: &Known) -> Item {
    let incident = case
        .incident
        .as_ref()
        .and_then(|id| known.incidents.get(id));
    let supporter = case
        .supporter
        .as_ref()
        .and_then(|id| known.supporters.get(id));
    Item {
        id: case.id.as_str().to_owned(),
        code: code(&case.pseudonym),
        event: event(incident, known.list.as_ref(), page.l()),
        at: page.when(incident.map_or(case.opened_at, |incident| incident.at)),
        stage: stage(case.stage(page.now()), page.l()),
        late: case
            .is_late(page.now())
            .then(|| t!(page, "coordinate-late-by", span = page.span(case.late_from))),
        supporter: supporter.map(|person| person.name.clone()),
        handover: case.handover,
    }
}

/// How long a case's name on the board is: enough to tell those apart that are open together.
const CODE: usize = 6;

/// The name of a case on the board: short, always the same, and nobody's.
///
/// It comes from the case's own lasting name, which stands in no row of the log (`store::pseudonym`).
pub(super) fn code(pseudonym: &str) -> String {
    let plain = pseudonym.chars().filter(char::is_ascii_alphanumeric);
    plain.take(CODE).collect::<String>().to_ascii_uppercase()
}

/// What happened in the list's words; without an event only that a path began (R041).
pub(super) fn event(
    row: Option<&IncidentRow>,
    list: Option<&care::incident::IncidentList>,
    l: Texts,
) -> String {
    row.map_or_else(
        || t!(l, "coordinate-no-event"),
        |row| words::entry(row, list, l),
    )
}

/// A stage in words; offers and answers read alike, so that none of them shows (R101).
pub(super) fn stage(stage: Stage, l: Texts) -> String {
    match stage {
        Stage::Signal => t!(l, "coordinate-stage-signal"),
        Stage::Consent | Stage::FirstContact => t!(l, "coordinate-stage-contact"),
        Stage::Waiting | Stage::Offer => t!(l, "coordinate-stage-waiting"),
        Stage::Talk(_) | Stage::Outcome(_) | Stage::Referral => t!(l, "coordinate-stage-talks"),
        Stage::Closed => t!(l, "coordinate-stage-closed"),
    }
}
