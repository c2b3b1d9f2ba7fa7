//! `/signal/concern`: "I am concerned about a colleague", open to everyone (R047).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    path::Requester,
};
use serde::Deserialize;

use super::begin;
use crate::web::{
    again::again,
    colleague::{self, Choice, Search},
    error::AppError,
    member::Member,
    page::{Page, html},
    redirect::SeeOther,
};

#[derive(Template)]
#[template(path = "signal/concern.html")]
struct Concern {
    page: Page,
    search: Search,
    found: Vec<Choice>,
}

/// `GET /signal/concern`, and `POST /signal/concern/search`: whom one looks for stands in no address.
pub(super) async fn show(
    member: Member,
    search: Result<Form<Search>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ReportConcern, Standing::Nobody)?;
    let Form(search) = search?;
    let page = member.page(t!(member.reader, "signal-concern-title"));
    let tx = member.read("find colleague").await?;
    let found = colleague::find(&tx, &search, &member.person.id, page.l()).await?;
    drop(tx);
    member.log_view("/signal/concern", Vec::new()).await?;
    Ok(html(
        StatusCode::OK,
        &Concern {
            page,
            search,
            found,
        },
    ))
}

/// Who it is about.
#[derive(Deserialize)]
pub(super) struct Named {
    person: String,
}

/// `POST /signal/concern`: the same answer whatever is known of the colleague.
pub(super) async fn report(
    member: Member,
    form: Result<Form<Named>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    member.require(Action::ReportConcern, Standing::Nobody)?;
    again(|| report_once(&member, &form)).await?;
    Ok(SeeOther::to("/signal/thanks"))
}

async fn report_once(member: &Member, form: &Named) -> Result<(), AppError> {
    let tx = member.write("report concern").await?;
    let colleague = colleague::chosen(&tx, &form.person, &member.person.id).await?;
    begin(&tx, member, &colleague, Requester::Colleague).await?;
    // Without the case: the colleague reads this log and would see who it was.
    member
        .log_in(&tx, "concern", "/signal/concern", Vec::new())
        .await?;
    Ok(tx.commit().await?)
}
