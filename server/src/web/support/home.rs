//! The supporter's first page: what needs a hand first, calm otherwise.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Role, Standing},
    alerting::Whom,
    ids::CaseId,
    path::Stage,
    retention::DataKind,
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::BTreeSet;

use super::{
    nudge::{self, Nudge},
    signals::{self, Signal},
    task::{self, TaskView},
};
use crate::{
    store::{AppointmentRow, CaseOverview, Whose},
    web::{
        asked, channels,
        ending::{self, Coming},
        error::AppError,
        incident,
        member::Member,
        page::{Page, html},
        vault,
    },
};

/// How many of one's cases a page shows.
const SHOWN: u32 = 25;

#[derive(Template)]
#[template(path = "support/home.html")]
struct Home {
    page: Page,
    greeting: String,
    duty_until: Option<String>,
    paused: bool,
    /// Whether a supporter can take nothing on, for want of training that still holds (R008, R030).
    untrained: bool,
    cases: Sorted,
    signals: Vec<Signal>,
    /// What the reader is asked for (R013).
    questions: Vec<asked::Question>,
    asked_home: &'static str,
    /// Said when no channel of the reader is known to work.
    unreachable: Option<String>,
    /// How many events wait for a person's word whether they count (R046).
    to_confirm: usize,
    nudges: Vec<Nudge>,
    /// What the coordinator gave to this supporter (R104).
    tasks: Vec<TaskView>,
    /// Closed cases of which the notes go soon.
    coming: Vec<Coming>,
    next: Option<String>,
    later_page: bool,
    /// Appointments of one's cases that personnel affairs did not arrange in time (R085).
    appointments: Vec<AppointmentRow>,
}

/// One's cases, by what they ask.
#[derive(Default)]
struct Sorted {
    /// To be handed over.
    leaving: Vec<Line>,
    /// Past their window.
    late: Vec<Line>,
    /// Something to do now, or a talk today.
    now: Vec<Line>,
    /// Nothing to do yet.
    waiting: Vec<Line>,
}

/// A case as a line of a list.
struct Line {
    id: String,
    name: String,
    staff_group: String,
    stage: String,
    when: Option<Instant>,
    late_since: Instant,
}

/// Where the page begins: after this case in the order of what is due.
#[derive(Deserialize)]
pub(super) struct After {
    due: Option<i64>,
    #[serde(default)]
    id: String,
}

/// `GET /support`.
pub(super) async fn show(
    member: Member,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewDuty, Standing::Nobody)?;
    let Query(after) = after?;
    let id = CaseId::parse(&after.id);
    let from = after.due.map(Instant::from_millis).zip(id.as_ref());
    let paused = member.person.paused_at.is_some();
    let tx = member.read("show duty").await?;
    let mut cases = tx.cases_kept_by(&member.person.id, from, SHOWN + 1).await?;
    let to_confirm = if paused {
        0
    } else {
        incident::waiting(&member, &tx).await?
    };
    let ((signals, waiting), nudges) = if paused || from.is_some() {
        ((Vec::new(), Vec::new()), Vec::new())
    } else {
        (
            signals::load(&member, &tx).await?,
            nudge::load(&member, &tx).await?,
        )
    };
    let appointments = tx.late_appointments(&member.person.id, member.now).await?;
    let duty = tx
        .duty_between(member.now, member.now.plus(SignedDuration::from_millis(1)))
        .await?;
    let wanted = vault::wanted(&member, &tx).await?;
    let page = member.page(t!(member.reader, "support-title"));
    let page = page.seen_by(t!(member.reader, "support-home-seen"));
    let (tz, whose) = (&member.org.time_zone, Whose::Supporter(&member.person.id));
    let coming = ending::coming(&tx, &page, tz, &[DataKind::Notes], whose).await?;
    let tasks = task::load(&member, &tx, &page).await?;
    let (questions, behind) = if paused || from.is_some() {
        (Vec::new(), Vec::new())
    } else {
        asked::load(&member, &tx, &page, Whom::OnDuty).await?
    };
    let lacks = !paused && channels::lacks(&member, &tx).await?;
    let unreachable = lacks.then(|| t!(member.reader, "channels-lack"));
    drop(tx);
    let more = cases.len() > SHOWN as usize;
    cases.truncate(SHOWN as usize);
    let next = cases.last().filter(|_| more).map(next_page);
    let shown = cases
        .iter()
        .map(|c| c.pseudonym.as_str())
        .chain(waiting.iter().chain(&behind).map(String::as_str));
    let shown: BTreeSet<&str> = shown.collect();
    member
        .log_view("/support", shown.into_iter().collect())
        .await?;
    let mine = duty
        .into_iter()
        .filter(|(person, ..)| *person == member.person.id)
        .map(|(_, _, until)| until);
    let home = Home {
        greeting: greeting(&member),
        duty_until: mine.max().map(|until| clock(&member, until)),
        paused,
        untrained: is_untrained(&member),
        cases: sorted(&member, cases),
        signals,
        questions,
        asked_home: "/support",
        unreachable,
        to_confirm,
        nudges,
        tasks,
        next,
        later_page: from.is_some(),
        appointments,
        coming,
        page: page.vault_wanted(wanted).vault(),
    };
    Ok(html(StatusCode::OK, &home))
}

/// Whether the reader is a supporter without training that holds today.
fn is_untrained(member: &Member) -> bool {
    let today = member.now.date(&member.org.time_zone);
    let until = member.person.trained_until;
    member.person.roles.contains(Role::Supporter) && until.is_none_or(|last| last < today)
}

fn next_page(last: &CaseOverview) -> String {
    format!(
        "/support?due={}&id={}",
        last.late_from.millis(),
        last.id.as_str()
    )
}

fn sorted(member: &Member, cases: Vec<CaseOverview>) -> Sorted {
    let mut sorted = Sorted::default();
    for case in cases {
        let list = if case.handover {
            &mut sorted.leaving
        } else if case.is_late(member.now) {
            &mut sorted.late
        } else if is_for_today(member, &case) {
            &mut sorted.now
        } else {
            &mut sorted.waiting
        };
        list.push(line(member, case));
    }
    sorted
}

/// Something is due, or a talk is planned for today.
fn is_for_today(member: &Member, case: &CaseOverview) -> bool {
    let tz = &member.org.time_zone;
    match case.planned_at {
        Some(at) => at.date(tz) <= member.now.date(tz),
        None => case.stage(member.now) != Stage::Waiting,
    }
}

fn line(member: &Member, case: CaseOverview) -> Line {
    let stage = match (case.stage(member.now), case.step) {
        // While waiting, the line names what comes.
        (Stage::Waiting, Some(step)) => step,
        (stage, _) => stage,
    };
    Line {
        stage: member.reader.l().get(&format!("stage-{}", stage.code())),
        when: case
            .planned_at
            .or(case.opens_at.filter(|opens| *opens > member.now)),
        late_since: case.late_from,
        id: case.id.as_str().to_owned(),
        name: case.name,
        staff_group: case.staff_group,
    }
}

/// When a duty ends; within a day the time says enough.
fn clock(member: &Member, until: Instant) -> String {
    if until.since(member.now) < SignedDuration::from_hours(24) {
        return until
            .zoned(&member.org.time_zone)
            .strftime("%H:%M")
            .to_string();
    }
    member.reader.calendar.when(until).words()
}

/// A greeting by the hour of the day.
fn greeting(member: &Member) -> String {
    let first = member
        .person
        .name
        .split_whitespace()
        .next()
        .unwrap_or_default();
    let reader = &member.reader;
    match member.now.zoned(&member.org.time_zone).hour() {
        0..6 => t!(reader, "support-good-night", name = first),
        6..12 => t!(reader, "support-good-morning", name = first),
        12..18 => t!(reader, "support-good-afternoon", name = first),
        _ => t!(reader, "support-good-evening", name = first),
    }
}
