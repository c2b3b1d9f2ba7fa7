//! `/coordinate/wording`: the team's name and two sentences, in each language that is spoken here.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    wording::{OwnText, Wording},
};

use super::{
    super::document::{Banner, Hand},
    HOME, own_name, refusal,
};
use crate::web::{
    error::AppError,
    flash::Flash,
    member::Member,
    page::{Page, html},
    redirect::SeeOther,
    text::{Language, Texts},
};

#[derive(Template)]
#[template(path = "coordinate/wording.html")]
struct WordingPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    languages: Vec<LanguageView>,
    seen: i64,
    problems: Vec<(String, String)>,
}

/// The texts in one language.
struct LanguageView {
    tag: &'static str,
    name: &'static str,
    texts: Vec<TextView>,
}

/// A text that can be typed.
struct TextView {
    /// Its name in the form: the language and the text.
    field: String,
    name: String,
    hint: String,
    typed: String,
    longest: usize,
    is_line: bool,
    wrong: bool,
}

/// What was typed, by field.
type Typed = BTreeMap<String, String>;

/// `GET /coordinate/wording`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None, Vec::new()).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /coordinate/wording`: into one's draft; the page after it shows how it will be read.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("draft wording").await?;
    let hand = Hand::<Wording>::load(&tx, &member).await?;
    let seen = typed.get("seen").and_then(|seen| seen.parse().ok());
    let hand = hand.seen(&tx, seen.unwrap_or_default()).await?;
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

/// What was typed, on top of what there was: a language that is not spoken here keeps its texts.
fn wanted(was: &Wording, typed: &Typed, l: Texts) -> Result<Wording, Vec<(String, String)>> {
    let (mut wanted, mut problems) = (was.clone(), Vec::new());
    for (language, text) in every() {
        let field = field(language, text);
        let Some(said) = typed.get(&field) else {
            continue;
        };
        if let Err(why) = wanted.said_mut(language).set(text, said) {
            let words = format!("{}: {}", own_name(language), refusal(text, why, l));
            problems.push((field, words));
        }
    }
    if problems.is_empty() {
        Ok(wanted)
    } else {
        Err(problems)
    }
}

fn every() -> impl Iterator<Item = (&'static str, OwnText)> {
    let texts = |language| OwnText::ALL.iter().map(move |text| (language, *text));
    Wording::LANGUAGES.into_iter().flat_map(texts)
}

fn field(language: &str, text: OwnText) -> String {
    format!("{language}-{text}")
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problems: Vec<(String, String)>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "wording-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show wording document").await?;
    let hand = Hand::<Wording>::load(&tx, member).await?;
    let banner = hand.banner(&tx, &page, member).await?;
    drop(tx);
    let typed = typed.unwrap_or_else(|| of(hand.document(), hand.base_number()));
    let wrong = |field: &str| problems.iter().any(|(place, _)| place == field);
    let text = |language: Language, text: OwnText| {
        let field = field(language.as_str(), text);
        TextView {
            name: page.text(&format!("wording-field-{text}")),
            hint: page.text(&format!("wording-hint-{text}")),
            typed: typed.get(&field).cloned().unwrap_or_default(),
            longest: text.longest(),
            is_line: text == OwnText::Team,
            wrong: wrong(&field),
            field,
        }
    };
    let language = |language: Language| LanguageView {
        tag: language.as_str(),
        name: language.own_name(),
        texts: OwnText::ALL.iter().map(|it| text(language, *it)).collect(),
    };
    let spoken = member.reader.languages().iter();
    let view = WordingPage {
        home: HOME,
        banner,
        languages: spoken.map(|it| language(*it)).collect(),
        seen: typed
            .get("seen")
            .and_then(|seen| seen.parse().ok())
            .unwrap_or_default(),
        problems,
        page,
    };
    Ok(html(status, &view))
}

/// The texts as they are.
fn of(wording: &Wording, seen: i64) -> Typed {
    let said = |(language, text): (&str, OwnText)| {
        let said = wording.said(language).get(text).unwrap_or_default();
        (field(language, text), said.to_owned())
    };
    let mut typed: Typed = every().map(said).collect();
    typed.insert("seen".to_owned(), seen.to_string());
    typed
}
