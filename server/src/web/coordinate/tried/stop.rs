//! Stopping a trial that runs, and putting a result away.

use axum::response::{IntoResponse as _, Response};
use care::access::{Action, Standing};

use super::HOME;
use crate::{
    store::TrialState,
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

const NOTHING: &str = "try-nothing";

/// `POST …/stop`: the run hears of it at its next sign of life.
pub(super) async fn stop(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.write("stop trial").await?;
    let now = member.app().site.clock.real_now();
    let flash = match tx.trial().await? {
        Some(trial)
            if tx
                .end_trial(&trial.id, TrialState::Cancelled, (None, None), now)
                .await? =>
        {
            "try-stopped"
        }
        _ => NOTHING,
    };
    tx.commit().await?;
    Ok(home(flash))
}

/// `POST …/away`: nothing of it stays.
pub(super) async fn away(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.write("put trial away").await?;
    let flash = match tx.trial().await? {
        Some(trial) if trial.state != TrialState::Running => {
            tx.forget_trial(&trial.id).await?;
            "try-put-away"
        }
        _ => NOTHING,
    };
    tx.commit().await?;
    Ok(home(flash))
}

fn home(flash: &str) -> Response {
    let back = SeeOther::to(HOME).with_flash(&Flash::new(flash));
    back.into_response()
}
