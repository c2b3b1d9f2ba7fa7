//! What a colleague sees and decides about themselves.

mod access;
mod ask;
mod coded;
mod consent;
mod copy;
mod erase;
mod home;
mod light;
mod not_with;
mod notes;
mod now;
mod offer;
mod piling;
mod record;
mod requests;
mod strain;
mod supporters;
mod ties;

use axum::{
    Router,
    routing::{get, post},
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::{error::AppError, member::Member, state::App};
use crate::store::{CaseRow, Tx};

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(requests::routes())
        .route("/me", get(home::show))
        .route("/me/offer", post(offer::answer))
        .route("/me/consent", post(consent::answer))
        .route("/me/not-with", post(not_with::refuse))
        .route("/me/not-with/allow", post(not_with::allow))
        .route(
            "/me/supporters",
            get(supporters::show).post(supporters::wish),
        )
        .route("/me/supporters/choose", post(supporters::choose))
        .route("/me/supporters/forget", post(supporters::forget))
        .route("/me/light", post(light::set))
        .route("/me/light/undo/{to}/{replacement}", post(light::undo))
        .route("/me/ask", post(ask::ask))
        .route("/me/ask/withdraw", post(ask::withdraw))
        .route("/me/piling", post(piling::wish))
        .route("/me/piling/away", post(piling::away))
        .route("/me/strain", post(strain::begin))
        .route("/me/strain/end", post(strain::end))
        .route("/me/record", get(record::show))
        .route("/me/record/copy", get(copy::show))
        .route("/me/record/copy.json", get(copy::download))
        .route("/me/record/erase", get(erase::show).post(erase::submit))
        .route("/me/access", get(access::show))
        .route("/me/notes", get(notes::show).post(notes::choose))
        .route("/me/ties", get(ties::show).post(ties::declare))
        .route("/me/ties/search", get(ties::show).post(ties::show))
        .route("/me/ties/withdraw", post(ties::withdraw))
}

/// A form that only says which state of the case somebody saw.
#[derive(Deserialize)]
struct Seen {
    revision: i64,
}

/// The member's own open case, to change it.
///
/// The page that asked showed an open case, so without one it was closed in between.
async fn own_open_case(tx: &Tx, member: &Member, action: Action) -> Result<CaseRow, AppError> {
    member.require(action, Standing::Subject)?;
    tx.open_case_of(&member.person.id)
        .await?
        .ok_or(AppError::Stale("closed"))
}

/// The first of somebody's names, as colleagues say it.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
