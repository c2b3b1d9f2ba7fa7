//! What is being made, and what came of it: what stays open, who has how many, what it changes.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    period::Period,
    roster::Slot,
    rota::{Duties, counted},
    time::Instant,
};
use serde::Serialize;

use super::{HOME, begin::Asked, outcome::Outcome};
use crate::{
    store::{PlanRow, PlanState},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        rota::{entry::day_and_times, rules::Team},
        time::Markup,
    },
};

/// How long after its time a plan that says nothing is taken to have died, in seconds.
const PATIENCE: i64 = 60;

#[derive(Template)]
#[template(path = "rota/plan.html")]
struct PlanPage {
    page: Page,
    /// How far it is, in hundredths.
    running: Option<i64>,
    /// Whether it broke off.
    died: bool,
    made: Option<MadeView>,
    asked: Asked,
    problem: Option<String>,
    has_pattern: bool,
}

/// A rota that was made.
struct MadeView {
    first: Markup,
    last: Markup,
    published: bool,
    served: usize,
    open: Vec<(String, Vec<String>)>,
    people: Vec<(String, Duties)>,
    outcome: Outcome,
    id: String,
}

/// How far it is, for the script.
#[derive(Serialize)]
struct Far {
    percent: i64,
    ended: bool,
}

/// `GET /coordinate/rota/plan`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    let today = member.now.date(&member.org.time_zone);
    let next = crate::web::rota::month::next(today.first_of_month());
    let asked = Asked {
        first: next.to_string(),
        months: "1".to_owned(),
        anew: String::new(),
    };
    render(&member, StatusCode::OK, asked, None).await
}

/// `GET /coordinate/rota/plan/progress`: it says nothing of anybody, so nothing is logged.
pub(super) async fn progress(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.read("progress of plan").await?;
    let plan = tx.rota_plan().await?;
    let now = member.app().site.clock.real_now();
    let percent = plan.as_ref().and_then(|plan| running(plan, now));
    let far = Far {
        percent: percent.unwrap_or(100),
        ended: percent.is_none(),
    };
    Ok(Json(far).into_response())
}

/// How far a plan is that is being made; none when it is not, or died.
fn running(plan: &PlanRow, now: Instant) -> Option<i64> {
    let gone = now.since(plan.started).as_secs();
    let runs = plan.state == PlanState::Running && gone < plan.seconds + PATIENCE;
    runs.then(|| (gone * 100 / plan.seconds.max(1)).clamp(1, 99))
}

pub(super) async fn render(
    member: &Member,
    status: StatusCode,
    asked: Asked,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "rota-plan-title"));
    let page = page.seen_by(t!(member.reader, "rota-lead-seen-by"));
    let tz = &member.org.time_zone;
    let today = member.now.date(tz);
    let tx = member.read("show plan").await?;
    let plan = tx.rota_plan().await?;
    let days = plan.as_ref().map_or((today, today), |plan| plan.days);
    let team = Team::load(&tx, member.now, days, tz).await?;
    drop(tx);
    let now = member.app().site.clock.real_now();
    let percent = plan.as_ref().and_then(|plan| running(plan, now));
    let died = |plan: &PlanRow| plan.state == PlanState::Running && percent.is_none();
    let view = PlanPage {
        running: percent,
        died: plan.as_ref().is_some_and(died),
        made: plan.and_then(|plan| made(&page, &team, &plan)),
        has_pattern: !team.policy.patterns.is_empty(),
        asked,
        problem,
        page,
    };
    Ok(html(status, &view))
}

fn made(page: &Page, team: &Team, plan: &PlanRow) -> Option<MadeView> {
    let shown = matches!(plan.state, PlanState::Done | PlanState::Published);
    let text = plan.outcome.as_deref().filter(|_| shown)?;
    let outcome: Outcome = serde_json::from_str(text).ok()?;
    let zone = &page.reader().calendar.zone;
    let counts = counted(&outcome.duties, Instant::FIRST, Instant::LAST, zone);
    let people = team.people.iter().map(|it| {
        let count = counts.get(&it.id).copied();
        (it.name.clone(), count.unwrap_or_default())
    });
    let open = outcome.open.iter();
    let open = open.map(|it| (slot(page, team, &it.slot), why(page, &it.why)));
    Some(MadeView {
        first: page.day(plan.days.0),
        last: page.day(plan.days.1),
        published: plan.state == PlanState::Published,
        served: outcome.duties.len(),
        open: open.collect(),
        people: people.collect(),
        id: plan.id.clone(),
        outcome,
    })
}

fn slot(page: &Page, team: &Team, slot: &Slot) -> String {
    let when = day_and_times(
        page,
        Period {
            from: slot.from,
            until: slot.until,
        },
    );
    match team.pattern_name(&slot.pattern, page.lang()) {
        Some(name) => format!("{when}, {name}"),
        None => when,
    }
}

/// How many of the team each rule holds back, in words.
fn why(page: &Page, why: &BTreeMap<String, usize>) -> Vec<String> {
    let words = |(code, count): (&String, &usize)| {
        let rule = match code.as_str() {
            "absent" => t!(page, "rota-plan-absent"),
            "rest" => t!(page, "rota-plan-rest"),
            _ => t!(page, "rota-plan-rule"),
        };
        format!("{count}: {rule}")
    };
    why.iter().map(words).collect()
}
