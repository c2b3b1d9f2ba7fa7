//! Putting a rota that was made on the rota, and throwing it away.

use std::collections::BTreeSet;

use axum::{
    extract::{Form, rejection::FormRejection},
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    roster::Duty,
    time::Instant,
};
use serde::Deserialize;

use super::{HOME, outcome::Outcome};
use crate::{
    store::{LineKey, PlanRow, PlanState, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        redirect::SeeOther,
        rota::{LEAD, rules::Team},
    },
};

/// The plan that the page showed.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    plan: String,
}

/// `POST /coordinate/rota/plan/publish`: what a hand put on the rota stays, and what has begun.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Which>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(which) = form?;
    let tx = member.write("publish plan").await?;
    tx.hold_rota().await?;
    let plan = tx.rota_plan().await?.filter(|it| it.id == which.plan);
    let plan = plan.ok_or(AppError::Stale("rota-plan"))?;
    let text = plan.outcome.as_deref().unwrap_or_default();
    let outcome: Outcome = serde_json::from_str(text).map_err(|_| AppError::Stale("rota-plan"))?;
    put(&member, &tx, &plan, &outcome).await?;
    let lines = tx.duty_lines_of(&plan.change()).await?;
    let lines = i64::try_from(lines).unwrap_or(i64::MAX);
    let step = (PlanState::Done, PlanState::Published);
    if !tx.step_plan(&plan.id, step, None, lines).await? {
        return Err(AppError::Stale("rota-plan"));
    }
    let place = "/coordinate/rota/plan/publish";
    member
        .log_in(&tx, "rota-published", place, Vec::new())
        .await?;
    tx.commit().await?;
    let flash = Flash::new("rota-published");
    let flash = flash.with_undo(format!("{LEAD}/undo/{}", plan.change()));
    let month = plan.days.0.strftime("%Y-%m");
    let back = SeeOther::to(format!("{LEAD}?month={month}"));
    Ok(back.with_flash(&flash).into_response())
}

/// Gives each slot to whom the plan gives it, and takes it from who had it by an earlier one.
async fn put(member: &Member, tx: &Tx, plan: &PlanRow, outcome: &Outcome) -> Result<(), AppError> {
    let tz = &member.org.time_zone;
    let team = Team::load(tx, member.now, plan.days, tz).await?;
    let from = Instant::start_of(plan.days.0, tz);
    let next = plan.days.1.tomorrow().unwrap_or(plan.days.1);
    let by_hand = tx.duties_by_hand(from, Instant::start_of(next, tz)).await?;
    let hands: BTreeSet<(Instant, Instant)> =
        by_hand.iter().map(|it| (it.from, it.until)).collect();
    let times = |it: &Duty| (it.from, it.until);
    let slots = team.slots(plan.days);
    let slots: BTreeSet<(Instant, Instant)> = slots.iter().map(|it| (it.from, it.until)).collect();
    let ours = |it: &Duty| {
        it.from > member.now && slots.contains(&times(it)) && !hands.contains(&times(it))
    };
    let key = |person: &PersonId, from: Instant| LineKey {
        person: person.clone(),
        unit: None,
        from,
    };
    let change = plan.change();
    for had in team.duties().iter().filter(|it| ours(it)) {
        if !outcome.duties.contains(had) {
            tx.take_line_out(&key(&had.person, had.from), &change)
                .await?;
        }
    }
    for duty in outcome.duties.iter().filter(|it| ours(it)) {
        // Who paused or went away since stays off: the place stands open, and is told as a gap.
        if !team.duties().contains(duty) && team.is_served(duty) {
            tx.put_line(&key(&duty.person, duty.from), duty.until, &change)
                .await?;
        }
    }
    Ok(())
}

/// `POST /coordinate/rota/plan/away`: stops what is being made, or throws away what came of it.
pub(super) async fn away(
    member: Member,
    form: Result<Form<Which>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(which) = form?;
    let tx = member.write("throw plan away").await?;
    let plan = tx.rota_plan().await?;
    let plan = plan.filter(|it| which.plan.is_empty() || it.id == which.plan);
    let gone = match plan {
        Some(plan) => tx.forget_plan(&plan.id).await?,
        None => false,
    };
    if !gone {
        return Err(AppError::Stale("rota-plan"));
    }
    let place = "/coordinate/rota/plan/away";
    member
        .log_in(&tx, "rota-plan-gone", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-plan-gone")))
}
