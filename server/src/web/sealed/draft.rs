//! `/sealed/{circle}/drafts/{slot}`: what is being written, sealed to who writes it.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    file::{self, NOTE_LIMIT},
    keys::body,
    notes::slot,
    seat::{Seat, only_if},
};
use crate::{
    store::DraftRow,
    web::{again::again, error::AppError, member::Member},
};

/// After this long without a word, writing on is another act for the access log.
const SITTING: SignedDuration = SignedDuration::from_hours(1);

const PLACE: &str = "/sealed/{circle}/drafts/{slot}";

/// A draft as a browser sealed it.
#[derive(Deserialize)]
pub(super) struct NewDraft {
    body: String,
}

/// `PUT`: takes the place of the one before.
pub(super) async fn save(
    member: Member,
    Path((circle, code)): Path<(String, String)>,
    sent: Result<Json<NewDraft>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    again(|| save_once(&member, &circle, &code, &sent)).await
}

async fn save_once(
    member: &Member,
    circle: &str,
    code: &str,
    sent: &Result<Json<NewDraft>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    let tx = member.write("save draft").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.writes(member))?;
    let sent = body(sent)?;
    let slot = slot(&seat, code)?;
    file::sealed(&sent.body, NOTE_LIMIT)?;
    let draft = DraftRow {
        slot,
        body: sent.body.clone(),
        at: member.now,
    };
    let (circle, me) = (&seat.circle.id, &member.person.id);
    let before = tx.drafts(circle, me).await?.into_iter();
    let goes_on = before
        .filter(|before| before.slot == slot && before.at <= member.now)
        .any(|before| member.now.since(before.at) < SITTING);
    tx.save_draft(circle, me, &draft).await?;
    // A script keeps what is written every few seconds: that is one act, however long it takes.
    if !goes_on {
        seat.log(member, &tx, "draft-kept", PLACE).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE`: also when there is none, so that a script may try again.
pub(super) async fn drop(
    member: Member,
    Path((circle, code)): Path<(String, String)>,
) -> Result<StatusCode, AppError> {
    let tx = member.write("drop draft").await?;
    let seat = Seat::find(&member, &tx, &circle).await?;
    only_if(seat.writes(&member))?;
    let slot = slot(&seat, &code)?;
    tx.drop_draft(&seat.circle.id, &member.person.id, slot)
        .await?;
    seat.log(&member, &tx, "draft-dropped", PLACE).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
