//! `GET /coordinate`: what asks for the coordinator's hand first, then all that runs.
//!
//! A case stands here under a name of its own and no person's (R101): the board steers the work,
//! and whose case it is matters only where a supporter is chosen. That page says it, and is logged.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    alerting::Whom,
    ids::IncidentId,
    team::{GroupCover, TaskState},
    time::Instant,
};
use jiff::civil::Date;

use super::{
    alerts,
    cases::{Known, Section, event, once, others, sections},
    coverage::lack_words,
    equality, exposure,
    month::{self, MonthView},
    months, roster,
    tasks::{self, TaskLine},
    team::Team,
    units,
};
use crate::{
    store::{
        AmbassadorSeat, CaseOverview, IncidentRow, Person, StoreError, TeamTask, Tx,
        opens_paths_since,
    },
    web::{
        asked, channels, colleague,
        error::AppError,
        incident::{waiting, words},
        member::Member,
        page::{Page, html},
        rota::GapLine,
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
    /// How many things ask for a hand.
    asks: usize,
    sections: Vec<Section>,
    /// What the reader is asked for (R013).
    questions: Vec<asked::Question>,
    asked_home: &'static str,
    /// How many alerts of others are open.
    alerts: usize,
    /// Whether no channel of the reader is known to work.
    unreachable: bool,
    to_confirm: usize,
    set_aside: i64,
    /// Events that counted and that their source took back.
    taken_back: i64,
    /// How many names, gaps and crews of events that count wait for a word.
    unresolved: usize,
    pictures: Vec<PictureLine>,
    unmanned: Vec<UnmannedLine>,
    tasks: Vec<TaskLine>,
    check_ins: Vec<CheckInLine>,
    gaps: Vec<GapLine>,
    groups: Vec<GroupLine>,
    /// Whether nobody at all is a supporter.
    nobody: bool,
    month: MonthView,
    /// The month before: its address and its name.
    earlier: (String, String),
    /// The quarter in which staff groups are compared (R012).
    quarter: String,
    /// The last quarter that has ended, for the picture of exposure.
    spread: String,
}

/// An event whose picture of the situation is not formed yet (R063).
struct PictureLine {
    incident: String,
    event: String,
    at: Markup,
    waits: String,
    supporters: String,
}

/// An event that counts, while nobody is known who was there.
struct UnmannedLine {
    incident: String,
    event: String,
    at: Markup,
}

/// A check-in of an ambassador that is near or late (R049).
struct CheckInLine {
    group: String,
    name: Option<String>,
    day: Markup,
    late: bool,
}

/// What a staff group lacks.
struct GroupLine {
    name: String,
    lacks: String,
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
    let waiting = tx.waiting_for_picture(me, SHOWN).await?;
    let every = once(open.into_iter().chain(handovers).chain(unassigned));
    let shown = every.iter().chain(&waiting);
    // As it was read, before one's own goes: a row that lacks a case would say whose it is.
    let shown: BTreeSet<String> = shown.map(|case| case.pseudonym.clone()).collect();
    let cases = others(every, me);
    let (questions, behind) = asked::load(&member, &tx, &page, Whom::Coordinators).await?;
    let mut board = load(&member, &tx, page, &cases, &waiting).await?;
    board.questions = questions;
    board.asks = board.hands();
    let shown: BTreeSet<String> = shown.into_iter().chain(behind).collect();
    drop(tx);
    let shown = shown.iter().map(String::as_str).collect();
    member.log_view("/coordinate", shown).await?;
    Ok(html(StatusCode::OK, &board))
}

async fn load(
    member: &Member,
    tx: &Tx,
    page: Page,
    cases: &[CaseOverview],
    waiting_cases: &[CaseOverview],
) -> Result<Board, StoreError> {
    let today = member.now.date(&member.org.time_zone);
    let all: Vec<CaseOverview> = cases.iter().chain(waiting_cases).cloned().collect();
    let known = Known::load(tx, &all, page.now()).await?;
    let team = Team::load(tx, today).await?;
    let running = tx.running_tasks(SHOWN).await?.into_iter();
    let asking = running.filter(|task| task.state.asks(task.due, today) || is_due(task, today));
    let covers = team.covers();
    let least = u64::from(member.org.smallest_count);
    let board = Board {
        asks: 0,
        questions: Vec::new(),
        asked_home: "/coordinate",
        alerts: alerts::count(member, tx).await?,
        unreachable: channels::lacks(member, tx).await?,
        sections: sections(&page, cases, &known),
        to_confirm: waiting(member, tx).await?,
        set_aside: tx.count_quarantined(COUNTED).await?,
        taken_back: tx.count_withdrawn(COUNTED).await?,
        unresolved: units::waiting(tx).await?,
        pictures: pictures(&page, waiting_cases, &known),
        unmanned: unmanned(tx, &page).await?,
        tasks: tasks::lines(tx, &page, asking.collect()).await?,
        check_ins: check_ins(&page, &team, today),
        gaps: roster::gaps(tx, &page).await?,
        groups: covers
            .iter()
            .filter_map(|cover| group(&page, cover))
            .collect(),
        nobody: team.is_empty(),
        earlier: months::before(&page, today),
        quarter: equality::present(today),
        spread: exposure::latest(today),
        month: month::load(tx, &page, (today, t!(page, "coordinate-month")), least).await?,
        page,
    };
    Ok(board)
}

/// Whether a task is due on this day.
fn is_due(task: &TeamTask, today: Date) -> bool {
    task.state == TaskState::Open && task.due == today
}

impl Board {
    /// How many things ask for a hand: a queue is one thing, whatever its length.
    fn hands(&self) -> usize {
        let loud = self.sections.iter().filter(|section| !section.quiet);
        let cases: usize = loud.map(|section| section.items.len()).sum();
        let queues = [
            self.to_confirm > 0,
            self.set_aside > 0,
            self.taken_back > 0,
            self.unresolved > 0,
            !self.pictures.is_empty(),
            !self.unmanned.is_empty(),
        ];
        let queues = queues.into_iter().filter(|waits| *waits).count();
        let open = self
            .questions
            .iter()
            .filter(|it| it.coming.is_none() && !it.cannot);
        let lines = [
            open.count(),
            self.tasks.len(),
            self.check_ins.len(),
            self.gaps.len(),
            self.groups.len(),
        ];
        cases + queues + lines.into_iter().sum::<usize>()
    }
}

/// Recent events that count and reached nobody: a unit without a roster, a unit of elsewhere.
async fn unmanned(tx: &Tx, page: &Page) -> Result<Vec<UnmannedLine>, StoreError> {
    let since = opens_paths_since(&tx.protocol(page.now()).await?, page.now());
    let rows = tx.counted_without_people(since, SHOWN).await?;
    let list = words::list(tx, page.now()).await?;
    let line = |row: &IncidentRow| UnmannedLine {
        incident: row.id.as_str().to_owned(),
        event: words::entry(row, list.as_ref(), page.l()),
        at: page.when(row.at),
    };
    Ok(rows.iter().map(line).collect())
}

/// Events that wait for a picture, each once, with who could form it.
fn pictures(page: &Page, cases: &[CaseOverview], known: &Known) -> Vec<PictureLine> {
    let mut events: BTreeMap<&IncidentId, Vec<&CaseOverview>> = BTreeMap::new();
    for case in cases {
        if let Some(incident) = &case.incident {
            events.entry(incident).or_default().push(case);
        }
    }
    let mut lines: Vec<_> = events
        .into_iter()
        .filter_map(|(id, cases)| Some((cases.iter().map(|case| case.opened_at).min()?, id, cases)))
        .collect();
    lines.sort_by_key(|(since, ..)| *since);
    let line = |(since, id, cases): (Instant, &IncidentId, Vec<&CaseOverview>)| {
        let row = known.incidents.get(id);
        let supporters: BTreeSet<&str> = cases
            .iter()
            .filter_map(|case| known.supporters.get(case.supporter.as_ref()?))
            .map(|person| person.name.as_str())
            .collect();
        PictureLine {
            incident: id.as_str().to_owned(),
            event: event(row, known.list.as_ref(), page.l()),
            at: page.when(row.map_or(since, |row| row.at)),
            waits: page.span(since),
            supporters: supporters.into_iter().collect::<Vec<_>>().join(", "),
        }
    };
    lines.into_iter().map(line).collect()
}

fn check_ins(page: &Page, team: &Team, today: Date) -> Vec<CheckInLine> {
    let line = |(seat, person): (&AmbassadorSeat, Option<&Person>)| CheckInLine {
        group: colleague::group(&seat.group, page.l()),
        name: person.map(|person| person.name.clone()),
        day: page.day(seat.next_on),
        late: seat.next_on < today,
    };
    team.check_ins().map(line).collect()
}

/// A staff group that asks for a hand, with why.
fn group(page: &Page, cover: &GroupCover) -> Option<GroupLine> {
    let asking = cover.lacks.iter().filter(|lack| lack.asks());
    let lacks: Vec<String> = asking.map(|lack| lack_words(page, *lack)).collect();
    (!lacks.is_empty()).then(|| GroupLine {
        name: colleague::group(&cover.group, page.l()),
        lacks: lacks.join(" "),
    })
}
