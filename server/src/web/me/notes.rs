//! Reading along with the notes of one's own path: off until one chooses it (R003).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    circle::Holder,
    ids::CircleId,
};
use serde::Deserialize;

use crate::{
    store::{CaseRow, StoreError, Tx},
    web::{
        again::again,
        error::AppError,
        flash::Flash,
        member::Member,
        notes::Notes,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// The choice as one's own page shows it.
pub(super) struct NotesView {
    /// The newest path.
    pub(super) case: String,
    /// Whether one reads along.
    pub(super) reads: bool,
    /// Whether there is a key that nobody gave yet.
    pub(super) waits: bool,
    /// Whether one has a vault to read with.
    pub(super) has_vault: bool,
}

impl NotesView {
    /// The choice on one's newest path; none without a path.
    ///
    /// Open or closed: its notes are there until they are erased.
    pub(super) async fn load(
        tx: &Tx,
        member: &Member,
        newest: Option<&CaseRow>,
    ) -> Result<Option<Self>, StoreError> {
        let me = &member.person.id;
        let Some(case) = newest else {
            return Ok(None);
        };
        let id = CircleId::new(case.id.as_str());
        let reads = tx.circle_choices(&id).await?.reads_along;
        let waits = match tx.circle(&id).await? {
            Some(circle) if reads => {
                let ring = tx.ring(&circle).await?;
                ring.newest > 0 && ring.reach(&Holder::Person(me.clone())).is_empty()
            }
            _ => false,
        };
        Ok(Some(Self {
            case: case.id.as_str().to_owned(),
            reads,
            waits,
            has_vault: tx.vault_of(me).await?.is_some(),
        }))
    }
}

#[derive(Template)]
#[template(path = "me/notes.html")]
struct NotesPage {
    page: Page,
    notes: Option<Notes>,
}

/// `GET /me/notes`: the notes, opened on this device; what was read is logged when they are fetched.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let tx = member.read("show own notes").await?;
    let cases = tx.cases_of(&member.person.id).await?;
    let circle = NotesView::load(&tx, &member, cases.first())
        .await?
        .filter(|notes| notes.reads)
        .map(|notes| notes.case);
    drop(tx);
    let zone = member.org.time_zone.iana_name().unwrap_or("UTC");
    let l = member.reader.l();
    let notes = circle.map(|circle| Notes::to_read(l, &circle, zone, "/me/notes"));
    let page = member
        .page(t!(member.reader, "me-notes-title"))
        .seen_by(t!(member.reader, "me-notes-seen"))
        .vault();
    Ok(html(StatusCode::OK, &NotesPage { page, notes }))
}

/// The choice that somebody makes about one of their paths.
#[derive(Deserialize)]
pub(super) struct Chosen {
    case: String,
    reads: String,
}

/// `POST /me/notes`: turning it off erases one's keys and has the key replaced.
pub(super) async fn choose(
    member: Member,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    let reads = match form.reads.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(AppError::BadForm),
    };
    again(|| choose_once(&member, &form.case, reads)).await?;
    let said = if reads { "me-notes-on" } else { "me-notes-off" };
    Ok(SeeOther::to("/me").with_flash(&Flash::new(said)))
}

async fn choose_once(member: &Member, case: &str, reads: bool) -> Result<(), AppError> {
    let tx = member.write("choose reading along").await?;
    let (case, _) = member.case(&tx, case, Action::ReadAlong).await?;
    let id = CircleId::new(case.id.as_str());
    let mut choices = tx.hold_circle(&id, member.now).await?;
    if choices.reads_along == reads {
        return Ok(());
    }
    choices.reads_along = reads;
    // Who stops reading had the key: nothing more is sealed to it.
    choices.rotation_due |= !reads;
    tx.choose_for_circle(&id, choices, member.now).await?;
    if !reads {
        let me = Holder::Person(member.person.id.clone());
        tx.forget_holder(&id, &me).await?;
    }
    let what = if reads {
        "reads-along"
    } else {
        "reads-no-more"
    };
    member
        .log_in(&tx, what, "/me/notes", vec![&case.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(())
}
