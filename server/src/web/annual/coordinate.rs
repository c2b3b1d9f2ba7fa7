//! `/coordinate/annual`: whose yearly talk is due, planning it, and that it was held.

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
    access::{Action, Role, Standing},
    ids::{CircleId, PersonId},
    team::{AnnualRefusal, AnnualState, Interviewer, annual_state, hold_annual, next_annual},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::view::{self, StateView, TalkView, agenda};
use crate::{
    entropy,
    store::{AnnualTalk, Person, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        notes::Notes,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/coordinate/annual";

#[derive(Template)]
#[template(path = "annual/list.html")]
struct List {
    page: Page,
    rows: Vec<ListRow>,
}

/// A supporter and how their yearly talk stands.
struct ListRow {
    id: String,
    name: String,
    state: StateView,
    planned: Option<crate::web::time::Markup>,
}

#[derive(Template)]
#[template(path = "annual/show.html")]
struct One {
    page: Page,
    id: String,
    name: String,
    state: StateView,
    planned: Option<TalkView>,
    latest: Option<TalkView>,
    agenda: Vec<String>,
    /// The sealed record of the newest talk that the reader holds.
    notes: Option<Notes>,
    interviewers: Vec<(String, String)>,
    today: String,
    next: String,
    problem: Option<String>,
}

/// `GET /coordinate/annual`: overdue first, then who never had one, then by day.
pub(super) async fn list(member: Member) -> Result<Response, AppError> {
    member.require(Action::HoldAnnualTalk, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "annual-list-title"));
    let page = page.seen_by(t!(member.reader, "annual-list-seen-by"));
    let today = member.now.date(&member.org.time_zone);
    let tx = member.read("list annual talks").await?;
    let (people, talks) = (
        tx.people_with(Role::Supporter).await?,
        tx.annual_overview().await?,
    );
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let mut rows: Vec<(AnnualState, ListRow)> = people
        .into_iter()
        .map(|person| {
            let own = || talks.iter().filter(|talk| talk.supporter == person.id);
            let state = annual_state(own().filter_map(|talk| talk.next_on).max(), today);
            let planned = own().find(|talk| talk.held_on.is_none());
            let row = ListRow {
                id: person.id.as_str().to_owned(),
                state: StateView::of(&page, state),
                planned: planned
                    .and_then(|talk| talk.planned_on)
                    .map(|day| page.day(day)),
                name: person.name,
            };
            (state, row)
        })
        .collect();
    rows.sort_by_key(|(state, _)| *state);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Ok(html(StatusCode::OK, &List { page, rows }))
}

/// `GET /coordinate/annual/{supporter}`.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let tx = member.read("show annual talk").await?;
    let person = supporter(&member, &tx, id).await?;
    let view = load(&member, &tx, person, None).await?;
    drop(tx);
    member
        .log_view("/coordinate/annual/{id}", Vec::new())
        .await?;
    Ok(html(StatusCode::OK, &view))
}

/// When a talk is, and with whom: a coordinator's id, or a code.
#[derive(Deserialize)]
pub(super) struct Plan {
    on: String,
    with: String,
}

/// `POST /coordinate/annual/{supporter}`: plans it, or moves what was planned.
pub(super) async fn plan(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Plan>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(plan)) = (id?, form?);
    let tx = member.write("plan annual talk").await?;
    let person = supporter(&member, &tx, id).await?;
    let on: Date = plan.on.parse().map_err(|_| AppError::BadForm)?;
    let (interviewer, interviewer_id) = match Interviewer::parse(&plan.with) {
        Some(who) if !who.keeps_notes() => (who, None),
        _ => {
            let id = PersonId::parse(&plan.with).ok_or(AppError::BadForm)?;
            let who = tx.person(&id).await?.ok_or(AppError::BadForm)?;
            if !who.active || !who.roles.contains(Role::Coordinator) {
                return Err(AppError::BadForm);
            }
            (Interviewer::Coordinator, Some(id))
        }
    };
    let refusal = if interviewer_id.as_ref() == Some(&person.id) {
        Some(AnnualRefusal::WithOneself)
    } else if on < member.now.date(&member.org.time_zone) {
        Some(AnnualRefusal::PlannedBefore)
    } else {
        None
    };
    if let Some(refusal) = refusal {
        let view = load(&member, &tx, person, Some(refusal)).await?;
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
    }
    let talks = tx.annual_talks_of(&person.id).await?;
    // Another interviewer makes another circle: what one of them wrote is not the other's to read.
    let same = |talk: &AnnualTalk| talk.held_on.is_none() && talk.interviewer_id == interviewer_id;
    let open = talks.iter().find(|talk| talk.held_on.is_none());
    let id = match open {
        Some(talk) if same(talk) => talk.id.clone(),
        Some(talk) => {
            // Whoever writes for it takes turns with this.
            tx.hold_circle(&CircleId::new(talk.id.as_str()), member.now)
                .await?;
            if tx.is_written(&talk.id).await? {
                let view = load(&member, &tx, person, Some(AnnualRefusal::Written)).await?;
                return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
            }
            tx.drop_planned_talk(&talk.id).await?;
            entropy::new_id(member.now)
        }
        None => entropy::new_id(member.now),
    };
    let talk = AnnualTalk {
        id,
        supporter: person.id.clone(),
        interviewer_id,
        interviewer,
        planned_on: Some(on),
        held_on: None,
        next_on: None,
    };
    tx.save_annual_talk(&talk).await?;
    done(&member, tx, &person, "annual-planned").await
}

/// When it was held, and by when the next.
#[derive(Deserialize)]
pub(super) struct Held {
    on: String,
    next: String,
}

/// `POST /coordinate/annual/{supporter}/held`.
pub(super) async fn held(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Held>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(held)) = (id?, form?);
    let tx = member.write("hold annual talk").await?;
    let person = supporter(&member, &tx, id).await?;
    let day = |text: &str| text.parse::<Date>().map_err(|_| AppError::BadForm);
    let (on, next) = (day(&held.on)?, day(&held.next)?);
    let today = member.now.date(&member.org.time_zone);
    if let Err(refusal) = hold_annual(on, next, today) {
        let view = load(&member, &tx, person, Some(refusal)).await?;
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view));
    }
    let talks = tx.annual_talks_of(&person.id).await?;
    let open = talks.into_iter().find(|talk| talk.held_on.is_none());
    let mut talk = open.ok_or(AppError::Stale("annual-held"))?;
    (talk.held_on, talk.next_on) = (Some(on), Some(next));
    tx.save_annual_talk(&talk).await?;
    done(&member, tx, &person, "annual-held").await
}

async fn done(
    member: &Member,
    tx: Tx,
    person: &Person,
    what: &'static str,
) -> Result<Response, AppError> {
    member
        .log_in(&tx, what, "/coordinate/annual/{id}", Vec::new())
        .await?;
    tx.commit().await?;
    let to = format!("{HOME}/{}", person.id);
    Ok(SeeOther::to(to)
        .with_flash(&Flash::new(what))
        .into_response())
}

/// The supporter at this address; anybody else is not here.
async fn supporter(member: &Member, tx: &Tx, id: String) -> Result<Person, AppError> {
    member.require(Action::HoldAnnualTalk, Standing::Nobody)?;
    tx.person(&address::person(&id)?)
        .await?
        .filter(|person| person.active && person.roles.contains(Role::Supporter))
        .ok_or(AppError::NotFound)
}

async fn load(
    member: &Member,
    tx: &Tx,
    person: Person,
    problem: Option<AnnualRefusal>,
) -> Result<One, AppError> {
    let page = member.page(t!(member.reader, "annual-title"));
    let page = page.seen_by(t!(member.reader, "annual-seen-by")).vault();
    let today = member.now.date(&member.org.time_zone);
    let coordinators = tx.people_with(Role::Coordinator).await?;
    let talks = tx.annual_talks_of(&person.id).await?;
    let row = |talk: &AnnualTalk| {
        let id = talk.interviewer_id.as_ref();
        let found = coordinators.iter().find(|who| Some(&who.id) == id);
        TalkView::of(&page, talk, found.map(|who| who.name.as_str()))
    };
    let named = coordinators
        .iter()
        .filter(|who| who.id != person.id)
        .map(|who| (who.id.as_str().to_owned(), who.name.clone()));
    let outside = Interviewer::ALL.iter().filter(|who| !who.keeps_notes());
    let outside = outside.map(|who| {
        let words = page.text(&format!("annual-with-{}", who.code()));
        (who.code().to_owned(), words)
    });
    let mine = |talk: &&AnnualTalk| talk.interviewer_id.as_ref() == Some(&member.person.id);
    let next = talks.iter().filter_map(|talk| talk.next_on).max();
    Ok(One {
        id: person.id.as_str().to_owned(),
        state: StateView::of(&page, annual_state(next, today)),
        planned: talks.iter().find(|talk| talk.held_on.is_none()).map(row),
        latest: talks.iter().find(|talk| talk.held_on.is_some()).map(row),
        agenda: agenda(&page),
        notes: talks.iter().find(mine).map(|talk| {
            let place = format!("{HOME}/{}", talk.supporter);
            view::notes(member, talk, &place)
        }),
        interviewers: named.chain(outside).collect(),
        today: today.to_string(),
        next: next_annual(today).to_string(),
        problem: problem.map(|refusal| page.text(&format!("annual-problem-{}", refusal.code()))),
        name: person.name,
        page,
    })
}
