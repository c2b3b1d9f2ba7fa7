//! `POST /sealed/{circle}/notes`: a note, or a next revision of one; the earlier stays.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{circle::Generation, guide::Slot, ids::CircleId};
use serde::{Deserialize, Serialize};

use super::{
    author::Author,
    conflict::conflict,
    file::{self, NOTE_LIMIT},
    keys::body,
    seat::{Seat, only_if},
};
use crate::{
    store::{CircleKind, NoteRow},
    web::{again::again, error::AppError, member::Member},
};

/// A note as a browser sealed it.
#[derive(Deserialize)]
pub(super) struct NewNote {
    note: String,
    revision: i64,
    slot: String,
    generation: Generation,
    body: String,
}

#[derive(Serialize)]
struct Saved {
    revision: i64,
    at: i64,
}

/// Saves a revision. One that was sent before and whose answer got lost is saved once.
pub(super) async fn write(
    Author(member): Author,
    Path(circle): Path<String>,
    sent: Result<Json<NewNote>, JsonRejection>,
) -> Result<Response, AppError> {
    again(|| write_once(&member, &circle, &sent)).await
}

async fn write_once(
    member: &Member,
    circle: &str,
    sent: &Result<Json<NewNote>, JsonRejection>,
) -> Result<Response, AppError> {
    let tx = member.write("write note").await?;
    let seat = Seat::find(member, &tx, circle).await?;
    only_if(seat.writes(member))?;
    let sent = body(sent)?;
    let slot = slot(&seat, &sent.slot)?;
    let plain = CircleId::parse(&sent.note).is_some();
    if !plain || sent.revision < 1 {
        return Err(AppError::BadForm);
    }
    file::sealed(&sent.body, NOTE_LIMIT)?;
    let seat = seat.hold(member, &tx).await?;
    only_if(seat.writes(member))?;
    let newest = tx.newest_note(&seat.circle.id, &sent.note).await?;
    if let Some(same) = newest
        .as_ref()
        .filter(|newest| is_same(member, newest, sent))
    {
        return Ok(saved(StatusCode::OK, same));
    }
    let revision = newest.as_ref().map_or(0, |newest| newest.revision);
    if sent.revision != revision + 1 {
        return Ok(conflict(member, "stale", revision));
    }
    if newest.is_some_and(|newest| newest.slot != slot) {
        return Err(AppError::BadForm);
    }
    if !seat.ring.may_seal_to(sent.generation) {
        let due = seat.ring.rotation_due();
        let code = if due { "rotation-due" } else { "generation" };
        return Ok(conflict(member, code, seat.ring.newest));
    }
    let holds = seat.ring.reach(&Seat::holder(member));
    if !holds.contains(&sent.generation) {
        return Ok(conflict(member, "generation", seat.ring.newest));
    }
    let note = NoteRow {
        note: sent.note.clone(),
        revision: sent.revision,
        slot,
        generation: sent.generation,
        author: member.person.id.clone(),
        body: sent.body.clone(),
        at: member.now,
    };
    if !tx.save_note(&seat.circle.id, &note).await? {
        return Ok(conflict(member, "stale", revision + 1));
    }
    seat.log(member, &tx, "note-written", "/sealed/{circle}/notes")
        .await?;
    tx.commit().await?;
    Ok(saved(StatusCode::CREATED, &note))
}

fn saved(status: StatusCode, note: &NoteRow) -> Response {
    let saved = Saved {
        revision: note.revision,
        at: note.at.millis(),
    };
    (status, Json(saved)).into_response()
}

/// Whether this is what was saved already.
fn is_same(member: &Member, newest: &NoteRow, sent: &NewNote) -> bool {
    newest.author == member.person.id
        && (newest.revision, newest.generation) == (sent.revision, sent.generation)
        && newest.body == sent.body
}

/// The moment of the path that a note belongs to, among those of this kind of circle.
pub(super) fn slot(seat: &Seat, code: &str) -> Result<Slot, AppError> {
    let annual = matches!(seat.circle.kind, CircleKind::Annual { .. });
    Slot::parse(code)
        .filter(|slot| (*slot == Slot::Annual) == annual)
        .ok_or(AppError::BadForm)
}
