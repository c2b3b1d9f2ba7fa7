//! What events tell and counts for nobody: unknown names, gaps, crews that were near (R004, R043, R046).

mod choice;
mod crew;
mod likely;
mod lines;
mod settle;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use care::{
    access::{Action, Standing},
    team::TaskKind,
};

use crate::{
    store::Tx,
    web::{error::AppError, member::Member, state::App, support::task},
};

pub(super) use lines::waiting;

const HOME: &str = "/coordinate/units";

/// The routes of this folder.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/coordinate/units", get(show::show))
        .route("/coordinate/units/settle", post(settle::settle))
        .route("/coordinate/units/nobody", post(crew::nobody))
        .route("/coordinate/units/crew", post(crew::crew))
        .route("/coordinate/units/forget", post(settle::forget))
        .route("/coordinate/units/undo/{at}", post(settle::undo))
}

/// A text of a form that can be a name or a source: no control character reaches a database.
fn plain(text: &str) -> Result<&str, AppError> {
    if text.chars().any(char::is_control) {
        Err(AppError::BadForm)
    } else {
        Ok(text)
    }
}

/// Refuses who neither coordinates nor has the task of going through the names (R104).
async fn require(member: &Member, tx: &Tx) -> Result<(), AppError> {
    if member.may(Action::SettleUnits, Standing::Nobody) {
        return Ok(());
    }
    let standing = task::standing(member, tx, TaskKind::Units).await?;
    member.require(Action::SettleUnits, standing)
}
