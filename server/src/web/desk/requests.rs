//! `/desk/requests`: what people asked about their own data, by when, and how it was answered (R095).
//!
//! A request has a reference and no name: its person says the reference when they want to.

use askama::Template;
use axum::{
    Router,
    extract::{
        Form, Path, Query,
        rejection::{FormRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use care::{
    access::{Action, Standing},
    data_request::{self, RequestKind, RequestRefusal, RequestState, RequestWhy, Term, due_on},
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    store::{DataRequest, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        state::App,
        time::Markup,
    },
};

const HOME: &str = "/desk/requests";
/// How many answered requests one page shows.
const ROWS: u32 = 30;
/// For how many hours an answer can be taken back.
const UNDO_HOURS: i64 = 24;

/// The routes of this file.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/requests", get(show))
        .route("/desk/requests/{id}/answer", post(answer))
        .route("/desk/requests/{id}/extend", post(extend))
        .route("/desk/requests/{id}/reopen", post(reopen))
}

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct Requests {
    page: Page,
    open: Vec<Waiting>,
    late: usize,
    settled: Vec<Settled>,
    older: Option<String>,
    is_later: bool,
    answers: Vec<(&'static str, String)>,
    whys: Vec<(&'static str, String)>,
    problem: Option<Problem>,
}

/// What was typed for one request, and what is wrong with it.
struct Problem {
    id: String,
    reference: String,
    words: String,
    typed: Answer,
}

/// A request that waits.
struct Waiting {
    id: String,
    reference: String,
    kind: String,
    asked: Markup,
    due: Markup,
    late: Option<i32>,
    soon: bool,
    can_extend: bool,
    extended: bool,
}

/// A request that was answered.
struct Settled {
    reference: String,
    kind: String,
    asked: Markup,
    at: Markup,
    how: String,
    why: Option<String>,
    /// Whether it was answered after its last day.
    late: bool,
}

/// Where the answered ones begin: below this one.
#[derive(Default, Deserialize)]
struct From {
    below: Option<String>,
}

async fn show(
    member: Member,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::HandleRequests, Standing::Nobody)?;
    let Query(from) = from?;
    let tx = member.read("show data requests").await?;
    let view = load(&member, &tx, from).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

async fn load(member: &Member, tx: &Tx, from: From) -> Result<Requests, AppError> {
    let page = member.page(t!(member.reader, "watch-requests-title"));
    let page = page.seen_by(t!(member.reader, "watch-requests-seen-by"));
    let below = from.below.as_deref().and_then(below);
    let open = tx.open_data_requests().await?;
    let mut settled = tx.settled_data_requests(below, ROWS + 1).await?;
    let more = settled.len() > ROWS as usize;
    settled.truncate(ROWS as usize);
    let older = settled.last().filter(|_| more).and_then(|last| {
        let at = last.settled_at?.millis();
        Some(format!("{at}.{}", last.id))
    });
    let open: Vec<Waiting> = open.iter().map(|it| waiting(member, &page, it)).collect();
    let answers = [
        RequestState::Granted,
        RequestState::Partly,
        RequestState::Refused,
    ];
    Ok(Requests {
        late: open.iter().filter(|it| it.late.is_some()).count(),
        open,
        settled: settled
            .iter()
            .filter_map(|it| answered(member, &page, it))
            .collect(),
        older,
        is_later: below.is_some(),
        answers: answers
            .map(|state| (state.code(), state_words(&page, state)))
            .to_vec(),
        whys: RequestWhy::ALL
            .iter()
            .map(|why| (why.code(), why_words(&page, *why)))
            .collect(),
        problem: None,
        page,
    })
}

fn below(text: &str) -> Option<(Instant, &str)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_millis(at.parse().ok()?), id)).filter(|(_, id)| care::ids::is_id(id))
}

fn waiting(member: &Member, page: &Page, request: &DataRequest) -> Waiting {
    let zone = &member.org.time_zone;
    let today = member.now.date(zone);
    let term = data_request::term(request.due_on, today);
    let asked = request.asked_at.date(zone);
    Waiting {
        id: request.id.clone(),
        reference: request.reference.clone(),
        kind: kind_words(page, request.kind),
        asked: page.day(asked),
        due: page.day(request.due_on),
        late: match term {
            Term::Late(days) => Some(days),
            _ => None,
        },
        soon: matches!(term, Term::Soon(_)),
        can_extend: data_request::extend(request.state, request.extended, asked, today).is_ok(),
        extended: request.extended,
    }
}

fn answered(member: &Member, page: &Page, request: &DataRequest) -> Option<Settled> {
    let zone = &member.org.time_zone;
    let at = request.settled_at?.date(zone);
    Some(Settled {
        reference: request.reference.clone(),
        kind: kind_words(page, request.kind),
        asked: page.day(request.asked_at.date(zone)),
        at: page.day(at),
        how: state_words(page, request.state),
        why: request.why.map(|why| why_words(page, why)),
        late: at > request.due_on,
    })
}

/// What is asked, in words.
pub(in crate::web) fn kind_words(page: &Page, kind: RequestKind) -> String {
    page.text(&format!("watch-request-{kind}"))
}

/// How a request stands, in words.
pub(in crate::web) fn state_words(page: &Page, state: RequestState) -> String {
    page.text(&format!("watch-request-state-{state}"))
}

/// Why it was not done in full, in words.
pub(in crate::web) fn why_words(page: &Page, why: RequestWhy) -> String {
    page.text(&format!("watch-request-why-{why}"))
}

/// How a request was answered.
#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    why: String,
}

/// `POST /desk/requests/{id}/answer`: its person reads it on their own page. Can be undone for a day.
async fn answer(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Answer>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::HandleRequests, Standing::Nobody)?;
    let (Path(id), Form(typed)) = (id?, form?);
    let tx = member.write("answer data request").await?;
    let mut request = found(&tx, &id).await?;
    let before = (request.state, request.extended);
    let state = RequestState::parse(&typed.answer).filter(|it| *it != RequestState::Withdrawn);
    let why = RequestWhy::parse(&typed.why);
    let judged = match state {
        Some(state) => data_request::answer(request.state, state, why).map(|()| state),
        None => Err(RequestRefusal::WhyMissing),
    };
    let state = match judged {
        Ok(state) => state,
        Err(RequestRefusal::NotOpen) => return Err(AppError::Stale("request")),
        Err(refusal) => return again(&member, &tx, request, typed, refusal).await,
    };
    request.state = state;
    request.why = why.filter(|_| state != RequestState::Granted);
    request.settled_at = Some(member.now);
    let place = "/desk/requests/{id}/answer";
    save(&member, tx, &request, before, ("data-answered", place)).await?;
    let undo = format!("{HOME}/{id}/reopen");
    let flash = Flash::new("watch-request-answered").with_undo(undo);
    Ok(axum::response::IntoResponse::into_response(
        SeeOther::to(HOME).with_flash(&flash),
    ))
}

/// The page again, with what was typed and what is missing.
async fn again(
    member: &Member,
    tx: &Tx,
    request: DataRequest,
    typed: Answer,
    refusal: RequestRefusal,
) -> Result<Response, AppError> {
    let mut view = load(member, tx, From::default()).await?;
    view.problem = Some(Problem {
        words: view.page.text(&format!("refusal-{refusal}")),
        id: request.id,
        reference: request.reference,
        typed,
    });
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &view))
}

/// `POST /desk/requests/{id}/extend`: two more months, once, and told within the first.
async fn extend(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::HandleRequests, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("extend data request").await?;
    let mut request = found(&tx, &id).await?;
    let before = (request.state, request.extended);
    let zone = &member.org.time_zone;
    let (asked, today) = (request.asked_at.date(zone), member.now.date(zone));
    request.due_on = data_request::extend(request.state, request.extended, asked, today)
        .map_err(|refusal| AppError::Refused(refusal.code()))?;
    request.extended = true;
    let place = "/desk/requests/{id}/extend";
    save(&member, tx, &request, before, ("data-extended", place)).await?;
    let undo = format!("{HOME}/{id}/reopen");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("watch-request-extended").with_undo(undo)))
}

/// `POST /desk/requests/{id}/reopen`: takes the last step back, an answer within a day.
async fn reopen(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::HandleRequests, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("reopen data request").await?;
    let mut request = found(&tx, &id).await?;
    let before = (request.state, request.extended);
    let fresh = |at: Instant| member.now.since(at) <= SignedDuration::from_hours(UNDO_HOURS);
    match (request.state, request.settled_at) {
        (RequestState::Open, _) if request.extended => {
            request.extended = false;
            request.due_on = due_on(request.asked_at.date(&member.org.time_zone));
        }
        (RequestState::Open | RequestState::Withdrawn, _) => {
            return Err(AppError::Stale("request"));
        }
        (_, Some(at)) if fresh(at) => {
            request.state = RequestState::Open;
            request.why = None;
            request.settled_at = None;
        }
        _ => return Err(AppError::Refused(RequestRefusal::Settled.code())),
    }
    let place = "/desk/requests/{id}/reopen";
    save(&member, tx, &request, before, ("data-reopened", place)).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("watch-request-reopened")))
}

async fn found(tx: &Tx, id: &str) -> Result<DataRequest, AppError> {
    let found = tx.data_request(address::id(id)?).await?;
    found.ok_or(AppError::NotFound)
}

async fn save(
    member: &Member,
    tx: Tx,
    request: &DataRequest,
    before: (RequestState, bool),
    (action, place): (&'static str, &'static str),
) -> Result<(), AppError> {
    if !tx.save_data_request(request, before).await? {
        return Err(AppError::Stale("request"));
    }
    member.log_in(&tx, action, place, Vec::new()).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_kind_state_and_reason_has_its_words() {
        for language in Language::ALL {
            let l = Texts::new(language);
            let kinds = RequestKind::ALL
                .iter()
                .map(|it| format!("watch-request-{it}"));
            let what = RequestKind::ALL
                .iter()
                .map(|it| format!("watch-request-{it}-what"));
            let states = RequestState::ALL
                .iter()
                .map(|it| format!("watch-request-state-{it}"));
            let whys = RequestWhy::ALL
                .iter()
                .map(|it| format!("watch-request-why-{it}"));
            let no = RequestRefusal::ALL.iter().map(|it| format!("refusal-{it}"));
            for key in kinds.chain(what).chain(states).chain(whys).chain(no) {
                assert!(l.has(&key), "{key}");
            }
        }
    }
}
