//! `GET /desk`: for the administrator, personnel affairs and the privacy officer, each their part.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Role, Standing},
    time::Instant,
};

use super::log::{self, From, LogView};
use crate::{
    store::{FeedToken, Person, StoreError, Tx},
    web::{
        colleague::{self, Search},
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How far the count of set-aside rows goes.
const COUNTED: u32 = 100;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Desk {
    page: Page,
    admin: Option<AdminView>,
    hr: bool,
    log: Option<LogView>,
    /// Whether the periods are the reader's to keep.
    periods: bool,
}

/// What an administrator keeps.
struct AdminView {
    people: i64,
    set_aside: i64,
    search: Search,
    found: Vec<Invitee>,
    feeds: Vec<FeedView>,
}

/// Somebody who can be invited.
struct Invitee {
    id: String,
    name: String,
    group: String,
    /// Whether they have signed in before: a new link then replaces their passphrase.
    enrolled: bool,
}

/// A token that is in force.
struct FeedView {
    key: String,
    source: String,
    seen: Option<Markup>,
}

/// Each reader the parts that the access table grants; for anybody else it is not there.
pub(super) async fn show(
    member: Member,
    search: Result<Query<Search>, QueryRejection>,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response, AppError> {
    let (Query(search), Query(from)) = (search?, from?);
    let may = |action| member.may(action, Standing::Nobody);
    let (admin, log) = (may(Action::InvitePeople), may(Action::ViewAccessLog));
    let hr = member.person.roles.contains(Role::Hr);
    if !admin && !log && !hr {
        return Err(AppError::NotFound);
    }
    let page = member.page(t!(member.reader, "desk-title"));
    let page = page.seen_by(t!(member.reader, "desk-seen-by"));
    let tx = member.read("show desk").await?;
    let view = Desk {
        admin: if admin {
            Some(admin_view(&tx, &page, search).await?)
        } else {
            None
        },
        log: if log {
            Some(log::load(&tx, &page, from).await?)
        } else {
            None
        },
        hr,
        periods: may(Action::ManageRetention),
        page,
    };
    drop(tx);
    member.log_view("/desk", Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

async fn admin_view(tx: &Tx, page: &Page, search: Search) -> Result<AdminView, StoreError> {
    let found = match search.text() {
        Some(text) => tx.find_people(text).await?,
        None => Vec::new(),
    };
    let invitee = |person: &Person| Invitee {
        id: person.id.as_str().to_owned(),
        name: person.name.clone(),
        group: colleague::group(&person.staff_group, page.l()),
        enrolled: person.passphrase.is_some(),
    };
    let feed = |token: FeedToken| FeedView {
        key: token.token_key,
        source: token.source,
        seen: token.seen_at.map(|at| page.when(Instant::from_millis(at))),
    };
    Ok(AdminView {
        people: tx.count_people().await?,
        set_aside: tx.count_quarantined(COUNTED).await?,
        found: found.iter().map(invitee).collect(),
        feeds: tx.feed_tokens().await?.into_iter().map(feed).collect(),
        search,
    })
}
