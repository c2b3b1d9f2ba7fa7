//! Handing a case to somebody who may support this colleague, or back to the team (R004).

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use care::access::Action;

use super::Step;
use crate::web::{
    address,
    error::AppError,
    member::Member,
    page::{Page, html},
    support::fields::{Fields, Problem},
};

#[derive(Template)]
#[template(path = "support/hand-over.html")]
struct HandOverPage {
    page: Page,
    id: String,
    revision: i64,
    name: String,
    due: bool,
    /// Who may: id, name, and whether they pause their other work.
    free: Vec<(String, String)>,
}

/// `GET /support/case/{id}/hand-over`: who may not, does not show; no reason is given.
pub(super) async fn show(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    let tx = member.read("show hand-over").await?;
    let (case, _) = member.case(&tx, &id, Action::HandOver).await?;
    let tz = &member.org.time_zone;
    let free = tx.ranked_supporters(&case, member.now, tz).await?;
    let name = tx
        .person(&case.person)
        .await?
        .map(|person| person.name)
        .unwrap_or_default();
    drop(tx);
    member
        .log_view("/support/case/{id}/hand-over", vec![&case.pseudonym])
        .await?;
    let page = HandOverPage {
        page: member.page(t!(member.reader, "support-hand-over-title")),
        id: case.id.as_str().to_owned(),
        revision: case.revision,
        name,
        due: case.case.handover_due.is_some(),
        free: free
            .into_iter()
            .filter(|(person, _)| Some(&person.id) != case.supporter.as_ref())
            .map(|(person, _)| (person.id.as_str().to_owned(), person.name))
            .collect(),
    };
    Ok(html(StatusCode::OK, &page))
}

/// `POST /support/case/{id}/hand-over`: matching looks again at whoever was chosen.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/hand-over",
        Action::HandOver,
    )
    .await?;
    let to = step.fields.one("to").to_owned();
    let decided = match to.as_str() {
        "" => {
            return step
                .refuse(vec![Problem::new("now", "support-problem-choose")])
                .await;
        }
        "team" => {
            step.decide("handed-over", care::path::Case::return_to_team)
                .await
        }
        chosen => {
            let person = step
                .tx
                .person(&address::person(chosen)?)
                .await?
                .ok_or(AppError::NotFound)?;
            let (now, tz) = (step.member.now, &step.member.org.time_zone);
            if !step.tx.may_support(&step.case, &person, now, tz).await? {
                return Err(AppError::Refused("cannot-take"));
            }
            step.decide("handed-over", |case| case.hand_over(person.id))
                .await
        }
    };
    match decided {
        Ok(_) => {
            step.done_at("handed-over", "support-handed-over", "/support".to_owned())
                .await
        }
        Err(failure) => step.fail(failure).await,
    }
}
