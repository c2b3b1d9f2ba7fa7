//! `/coordinate/rota/away`: who is away when, and writing it down for somebody. Days only.

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
    access::{Action, Role, Standing},
    ids::PersonId,
};

use super::away::{Typed, days_in_words, leave};
use crate::{
    store::{Leave, Person, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/coordinate/rota/away";

#[derive(Template)]
#[template(path = "rota/leave.html")]
struct LeavePage {
    page: Page,
    away: Vec<LeaveLine>,
    team: Vec<(String, String)>,
    typed: Typed,
    problem: Option<String>,
}

/// Somebody's days away.
struct LeaveLine {
    id: String,
    name: String,
    days: String,
    /// Whether the person said it: only they take it back.
    own: bool,
}

/// `GET /coordinate/rota/away`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    render(&member, StatusCode::OK, Typed::default(), None).await
}

/// `POST /coordinate/rota/away`: can be undone.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(typed) = form?;
    let today = member.now.date(&member.org.time_zone);
    let tx = member.write("write days away down").await?;
    let person = supporter(&tx, &typed.person).await?;
    let days = match typed.days(today) {
        Ok(days) => days,
        Err(problem) => {
            drop(tx);
            let words = member.reader.l().get(problem);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, typed, Some(words)).await;
        }
    };
    let leave = leave(&member, &person.id, days);
    tx.add_leave(&leave).await?;
    member.log_in(&tx, "away-said", HOME, Vec::new()).await?;
    tx.commit().await?;
    let flash = Flash::new("rota-away-written").with_undo(format!("{HOME}/{}/remove", leave.id));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

async fn supporter(tx: &Tx, id: &str) -> Result<Person, AppError> {
    let id = PersonId::parse(id).ok_or(AppError::BadForm)?;
    let person = tx.person(&id).await?;
    let person = person.filter(|it| it.active && it.roles.contains(Role::Supporter));
    person.ok_or(AppError::BadForm)
}

/// `POST /coordinate/rota/away/{id}/remove`.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let id = set(&member, id, true).await?;
    let flash = Flash::new("rota-away-gone").with_undo(format!("{HOME}/{id}/restore"));
    Ok(SeeOther::to(HOME).with_flash(&flash))
}

/// `POST /coordinate/rota/away/{id}/restore`.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    set(&member, id, false).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-away-written")))
}

async fn set(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
    gone: bool,
) -> Result<String, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("change days away").await?;
    let removed = gone.then_some(member.now);
    if !tx.set_written_leave(address::id(&id)?, removed).await? {
        return Err(AppError::NotFound);
    }
    let place = "/coordinate/rota/away/{id}";
    member
        .log_in(&tx, "away-changed", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(id)
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Typed,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "rota-leave-title"));
    let page = page.seen_by(t!(member.reader, "rota-leave-seen-by"));
    let tx = member.read("show who is away").await?;
    let team = tx.people_with(Role::Supporter).await?;
    let leave = tx.leave_after(member.now).await?;
    drop(tx);
    let named = |id: &PersonId| {
        let found = team.iter().find(|it| it.id == *id);
        found.map(|it| it.name.clone())
    };
    let line = |it: &Leave| {
        Some(LeaveLine {
            id: it.id.clone(),
            name: named(&it.person)?,
            days: days_in_words(&page, it),
            own: it.by == it.person,
        })
    };
    let view = LeavePage {
        away: leave.iter().filter_map(line).collect(),
        team: team
            .iter()
            .map(|it| (it.id.as_str().to_owned(), it.name.clone()))
            .collect(),
        typed,
        problem,
        page,
    };
    Ok(html(status, &view))
}
