//! One entry: its words, its source and on which facts it is found; a new one too (R044).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    incident::{Entry, IncidentList},
    label::Label,
};

use super::{
    super::document::Hand,
    HOME, codes,
    entry_form::Typed,
    occurring::{KindLine, Occurring},
    words,
};
use crate::{
    entropy,
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        text::Texts,
    },
};

pub(super) const PLACE: &str = "/coordinate/list/entry/{id}";
const NEW: &str = "/coordinate/list/new";

#[derive(Template)]
#[template(path = "coordinate/list-entry.html")]
struct EntryPage {
    page: Page,
    home: &'static str,
    action: String,
    /// None for a new entry.
    known: Option<Known>,
    /// Whether it is found by facts at all (C18).
    judged: bool,
    typed: Typed,
    facts: [Fact; 5],
    kinds: Vec<String>,
    /// Kinds that really occurred, how many more there are, and of how many events.
    occurring: Vec<KindLine>,
    more_kinds: usize,
    looked: usize,
    problems: Vec<String>,
}

/// A fact that a rule can ask for, with the key of its words.
struct Fact {
    name: &'static str,
    key: &'static str,
}

const FACTS: [Fact; 5] = [
    Fact {
        name: "minor",
        key: "list-fact-minor",
    },
    Fact {
        name: "fatal",
        key: "list-fact-fatal",
    },
    Fact {
        name: "aggression",
        key: "list-fact-aggression",
    },
    Fact {
        name: "alarm-button",
        key: "list-fact-alarm-button",
    },
    Fact {
        name: "major",
        key: "list-fact-major",
    },
];

/// An entry that is on the list.
struct Known {
    label: String,
    source: String,
    place: usize,
    count: usize,
    off: Option<String>,
    may_be_withdrawn: bool,
    /// Whether only the draft has it.
    new: bool,
}

type Fields = BTreeMap<String, String>;

/// `GET /coordinate/list/entry/{id}`.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.read("show list entry").await?;
    let hand = Hand::<IncidentList>::load(&tx, &member).await?;
    let seen = Occurring::load(&tx, &member).await?;
    drop(tx);
    let entry = hand.document().entry(&id).ok_or(AppError::NotFound)?;
    let typed = Typed::of(entry, hand.base_number(), member.reader.l());
    member.log_view(PLACE, Vec::new()).await?;
    Ok(render(
        &member,
        (&hand, &seen),
        Some(&id),
        typed,
        Vec::new(),
    ))
}

/// `GET /coordinate/list/new`.
pub(super) async fn blank(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let tx = member.read("show list entry").await?;
    let hand = Hand::<IncidentList>::load(&tx, &member).await?;
    let seen = Occurring::load(&tx, &member).await?;
    drop(tx);
    let typed = Typed::blank(hand.base_number());
    member.log_view(NEW, Vec::new()).await?;
    Ok(render(&member, (&hand, &seen), None, typed, Vec::new()))
}

/// `POST /coordinate/list/entry/{id}`: into one's draft.
pub(super) async fn change(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    keep(&member, Some(&id), Typed::read(&form)).await
}

/// `POST /coordinate/list/new`: an addition of the organisation's own, into one's draft.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(form) = form?;
    keep(&member, None, Typed::read(&form)).await
}

async fn keep(member: &Member, id: Option<&str>, typed: Typed) -> Result<Response, AppError> {
    let tx = member.write("draft list entry").await?;
    let hand = Hand::<IncidentList>::load(&tx, member).await?;
    let hand = hand.seen(&tx, typed.seen).await?;
    let mut list = hand.document().clone();
    let was = match id {
        Some(id) => list.entry(id).ok_or(AppError::NotFound)?.clone(),
        None => unheard_of(member),
    };
    let entry = typed.entry(&was);
    if typed.only_finds {
        let seen = Occurring::load(&tx, member).await?;
        return Ok(render(member, (&hand, &seen), id, typed, Vec::new()));
    }
    let refusals = entry.refusals();
    if !refusals.is_empty() {
        let seen = Occurring::load(&tx, member).await?;
        drop(tx);
        let problems = refusals.iter();
        let problems = problems.map(|refusal| words::problem(refusal, member.reader.l()));
        return Ok(render(
            member,
            (&hand, &seen),
            id,
            typed,
            problems.collect(),
        ));
    }
    let entry_id = entry.id.clone();
    match list.entries.iter_mut().find(|known| known.id == entry.id) {
        Some(known) => *known = entry,
        None => list.entries.push(entry),
    }
    let warned = list
        .entry(&entry_id)
        .is_some_and(|entry| !list.newly_only_with_more(&was, entry).is_empty());
    hand.keep(&tx, member, list).await?;
    tx.commit().await?;
    let back = if warned {
        // Not silently: the page of the line says which words, and when they count.
        let page = SeeOther::to(format!("{HOME}/entry/{entry_id}"));
        page.with_flash(&Flash::new("list-kept-only-with-more"))
    } else {
        SeeOther::to(HOME).with_flash(&Flash::new("document-kept"))
    };
    Ok(back.into_response())
}

/// Says of each rule as it is typed which words count only with more, in the list as it would be.
fn warn(list: &IncidentList, known: Option<&Entry>, typed: &mut Typed, l: Texts) {
    let mut next = list.clone();
    let at = known.and_then(|known| next.entries.iter_mut().find(|it| it.id == known.id));
    if let Some(entry) = at {
        *entry = typed.entry(entry);
    }
    for typed in &mut typed.rules {
        let rule = typed.rule();
        let codes = next.only_with_more(&rule);
        let codes = codes.iter().map(|code| codes::word(code.as_str(), l));
        let words = codes.collect::<Vec<_>>().join(", ");
        let when = words::beside_kinds(&rule, l);
        let said = || {
            t!(
                l,
                "list-only-with-more",
                words = words.as_str(),
                when = when.as_str()
            )
        };
        typed.warning = (!words.is_empty()).then(said);
    }
}

/// A local addition; its name is made of chance, so that two people never make the same.
fn unheard_of(member: &Member) -> Entry {
    let name = entropy::new_id(member.now);
    Entry {
        id: format!("local-{name}"),
        kind: None,
        label: Label::new("", ""),
        dispatch_label: None,
        source: None,
        rules: Vec::new(),
        enabled: true,
        disabled_reason: None,
    }
}

/// The page of an entry, with what was typed and what is wrong with it.
pub(super) fn render(
    member: &Member,
    (hand, seen): (&Hand<IncidentList>, &Occurring),
    id: Option<&str>,
    typed: Typed,
    problems: Vec<String>,
) -> Response {
    let (l, list) = (member.reader.l(), hand.document());
    let known = id.and_then(|id| list.entry(id));
    let mut typed = typed;
    warn(list, known, &mut typed, l);
    let title = match known {
        Some(_) => t!(l, "list-entry-title"),
        None => t!(l, "list-new"),
    };
    let place = known.and_then(|entry| list.entries.iter().position(|it| it.id == entry.id));
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let (occurring, more_kinds) = seen.offered(list, &typed.find, l);
    let page = EntryPage {
        occurring,
        more_kinds,
        looked: seen.looked,
        home: HOME,
        action: id.map_or_else(|| NEW.to_owned(), |id| format!("{HOME}/entry/{id}")),
        known: known.map(|entry| Known {
            label: entry.label.text(l.language().as_str()).to_owned(),
            source: words::source(entry, l),
            place: place.map_or(0, |place| place + 1),
            count: list.entries.len(),
            off: entry.disabled_reason.clone().filter(|_| !entry.enabled),
            may_be_withdrawn: entry.may_be_withdrawn(),
            new: hand.base().entry(&entry.id).is_none(),
        }),
        judged: known.is_none_or(|entry| entry.recorded_as() == entry.id),
        facts: FACTS,
        kinds: codes::words(l),
        problems,
        typed,
        page: member.page(title).seen_by(t!(l, "document-seen-by")),
    };
    html(status, &page)
}
