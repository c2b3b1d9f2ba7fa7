//! Webhooks: an address and a key for a source that signs what it sends.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::{
    feed::{Expected, HOME, UNDO, show_with},
    invite::whole_address,
};
use crate::{
    auth::webhook::{HookKey, OVERLAP},
    entropy,
    feed::{envelope::Format, source::is_source},
    store::Hook,
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "desk/hook-given.html")]
struct Given {
    page: Page,
    source: String,
    address: String,
    /// The secret, where we made one; it is shown only now.
    secret: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/hook-refused.html")]
struct Refused {
    page: Page,
    typed: New,
    source_fits: bool,
    key_fits: bool,
}

#[derive(Template)]
#[template(path = "desk/hook-key.html")]
struct Key {
    page: Page,
    id: String,
    source: String,
    /// Until when an earlier key counts, if one does.
    before: Option<Markup>,
    is_refused: bool,
}

/// A webhook as it is asked for.
#[derive(Deserialize)]
pub(super) struct New {
    source: String,
    format: String,
    /// The sender's own key; empty for a secret of our making.
    #[serde(default)]
    key: String,
}

/// Another key for a webhook; empty for a secret of our making.
#[derive(Deserialize)]
pub(super) struct NewKey {
    #[serde(default)]
    key: String,
}

/// The key that was typed, or a new secret; whether we made it. `None` where it is no key.
fn chosen(typed: &str) -> Option<(HookKey, bool)> {
    match typed.trim() {
        "" => Some((HookKey::new_secret(), true)),
        typed => HookKey::parse(typed).map(|key| (key, false)),
    }
}

/// `POST /desk/hook`: a secret that we make is shown once.
pub(super) async fn make(
    member: Member,
    headers: HeaderMap,
    form: Result<Form<New>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let Form(form) = form?;
    let source = form.source.trim().to_lowercase();
    let format = Format::parse(&form.format).ok_or(AppError::NotFound)?;
    let (fits, key) = (is_source(&source), chosen(&form.key));
    let (true, Some((key, is_ours))) = (fits, &key) else {
        return Ok(refused(&member, form, fits, key.is_some()));
    };
    let real_now = member.app().site.clock.real_now();
    let hook = Hook {
        hook_id: entropy::new_id(real_now),
        org_id: member.org.id.to_string(),
        source,
        format: format.as_str().to_owned(),
        signing_key: key.reveal(),
        previous_key: String::new(),
        previous_until: 0,
        created_at: real_now.millis(),
        seen_at: None,
        expected_minutes: None,
    };
    let tx = member.write("make webhook").await?;
    tx.make_hook(&hook).await?;
    let place = "/desk/hook";
    member.log_in(&tx, "hook-made", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(given(&member, &headers, hook, *is_ours))
}

fn page(member: &Member) -> Page {
    let page = member.page(t!(member.reader, "desk-hook-title"));
    page.seen_by(t!(member.reader, "desk-feed-seen-by"))
}

fn refused(member: &Member, typed: New, source_fits: bool, key_fits: bool) -> Response {
    let page = page(member);
    let view = Refused {
        page,
        typed,
        source_fits,
        key_fits,
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

fn given(member: &Member, headers: &HeaderMap, hook: Hook, is_ours: bool) -> Response {
    let path = format!("/api/hooks/{}", hook.hook_id);
    let view = Given {
        page: page(member),
        source: hook.source,
        address: whole_address(member, headers, &path),
        secret: is_ours.then_some(hook.signing_key),
    };
    html(StatusCode::OK, &view)
}

/// `GET /desk/hook/{hook}/key`: what a change of keys does, before it is done.
pub(super) async fn key(
    member: Member,
    hook: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(hook) = hook?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let found = member.read("show webhook").await?;
    let found = found.own_hook(address::id(&hook)?).await?;
    let found = found.ok_or(AppError::NotFound)?;
    member.log_view("/desk/hook/{hook}/key", Vec::new()).await?;
    Ok(key_form(&member, found, StatusCode::OK))
}

fn key_form(member: &Member, hook: Hook, status: StatusCode) -> Response {
    let page = page(member);
    let real_now = member.app().site.clock.real_now();
    let before = hook.keys(real_now).count() > 1;
    let until = care::time::Instant::from_millis(hook.previous_until);
    let view = Key {
        before: before.then(|| page.when(until)),
        id: hook.hook_id,
        source: hook.source,
        is_refused: status != StatusCode::OK,
        page,
    };
    html(status, &view)
}

/// `POST /desk/hook/{hook}/key`: both keys count for a day, so that the sender can change over.
pub(super) async fn rotate(
    member: Member,
    headers: HeaderMap,
    hook: Result<Path<String>, PathRejection>,
    form: Result<Form<NewKey>, FormRejection>,
) -> Result<Response, AppError> {
    let Path(hook) = hook?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let (id, Form(form)) = (address::id(&hook)?, form?);
    let tx = member.write("change webhook's key").await?;
    let mut found = tx.own_hook(id).await?.ok_or(AppError::NotFound)?;
    let Some((key, is_ours)) = chosen(&form.key) else {
        return Ok(key_form(&member, found, StatusCode::UNPROCESSABLE_ENTITY));
    };
    found.signing_key = key.reveal();
    let until = member.app().site.clock.real_now().plus(OVERLAP);
    tx.rotate_hook(id, &found.signing_key, until).await?;
    let place = "/desk/hook/{hook}/key";
    member.log_in(&tx, "hook-key", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(given(&member, &headers, found, is_ours))
}

/// `POST /desk/hook/{hook}/revoke`: nothing more is taken from it.
pub(super) async fn revoke(
    member: Member,
    hook: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(hook) = hook?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let id = address::id(&hook)?;
    let tx = member.write("revoke webhook").await?;
    let real_now = member.app().site.clock.real_now();
    if !tx.revoke_hook(id, real_now).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/hook/{hook}/revoke";
    member
        .log_in(&tx, "hook-revoked", place, Vec::new())
        .await?;
    tx.commit().await?;
    let undo = format!("/desk/hook/{id}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-revoked").with_undo(undo)))
}

/// `POST /desk/hook/{hook}/restore`: within the hour it can be taken back; then its key is forgotten.
pub(super) async fn restore(
    member: Member,
    hook: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(hook) = hook?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let id = address::id(&hook)?;
    let real_now = member.app().site.clock.real_now();
    let tx = member.write("restore webhook").await?;
    if !tx.restore_hook(id, real_now.minus(UNDO)).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/hook/{hook}/restore";
    member
        .log_in(&tx, "hook-restored", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-restored")))
}

/// `POST /desk/hook/{hook}/expect`: how often it is expected to be heard.
pub(super) async fn expect(
    member: Member,
    hook: Result<Path<String>, PathRejection>,
    form: Result<Form<Expected>, FormRejection>,
) -> Result<Response, AppError> {
    let Path(hook) = hook?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let (id, Form(form)) = (address::id(&hook)?, form?);
    let Ok(minutes) = form.minutes() else {
        return show_with(&member, Some(t!(member.reader, "desk-feed-expected-bad"))).await;
    };
    let tx = member.write("expect webhook").await?;
    if !tx.expect_hook(id, minutes).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/hook/{hook}/expect";
    member
        .log_in(&tx, "feed-expected", place, Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-feed-expected");
    Ok(SeeOther::to(HOME).with_flash(&saved).into_response())
}

/// `POST /desk/inbox/{source}/expect`: how often a file is expected in the watched folder.
pub(super) async fn expect_file(
    member: Member,
    source: Result<Path<String>, PathRejection>,
    form: Result<Form<Expected>, FormRejection>,
) -> Result<Response, AppError> {
    let Path(source) = source?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let Form(form) = form?;
    if !is_source(&source) {
        return Err(AppError::NotFound);
    }
    let Ok(minutes) = form.minutes() else {
        return show_with(&member, Some(t!(member.reader, "desk-feed-expected-bad"))).await;
    };
    let tx = member.write("expect file").await?;
    if !tx.expect_inbox(&source, minutes).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/inbox/{source}/expect";
    member
        .log_in(&tx, "feed-expected", place, Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-feed-expected");
    Ok(SeeOther::to(HOME).with_flash(&saved).into_response())
}
