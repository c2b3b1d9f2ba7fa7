//! `GET /coordinate`: what asks for the coordinator's hand first, then all that runs.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    ids::{IncidentId, PersonId},
    path::Stage,
};

use super::roster::{self, GapView};
use crate::{
    store::{CaseOverview, IncidentRow, Person, StoreError, Tx},
    web::{
        error::AppError,
        incident::{waiting, words},
        member::Member,
        page::{Page, html},
        text::Texts,
        time::Markup,
        vault,
    },
};

/// How many lines a list shows; the rest moves up as these are settled.
const SHOWN: u32 = 60;
/// How far a count goes.
const COUNTED: u32 = 100;

#[derive(Template)]
#[template(path = "coordinate/board.html")]
struct Board {
    page: Page,
    sections: Vec<Section>,
    to_confirm: usize,
    set_aside: i64,
    gaps: Vec<GapView>,
    bare_groups: Vec<String>,
}

/// Cases that wait for the same thing.
struct Section {
    title: String,
    items: Vec<Item>,
    /// Whether it is folded: nothing in it asks for a hand.
    quiet: bool,
}

/// An open case as the coordinator may see it.
struct Item {
    id: String,
    name: String,
    /// What happened and when; no reason when nothing did (R041).
    event: String,
    at: Markup,
    stage: String,
    /// By how much it is late, if it is.
    late: Option<String>,
    supporter: Option<String>,
    handover: bool,
}

/// Each case once: late, to be handed over, without a supporter, running.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "coordinate-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-seen-by"));
    let tx = member.read("show board").await?;
    let (open, handovers) = (tx.open_cases(SHOWN).await?, tx.handovers_due(SHOWN).await?);
    let unassigned = tx.unassigned_cases(SHOWN).await?;
    let page = page.vault_wanted(vault::wanted(&member, &tx).await?);
    let me = &member.person.id;
    let all = once(open.into_iter().chain(handovers).chain(unassigned));
    // As it was read, before one's own goes: a row that lacks a case would say whose it is.
    let shown: Vec<String> = all.iter().map(|case| case.pseudonym.clone()).collect();
    let cases = others(all, me);
    let known = Known::load(&tx, &cases).await?;
    let board = Board {
        sections: sections(&page, &cases, &known),
        to_confirm: waiting(&member, &tx).await?,
        set_aside: tx.count_quarantined(COUNTED).await?,
        gaps: roster::gaps(&tx, &page).await?,
        bare_groups: roster::groups_without_supporter(&tx, &page, &member.org.time_zone).await?,
        page,
    };
    drop(tx);
    let shown = shown.iter().map(String::as_str).collect();
    member.log_view("/coordinate", shown).await?;
    Ok(html(StatusCode::OK, &board))
}

/// Every case once.
fn once(cases: impl Iterator<Item = CaseOverview>) -> Vec<CaseOverview> {
    let mut seen = BTreeSet::new();
    cases.filter(|case| seen.insert(case.id.clone())).collect()
}

/// One's own is not here (R121).
fn others(mut cases: Vec<CaseOverview>, me: &PersonId) -> Vec<CaseOverview> {
    cases.retain(|case| case.person != *me);
    cases
}

/// What the lines need beside the cases.
struct Known {
    incidents: BTreeMap<IncidentId, IncidentRow>,
    supporters: BTreeMap<PersonId, Person>,
    list: Option<care::incident::IncidentList>,
}

impl Known {
    async fn load(tx: &Tx, cases: &[CaseOverview]) -> Result<Self, StoreError> {
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
            list: words::list(tx).await?,
        })
    }
}

fn sections(page: &Page, cases: &[CaseOverview], known: &Known) -> Vec<Section> {
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
    let section = |((title, items), quiet)| Section {
        title,
        items,
        quiet,
    };
    let sections = titles.into_iter().zip(kinds).zip(quiet).map(section);
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
        name: case.name.clone(),
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
