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
    store::{StoreError, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
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
    /// Whether people are the reader's to keep.
    people: bool,
    log: Option<LogView>,
    /// How many requests about data wait, and how many are late.
    requests: Option<(usize, usize)>,
    /// Whether the periods are the reader's to keep.
    periods: bool,
}

/// What an administrator keeps.
struct AdminView {
    people: i64,
    set_aside: i64,
    /// Sources that are silent for longer than is expected of them.
    silent: Vec<String>,
}

/// Each reader the parts that the access table grants; for anybody else it is not there.
pub(super) async fn show(
    member: Member,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response, AppError> {
    let Query(from) = from?;
    let may = |action| member.may(action, Standing::Nobody);
    let (admin, log) = (may(Action::InvitePeople), may(Action::ViewAccessLog));
    let hr = member.person.roles.contains(Role::Hr);
    if !admin && !log && !hr {
        return Err(AppError::NotGranted(vec![
            Action::ManagePeople,
            Action::ViewAccessLog,
        ]));
    }
    let page = member.page(t!(member.reader, "desk-title"));
    let page = page.seen_by(t!(member.reader, "desk-seen-by"));
    let tx = member.read("show desk").await?;
    let view = Desk {
        admin: if admin {
            Some(admin_view(&tx, member.app().site.clock.real_now()).await?)
        } else {
            None
        },
        log: if log {
            Some(log::load(&tx, &page, from).await?)
        } else {
            None
        },
        requests: if may(Action::HandleRequests) {
            Some(requests(&tx, &member).await?)
        } else {
            None
        },
        hr,
        people: may(Action::ManagePeople),
        periods: may(Action::ManageRetention),
        page,
    };
    drop(tx);
    member.log_view("/desk", Vec::new()).await?;
    Ok(html(StatusCode::OK, &view))
}

async fn requests(tx: &Tx, member: &Member) -> Result<(usize, usize), StoreError> {
    let open = tx.open_data_requests().await?;
    let today = member.now.date(&member.org.time_zone);
    let late = open.iter().filter(|request| request.due_on < today).count();
    Ok((open.len(), late))
}

async fn admin_view(tx: &Tx, real_now: Instant) -> Result<AdminView, StoreError> {
    let silent = tx.silent_sources(real_now).await?;
    Ok(AdminView {
        people: tx.count_people().await?,
        set_aside: tx.count_quarantined(COUNTED).await?,
        silent,
    })
}
