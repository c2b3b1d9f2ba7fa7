//! Signals from outside the team: they go in, and nothing comes back (R042, R047).

mod concern;
mod list;
mod referral;
mod thanks;

use axum::{Router, routing::get};
use care::path::{Requester, Trigger};

use super::{error::AppError, member::Member, state::App};
use crate::store::{Beginning, Person, Tx};

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/signal/concern", get(concern::show).post(concern::report))
        .route(
            "/signal/concern/search",
            get(concern::show).post(concern::show),
        )
        .route(
            "/signal/referral",
            get(referral::show).post(referral::refer),
        )
        .route(
            "/signal/referral/search",
            get(referral::show).post(referral::show),
        )
        .route("/signal/thanks", get(thanks::show))
        .route("/signal/list", get(list::show))
}

/// Begins a path for a colleague whom somebody else named; their consent comes first (R062).
///
/// With a path open already nothing is added to it, and the answer is the same.
async fn begin(
    tx: &Tx,
    member: &Member,
    colleague: &Person,
    requester: Requester,
) -> Result<(), AppError> {
    let beginning = Beginning {
        incident: None,
        trigger: Trigger::Other,
        requester,
    };
    // Who was concerned is not kept: the colleague could read it. Who referred is, as both know.
    let actor = (requester == Requester::Manager).then_some(&member.person.id);
    let protocol = tx.protocol(member.now).await?;
    tx.begin_path(
        &colleague.id,
        &beginning,
        &protocol,
        actor,
        member.now,
        &member.org.time_zone,
    )
    .await?;
    Ok(())
}
