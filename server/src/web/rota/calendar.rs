//! `/support/rota/calendar`: the address by which one's own calendar follows one's duties.

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use care::access::{Action, Standing};

use crate::{
    auth::bearer::Bearer,
    store::CalendarLink,
    web::{
        error::AppError,
        flash::Flash,
        info::whole,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

const HOME: &str = "/support/rota/calendar";

#[derive(Template)]
#[template(path = "rota/calendar.html")]
struct CalendarPage {
    page: Page,
    /// The address, this once.
    link: Option<String>,
    /// When the link in force was made.
    made: Option<Markup>,
    /// When a calendar last asked for it.
    fetched: Option<Markup>,
}

/// `GET /support/rota/calendar`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    render(&member, None).await
}

/// `POST /support/rota/calendar`: makes a link and shows it once; the one before opens nothing more.
pub(super) async fn make(member: Member, headers: HeaderMap) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let bearer = Bearer::new(member.org.id.clone());
    let tx = member.write("make calendar link").await?;
    let real_now = member.app().site.clock.real_now();
    tx.give_calendar_link(&member.person.id, &bearer.digest().as_text(), real_now)
        .await?;
    member
        .log_in(&tx, "calendar-made", HOME, Vec::new())
        .await?;
    tx.commit().await?;
    let place = format!("/calendar/{}.ics", bearer.reveal());
    render(&member, Some(whole(member.app(), &headers, &place))).await
}

/// `POST /support/rota/calendar/revoke`: it opens nothing more; can be undone.
pub(super) async fn revoke(member: Member) -> Result<SeeOther, AppError> {
    set(&member, true).await?;
    let flash = Flash::new("rota-calendar-revoked").with_undo(format!("{HOME}/restore"));
    Ok(SeeOther::to(HOME).with_flash(&flash))
}

/// `POST /support/rota/calendar/restore`.
pub(super) async fn restore(member: Member) -> Result<SeeOther, AppError> {
    set(&member, false).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-calendar-restored")))
}

async fn set(member: &Member, revoked: bool) -> Result<(), AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let real_now = member.app().site.clock.real_now();
    let tx = member.write("revoke calendar link").await?;
    let changed = tx
        .revoke_calendar_link(&member.person.id, revoked.then_some(real_now))
        .await?;
    if !changed {
        return Err(AppError::Stale("calendar"));
    }
    let action = if revoked {
        "calendar-revoked"
    } else {
        "calendar-made"
    };
    member.log_in(&tx, action, HOME, Vec::new()).await?;
    Ok(tx.commit().await?)
}

async fn render(member: &Member, link: Option<String>) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "rota-calendar-title"));
    let page = page.seen_by(t!(member.reader, "rota-calendar-seen-by"));
    let tx = member.read("show calendar link").await?;
    let kept = tx.calendar_link(&member.person.id).await?;
    drop(tx);
    let kept: Option<CalendarLink> = kept.filter(|it| it.revoked_at.is_none());
    let view = CalendarPage {
        link,
        made: kept.map(|it| page.when(it.made_at)),
        fetched: kept.and_then(|it| it.fetched_at).map(|at| page.when(at)),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}
