//! What a holder does for a recovery: execute it, give a share, or refuse.

use axum::{
    Json,
    extract::{
        Path,
        rejection::{JsonRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    recovery::{RecoveryKind, RecoveryState},
};
use serde::Deserialize;

use super::wire::{open, own_team, pseudonym};
use crate::{
    store::{RecoveryRow, RecoveryTeam, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        redirect::SeeOther,
        sealed::file::{self, KEY_LIMIT},
    },
};

/// `POST /recovery/{id}/take`: the first one executes.
pub(super) async fn take(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.write("execute a recovery").await?;
    own_team(&member, &tx).await?;
    let recovery = open(&tx, &id).await?;
    if !tx.take_recovery(&id, &member.person.id).await? {
        return Err(AppError::Stale("recovery-taken"));
    }
    log(&member, &tx, &recovery, "recovery-taken", "take").await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A share, sealed to the executing holder.
#[derive(Deserialize)]
pub(super) struct Given {
    /// The executing holder that the giver saw.
    executor: String,
    sealed: String,
}

/// `POST /recovery/{id}/give`.
pub(super) async fn give(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    given: Result<Json<Given>, JsonRejection>,
) -> Result<Response, AppError> {
    member.require(Action::HoldShare, Standing::Nobody)?;
    let Path(id) = id?;
    let Json(given) = given.map_err(|_| AppError::BadForm)?;
    let tx = member.write("give a share").await?;
    let team = own_team(&member, &tx).await?;
    let recovery = open(&tx, &id).await?;
    file::sealed(&given.sealed, KEY_LIMIT)?;
    let executor = recovery.executor.as_ref().map(care::ids::PersonId::as_str);
    if executor != Some(given.executor.as_str()) {
        return Err(AppError::Stale("recovery-taken"));
    }
    tx.contribute(&id, &member.person.id, Some(&given.sealed), member.now)
        .await?;
    settle(&member, &tx, &team, &recovery).await?;
    log(&member, &tx, &recovery, "recovery-given", "give").await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /recovery/{id}/refuse`: too many refusals end it.
pub(super) async fn refuse(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("refuse a recovery").await?;
    let team = own_team(&member, &tx).await?;
    let recovery = open(&tx, &id).await?;
    tx.contribute(&id, &member.person.id, None, member.now)
        .await?;
    settle(&member, &tx, &team, &recovery).await?;
    log(&member, &tx, &recovery, "recovery-refused", "refuse").await?;
    tx.commit().await?;
    Ok(SeeOther::to("/recovery").with_flash(&Flash::new("recovery-refused")))
}

/// `POST /recovery/{id}/withdraw`: ends a rehearsal that somebody took and does not finish.
///
/// By any holder, or by who appoints them. What a supporter asked for, the supporter withdraws.
pub(super) async fn withdraw(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let tx = member.write("withdraw a rehearsal").await?;
    if !member.may(Action::ManageRecovery, Standing::Nobody) {
        own_team(&member, &tx).await?;
    }
    let recovery = open(&tx, &id).await?;
    if recovery.kind != RecoveryKind::Rehearsal {
        return Err(AppError::NotFound);
    }
    tx.set_recovery_state(&recovery.id, RecoveryState::Withdrawn, member.now)
        .await?;
    log(&member, &tx, &recovery, "recovery-withdrawn", "withdraw").await?;
    tx.commit().await?;
    Ok(SeeOther::to("/recovery").with_flash(&Flash::new("recovery-withdrawn")))
}

/// Lets the rules say where it stands after what the holders did.
async fn settle(
    member: &Member,
    tx: &Tx,
    team: &RecoveryTeam,
    recovery: &RecoveryRow,
) -> Result<(), AppError> {
    let quorum = team.quorum().ok_or(AppError::Stale("recovery-team"))?;
    let done = tx.contributions(&recovery.id).await?;
    let given = done.iter().filter(|one| one.sealed.is_some()).count();
    let count = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    let state: RecoveryState = quorum.state(count(given), count(done.len() - given));
    tx.set_recovery_state(&recovery.id, state, member.now)
        .await?;
    Ok(())
}

async fn log(
    member: &Member,
    tx: &Tx,
    recovery: &RecoveryRow,
    what: &str,
    step: &str,
) -> Result<(), AppError> {
    let case = pseudonym(tx, recovery).await?;
    let place = format!("/recovery/{{id}}/{step}");
    member
        .log_in(tx, what, &place, case.as_deref().into_iter().collect())
        .await?;
    Ok(())
}
