//! `GET /desk/people`: who works here, page by page, and who left.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::access::{Action, Role, Standing};
use serde::Deserialize;

use super::HOME;
use crate::{
    store::{Person, Which},
    web::{
        address, colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        text::Texts,
    },
};

/// How many people one page shows.
const SHOWN: u32 = 50;

#[derive(Template)]
#[template(path = "desk/people.html")]
struct People {
    page: Page,
    q: String,
    gone: bool,
    rows: Vec<Row>,
    /// Where the next page begins, when there is one.
    next: Option<String>,
    count: i64,
    may_invite: bool,
}

/// A person in the list.
struct Row {
    id: String,
    name: String,
    group: String,
    roles: String,
    uninvited: bool,
}

/// Which part of the register.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    gone: bool,
}

/// By name; a search looks in names and staff numbers.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    let Query(asked) = asked?;
    member.require(Action::ManagePeople, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "desk-people"));
    let page = page.seen_by(t!(member.reader, "desk-people-seen-by"));
    let tx = member.read("list people").await?;
    let after = match asked.after.as_str() {
        "" => None,
        id => tx.person(&address::person(id)?).await?,
    };
    let text = asked.q.trim();
    let which = Which {
        text: (!text.is_empty() && !text.contains('\0')).then_some(text),
        gone: asked.gone,
        after: after.as_ref().map(|it| (it.name.as_str(), it.id.as_str())),
        ..Which::default()
    };
    let mut people = tx.register(which, SHOWN + 1).await?;
    let more = people.len() > SHOWN as usize;
    people.truncate(SHOWN as usize);
    let count = tx.count_people().await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let last = people.last().filter(|_| more);
    let view = People {
        next: last.map(|person| person.id.as_str().to_owned()),
        rows: people.iter().map(|it| row(it, page.l())).collect(),
        q: asked.q,
        gone: asked.gone,
        count,
        may_invite: member.may(Action::InvitePeople, Standing::Nobody),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

fn row(person: &Person, l: Texts) -> Row {
    let roles = person.roles.iter().filter(|role| *role != Role::Colleague);
    let roles: Vec<String> = roles
        .map(|role| l.get(&format!("deed-role-{role}")))
        .collect();
    Row {
        id: person.id.as_str().to_owned(),
        name: person.name.clone(),
        group: colleague::group(&person.staff_group, l),
        roles: roles.join(", "),
        uninvited: person.passphrase.is_none(),
    }
}
