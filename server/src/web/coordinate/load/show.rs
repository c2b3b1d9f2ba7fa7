//! `/coordinate/load`: every limit and weight, with what it is and what it may be.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    workload::{LoadPolicy, LoadValue},
};

use super::{
    super::document::{Banner, Hand},
    HOME, amount, refusal,
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
#[template(path = "coordinate/load.html")]
struct LoadPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    limits: Vec<ValueView>,
    weights: Vec<ValueView>,
    seen: i64,
    problems: Vec<(&'static str, String)>,
}

/// A value with what it may be.
struct ValueView {
    code: &'static str,
    name: String,
    typed: String,
    hint: String,
    wrong: bool,
}

/// What was typed, by field.
type Typed = BTreeMap<String, String>;
/// What is wrong, by field.
type Problems = Vec<(&'static str, String)>;

/// `GET /coordinate/load`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None, Vec::new()).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /coordinate/load`: into one's draft; the page after it shows what it would change.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("draft limits").await?;
    let hand = Hand::<LoadPolicy>::load(&tx, &member).await?;
    let hand = hand.seen(&tx, seen(&typed)).await?;
    let wanted = match wanted(hand.document(), &typed, member.reader.l()) {
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

fn seen(typed: &Typed) -> i64 {
    typed
        .get("seen")
        .and_then(|seen| seen.parse().ok())
        .unwrap_or_default()
}

/// What was typed as a policy, or what is wrong with it and where. An empty limit is none.
fn wanted(was: &LoadPolicy, typed: &Typed, l: Texts) -> Result<LoadPolicy, Problems> {
    let (mut wanted, mut problems) = (*was, Vec::new());
    for value in LoadValue::ALL {
        let said = typed.get(value.code()).map_or("", |said| said.trim());
        let said = if said.is_empty() && value.is_limit() {
            "0"
        } else {
            said
        };
        if let Ok(number) = said.parse() {
            value.set(&mut wanted, number);
        } else {
            let name = l.get(&format!("caps-value-{value}"));
            let words = t!(l, "protocol-refused-number", name = name);
            problems.push((value.code(), words));
        }
    }
    let refused = wanted.refused().filter(|_| problems.is_empty());
    problems.extend(refused.map(|value| (value.code(), refusal(value, l))));
    if problems.is_empty() {
        Ok(wanted)
    } else {
        Err(problems)
    }
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problems: Problems,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "caps-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show limits document").await?;
    let hand = Hand::<LoadPolicy>::load(&tx, member).await?;
    let banner = hand.banner(&tx, &page, member).await?;
    drop(tx);
    let typed = typed.unwrap_or_else(|| of(hand.document(), hand.base_number()));
    let values = |limits: bool| {
        let of_kind = LoadValue::ALL.iter().filter(|it| it.is_limit() == limits);
        of_kind
            .map(|value| view(*value, &typed, &problems, page.l()))
            .collect()
    };
    let view = LoadPage {
        home: HOME,
        banner,
        limits: values(true),
        weights: values(false),
        seen: seen(&typed),
        problems: problems.clone(),
        page,
    };
    Ok(html(status, &view))
}

fn view(value: LoadValue, typed: &Typed, problems: &Problems, l: Texts) -> ValueView {
    let default = value.get(&LoadPolicy::default());
    let default = amount(value, default, l);
    let hint = l.get(&format!("caps-hint-{value}"));
    ValueView {
        code: value.code(),
        name: l.get(&format!("caps-value-{value}")),
        typed: typed.get(value.code()).cloned().unwrap_or_default(),
        hint: format!("{hint} {}", t!(l, "caps-default", default = default)),
        wrong: problems.iter().any(|(place, _)| *place == value.code()),
    }
}

/// The policy as it is; a limit that is off is empty.
fn of(policy: &LoadPolicy, seen: i64) -> Typed {
    let said = |value: &LoadValue| {
        let number = value.get(policy);
        let off = value.is_limit() && number == 0;
        let text = if off {
            String::new()
        } else {
            number.to_string()
        };
        (value.code().to_owned(), text)
    };
    let mut typed: Typed = LoadValue::ALL.iter().map(said).collect();
    typed.insert("seen".to_owned(), seen.to_string());
    typed
}
