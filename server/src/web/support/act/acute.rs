//! The acute path: what to do now, and who was called; consent is not awaited (R083).

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use care::access::Action;

use super::Step;
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
    support::fields::Fields,
};

#[derive(Template)]
#[template(path = "support/acute.html")]
struct AcutePage {
    page: Page,
    id: String,
    revision: i64,
    phone: Option<String>,
    name: String,
    may_record: bool,
}

/// `GET /support/case/{id}/acute`.
pub(super) async fn show(member: Member, Path(id): Path<String>) -> Result<Response, AppError> {
    let tx = member.read("show acute path").await?;
    let (case, standing) = member.case(&tx, &id, Action::ViewCase).await?;
    let person = tx.person(&case.person).await?.ok_or(AppError::NotFound)?;
    drop(tx);
    member
        .log_view("/support/case/{id}/acute", vec![&case.pseudonym])
        .await?;
    let page = AcutePage {
        page: member
            .page(t!(member.reader, "support-acute-title"))
            .seen_by(t!(member.reader, "support-acute-seen")),
        id: case.id.as_str().to_owned(),
        revision: case.revision,
        phone: person
            .phone
            .filter(|_| member.may(Action::ViewTelephone, standing)),
        name: person.name,
        may_record: member.may(Action::WorkCase, standing) && case.case.closed.is_none(),
    };
    Ok(html(StatusCode::OK, &page))
}

/// `POST /support/case/{id}/acute`: records that the acute path was taken, nothing more.
pub(super) async fn submit(
    member: Member,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let step = Step::begin(
        member,
        id,
        fields,
        "/support/case/{id}/acute",
        Action::WorkCase,
    )
    .await?;
    let now = step.member.now;
    step.conclude("acute", "support-acute", |case| case.refer_acute(now))
        .await
}
