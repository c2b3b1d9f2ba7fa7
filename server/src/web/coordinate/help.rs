//! The list of practical help that a first contact offers: the organisation's own (C27).

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::access::{Action, Standing};

use super::help_form::{MOST, Typed, has};
use crate::{
    entropy,
    store::HelpItem,
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/coordinate/help";

#[derive(Template)]
#[template(path = "coordinate/help.html")]
struct HelpPage {
    page: Page,
    items: Vec<HelpItem>,
    typed: Typed,
    /// What is wrong with what was typed.
    problem: Option<String>,
}

/// `GET /coordinate/help`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let items = member
        .read("show practical help")
        .await?
        .practical_help()
        .await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(render(
        &member,
        StatusCode::OK,
        items,
        Typed::default(),
        None,
    ))
}

/// `POST /coordinate/help`: adds an item at the end; the same again adds nothing.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(typed) = form?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("add practical help").await?;
    let items = tx.practical_help().await?;
    let (label_nl, label_en) = match typed.names() {
        Ok(names) if items.len() < MOST || has(&items, &names.0, &names.1) => names,
        Ok(_) => return Ok(refuse(&member, items, typed, "coordinate-help-full")),
        Err(key) => return Ok(refuse(&member, items, typed, key)),
    };
    if !has(&items, &label_nl, &label_en) {
        let position = items.last().map_or(1, |item| item.position + 1);
        let help_id = entropy::new_id(member.now);
        tx.save_practical_help(&[HelpItem {
            help_id,
            label_nl,
            label_en,
            position,
        }])
        .await?;
        member.log_in(&tx, "help-added", HOME, Vec::new()).await?;
        tx.commit().await?;
    }
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new("coordinate-help-added"))
        .into_response())
}

/// `POST /coordinate/help/{id}`: other words for the same help.
pub(super) async fn rename(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(typed)) = (id?, form?);
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("rename practical help").await?;
    let items = tx.practical_help().await?;
    let item = items
        .iter()
        .find(|item| item.help_id == id)
        .ok_or(AppError::NotFound)?
        .clone();
    let (label_nl, label_en) = match typed.names() {
        Ok(names) => names,
        Err(key) => return Ok(refuse(&member, items, Typed::default(), key)),
    };
    tx.save_practical_help(&[HelpItem {
        label_nl,
        label_en,
        ..item
    }])
    .await?;
    member
        .log_in(&tx, "help-renamed", "/coordinate/help/{id}", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME)
        .with_flash(&Flash::new("coordinate-help-renamed"))
        .into_response())
}

/// `POST /coordinate/help/{id}/remove`: off the list; what was ticked before stays. Can be undone.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("remove practical help").await?;
    tx.remove_practical_help(address::id(&id)?).await?;
    member
        .log_in(
            &tx,
            "help-removed",
            "/coordinate/help/{id}/remove",
            Vec::new(),
        )
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{id}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-help-removed").with_undo(undo)))
}

/// `POST /coordinate/help/{id}/restore`: back on the list.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.write("restore practical help").await?;
    tx.restore_practical_help(address::id(&id)?).await?;
    member
        .log_in(
            &tx,
            "help-restored",
            "/coordinate/help/{id}/restore",
            Vec::new(),
        )
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-help-restored")))
}

fn refuse(member: &Member, items: Vec<HelpItem>, typed: Typed, key: &str) -> Response {
    let problem = member.reader.l().get(key);
    render(
        member,
        StatusCode::UNPROCESSABLE_ENTITY,
        items,
        typed,
        Some(problem),
    )
}

fn render(
    member: &Member,
    status: StatusCode,
    items: Vec<HelpItem>,
    typed: Typed,
    problem: Option<String>,
) -> Response {
    let page = member.page(t!(member.reader, "coordinate-help-title"));
    html(
        status,
        &HelpPage {
            page,
            items,
            typed,
            problem,
        },
    )
}
