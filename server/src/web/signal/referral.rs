//! `/signal/referral`: a manager alerts the team and looks back at nothing (R042, R105, R165).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    path::Requester,
};
use serde::Deserialize;

use super::begin;
use crate::{
    store::Person,
    web::{
        again::again,
        colleague::{self, Choice, Search},
        error::AppError,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// The most names that are shown without a search.
const MOST_STAFF: usize = 30;

#[derive(Template)]
#[template(path = "signal/referral.html")]
struct Referral {
    page: Page,
    search: Search,
    /// The manager's own staff, or who the search found.
    choices: Vec<Choice>,
    /// Whom the form named, when it has to be filled in again.
    chosen: Option<String>,
}

impl Referral {
    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.as_deref() == Some(&choice.id)
    }
}

/// `GET /signal/referral`, and `POST /signal/referral/search`: own staff first, and anyone by name.
///
/// Whom one looks for stands in no address.
pub(super) async fn show(
    member: Member,
    search: Result<Form<Search>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(search) = search?;
    render(member, StatusCode::OK, search, None).await
}

async fn render(
    member: Member,
    status: StatusCode,
    search: Search,
    chosen: Option<String>,
) -> Result<Response, AppError> {
    member.require(Action::ManagerReferral, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "signal-referral-title"));
    let (l, me) = (page.l(), &member.person.id);
    let tx = member.read("find staff").await?;
    let choices = match search.text() {
        Some(_) => colleague::find(&tx, &search, me, l).await?,
        None => short(&tx.staff_of(me).await?)
            .iter()
            .map(|person| Choice::of(person, l))
            .collect(),
    };
    drop(tx);
    member.log_view("/signal/referral", Vec::new()).await?;
    Ok(html(
        status,
        &Referral {
            page,
            search,
            choices,
            chosen,
        },
    ))
}

/// The own staff when it fits on a screen; a larger one is searched by name.
fn short(staff: &[Person]) -> &[Person] {
    if staff.len() <= MOST_STAFF {
        staff
    } else {
        &[]
    }
}

/// Who it is about, and that they know of it.
#[derive(Deserialize)]
pub(super) struct Referred {
    person: String,
    #[serde(default)]
    told: Option<String>,
    #[serde(default)]
    q: String,
}

/// `POST /signal/referral`: only with the colleague's knowledge.
pub(super) async fn refer(
    member: Member,
    form: Result<Form<Referred>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form?;
    member.require(Action::ManagerReferral, Standing::Nobody)?;
    if form.told.as_deref() != Some("yes") {
        let search = Search::again(form.q);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(member, status, search, Some(form.person)).await;
    }
    again(|| refer_once(&member, &form)).await?;
    Ok(SeeOther::to("/signal/thanks").into_response())
}

async fn refer_once(member: &Member, form: &Referred) -> Result<(), AppError> {
    let tx = member.write("refer colleague").await?;
    let colleague = colleague::chosen(&tx, &form.person, &member.person.id).await?;
    begin(&tx, member, &colleague, Requester::Manager).await?;
    // No case: one beside the name of a manager with few people would tell who it was (R095).
    member
        .log_in(&tx, "referral", "/signal/referral", Vec::new())
        .await?;
    Ok(tx.commit().await?)
}
