//! `/coordinate/list/unnamed`: words of dispatch that came in and that no line of the list names (R044).
//!
//! Events are counted here, not people, so no number is kept back.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::KindCode,
    incident::IncidentList,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    super::document::Hand,
    HOME, codes,
    effects::{MOST, judged},
};
use crate::{
    store::{IncidentRow, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const PLACE: &str = "/coordinate/list/unnamed";
/// How far back it looks, in days.
const DAYS: i64 = 28;
/// How many words are told, the most frequent first.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "coordinate/list-unnamed.html")]
struct UnnamedPage {
    page: Page,
    home: &'static str,
    days: i64,
    /// How many events were looked at.
    looked: usize,
    words: Vec<Word>,
    more: usize,
    /// Lines that a word can be put in.
    entries: Vec<(String, String)>,
    /// Words of which somebody said that they never count.
    never: Vec<Word>,
    seen: i64,
}

/// A word of dispatch.
struct Word {
    code: String,
    label: String,
    count: usize,
}

/// `GET`: by how often they came in.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "unnamed-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show unnamed kinds").await?;
    let hand = Hand::<IncidentList>::load(&tx, &member).await?;
    let never = tx.kinds_never().await?;
    let events = events(&tx, &page).await?;
    drop(tx);
    let list = hand.document();
    let found = list.unnamed_kinds(&events, &never);
    let word = |code: &KindCode, count: usize| Word {
        code: code.as_str().to_owned(),
        label: codes::word(code.as_str(), page.l()),
        count,
    };
    let shown = found.iter().take(SHOWN);
    let view = UnnamedPage {
        home: HOME,
        days: DAYS,
        looked: events.len(),
        words: shown.map(|(code, count)| word(code, *count)).collect(),
        more: found.len().saturating_sub(SHOWN),
        entries: entries(list, &page),
        never: never.iter().map(|code| word(code, 0)).collect(),
        seen: hand.base_number(),
        page,
    };
    member.log_view(PLACE, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

/// The kinds of each event of the last days that the list judges.
async fn events(tx: &Tx, page: &Page) -> Result<Vec<BTreeSet<KindCode>>, StoreError> {
    let since = page.now().minus(SignedDuration::from_hours(24 * DAYS));
    let rows: Vec<IncidentRow> = tx.incidents_since(since, MOST).await?;
    let judged = rows.iter().filter_map(judged);
    Ok(judged.map(|(_, record)| record.kind_codes).collect())
}

/// The lines that take part and are found by facts (C18).
fn entries(list: &IncidentList, page: &Page) -> Vec<(String, String)> {
    let open = list
        .enabled()
        .filter(|entry| entry.recorded_as() == entry.id);
    let named = open.map(|entry| {
        let label = entry.label.text(page.lang()).to_owned();
        (entry.id.clone(), label)
    });
    named.collect()
}

/// A word, and where it goes.
#[derive(Default, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    code: String,
    #[serde(default)]
    entry: String,
    #[serde(default)]
    seen: i64,
}

impl Wish {
    fn code(&self) -> Result<KindCode, AppError> {
        let fits = self.code.len() <= 120 && !self.code.contains(char::is_control);
        let code = KindCode::parse(&self.code).filter(|_| fits);
        code.ok_or(AppError::BadForm)
    }
}

/// `POST …/put`: into a line of one's draft, so that a person is asked about such events.
pub(super) async fn put(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let code = wish.code()?;
    let tx = member.write("put kind on list").await?;
    let hand = Hand::<IncidentList>::load(&tx, &member).await?;
    let hand = hand.seen(&tx, wish.seen).await?;
    let list = hand.document().with_kind(&wish.entry, &code);
    let list = list.ok_or(AppError::NotFound)?;
    hand.keep(&tx, &member, list).await?;
    tx.commit().await?;
    let back = SeeOther::to(format!("{HOME}/entry/{}", wish.entry));
    Ok(back.with_flash(&Flash::new("unnamed-put")).into_response())
}

/// `POST …/never`: it never counts, and stands here no more.
pub(super) async fn never(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let code = wish.code()?;
    let tx = member.write("say that a kind never counts").await?;
    tx.never_count(&code, &member.person.id, member.now).await?;
    let place = "/coordinate/list/unnamed/never";
    member.log_in(&tx, "kind-never", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(PLACE).with_flash(&Flash::new("unnamed-never")))
}

/// `POST …/again`: it is shown again when it comes in.
pub(super) async fn again(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let code = wish.code()?;
    let tx = member.write("let a kind be told again").await?;
    tx.may_count(&code).await?;
    let place = "/coordinate/list/unnamed/again";
    member.log_in(&tx, "kind-again", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(PLACE).with_flash(&Flash::new("unnamed-again")))
}
