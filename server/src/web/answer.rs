//! `/answer/…`: saying that one comes, from a lock screen and without signing in (R013, R060).
//!
//! The link of a message lets whoever holds it say two things in the name of its receiver, and read
//! nothing. Looking at it changes nothing: mail programs look before people do. A wrong link, one that
//! is too old and one of a question that was settled are answered alike.

use std::net::IpAddr;

use askama::Template;
use axum::{
    Router,
    extract::{
        Form, Path, State,
        rejection::{FormRejection, PathRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::get,
};
use care::{
    access::{Action, Standing, permits},
    alerting::{Answer, Ladder},
    ids::{self, OrgId},
};
use serde::Deserialize;

use super::{
    acting,
    error::AppError,
    page::{Page, html},
    reader::Reader,
    redirect::SeeOther,
    state::App,
};
use crate::{
    auth::origin::Origin,
    store::{Actor, Person, PolicyKind, StoreError, Tx, View},
};

/// The routes of this file.
pub fn routes() -> Router<App> {
    Router::new().route(
        "/answer/{organisation}/{message}/{right}",
        get(show).post(submit),
    )
}

#[derive(Template)]
#[template(path = "answer/page.html")]
struct AnswerPage {
    page: Page,
    question: Option<Question>,
}

/// A question that is still open.
struct Question {
    alert: String,
    channel: String,
    person: Person,
    said: Option<Answer>,
    /// For how many minutes saying that one comes holds the others back.
    hold: u32,
}

impl Question {
    fn is(&self, answer: Answer) -> bool {
        self.said == Some(answer)
    }

    fn coming(&self) -> bool {
        self.is(Answer::Coming)
    }

    fn cannot(&self) -> bool {
        self.is(Answer::Cannot)
    }
}

/// What stands in the address: organisation, message, right.
type Link = Result<Path<(String, String, String)>, PathRejection>;

/// What somebody says.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    answer: String,
}

/// `GET`: two buttons, or that it is not needed any more.
async fn show(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    link: Link,
) -> Result<Response, AppError> {
    let Path((org, message, right)) = link?;
    let question = match rightful(&app, from, &org, &message, &right)? {
        Some(org) => {
            let tx = app.store.read("find question", &org).await?;
            find(&app, &tx, &message).await?
        }
        None => None,
    };
    Ok(render(reader, question))
}

/// `POST`: keeps what was said; through the same channel, so that it is known to work.
async fn submit(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    link: Link,
    headers: HeaderMap,
    form: Result<Form<Said>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path((org, message, right)), Form(said)) = (link?, form?);
    let Some(answer) = Answer::parse(&said.answer) else {
        return Err(AppError::BadForm);
    };
    let Some(id) = rightful(&app, from, &org, &message, &right)? else {
        return Ok(render(reader, None));
    };
    let tx = app.store.write("answer by message", &id).await?;
    let Some(question) = find(&app, &tx, &message).await? else {
        return Ok(render(reader, None));
    };
    if !keep(&app, &tx, &question, answer, &headers).await? {
        return Ok(render(reader, None));
    }
    tx.commit().await?;
    Ok(SeeOther::to(format!("/answer/{org}/{message}/{right}")).into_response())
}

/// The organisation, when the link is one of ours; guessing is counted.
fn rightful(
    app: &App,
    from: IpAddr,
    org: &str,
    message: &str,
    right: &str,
) -> Result<Option<OrgId>, AppError> {
    let known = [org, message].into_iter().all(ids::is_id);
    let org = OrgId::new(org);
    if known && app.answers.is_right(&org, message, right) {
        return Ok(Some(org));
    }
    app.limits.one_time_secret(from)?;
    Ok(None)
}

/// The question of a message, as long as somebody is needed and its receiver may come.
async fn find(app: &App, tx: &Tx, message: &str) -> Result<Option<Question>, StoreError> {
    let Some((person, alert, channel)) = tx.message_asking(message).await? else {
        return Ok(None);
    };
    let pages = tx.questions_of(&person).await?;
    let Some(page) = pages.into_iter().find(|page| page.alert == alert) else {
        return Ok(None);
    };
    let person = tx.person(&person).await?;
    let may = |person: &Person| {
        person.active && permits(&person.roles, Action::AnswerAlert, Standing::Nobody)
    };
    let Some(person) = person.filter(may) else {
        return Ok(None);
    };
    let ladder = tx
        .policy(PolicyKind::Alerting, app.site.clock.now())
        .await?;
    let ladder = ladder.map_or_else(Ladder::default, |(_, ladder)| ladder);
    Ok(Some(Question {
        alert,
        channel,
        person,
        said: page.answer.map(|(answer, _)| answer),
        hold: ladder.hold_minutes,
    }))
}

/// Keeps the answer with a line in the access log; `false` when it was settled in between.
async fn keep(
    app: &App,
    tx: &Tx,
    question: &Question,
    answer: Answer,
    headers: &HeaderMap,
) -> Result<bool, StoreError> {
    let (now, person) = (app.site.clock.now(), &question.person);
    if !tx
        .answer_alert(&question.alert, &person.id, answer, now)
        .await?
    {
        return Ok(false);
    }
    tx.prove_channel(&question.channel, now).await?;
    let view = View {
        actor: Actor::Person(&person.pseudonym),
        on_behalf: "",
        client: acting::client(headers),
        action: "alert-answered",
        place: "/answer",
        cases: Vec::new(),
    };
    tx.log_access(view, now).await?;
    Ok(true)
}

fn render(reader: Reader, question: Option<Question>) -> Response {
    let (title, status) = match question {
        Some(_) => (t!(reader, "answer-title"), StatusCode::OK),
        None => (t!(reader, "answer-over"), StatusCode::NOT_FOUND),
    };
    let seen = t!(reader, "answer-seen");
    let page = Page::new(reader, title).seen_by(seen);
    html(status, &AnswerPage { page, question })
}
