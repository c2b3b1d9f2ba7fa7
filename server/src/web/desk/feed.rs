//! Sources of events: tokens, given once, shown once, revoked at once; webhooks; the watched folder.

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
    access::{Action, Standing},
    source,
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    auth::{bearer::Bearer, webhook::HookKey},
    feed::{envelope::Format, inbox::Trouble, source::is_source},
    store::{FeedToken, Hook, InboxSource},
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

pub(super) const HOME: &str = "/desk/feed";
/// For how long what was taken out of force can be put back.
pub(super) const UNDO: SignedDuration = SignedDuration::from_hours(1);

#[derive(Template)]
#[template(path = "desk/feeds.html")]
struct Feeds {
    page: Page,
    feeds: Vec<FeedView>,
    hooks: Vec<FeedView>,
    folders: Vec<FeedView>,
    problem: Option<String>,
}

/// A way by which a source may be heard.
struct FeedView {
    /// Where its forms lead.
    action: String,
    source: String,
    /// What else is to be known of it.
    notes: Vec<String>,
    /// What is wrong with it.
    trouble: Option<String>,
    seen: Option<Markup>,
    /// Within how many minutes it is expected to be heard.
    minutes: Option<String>,
    is_silent: bool,
}

#[derive(Template)]
#[template(path = "desk/feed-token.html")]
struct Given {
    page: Page,
    source: String,
    token: String,
}

#[derive(Template)]
#[template(path = "desk/feed-refused.html")]
struct Refused {
    page: Page,
    source: String,
}

/// Which source may send.
#[derive(Deserialize)]
pub(super) struct Source {
    source: String,
}

/// `POST /desk/feed`: only the digest of the token is kept, so it cannot be shown again.
pub(super) async fn give(
    member: Member,
    form: Result<Form<Source>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let Form(form) = form?;
    let source = form.source.trim().to_lowercase();
    let page = member.page(t!(member.reader, "desk-feed-title"));
    let page = page.seen_by(t!(member.reader, "desk-feed-seen-by"));
    if !is_source(&source) {
        return Ok(html(
            StatusCode::UNPROCESSABLE_ENTITY,
            &Refused {
                page,
                source: form.source,
            },
        ));
    }
    let bearer = Bearer::new(member.org.id.clone());
    let tx = member.write("give feed token").await?;
    tx.give_feed_token(
        &bearer.digest().as_text(),
        &source,
        member.app().site.clock.real_now(),
    )
    .await?;
    member
        .log_in(&tx, "feed-given", "/desk/feed", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(html(
        StatusCode::OK,
        &Given {
            page,
            source,
            token: bearer.reveal(),
        },
    ))
}

/// `POST /desk/feed/{key}/revoke`: the source can send nothing more; a new token is quickly made.
pub(super) async fn revoke(
    member: Member,
    key: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(key) = key?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let key = address::id(&key)?;
    let tx = member.write("revoke feed token").await?;
    if !tx
        .revoke_feed_token(key, member.app().site.clock.real_now())
        .await?
    {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "feed-revoked", "/desk/feed/{key}/revoke", Vec::new())
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/{key}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-revoked").with_undo(undo)))
}

/// `POST /desk/feed/{key}/restore`: it was the wrong one; within the hour it can be taken back.
pub(super) async fn restore(
    member: Member,
    key: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(key) = key?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let key = address::id(&key)?;
    let real = member.app().site.clock.real_now();
    let tx = member.write("restore feed token").await?;
    if !tx.restore_feed_token(key, real.plus(-UNDO)).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/feed/{key}/restore";
    member
        .log_in(&tx, "feed-restored", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-restored")))
}

/// How often a source is expected to be heard.
#[derive(Deserialize)]
pub(super) struct Expected {
    #[serde(default)]
    minutes: String,
}

/// A number of minutes that cannot be expected.
pub(super) struct NotExpectable;

impl Expected {
    /// The minutes; nothing for an empty field.
    pub(super) fn minutes(&self) -> Result<Option<i64>, NotExpectable> {
        if self.minutes.trim().is_empty() {
            return Ok(None);
        }
        let chosen = self.minutes.trim().parse().ok();
        let chosen = chosen.filter(|minutes| *minutes < 1_000_000);
        let chosen = chosen.and_then(|it| source::expected(SignedDuration::from_mins(it)));
        chosen.map(|it| Some(it.as_mins())).ok_or(NotExpectable)
    }
}

/// `POST /desk/feed/{key}/expect`: from then on its silence is told; an empty field expects nothing.
pub(super) async fn expect(
    member: Member,
    key: Result<Path<String>, PathRejection>,
    form: Result<Form<Expected>, FormRejection>,
) -> Result<Response, AppError> {
    let Path(key) = key?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let (key, Form(form)) = (address::id(&key)?, form?);
    let Ok(minutes) = form.minutes() else {
        return show_with(&member, Some(t!(member.reader, "desk-feed-expected-bad"))).await;
    };
    let tx = member.write("expect feed").await?;
    if !tx.expect_feed(key, minutes).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/feed/{key}/expect";
    member
        .log_in(&tx, "feed-expected", place, Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-feed-expected");
    Ok(SeeOther::to(HOME).with_flash(&saved).into_response())
}

/// `GET /desk/feed`: who may send, when each was last heard, and who is silent too long.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    show_with(&member, None).await
}

/// The page, with what was wrong with a form.
pub(super) async fn show_with(
    member: &Member,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-feed-title"));
    let page = page.seen_by(t!(member.reader, "desk-feed-seen-by"));
    let real = member.app().site.clock.real_now();
    let tx = member.read("list feeds").await?;
    let tokens = tx.feed_tokens().await?.into_iter();
    let hooks = tx.hooks().await?.into_iter();
    let folders = tx.inbox_sources().await?.into_iter();
    drop(tx);
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let view = Feeds {
        feeds: tokens.map(|it| of_token(&page, it, real)).collect(),
        hooks: hooks.map(|it| of_hook(&page, it, real)).collect(),
        folders: folders.map(|it| of_folder(&page, it, real)).collect(),
        page,
        problem,
    };
    Ok(html(status, &view))
}

fn of_token(page: &Page, token: FeedToken, real: Instant) -> FeedView {
    FeedView {
        is_silent: token.silent_for(real).is_some(),
        action: format!("{HOME}/{}", token.token_key),
        source: token.source,
        notes: Vec::new(),
        trouble: None,
        seen: token.seen_at.map(|at| page.when(Instant::from_millis(at))),
        minutes: token.expected_minutes.map(|it| it.to_string()),
    }
}

fn of_hook(page: &Page, hook: Hook, real: Instant) -> FeedView {
    let format = match Format::parse(&hook.format) {
        Some(Format::Eido) => t!(page, "desk-hook-eido"),
        _ => t!(page, "desk-hook-events"),
    };
    let key = match HookKey::parse(&hook.signing_key) {
        Some(key) if key.is_public() => t!(page, "desk-hook-public"),
        _ => t!(page, "desk-hook-secret-key"),
    };
    let mut notes = vec![format, key];
    if hook.keys(real).count() > 1 {
        notes.push(t!(page, "desk-hook-both"));
    }
    FeedView {
        is_silent: hook.silent_for(real).is_some(),
        action: format!("/desk/hook/{}", hook.hook_id),
        source: hook.source,
        notes,
        trouble: None,
        seen: hook.seen_at.map(|at| page.when(Instant::from_millis(at))),
        minutes: hook.expected_minutes.map(|it| it.to_string()),
    }
}

fn of_folder(page: &Page, folder: InboxSource, real: Instant) -> FeedView {
    FeedView {
        is_silent: folder.silent_for(real).is_some(),
        action: format!("/desk/inbox/{}", folder.source),
        notes: Vec::new(),
        trouble: trouble(page, &folder),
        seen: folder.seen_at.map(|at| page.when(Instant::from_millis(at))),
        minutes: folder.expected_minutes.map(|it| it.to_string()),
        source: folder.source,
    }
}

/// What is wrong with the files that lie there, in words.
pub(super) fn trouble(page: &Page, folder: &InboxSource) -> Option<String> {
    let files = folder.files;
    let trouble = Trouble::ALL
        .into_iter()
        .find(|it| it.code() == folder.trouble)?;
    let words = match trouble {
        Trouble::DatabaseFull => t!(page, "desk-inbox-database-full"),
        Trouble::DatabaseAway => t!(page, "desk-inbox-database-away"),
        Trouble::NotTold => t!(page, "desk-inbox-not-told"),
        Trouble::NotMoved => t!(page, "desk-inbox-not-moved"),
        Trouble::Unreadable => t!(page, "desk-inbox-unreadable"),
        Trouble::ProfileMissing => t!(page, "desk-inbox-profile-missing"),
        Trouble::FormatUnknown => t!(page, "desk-inbox-format-unknown"),
        Trouble::NotAFile => t!(page, "desk-inbox-not-a-file"),
        Trouble::SourceUnknown => t!(page, "desk-inbox-source-unknown"),
    };
    let waiting = t!(page, "desk-inbox-waiting", files = files);
    Some(format!("{waiting} {words}"))
}
