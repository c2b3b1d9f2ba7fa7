//! `GET /support/incident/{id}`: an event, for the peer team.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};

use super::{
    past::Past,
    scene::Scene,
    view::{self, EventView, May, PersonView, PictureView},
};
use crate::web::{
    colleague::{self, Choice, Search},
    error::AppError,
    member::Member,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "incident/show.html")]
struct IncidentPage {
    page: Page,
    event: EventView,
    people: Vec<PersonView>,
    picture: Option<PictureView>,
    past: Past,
    may: May,
    search: Search,
    found: Vec<Choice>,
}

/// The event with the people whom the reader may see.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    search: Result<Form<Search>, FormRejection>,
) -> Result<Response, AppError> {
    let (Path(id), Form(search)) = (id?, search?);
    let page = member
        .page(t!(member.reader, "incident-title"))
        .seen_by(t!(member.reader, "incident-seen-by"));
    let tx = member.read("show incident").await?;
    let scene = Scene::find(&member, &tx, &id).await?;
    let seen = scene.seen_by(&member, &tx).await?;
    let protocol = tx.protocol(member.now).await?;
    let found = colleague::find(&tx, &search, &member.person.id, page.l()).await?;
    let view = IncidentPage {
        event: view::event(&tx, &page, &scene, &protocol).await?,
        people: view::people(&member, &tx, &page, &scene, &seen).await?,
        picture: view::picture(&tx, &page, &scene).await?,
        past: Past::load(&member, &tx, &page, &scene).await?,
        may: May::of(&member, &scene),
        found: view::addable(found, &scene),
        search,
        page,
    };
    drop(tx);
    member
        .log_view("/support/incident/{id}", scene.pseudonyms())
        .await?;
    Ok(html(StatusCode::OK, &view))
}
