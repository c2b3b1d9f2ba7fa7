//! `/sealed/{circle}/drafts/{note}`: what is being written, sealed to who writes it.
//!
//! A draft names the one that it goes over, by the digest of its file: one that was written
//! elsewhere in the meantime stays, and whoever comes late reads it first.

use axum::{
    Json,
    extract::{Path, Query, rejection::JsonRejection, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::ids::CircleId;
use data_encoding::HEXLOWER;
use jiff::SignedDuration;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    author::Author,
    conflict::conflict,
    file::{self, NOTE_LIMIT},
    keys::body,
    notes::slot,
    seat::{Seat, only_if},
};
use crate::{
    store::{DraftRow, StoreError, Tx},
    web::{again::again, error::AppError, member::Member},
};

/// After this long without a word, writing on is another act for the access log.
const SITTING: SignedDuration = SignedDuration::from_hours(1);

const PLACE: &str = "/sealed/{circle}/drafts/{note}";

/// A draft as a browser sealed it.
#[derive(Deserialize)]
pub(super) struct NewDraft {
    slot: String,
    over: Option<String>,
    body: String,
}

/// `PUT`: takes the place of the one that it names.
pub(super) async fn save(
    Author(member): Author,
    Path((circle, note)): Path<(String, String)>,
    sent: Result<Json<NewDraft>, JsonRejection>,
) -> Result<Response, AppError> {
    again(|| save_once(&member, &circle, &note, &sent)).await
}

async fn save_once(
    member: &Member,
    circle: &str,
    note: &str,
    sent: &Result<Json<NewDraft>, JsonRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("save draft").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.writes(member))?;
    let sent = body(sent)?;
    let slot = slot(&seat, &sent.slot)?;
    if CircleId::parse(note).is_none() {
        return Err(AppError::BadForm);
    }
    file::sealed(&sent.body, NOTE_LIMIT)?;
    // Of two that come at once the second sees the first.
    let seat = seat.hold(member, &tx).await?;
    only_if(seat.writes(member))?;
    let (circle, me) = (&seat.circle.id, &member.person.id);
    let drafts = tx.drafts(circle, me).await?;
    let before = drafts.iter().find(|draft| draft.note == note);
    let fits = before.is_none_or(|before| {
        before.body == sent.body || sent.over.as_deref() == Some(&digest(&before.body))
    });
    if !fits {
        return Ok(conflict(member, "stale", 0));
    }
    let draft = DraftRow {
        note: note.to_owned(),
        slot,
        body: sent.body.clone(),
        at: member.now,
    };
    let goes_on = drafts
        .iter()
        .filter(|before| before.slot == slot && before.at <= member.now)
        .any(|before| member.now.since(before.at) < SITTING);
    tx.save_draft(circle, me, &draft).await?;
    // A script keeps what is written every few seconds: that is one act, however long it takes.
    if !goes_on {
        seat.log(member, &tx, "draft-kept", PLACE).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Which draft is meant to go.
#[derive(Deserialize)]
pub(super) struct Known {
    over: String,
}

/// `DELETE`: also when there is none, so that a script may try again; never one that it does not know.
pub(super) async fn drop(
    Author(member): Author,
    Path((circle, note)): Path<(String, String)>,
    known: Result<Query<Known>, QueryRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("drop draft").await?;
    let seat = Seat::find(&member, &tx, &circle).await?;
    only_if(seat.writes(&member))?;
    let Query(Known { over }) = known?;
    let seat = seat.hold(&member, &tx).await?;
    only_if(seat.writes(&member))?;
    let before = standing(&member, &tx, &seat, &note).await?;
    if before.is_some_and(|before| digest(&before.body) != over) {
        return Ok(conflict(&member, "stale", 0));
    }
    tx.drop_draft(&seat.circle.id, &member.person.id, &note)
        .await?;
    seat.log(&member, &tx, "draft-dropped", PLACE).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The draft of the note as it stands.
async fn standing(
    member: &Member,
    tx: &Tx,
    seat: &Seat,
    note: &str,
) -> Result<Option<DraftRow>, StoreError> {
    let drafts = tx.drafts(&seat.circle.id, &member.person.id).await?;
    Ok(drafts.into_iter().find(|draft| draft.note == note))
}

/// SHA-256 of a file as it is stored, in hexadecimals.
fn digest(body: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(body))
}
