//! `/coordinate/alerting`: the rungs, where they end at nobody, and everything that is ever sent.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    alerting::Ladder,
};

use super::{
    super::document::{Banner, Hand},
    HOME, ends,
    form::{NUMBERS, RungRow, Typed},
    sent::{self, SentRow},
    words,
};
use crate::web::{
    error::AppError,
    flash::Flash,
    member::Member,
    page::{Page, html},
    redirect::SeeOther,
    text::Texts,
};

#[derive(Template)]
#[template(path = "coordinate/alerting.html")]
struct AlertingPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    rows: Vec<RungRow>,
    numbers: Vec<NumberView>,
    quiet: (String, String),
    seen: i64,
    problems: Vec<(String, String)>,
    ends: Vec<String>,
    sent: Vec<SentRow>,
    call_minutes: i64,
}

/// A field with one number.
struct NumberView {
    code: &'static str,
    name: String,
    hint: String,
    typed: String,
    wrong: bool,
}

/// `GET /coordinate/alerting`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None, Vec::new()).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /coordinate/alerting`: into one's draft; a ladder that ends at nobody is refused in words.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(fields) = form?;
    let typed = Typed::new(fields);
    let tx = member.write("draft ladder").await?;
    let hand = Hand::<Ladder>::load(&tx, &member).await?;
    let hand = hand.seen(&tx, typed.seen()).await?;
    let wanted = match checked(&typed, member.reader.l()) {
        Ok(wanted) => wanted,
        Err(problems) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, Some(typed), problems).await;
        }
    };
    hand.keep(&tx, &member, wanted).await?;
    tx.commit().await?;
    let back = SeeOther::to(format!("{HOME}/preview"));
    Ok(back
        .with_flash(&Flash::new("document-kept"))
        .into_response())
}

/// What was typed as a ladder, or what is wrong with it and where.
fn checked(typed: &Typed, l: Texts) -> Result<Ladder, Vec<(String, String)>> {
    let wanted = typed.ladder().map_err(|fields| {
        let told = fields.into_iter().map(|field| {
            let problem = if field.starts_with("quiet") {
                t!(l, "alerting-refused-quiet")
            } else {
                t!(l, "alerting-refused-number")
            };
            (field, problem)
        });
        told.collect::<Vec<_>>()
    })?;
    match wanted.check() {
        Ok(()) => Ok(wanted),
        Err(refusal) => Err(vec![("after-0".to_owned(), words::refusal(refusal, l))]),
    }
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problems: Vec<(String, String)>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "alerting-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show ladder").await?;
    let hand = Hand::<Ladder>::load(&tx, member).await?;
    let banner = hand.banner(&tx, &page, member).await?;
    let ends = ends::load(&tx, &page, &hand.in_force).await?;
    drop(tx);
    let typed = typed.unwrap_or_else(|| Typed::of(hand.document(), hand.base_number()));
    let number = |code: &'static str| NumberView {
        code,
        name: page.text(&format!("alerting-field-{code}")),
        hint: page.text(&format!("alerting-hint-{code}")),
        typed: typed.said(code).to_owned(),
        wrong: problems.iter().any(|(field, _)| field == code),
    };
    let view = AlertingPage {
        home: HOME,
        banner,
        rows: typed.rows(),
        numbers: NUMBERS.map(number).into(),
        quiet: (
            typed.said("quiet-from").to_owned(),
            typed.said("quiet-until").to_owned(),
        ),
        seen: typed.seen(),
        problems,
        ends,
        sent: sent::rows(&page, &hand.in_force),
        call_minutes: sent::call_minutes(),
        page,
    };
    Ok(html(status, &view))
}
