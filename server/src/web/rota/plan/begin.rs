//! Letting a rota be made: what it is made of, and the thread that makes it.

use std::{collections::BTreeSet, sync::LazyLock};

use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::OrgId,
    roster::{Duty, Serving, Task},
    time::Instant,
};
use jiff::{SignedDuration, Span, civil::Date};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::{HOME, outcome::Outcome, show};
use crate::{
    clock::Clock,
    entropy,
    rota::generate,
    store::{PlanRow, PlanState, Store, StoreError, Tx},
    web::{error::AppError, member::Member, redirect::SeeOther, rota::rules::Team},
};

/// One rota at a time: the other cores are for what happens now.
static TURN: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// For how many seconds it is searched, whatever the length, and for each month more.
const SECONDS: i64 = 8;
const A_MONTH: i64 = 4;
/// How far ahead a rota can begin, in days.
const AHEAD: i32 = 400;

/// What was asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) first: String,
    #[serde(default)]
    pub(super) months: String,
    /// Anything: without regard to the rota that is.
    #[serde(default)]
    pub(super) anew: String,
}

impl Asked {
    /// The first and the last day, or what is wrong.
    fn days(&self, today: Date) -> Result<(Date, Date, i64), &'static str> {
        let first: Date = self
            .first
            .trim()
            .parse()
            .map_err(|_| "rota-plan-problem-day")?;
        let months: i64 = self
            .months
            .parse()
            .ok()
            .filter(|it| (1..=12).contains(it))
            .ok_or("rota-plan-problem-months")?;
        let furthest = today.saturating_add(Span::new().days(AHEAD));
        if first < today || first > furthest {
            return Err("rota-plan-problem-day");
        }
        let after = first.saturating_add(Span::new().months(months));
        Ok((first, after.yesterday().unwrap_or(first), months))
    }
}

/// `POST /coordinate/rota/plan`.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(asked) = form?;
    let today = member.now.date(&member.org.time_zone);
    let refused = async |asked, problem| {
        let words = member.reader.l().get(problem);
        show::render(
            &member,
            StatusCode::UNPROCESSABLE_ENTITY,
            asked,
            Some(words),
        )
        .await
    };
    let (first, last, months) = match asked.days(today) {
        Ok(days) => days,
        Err(problem) => return refused(asked, problem).await,
    };
    let plan = PlanRow {
        id: entropy::new_id(member.now),
        by: member.person.id.clone(),
        state: PlanState::Running,
        days: (first, last),
        anew: !asked.anew.is_empty(),
        seconds: SECONDS + A_MONTH * months,
        started: member.app().site.clock.real_now(),
        outcome: None,
        lines: 0,
    };
    let tx = member.write("begin plan").await?;
    let task = task(&tx, &member, &plan).await?;
    if task.slots.is_empty() || task.people.is_empty() {
        drop(tx);
        return refused(asked, "rota-plan-problem-nothing").await;
    }
    tx.begin_plan(&plan).await?;
    member.log_in(&tx, "rota-planned", HOME, Vec::new()).await?;
    tx.commit().await?;
    run(
        (member.store().clone(), member.org.id.clone()),
        member.app().site.clock.clone(),
        plan,
        task,
    );
    Ok(SeeOther::to(HOME).into_response())
}

/// What the rota is made of.
async fn task(tx: &Tx, member: &Member, plan: &PlanRow) -> Result<Task, StoreError> {
    let tz = &member.org.time_zone;
    let team = Team::load(tx, member.now, plan.days, tz).await?;
    let (first, last) = plan.days;
    let from = Instant::start_of(first, tz);
    let next = last.tomorrow().unwrap_or(last);
    let until = Instant::start_of(next, tz);
    let trained = |it: &&crate::store::Person| it.trained_until.is_some_and(|day| day >= first);
    let mut slots = team.slots(plan.days);
    slots.retain(|it| it.from > member.now);
    let mut kept = tx.duties_by_hand(from, until).await?;
    let stays = |it: &&Duty| (it.from < from || it.from <= member.now) && team.is_served(it);
    kept.extend(team.duties().iter().filter(stays).cloned());
    kept.retain(|it| team.is_served(it));
    kept.sort();
    kept.dedup();
    let within = |it: &&Duty| from <= it.from && it.from < until;
    let before = team.duties().iter().filter(within);
    Ok(Task {
        people: team
            .people
            .iter()
            .filter(trained)
            .map(|it| Serving {
                person: it.id.clone(),
                share: 100,
            })
            .collect(),
        wishes: tx
            .wishes_after(member.now)
            .await?
            .into_iter()
            .map(|it| it.wish)
            .collect(),
        before: if plan.anew {
            Vec::new()
        } else {
            before.cloned().collect()
        },
        slots,
        facts: team.facts().clone(),
        limits: team.policy.limits,
        kept,
        holidays: BTreeSet::new(),
        tz: tz.clone(),
    })
}

/// Makes it on a thread of its own and keeps what came of it; what was stopped meanwhile is dropped.
fn run((store, org): (Store, OrgId), clock: Clock, plan: PlanRow, task: Task) {
    tokio::spawn(async move {
        let Ok(_turn) = TURN.acquire().await else {
            return;
        };
        let time = SignedDuration::from_secs(plan.seconds);
        let made = tokio::task::spawn_blocking(move || generate(&task, &clock, time));
        let Ok(made) = made.await else {
            tracing::error!("the making of a rota broke off");
            return;
        };
        if let Err(error) = keep(&store, &org, &plan, &Outcome::of(&made)).await {
            tracing::warn!(%error, "a rota that was made could not be kept");
        }
    });
}

async fn keep(
    store: &Store,
    org: &OrgId,
    plan: &PlanRow,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(outcome).map_err(|_| StoreError::Unreadable("plan"))?;
    let tx = store.write("keep plan", org).await?;
    let step = (PlanState::Running, PlanState::Done);
    tx.step_plan(&plan.id, step, Some(&text), 0).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn days_that_cannot_be_planned_are_told_why() {
        let days = |first: &str, months: &str| {
            let asked = Asked {
                first: first.to_owned(),
                months: months.to_owned(),
                anew: String::new(),
            };
            asked.days(date(2026, 3, 3))
        };
        let month = (date(2026, 4, 1), date(2026, 4, 30), 1);
        assert_eq!(days("2026-04-01", "1"), Ok(month));
        for (first, months, problem) in [
            ("", "1", "rota-plan-problem-day"),
            ("2026-03-02", "1", "rota-plan-problem-day"),
            ("2029-03-02", "1", "rota-plan-problem-day"),
            ("2026-04-01", "13", "rota-plan-problem-months"),
            ("2026-04-01", "x", "rota-plan-problem-months"),
        ] {
            assert_eq!(days(first, months), Err(problem));
            for l in Language::ALL.map(Texts::new) {
                assert!(l.has(problem) && l.has("rota-plan-problem-nothing"));
            }
        }
    }
}
