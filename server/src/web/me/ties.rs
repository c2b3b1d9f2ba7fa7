//! `/me/ties`: colleagues whom one knows privately and who therefore do not support one (R165).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    path::{Case, HandoverReason},
};
use serde::Deserialize;

use crate::{
    store::Tx,
    web::{
        colleague::{self, Choice, Search},
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

#[derive(Template)]
#[template(path = "me/ties.html")]
struct Ties {
    page: Page,
    declared: Vec<Choice>,
    search: Search,
    found: Vec<Choice>,
}

/// `GET /me/ties`.
pub(super) async fn show(
    member: Member,
    search: Result<Form<Search>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::DeclareTie, Standing::Nobody)?;
    let Form(search) = search?;
    let page = member
        .page(t!(member.reader, "me-ties-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let tx = member.read("show private ties").await?;
    let known = tx.declared_ties(&member.person.id).await?;
    let declared = tx
        .people(&known)
        .await?
        .iter()
        .map(|person| Choice::of(person, page.l()))
        .collect();
    let mut found = colleague::find(&tx, &search, &member.person.id, page.l()).await?;
    found.retain(|choice| known.iter().all(|id| id.as_str() != choice.id));
    drop(tx);
    member.log_view("/me/ties", Vec::new()).await?;
    Ok(html(
        StatusCode::OK,
        &Ties {
            page,
            declared,
            search,
            found,
        },
    ))
}

/// Whom the tie is with.
#[derive(Deserialize)]
pub(super) struct Tied {
    person: String,
}

/// `POST /me/ties`: nobody else sees it, the other one neither.
pub(super) async fn declare(
    member: Member,
    form: Result<Form<Tied>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    member.require(Action::DeclareTie, Standing::Nobody)?;
    let tx = member.write("declare private tie").await?;
    let other = colleague::chosen(&tx, &form.person, &member.person.id).await?;
    tx.declare_tie(&member.person.id, &other.id).await?;
    recheck(&tx, &member, &member.person.id, &other.id).await?;
    recheck(&tx, &member, &other.id, &member.person.id).await?;
    member.log_in(&tx, "tie", "/me/ties", Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me/ties").with_flash(&Flash::new("me-tied")))
}

/// Lets a supporter hand over who keeps a case across the new tie; nobody is told which reason.
async fn recheck(
    tx: &Tx,
    member: &Member,
    subject: &PersonId,
    supporter: &PersonId,
) -> Result<(), AppError> {
    let Some(row) = tx.open_case_of(subject).await? else {
        return Ok(());
    };
    if row.supporter.as_ref() != Some(supporter) || row.case.handover_due.is_some() {
        return Ok(());
    }
    let (now, tz) = (member.now, &member.org.time_zone);
    let decide = |case: &Case| case.require_handover(HandoverReason::Tie, now);
    tx.decide_case(&row.id, None, None, "handover-required", now, tz, decide)
        .await?;
    Ok(())
}

/// `POST /me/ties/withdraw`.
pub(super) async fn withdraw(
    member: Member,
    form: Result<Form<Tied>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    member.require(Action::DeclareTie, Standing::Nobody)?;
    let other = PersonId::parse(&form.person).ok_or(AppError::NotFound)?;
    let tx = member.write("withdraw private tie").await?;
    if !tx.withdraw_tie(&member.person.id, &other).await? {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "tie", "/me/ties/withdraw", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me/ties").with_flash(&Flash::new("me-untied")))
}
