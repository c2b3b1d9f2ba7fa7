//! `GET /recovery/state`: what a holder's browser works with.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
};
use serde::Serialize;

use super::wire::{Party, may_still_hold, parties};
use crate::{
    store::{RecoveryTeam, StoreError, Tx},
    web::{error::AppError, member::Member},
};

/// Everything that is asked of this holder, and what it takes to do it.
#[derive(Serialize)]
struct State {
    org: String,
    me: String,
    team: Option<TeamState>,
    appointed: Option<TeamState>,
    people: Vec<Party>,
    /// The holder's own share, sealed to their vault.
    share: Option<String>,
    open: Vec<OpenState>,
}

/// A team's key, or the appointment of one (then without a recipient).
#[derive(Serialize)]
pub(super) struct TeamState {
    generation: i64,
    recipient: String,
    threshold: u8,
    made_by: String,
    proof: String,
    holders: Vec<String>,
}

impl From<&RecoveryTeam> for TeamState {
    fn from(team: &RecoveryTeam) -> Self {
        Self {
            generation: team.generation,
            recipient: team.recipient.clone(),
            threshold: team.threshold,
            made_by: team.made_by.as_str().to_owned(),
            proof: team.proof.clone(),
            holders: team
                .holders
                .iter()
                .map(|id| id.as_str().to_owned())
                .collect(),
        }
    }
}

/// A recovery that is asked for now.
#[derive(Serialize)]
struct OpenState {
    id: String,
    kind: &'static str,
    receiver: Option<String>,
    executor: Option<String>,
    state: &'static str,
}

/// For a holder of the team in force or of the appointed one.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::HoldShare, Standing::Nobody)?;
    let me = &member.person.id;
    let tx = member.read("tell a holder").await?;
    let mine = |team: &RecoveryTeam| team.holders.contains(me) && may_still_hold(&member);
    let team = tx.recovery_team().await?.filter(mine);
    let appointed = tx.appointed_team().await?.filter(mine);
    let share = match &team {
        Some(team) => tx.recovery_share(team.generation, me).await?,
        None => None,
    };
    let (open, people) = asked(&tx, team.as_ref(), appointed.as_ref()).await?;
    let state = State {
        org: member.org.id.as_str().to_owned(),
        me: me.as_str().to_owned(),
        team: team.as_ref().map(TeamState::from),
        appointed: appointed.as_ref().map(TeamState::from),
        people,
        share,
        open,
    };
    Ok(Json(state).into_response())
}

async fn asked(
    tx: &Tx,
    team: Option<&RecoveryTeam>,
    appointed: Option<&RecoveryTeam>,
) -> Result<(Vec<OpenState>, Vec<Party>), StoreError> {
    let open = match team {
        Some(_) => tx.open_recoveries().await?,
        None => Vec::new(),
    };
    let mut ids: Vec<PersonId> = [team, appointed]
        .into_iter()
        .flatten()
        .flat_map(|team| team.holders.iter().chain(std::iter::once(&team.made_by)))
        .chain(open.iter().filter_map(|one| one.receiver.as_ref()))
        .chain(open.iter().filter_map(|one| one.executor.as_ref()))
        .cloned()
        .collect();
    ids.sort();
    ids.dedup();
    let text = |id: Option<PersonId>| id.map(|id| id.as_str().to_owned());
    let people = parties(tx, &ids).await?;
    let open = open.into_iter().map(|one| OpenState {
        kind: one.kind.code(),
        state: one.state.code(),
        receiver: text(one.receiver),
        executor: text(one.executor),
        id: one.id,
    });
    Ok((open.collect(), people))
}
