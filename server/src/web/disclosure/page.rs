//! `/support/case/{id}/disclose`: choose, see the sentence, record it.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::Action,
    disclosure::{
        ConsentWay, Disclosure, DisclosureConsent, DisclosureReason, DisclosureRefusal, Listener,
        Told,
    },
    ids::PersonId,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::told::{DisclosureView, listener, reason, sentences, what};
use crate::{
    entropy,
    store::{CaseRow, DisclosureRow, Person, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        text::Texts,
    },
};

const PLACE: &str = "/support/case/{id}/disclose";

/// What was chosen so far; every value is a code.
#[derive(Default, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    what: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    on: String,
    /// Ticked: the colleague agreed.
    #[serde(default)]
    agreed: String,
}

#[derive(Template)]
#[template(path = "disclosure/page.html")]
struct DisclosePage {
    page: Page,
    id: String,
    name: String,
    /// The sentence of what was chosen, once both are known.
    chosen: Option<Ready>,
    whats: Vec<Choice>,
    listeners: Vec<Choice>,
    reasons: Vec<Choice>,
    ways: Vec<Choice>,
    on: String,
    today: String,
    problem: Option<String>,
    earlier: Vec<DisclosureView>,
}

/// The sentence to tell.
struct Ready {
    what: &'static str,
    to: &'static str,
    to_words: String,
    sentences: Vec<(&'static str, String)>,
}

/// One answer to choose.
struct Choice {
    code: &'static str,
    words: String,
    chosen: bool,
}

/// `GET`: what can be told, and to whom.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.read("show disclosure").await?;
    let case = permitted(&member, &tx, id).await?;
    let page = load(&member, &tx, &case, &Chosen::default(), None).await?;
    drop(tx);
    member.log_view(PLACE, vec![&case.pseudonym]).await?;
    Ok(html(StatusCode::OK, &page))
}

/// `POST`: first shows the sentence that was chosen (no choice stands in an address), then records
/// it; without consent nothing is.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(chosen)) = (id?, form?);
    let tx = member.write("disclose").await?;
    let case = permitted(&member, &tx, id).await?;
    if chosen.why.is_empty() {
        let pair = Told::parse(&chosen.what).zip(Listener::parse(&chosen.to));
        let (told, to) = pair.ok_or(AppError::BadForm)?;
        let problem = (!told.may_reach(to)).then_some(DisclosureRefusal::NotTheirs);
        let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
        let page = load(&member, &tx, &case, &chosen, problem).await?;
        return Ok(html(status, &page));
    }
    let today = member.now.date(&member.org.time_zone);
    let disclosure = match read(&chosen, today)? {
        Ok(disclosure) => disclosure,
        Err(refusal) => {
            let page = load(&member, &tx, &case, &chosen, Some(refusal)).await?;
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let row = DisclosureRow {
        case: case.id.clone(),
        disclosure,
        by: member.person.id.clone(),
        at: member.now,
    };
    tx.disclose(&entropy::new_id(member.now), &row).await?;
    member
        .log_in(&tx, "disclosed", PLACE, vec![&case.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(format!("/support/case/{}/disclose", case.id))
        .with_flash(&Flash::new("disclosure-recorded"))
        .into_response())
}

async fn permitted(member: &Member, tx: &Tx, id: String) -> Result<CaseRow, AppError> {
    Ok(member.case(tx, &id, Action::Disclose).await?.0)
}

/// Reads the codes; a code that does not exist is no form of ours.
fn read(chosen: &Chosen, today: Date) -> Result<Result<Disclosure, DisclosureRefusal>, AppError> {
    let told = Told::parse(&chosen.what).ok_or(AppError::BadForm)?;
    let to = Listener::parse(&chosen.to).ok_or(AppError::BadForm)?;
    let reason = DisclosureReason::parse(&chosen.why).ok_or(AppError::BadForm)?;
    let consent = ConsentWay::parse(&chosen.way).zip(chosen.on.parse().ok());
    let consent = consent
        .filter(|_| chosen.agreed == "yes")
        .map(|(way, on)| DisclosureConsent { way, on });
    Ok(Disclosure::new(told, to, reason, consent, today))
}

async fn load(
    member: &Member,
    tx: &Tx,
    case: &CaseRow,
    chosen: &Chosen,
    problem: Option<DisclosureRefusal>,
) -> Result<DisclosePage, StoreError> {
    let page = member.page(t!(member.reader, "disclosure-title"));
    let page = page.seen_by(t!(member.reader, "disclosure-seen-by"));
    let l = page.l();
    let name = name_of(tx, &case.person).await?;
    let told = Told::parse(&chosen.what);
    let to = Listener::parse(&chosen.to);
    let pair = told.zip(to).filter(|(told, to)| told.may_reach(*to));
    let ready = pair.map(|(told, to)| Ready {
        what: told.code(),
        to: to.code(),
        to_words: listener(l, to),
        sentences: sentences(told, &name),
    });
    let today = member.now.date(&member.org.time_zone).to_string();
    let on = if chosen.on.is_empty() {
        today.clone()
    } else {
        chosen.on.clone()
    };
    Ok(DisclosePage {
        id: case.id.as_str().to_owned(),
        chosen: ready,
        whats: choices(Told::ALL, Told::code, told, |it| what(l, it)),
        listeners: choices(Listener::ALL, Listener::code, to, |it| listener(l, it)),
        reasons: {
            let chosen = DisclosureReason::parse(&chosen.why);
            choices(
                DisclosureReason::ALL,
                DisclosureReason::code,
                chosen,
                |it| reason(l, it),
            )
        },
        ways: {
            let chosen = ConsentWay::parse(&chosen.way);
            choices(ConsentWay::ALL, ConsentWay::code, chosen, |it| way(l, it))
        },
        on,
        today,
        problem: problem.map(|refusal| l.get(&format!("disclosure-problem-{}", refusal.code()))),
        earlier: earlier(tx, &page, case, &name).await?,
        name,
        page,
    })
}

fn way(l: Texts, way: ConsentWay) -> String {
    l.get(&format!("disclosure-consent-{}", way.code()))
}

fn choices<T: Copy + PartialEq>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    chosen: Option<T>,
    words: impl Fn(T) -> String,
) -> Vec<Choice> {
    let choice = |it: &T| Choice {
        code: code(*it),
        words: words(*it),
        chosen: chosen == Some(*it),
    };
    all.iter().map(choice).collect()
}

/// What was told before, about this case.
async fn earlier(
    tx: &Tx,
    page: &Page,
    case: &CaseRow,
    name: &str,
) -> Result<Vec<DisclosureView>, StoreError> {
    let rows = tx.disclosures(std::slice::from_ref(&case.id)).await?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.by.clone()).collect();
    let people = tx.people(&ids).await?;
    let by = |id: &PersonId| {
        let found = people.iter().find(|person| person.id == *id);
        found.map_or_else(String::new, |person| person.name.clone())
    };
    let view = |row: &DisclosureRow| DisclosureView::of(page, row, name, by(&row.by));
    Ok(rows.iter().map(view).collect())
}

async fn name_of(tx: &Tx, person: &PersonId) -> Result<String, StoreError> {
    let found: Option<Person> = tx.person(person).await?;
    Ok(found.map(|person| person.name).unwrap_or_default())
}
