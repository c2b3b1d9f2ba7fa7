//! `POST /desk/invite`: a single-use link for somebody, shown once.

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header::HOST},
    response::Response,
};
use care::access::{Action, Standing};
use serde::Deserialize;

use crate::{
    auth::invitation::{LIFE, NewInvitation},
    web::{
        address,
        error::AppError,
        member::Member,
        page::{Page, html},
        reader::Transport,
        square,
    },
};

#[derive(Template)]
#[template(path = "desk/invited.html")]
struct Invited {
    page: Page,
    name: String,
    link: String,
    /// The link for a camera.
    code: Option<String>,
    days: i64,
}

/// Whom to invite.
#[derive(Deserialize)]
pub(super) struct Invitee {
    person: String,
}

/// Only the digest of the link is kept, so it cannot be shown again.
pub(super) async fn submit(
    member: Member,
    headers: HeaderMap,
    form: Result<Form<Invitee>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let Form(form) = form?;
    let tx = member.write("invite person").await?;
    let found = tx.person(&address::person(&form.person)?).await?;
    let person = found
        .filter(|person| person.active)
        .ok_or(AppError::NotFound)?;
    let invitation = NewInvitation::new(member.org.id.clone(), member.app().site.clock.real_now());
    tx.invite(&invitation.digest.as_text(), &person.id, invitation.ends)
        .await?;
    member
        .log_in(&tx, "invited", "/desk/invite", Vec::new())
        .await?;
    tx.commit().await?;
    let page = member.page(t!(member.reader, "desk-invited-title"));
    let page = page.seen_by(t!(member.reader, "desk-invite-seen-by"));
    let link = whole_address(&member, &headers, &invitation.path());
    Ok(html(
        StatusCode::OK,
        &Invited {
            page,
            name: person.name,
            code: square::picture(&link),
            link,
            days: LIFE.as_hours() / 24,
        },
    ))
}

/// The whole address, as this browser reaches us; the path alone when it does not say.
pub(super) fn whole_address(member: &Member, headers: &HeaderMap, path: &str) -> String {
    let scheme = match member.app().site.transport {
        Transport::Tls => "https",
        Transport::Local => "http",
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    host.map_or_else(
        || path.to_owned(),
        |host| format!("{scheme}://{host}{path}"),
    )
}
