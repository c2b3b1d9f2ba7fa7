//! Giving a case to a supporter: who is not in the list cannot, and nobody is told why (R004, R165).

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    matching::{Ranked, Reason},
};
use serde::Deserialize;

use super::cases;
use crate::{
    store::{CaseRow, Person, Tx},
    web::{
        address,
        colleague::Choice,
        error::AppError,
        flash::Flash,
        incident::words,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        text::Texts,
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "coordinate/assign.html")]
struct AssignPage {
    page: Page,
    id: String,
    revision: i64,
    /// The case's name on the board.
    code: String,
    name: String,
    event: String,
    at: Markup,
    stage: String,
    /// Who keeps the case now.
    supporter: Option<String>,
    handover: bool,
    /// How many paths this colleague has had, this one included (C08).
    paths: i64,
    /// Best first.
    choices: Vec<RankedChoice>,
}

/// A supporter with why they stand where they stand.
struct RankedChoice {
    choice: Choice,
    reasons: String,
}

/// `GET /coordinate/case/{id}`: who, what, when, and whom it could be given to.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let page = member.page(t!(member.reader, "coordinate-assign-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-seen-by"));
    let tx = member.read("show assignment").await?;
    let case = find(&member, &tx, &id).await?;
    let view = assign_page(&member, &tx, page, &case).await?;
    drop(tx);
    member
        .log_view("/coordinate/case/{id}", vec![&case.pseudonym])
        .await?;
    Ok(html(StatusCode::OK, &view))
}

async fn assign_page(
    member: &Member,
    tx: &Tx,
    page: Page,
    case: &CaseRow,
) -> Result<AssignPage, AppError> {
    let incident = match case.case.event.as_ref() {
        Some(event) => tx.incident(&event.incident).await?,
        None => None,
    };
    let (list, zone) = (words::list(tx, page.now()).await?, &member.org.time_zone);
    let person = tx.person(&case.person).await?.ok_or(AppError::NotFound)?;
    let supporter = match &case.supporter {
        Some(supporter) => tx.person(supporter).await?,
        None => None,
    };
    let free = tx.ranked_supporters(case, member.now, zone).await?;
    let others = free
        .iter()
        .filter(|(person, _)| case.supporter.as_ref() != Some(&person.id));
    let choice = |(person, ranked): &(Person, Ranked)| RankedChoice {
        choice: Choice::of(person, page.l()),
        reasons: reasons(&ranked.reasons, page.l()),
    };
    Ok(AssignPage {
        id: case.id.as_str().to_owned(),
        revision: case.revision,
        code: cases::code(&case.pseudonym),
        name: person.name,
        event: cases::event(incident.as_ref(), list.as_ref(), page.l()),
        at: page.when(incident.map_or(case.case.opened_at, |incident| incident.at)),
        stage: cases::stage(case.case.stage(member.now, zone), page.l()),
        supporter: supporter.map(|person| person.name),
        handover: case.case.handover_due.is_some(),
        paths: tx.case_count(&case.person).await?,
        choices: others.map(choice).collect(),
        page,
    })
}

/// Why somebody stands where they stand, in words; none of them is about an exclusion (R165).
pub(super) fn reasons(reasons: &[Reason], l: Texts) -> String {
    let words = reasons
        .iter()
        .map(|reason| l.get(&format!("rank-reason-{reason}")));
    words.collect::<Vec<_>>().join(", ")
}

/// To whom it is given, and which state of the case the coordinator saw.
#[derive(Deserialize)]
pub(super) struct Chosen {
    revision: i64,
    supporter: String,
}

/// `POST /coordinate/case/{id}/assign`: gives it, or takes it over from who keeps it.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let (Path(id), Form(form)) = (id?, form?);
    let tx = member.write("assign supporter").await?;
    let case = find(&member, &tx, &id).await?;
    let chosen = tx
        .person(&address::person(&form.supporter)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let (now, tz) = (member.now, &member.org.time_zone);
    if !tx.may_support(&case, &chosen, now, tz).await? {
        return Err(AppError::Refused("not-eligible"));
    }
    let (me, seen, to) = (
        Some(&member.person.id),
        Some(form.revision),
        chosen.id.clone(),
    );
    let first = case.supporter.is_none();
    let what = if first { "assigned" } else { "handed-over" };
    tx.decide_case(&case.id, seen, me, what, now, tz, |case| {
        if first {
            case.assign(to)
        } else {
            case.hand_over(to)
        }
    })
    .await?;
    let place = "/coordinate/case/{id}/assign";
    member
        .log_in(&tx, what, place, vec![&case.pseudonym])
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/coordinate").with_flash(&Flash::new("coordinate-assigned")))
}

/// The open case, if the coordinator may give it to somebody; one's own is not there (R121).
async fn find(member: &Member, tx: &Tx, id: &str) -> Result<CaseRow, AppError> {
    member.require(Action::ViewOpenItems, Standing::Nobody)?;
    let (case, _) = member.case(tx, id, Action::AssignSupporter).await?;
    if case.case.closed.is_some() {
        return Err(AppError::NotFound);
    }
    Ok(case)
}
