//! What somebody is told whose role was taken while they were at work.
//!
//! The roles of who asks are read anew for each request, so a role that was taken ends at once. To
//! most people the pages of that role then do not exist. Who had it until some days ago is told that
//! it ended, and gets back what they had just typed: nothing of it was saved.
//!
//! The same for whose session ended while they wrote: what they typed comes back beside the way in.
//!
//! The first only for pages of a role where no case is at hand. At a case the answer stays that of a case that
//! does not exist, in every byte; `server/tests/pages/doors.rs` holds it to that.

use askama::Template;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts as _, MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE},
        request::Parts,
    },
    middleware::Next,
    response::Response,
};
use care::access::{Action, Role, RolesChanged, ended_role};

use super::{
    error::{AppError, Words},
    member::Member,
    page::{Page, html},
    reader::Reader,
    state::App,
    time::Markup,
};
use crate::auth::session;

/// The rooms that belong to a role.
const ROOMS: [&str; 7] = [
    "/coordinate",
    "/desk",
    "/dispatch",
    "/manage",
    "/recovery",
    "/signal/referral",
    "/support",
];

/// Addresses in them that name something, and never a case or what leads to one.
const OF_NO_CASE: [&str; 5] = [
    "/coordinate/help/",
    "/coordinate/list/",
    "/coordinate/protocol/",
    "/desk/import/",
    "/desk/people/",
];

/// How fields begin that bring along what a page showed, and those that are never shown again.
const OURS: [&str; 3] = ["was", "pass", "next"];

/// The longest form that is given back; longer ones are uploads.
const LONGEST: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "shell/role-ended.html")]
struct RoleEnded {
    page: Page,
    role: String,
    when: Markup,
    /// Who keeps the roles, by name.
    keepers: String,
    /// What was typed, one after the other.
    typed: Option<String>,
}

#[derive(Template)]
#[template(path = "shell/session-ended.html")]
struct SessionEnded {
    page: Page,
    state: Words,
    typed: Option<String>,
}

/// Lets a request through, and looks at a refusal that a former role or session explains.
pub(super) async fn tell(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    if is_of_a_script(request.headers()) {
        return Ok(next.run(request).await);
    }
    let of_a_role = is_of_a_role(&request);
    let (parts, form, request) = kept(request).await?;
    let answer = next.run(request).await;
    let told = match answer.extensions().get::<AppError>() {
        Some(AppError::NotGranted(actions)) if of_a_role => {
            explain(&app, parts, actions.clone(), &form).await?
        }
        Some(AppError::SignIn) => signed_out(&app, &parts, &form),
        _ => None,
    };
    Ok(told.unwrap_or(answer))
}

/// Whether a script asks, which reads a code and no page.
fn is_of_a_script(headers: &HeaderMap) -> bool {
    let wish = headers.get(ACCEPT);
    wish.is_some_and(|wish| wish.as_bytes().starts_with(b"application/json"))
}

/// Gives back what was typed to whose session ended meanwhile; `None` for who brought no session.
fn signed_out(app: &App, parts: &Parts, form: &[u8]) -> Option<Response> {
    session::from_request(app.site.transport, &parts.headers)?;
    let typed = Some(typed(form)?);
    let reader = Reader::new(app.site.clone(), &parts.method, "/", &parts.headers);
    let state = AppError::SignIn.words(reader.l());
    let line = t!(reader, "former-seen-by");
    let page = Page::new(reader, state.title.clone()).seen_by(line);
    let view = SessionEnded { page, state, typed };
    Some(html(StatusCode::UNAUTHORIZED, &view))
}

/// Whether it asks for a page of a role, and not for anything about a case.
fn is_of_a_role(request: &Request) -> bool {
    let Some(path) = request.extensions().get::<MatchedPath>() else {
        return false;
    };
    let path = path.as_str();
    let within = |room: &&str| {
        let rest = path.strip_prefix(*room);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_no_case = !path.contains('{') || OF_NO_CASE.iter().any(|known| path.starts_with(known));
    of_no_case && ROOMS.iter().any(within)
}

/// The request, and what of it is needed when it is refused.
async fn kept(request: Request) -> Result<(Parts, Bytes, Request), AppError> {
    let (parts, body) = request.into_parts();
    if !is_form(&parts.method, &parts.headers) {
        let request = Request::from_parts(parts.clone(), body);
        return Ok((parts, Bytes::new(), request));
    }
    let form = to_bytes(body, LONGEST)
        .await
        .map_err(|_| AppError::BadForm)?;
    let request = Request::from_parts(parts.clone(), Body::from(form.clone()));
    Ok((parts, form, request))
}

/// Whether it carries a form that is short enough to be given back.
fn is_form(method: &Method, headers: &HeaderMap) -> bool {
    let said = |name| headers.get(name).map(HeaderValue::as_bytes);
    let kind = said(CONTENT_TYPE).unwrap_or_default();
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    *method == Method::POST
        && kind.starts_with(b"application/x-www-form-urlencoded")
        && length.is_none_or(|length| length <= LONGEST)
}

/// The page for who had the role until lately; `None` for everybody else.
async fn explain(
    app: &App,
    mut parts: Parts,
    actions: Vec<Action>,
    form: &[u8],
) -> Result<Option<Response>, AppError> {
    let member = Member::from_request_parts(&mut parts, app).await?;
    let tx = member.read("find former roles").await?;
    let Some(changed) = tx.roles_before(&member.person.id).await? else {
        return Ok(None);
    };
    let ended = |action| ended_role(action, member.person.roles, changed, member.now);
    let Some(role) = actions.into_iter().find_map(ended) else {
        return Ok(None);
    };
    let keepers = tx.people_with(Role::Administrator).await?;
    drop(tx);
    let keepers = keepers.into_iter().take(3).map(|keeper| keeper.name);
    let keepers: Vec<String> = keepers.collect();
    let keepers = keepers.join(", ");
    Ok(Some(page(&member, role, changed, keepers, form)))
}

fn page(
    member: &Member,
    role: Role,
    changed: RolesChanged,
    keepers: String,
    form: &[u8],
) -> Response {
    let page = member.page(t!(member.reader, "former-title"));
    let page = page.seen_by(t!(member.reader, "former-seen-by"));
    let view = RoleEnded {
        role: page.text(&format!("deed-role-{role}")),
        when: page.when(changed.at),
        keepers,
        typed: typed(form),
        page,
    };
    html(StatusCode::FORBIDDEN, &view)
}

/// What a person typed into a form, without what the page itself put in it.
fn typed(form: &[u8]) -> Option<String> {
    let fields = form_urlencoded::parse(form);
    let texts = fields.filter(|(name, value)| !is_ours(name) && is_typed(value));
    let texts: Vec<_> = texts.map(|(_, value)| value).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn is_ours(name: &str) -> bool {
    OURS.iter().any(|ours| name.starts_with(ours))
}

/// Whether somebody wrote this: codes, ids, numbers and days are ours.
fn is_typed(value: &str) -> bool {
    let ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_:.T".contains(c);
    !value.trim().is_empty() && !value.chars().all(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_what_the_page_said_does_not() {
        let form = b"revision=3&kind=kind-5&on=2026-03-10&at=2026-03-03T03%3A12&empty=\
            &why=Omdat+het%0D%0Abeter+is&person=0198c5f0-7a31-7bd8-9cc3-0f2a3b4c5d6e&nl=%E6%84%9B";
        assert_eq!(
            typed(form).as_deref(),
            Some("Omdat het\r\nbeter is\n\n\u{611b}")
        );
        assert_eq!(typed(b"revision=3&to=green"), None);
        assert_eq!(typed(b""), None);
    }
}
