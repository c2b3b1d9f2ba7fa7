//! `POST /coordinate/list/try`: the draft over the events that are stored.

use axum::{
    extract::{Form, rejection::FormRejection},
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    incident::IncidentList,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    super::document::Hand,
    HOME, STRETCHES, Stand,
    run::{Life, Run},
    show, stand,
};
use crate::{
    entropy,
    store::{StoreError, TrialRow, TrialState},
    web::{error::AppError, member::Member, redirect::SeeOther},
};

/// How far to look back, and whether what is there may go.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    days: i64,
    #[serde(default)]
    replace: String,
}

/// Begins, and shows how far it is.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let days = STRETCHES.into_iter().find(|it| *it >= wish.days);
    let days = days.unwrap_or(STRETCHES[0]);
    let looks_at = format!("stored:{days}");
    match begin(&member, &looks_at, 0, wish.replace == "yes").await? {
        Begun::Runs(run) => {
            let back = SignedDuration::from_hours(24 * days);
            run.over_stored(member.now.minus(back));
            Ok(SeeOther::to(HOME).into_response())
        }
        Begun::Not(problem) => show::refused(&member, problem).await,
    }
}

/// Whether a trial began.
pub(super) enum Begun {
    Runs(Box<Run>),
    /// Why not, by its key.
    Not(&'static str),
}

/// Writes down that a trial begins, in place of the one before.
pub(super) async fn begin(
    member: &Member,
    looks_at: &str,
    whole: i64,
    replaces: bool,
) -> Result<Begun, AppError> {
    let clock = member.app().site.clock.clone();
    let now = clock.real_now();
    let tx = member.write("begin trial").await?;
    let hand = Hand::<IncidentList>::load(&tx, member).await?;
    let Some(draft) = hand.draft else {
        return Ok(Begun::Not("try-no-draft"));
    };
    let there = tx.trial().await?;
    let runs = there.is_some_and(|trial| stand(&trial, now) == Stand::Running);
    if runs && !replaces {
        return Ok(Begun::Not("try-replace-missing"));
    }
    let id = entropy::new_id(now);
    tx.begin_trial(&TrialRow {
        id: id.clone(),
        by: member.person.id.clone(),
        state: TrialState::Running,
        looks_at: looks_at.to_owned(),
        against: hand.newest,
        document: serde_json::to_string(&draft.document)
            .map_err(|_| StoreError::Unreadable("incident list"))?,
        drafted: draft.at,
        started: now,
        alive: now,
        ended: None,
        done: 0,
        whole,
        problem: None,
        outcome: None,
    })
    .await?;
    member.log_in(&tx, "list-tried", HOME, Vec::new()).await?;
    tx.commit().await?;
    Ok(Begun::Runs(Box::new(Run {
        life: Life {
            id,
            store: member.store().clone(),
            org: member.org.id.clone(),
            clock,
        },
        zone: member.org.time_zone.clone(),
        tried: draft.document,
        beside: hand.in_force,
    })))
}
