//! `/me/requests`: asking the privacy officer about one's own data, without a name (R095).

use askama::Template;
use axum::{
    Router,
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use care::{
    access::{Action, Standing},
    data_request::{self, RequestKind, RequestState},
};
use serde::Deserialize;

use crate::{
    entropy,
    store::DataRequest,
    web::{
        address,
        desk::{kind_words, state_words, why_words},
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        state::App,
        time::Markup,
    },
};

const HOME: &str = "/me/requests";
/// How many requests of one person wait at a time.
const AT_ONCE: usize = 5;

/// The routes of this file.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/me/requests", get(show).post(ask))
        .route("/me/requests/{id}/withdraw", post(withdraw))
}

#[derive(Template)]
#[template(path = "me/requests.html")]
struct Requests {
    page: Page,
    mine: Vec<Mine>,
    kinds: Vec<(&'static str, String, String)>,
    problem: Option<String>,
}

/// One's own request.
struct Mine {
    id: String,
    reference: String,
    kind: String,
    asked: Markup,
    state: String,
    why: Option<String>,
    /// By when it is answered, while it waits.
    due: Option<Markup>,
    extended: bool,
}

/// `GET /me/requests`.
async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    render(&member, StatusCode::OK, None).await
}

async fn render(
    member: &Member,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "watch-mine-title"));
    let page = page.seen_by(t!(member.reader, "watch-mine-seen-by"));
    let tx = member.read("show own data requests").await?;
    let mine = tx.data_requests_of(&member.person.id).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let kinds = RequestKind::ALL.iter().map(|kind| {
        let what = page.text(&format!("watch-request-{kind}-what"));
        (kind.code(), kind_words(&page, *kind), what)
    });
    let view = Requests {
        kinds: kinds.collect(),
        mine: mine.iter().map(|it| line(member, &page, it)).collect(),
        problem,
        page,
    };
    Ok(html(status, &view))
}

fn line(member: &Member, page: &Page, request: &DataRequest) -> Mine {
    let open = request.state == RequestState::Open;
    Mine {
        id: request.id.clone(),
        reference: request.reference.clone(),
        kind: kind_words(page, request.kind),
        asked: page.day(request.asked_at.date(&member.org.time_zone)),
        state: state_words(page, request.state),
        why: request.why.map(|why| why_words(page, why)),
        due: open.then(|| page.day(request.due_on)),
        extended: request.extended,
    }
}

/// What is asked.
#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    kind: String,
}

/// `POST /me/requests`: it gets a reference and a last day. Can be undone.
async fn ask(member: Member, form: Result<Form<Ask>, FormRejection>) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let Form(form) = form?;
    let Some(kind) = RequestKind::parse(&form.kind) else {
        let problem = Some(t!(member.reader, "watch-mine-choose"));
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let tx = member.write("ask about own data").await?;
    let mine = tx.data_requests_of(&member.person.id).await?;
    let open = |it: &&DataRequest| it.state == RequestState::Open;
    if mine.iter().filter(open).count() >= AT_ONCE {
        drop(tx);
        let problem = Some(t!(member.reader, "watch-mine-enough", count = AT_ONCE));
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    }
    let request = DataRequest {
        id: entropy::new_id(member.now),
        reference: entropy::reference(),
        kind,
        state: RequestState::Open,
        why: None,
        asked_at: member.now,
        due_on: data_request::due_on(member.now.date(&member.org.time_zone)),
        extended: false,
        settled_at: None,
    };
    tx.ask_about_data(&request, &member.person.id).await?;
    member.log_in(&tx, "data-asked", HOME, Vec::new()).await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{}/withdraw", request.id);
    let flash = Flash::new("watch-mine-asked").with_undo(undo);
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /me/requests/{id}/withdraw`: nobody has to answer it any more.
async fn withdraw(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.write("withdraw data request").await?;
    let found = tx
        .own_data_request(address::id(&id)?, &member.person.id)
        .await?;
    let mut request = found.ok_or(AppError::NotFound)?;
    let before = (request.state, request.extended);
    request.state = RequestState::Withdrawn;
    request.settled_at = Some(member.now);
    if before.0 != RequestState::Open || !tx.save_data_request(&request, before).await? {
        return Err(AppError::Stale("request"));
    }
    let place = "/me/requests/{id}/withdraw";
    member
        .log_in(&tx, "data-withdrawn", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("watch-mine-withdrawn")))
}
