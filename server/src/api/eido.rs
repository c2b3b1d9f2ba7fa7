//! `POST /api/eido`: EIDO documents, under a feed token.

use axum::{body::Body, extract::State};

use super::{
    Machines,
    answer::Answer,
    error::ApiError,
    taking::{Sender, body, take_in},
};
use crate::feed::{
    eido::{self, Reading},
    saved,
};

/// Takes in one document, several in an array, or one per line.
///
/// What the sender's own words mean is read from the profile that was saved for its source, if any.
pub(super) async fn take(
    State(machines): State<Machines>,
    sender: Sender,
    message: Body,
) -> Result<Answer, ApiError> {
    let message = body(message).await?;
    let tx = machines.store.read("find profile", &sender.org).await?;
    let profile = saved::of_source(&tx, &sender.source).await?;
    drop(tx);
    let source = sender.source.clone();
    let reading = Reading {
        source: &source,
        profile: profile.as_ref(),
    };
    let documents = eido::read(&message, &reading);
    Ok(take_in(&machines, sender, &message, documents).await)
}
