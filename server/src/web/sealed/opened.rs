//! `GET /sealed/{circle}`: everything a member's browser needs to open the notes, in one answer.

use axum::{Json, extract::Path};
use care::{circle::Holder, ids::PersonId};
use serde::Serialize;

use super::{
    people::{self, Someone, Team},
    seat::{Seat, only_if},
};
use crate::{
    store::{CircleKey, CircleKind, DraftRow, NoteRow, StoreError, Tx},
    web::{error::AppError, member::Member},
};

/// A circle's keys as one person sees them; the same for a reader and for who only gives.
#[derive(Serialize)]
pub(super) struct Keys {
    org: String,
    circle: String,
    kind: &'static str,
    me: String,
    rotation_due: bool,
    recoverable: bool,
    reads_along: bool,
    people: Vec<Someone>,
    keys: Vec<Key>,
    wraps: Vec<Wrap>,
    wanted: Vec<Wanted>,
    /// Keys into which this person could put the one before.
    links: Vec<i64>,
    team: Option<Team>,
}

#[derive(Serialize)]
struct Key {
    generation: i64,
    recipient: String,
    previous: Option<String>,
    made_by: String,
    proof: String,
    made_at: i64,
}

#[derive(Serialize)]
struct Wrap {
    generation: i64,
    wrapped: String,
}

/// A key that somebody still needs and this person can give.
#[derive(Serialize)]
struct Wanted {
    generation: i64,
    holder: String,
}

#[derive(Serialize)]
struct Opened {
    #[serde(flatten)]
    keys: Keys,
    pseudonym: String,
    revision: i64,
    may_write: bool,
    happened_at: Option<i64>,
    notes: Vec<Note>,
    drafts: Vec<Draft>,
}

#[derive(Serialize)]
struct Note {
    note: String,
    revision: i64,
    slot: &'static str,
    generation: i64,
    author: String,
    body: String,
    at: i64,
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        Self {
            note: row.note,
            revision: row.revision,
            slot: row.slot.code(),
            generation: row.generation,
            author: row.author.as_str().to_owned(),
            body: row.body,
            at: row.at.millis(),
        }
    }
}

#[derive(Serialize)]
struct Draft {
    note: String,
    slot: &'static str,
    body: String,
    at: i64,
}

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Self {
        Self {
            note: row.note,
            slot: row.slot.code(),
            body: row.body,
            at: row.at.millis(),
        }
    }
}

impl Keys {
    /// Loads them; `authors` are further people whose signatures will be looked at.
    pub(super) async fn load(
        member: &Member,
        tx: &Tx,
        seat: &Seat,
        authors: impl Iterator<Item = &PersonId> + Send,
    ) -> Result<Self, StoreError> {
        let circle = &seat.circle;
        let me = Seat::holder(member);
        let keys = tx.circle_keys(&circle.id).await?;
        let team = if seat.ring.team {
            tx.recovery_team().await?
        } else {
            None
        };
        let wraps = tx.circle_wraps(&circle.id).await?;
        let mine = wraps.into_iter().filter(|wrap| {
            wrap.holder == me && seat.ring.wraps.contains(&(wrap.generation, me.clone()))
        });
        let wanted = seat.ring.wanted_from(&me);
        Ok(Self {
            org: member.org.id.as_str().to_owned(),
            circle: circle.id.as_str().to_owned(),
            kind: match circle.kind {
                CircleKind::Case(..) => "case",
                CircleKind::Annual { .. } => "annual",
            },
            me: member.person.id.as_str().to_owned(),
            rotation_due: seat.ring.rotation_due(),
            recoverable: circle.choices.recoverable,
            reads_along: circle.choices.reads_along,
            people: people::around(tx, seat, &keys, team.as_ref(), authors).await?,
            keys: keys.into_iter().map(key).collect(),
            wraps: mine
                .map(|wrap| Wrap {
                    generation: wrap.generation,
                    wrapped: wrap.wrapped,
                })
                .collect(),
            wanted: wanted
                .into_iter()
                .map(|(generation, holder): (i64, Holder)| Wanted {
                    generation,
                    holder: holder.as_str().to_owned(),
                })
                .collect(),
            links: seat.links(member),
            team: team.as_ref().map(Team::from),
        })
    }
}

fn key(key: CircleKey) -> Key {
    Key {
        generation: key.generation,
        recipient: key.recipient,
        previous: key.previous,
        made_by: key.made_by.as_str().to_owned(),
        proof: key.proof,
        made_at: key.made_at.millis(),
    }
}

/// `GET /sealed/{circle}`.
pub(super) async fn show(
    member: Member,
    Path(circle): Path<String>,
) -> Result<Json<impl Serialize>, AppError> {
    let tx = member.read("open circle").await?;
    let seat = Seat::find(&member, &tx, &circle).await?;
    only_if(seat.reads(&member))?;
    let notes = tx.notes(&seat.circle.id).await?;
    let drafts = tx.drafts(&seat.circle.id, &member.person.id).await?;
    let authors = notes.iter().map(|note| &note.author);
    let keys = Keys::load(&member, &tx, &seat, authors).await?;
    drop(tx);
    let (revision, happened_at) = match &seat.circle.kind {
        CircleKind::Case(case, _) => (case.revision, case.case.event.as_ref().map(|e| e.at)),
        CircleKind::Annual { .. } => (0, None),
    };
    let tx = member.write("log notes read").await?;
    let what = if notes.is_empty() {
        "notes-none"
    } else {
        "notes-read"
    };
    seat.log(&member, &tx, what, "/sealed/{circle}").await?;
    tx.commit().await?;
    Ok(Json(Opened {
        keys,
        pseudonym: seat.circle.pseudonym().to_owned(),
        revision,
        may_write: seat.writes(&member),
        happened_at: happened_at.map(care::time::Instant::millis),
        notes: notes.into_iter().map(Note::from).collect(),
        drafts: drafts.into_iter().map(Draft::from).collect(),
    }))
}
