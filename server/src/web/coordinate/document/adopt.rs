//! A draft becomes the version in force, goes away, comes back, or moves to a newer version.

use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    edition::{apply, why},
};
use serde::Deserialize;

use super::{
    Document, Hand, NextVersion,
    pending::Begin,
    preview::{self, Typed},
};
use crate::{
    store::{AT_ONCE, PolicyDraft, StoreError, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// What is said when the day cannot be chosen.
const BEGINS: &str = "document-begins-wrong";

/// Why it is adopted, from which day on, and which state of the draft was seen.
#[derive(Default, Deserialize)]
pub(super) struct Adoption {
    #[serde(default)]
    why: String,
    /// From which day on; today when nothing was chosen.
    #[serde(default)]
    begins: String,
    #[serde(default)]
    seen: i64,
}

/// `POST …/adopt`: counts from that day on for what is new; what runs keeps its version (R011).
pub(super) async fn submit<D: Document>(
    member: Member,
    form: Result<Form<Adoption>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(form) = form?;
    let tx = member.write("adopt document").await?;
    match adopt::<D>(&member, &tx, &form).await? {
        Outcome::Adopted(flash) => {
            tx.commit().await?;
            Ok(home::<D>(flash))
        }
        Outcome::Nothing => Ok(home::<D>("document-nothing")),
        Outcome::Refused(status, key) => {
            drop(tx);
            let typed = Typed {
                why: form.why,
                begins: form.begins,
                problem: key.map(|key| (field(key), member.reader.l().get(key))),
                ..Typed::default()
            };
            preview::refused::<D>(&member, status, typed).await
        }
    }
}

/// The field that a problem is about.
fn field(problem: &str) -> &'static str {
    match problem {
        BEGINS => "begins",
        _ => "why",
    }
}

enum Outcome {
    /// What is said of it.
    Adopted(&'static str),
    /// There is no draft, or it changes nothing: somebody sent the form twice.
    Nothing,
    /// The page says why; the key says what is wrong with what was typed.
    Refused(StatusCode, Option<&'static str>),
}

async fn adopt<D: Document>(
    member: &Member,
    tx: &Tx,
    form: &Adoption,
) -> Result<Outcome, AppError> {
    let hand = Hand::<D>::load(tx, member).await?;
    let Some(draft) = hand.draft.as_ref().filter(|_| !hand.own().is_empty()) else {
        return Ok(Outcome::Nothing);
    };
    if hand.outdated() || hand.pending.is_some() {
        return Ok(Outcome::Refused(StatusCode::CONFLICT, None));
    }
    if draft.at.millis() != form.seen {
        let key = Some("document-changed-meanwhile");
        return Ok(Outcome::Refused(StatusCode::CONFLICT, key));
    }
    let Some(why) = why(&form.why) else {
        let key = Some("document-why-missing");
        return Ok(Outcome::Refused(StatusCode::UNPROCESSABLE_ENTITY, key));
    };
    let Some(begin) = Begin::read(member, &form.begins) else {
        let key = Some(BEGINS);
        return Ok(Outcome::Refused(StatusCode::UNPROCESSABLE_ENTITY, key));
    };
    let next = NextVersion {
        number: hand.next,
        why,
        from: begin.day,
    };
    let Ok(document) = D::next(&draft.document, hand.base(), &next, member.reader.l()) else {
        return Ok(Outcome::Refused(StatusCode::UNPROCESSABLE_ENTITY, None));
    };
    let (me, now) = (&member.person.id, member.now);
    let published = tx
        .publish_policy_from(
            D::KIND,
            next.number,
            (begin.day, begin.at),
            &document,
            why,
            Some(me),
            now,
        )
        .await;
    match published {
        Err(StoreError::Exists) => return Ok(Outcome::Refused(StatusCode::CONFLICT, None)),
        published => published?,
    }
    tx.forget_policy_draft(D::KIND, me).await?;
    log::<D>(member, tx, "document-adopted", "adopt").await?;
    Ok(Outcome::Adopted(match begin.at {
        AT_ONCE => "document-adopted",
        _ => "document-adopted-later",
    }))
}

/// `POST …/drop`: the draft goes; it can be taken back.
pub(super) async fn drop_draft<D: Document>(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.write("drop draft").await?;
    if tx
        .drop_policy_draft(D::KIND, &member.person.id, member.now)
        .await?
    {
        log::<D>(&member, &tx, "document-dropped", "drop").await?;
        tx.commit().await?;
    }
    let flash = Flash::new("document-dropped").with_undo(format!("{}/take-back", D::HOME));
    Ok(SeeOther::to(D::HOME).with_flash(&flash).into_response())
}

/// `POST …/take-back`: the draft that was thrown away is there again.
pub(super) async fn take_back<D: Document>(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.write("take draft back").await?;
    if tx.restore_policy_draft(D::KIND, &member.person.id).await? {
        log::<D>(&member, &tx, "document-taken-back", "take-back").await?;
        tx.commit().await?;
    }
    Ok(home::<D>("document-taken-back"))
}

/// `POST …/rebase`: one's own changes, on the version that another adopted.
pub(super) async fn rebase<D: Document>(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.write("rebase draft").await?;
    let hand = Hand::<D>::load(&tx, &member).await?;
    if hand.draft.is_none() {
        return Ok(home::<D>("document-nothing"));
    }
    let parts = apply(&hand.own(), &hand.in_force.parts()).parts;
    let document = hand
        .in_force
        .with_parts(&parts)
        .ok_or(AppError::Stale("changed"))?;
    let (base, at) = (hand.newest, member.now);
    let draft = PolicyDraft { base, document, at };
    tx.save_policy_draft(D::KIND, &member.person.id, &draft)
        .await?;
    log::<D>(&member, &tx, "document-drafted", "rebase").await?;
    tx.commit().await?;
    let to = SeeOther::to(format!("{}/preview", D::HOME));
    Ok(to
        .with_flash(&Flash::new("document-rebased"))
        .into_response())
}

fn home<D: Document>(flash: &str) -> Response {
    SeeOther::to(D::HOME)
        .with_flash(&Flash::new(flash))
        .into_response()
}

async fn log<D: Document>(
    member: &Member,
    tx: &Tx,
    action: &str,
    what: &str,
) -> Result<(), StoreError> {
    let place = format!("{}/{what}", D::HOME);
    member.log_in(tx, action, &place, Vec::new()).await
}
