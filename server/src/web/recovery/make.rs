//! `POST /recovery/make`: a holder's browser brings the key that it made.

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::access::{Action, Standing};

use super::wire::{MadeTeam, may_still_hold};
use crate::{
    store::NewTeam,
    web::{error::AppError, member::Member},
};

/// Only a holder who was appointed, and only the key that the appointment waits for.
pub(super) async fn make(
    member: Member,
    made: Result<Json<MadeTeam>, JsonRejection>,
) -> Result<Response, AppError> {
    member.require(Action::HoldShare, Standing::Nobody)?;
    let Json(made) = made.map_err(|_| AppError::BadForm)?;
    let tx = member.write("make the team's key").await?;
    let appointed = tx.appointed_team().await?.ok_or(AppError::NotFound)?;
    if !appointed.holders.contains(&member.person.id) || !may_still_hold(&member) {
        return Err(AppError::NotFound);
    }
    let shares = made
        .shares_for((&member, &tx), appointed.generation, &appointed.holders)
        .await?;
    let team = NewTeam {
        generation: appointed.generation,
        recipient: &made.recipient,
        threshold: appointed.threshold,
        made_by: &member.person.id,
        proof: &made.proof,
        shares: &shares,
    };
    tx.found_team(team, member.now).await?;
    member
        .log_in(&tx, "recovery-made", "/recovery/make", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED.into_response())
}
