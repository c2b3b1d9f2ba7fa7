//! The confirm queue: uncertain events one by one, or those that were chosen at once (R046).

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    ids::IncidentId,
};

use crate::{
    store::{IncidentRow, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        incident::{
            decide::{count, drop_out, open_again},
            open_to,
            scene::Scene,
            words,
        },
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        support::fields::Fields,
        time::Markup,
    },
};

const HOME: &str = "/coordinate/confirm";

#[derive(Template)]
#[template(path = "coordinate/confirm.html")]
struct Queue {
    page: Page,
    lines: Vec<Line>,
    /// Whether nothing was chosen.
    nothing: bool,
}

/// An event that waits for a person's word.
struct Line {
    id: String,
    what: String,
    when: Markup,
    reasons: String,
    /// Why somebody said before that it does not count.
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "coordinate/confirm-sure.html")]
struct Sure {
    page: Page,
    lines: Vec<Line>,
    /// How many colleagues would get a first contact.
    people: usize,
}

/// `GET /coordinate/confirm`: newest first, without what the reader was part of.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    let page = queue(&member, StatusCode::OK).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

async fn queue(member: &Member, status: StatusCode) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "coordinate-confirm-title"));
    let page = page.seen_by(t!(member.reader, "incident-seen-by"));
    let tx = member.read("show confirm queue").await?;
    let rows = open_to(member, &tx).await?;
    let lines = lines(&tx, &page, &rows).await?;
    let nothing = status != StatusCode::OK;
    Ok(html(
        status,
        &Queue {
            page,
            lines,
            nothing,
        },
    ))
}

async fn lines(tx: &Tx, page: &Page, rows: &[IncidentRow]) -> Result<Vec<Line>, AppError> {
    let list = words::list(tx, page.now()).await?;
    let ids: Vec<IncidentId> = rows.iter().map(|row| row.id.clone()).collect();
    let acts = tx.dismissals_of(&ids).await?;
    let line = |row: &IncidentRow| Line {
        before: acts
            .get(&row.id)
            .map(|act| words::dismissed(act.why, page.l())),
        id: row.id.as_str().to_owned(),
        what: words::entry(row, list.as_ref(), page.l()),
        when: page.when(row.at),
        reasons: words::reasons(&row.reasons, page.l()).join(" · "),
    };
    Ok(rows.iter().map(line).collect())
}

/// The events that were chosen; who was part of one finds none of them (R004).
fn chosen(fields: &Fields) -> Result<Vec<&str>, AppError> {
    let ids: Vec<&str> = fields
        .all("event")
        .map(address::id)
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// `POST /coordinate/confirm/ask`: says how many people would be called, before they are.
pub(super) async fn ask(member: Member, fields: Fields) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let ids = chosen(&fields)?;
    if ids.is_empty() {
        return queue(&member, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let page = member.page(t!(member.reader, "coordinate-confirm-title"));
    let page = page.seen_by(t!(member.reader, "incident-seen-by"));
    let tx = member.read("count who would be called").await?;
    let (mut rows, mut people) = (Vec::new(), std::collections::BTreeSet::new());
    for id in ids {
        let scene = Scene::find(&member, &tx, id).await?;
        scene.require(&member, Action::ConfirmSignal)?;
        people.extend(scene.people.into_keys());
        rows.push(scene.row);
    }
    let lines = lines(&tx, &page, &rows).await?;
    let people = people.len();
    Ok(html(
        StatusCode::OK,
        &Sure {
            page,
            lines,
            people,
        },
    ))
}

/// `POST /coordinate/confirm/count`: they count; everybody who was there gets a first contact.
pub(super) async fn submit(member: Member, fields: Fields) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let ids = chosen(&fields)?;
    if ids.is_empty() {
        return queue(&member, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let tx = member.write("confirm events").await?;
    let mut meanwhile = false;
    for id in ids {
        match count(&member, &tx, id, "/coordinate/confirm/count").await {
            Err(AppError::Stale(_)) => meanwhile = true,
            done => done?,
        }
    }
    tx.commit().await?;
    let flash = Flash::new(said("counted", meanwhile));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /coordinate/confirm/dismiss`: they do not count; nobody is called. Can be undone.
pub(super) async fn dismiss(member: Member, fields: Fields) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let ids = chosen(&fields)?;
    if ids.is_empty() {
        return queue(&member, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let tx = member.write("dismiss events").await?;
    let (mut meanwhile, mut dropped) = (false, Vec::new());
    for id in ids {
        match drop_out(&member, &tx, id, "/coordinate/confirm/dismiss").await {
            Err(AppError::Stale(_)) => meanwhile = true,
            done => {
                done?;
                dropped.push(id);
            }
        }
    }
    tx.commit().await?;
    let mut flash = Flash::new(said("dismissed", meanwhile));
    if !dropped.is_empty() {
        flash = flash.with_undo(format!("{HOME}/reconsider/{}", dropped.join(".")));
    }
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

fn said(what: &str, meanwhile: bool) -> &'static str {
    match (what, meanwhile) {
        ("counted", false) => "coordinate-confirm-counted",
        ("counted", true) => "coordinate-confirm-counted-rest",
        (_, false) => "coordinate-confirm-dismissed",
        (_, true) => "coordinate-confirm-dismissed-rest",
    }
}

/// `POST /coordinate/confirm/reconsider/{ids}`: the events are open again, as they were.
pub(super) async fn reconsider(
    member: Member,
    ids: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(ids) = ids?;
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let tx = member.write("reconsider events").await?;
    for id in ids.split('.') {
        let place = "/coordinate/confirm/reconsider/{ids}";
        match open_again(&member, &tx, address::id(id)?, place).await {
            Err(AppError::Stale(_)) => {}
            done => done?,
        }
    }
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("incident-reconsidered")))
}
