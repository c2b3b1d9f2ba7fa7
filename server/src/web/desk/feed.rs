//! Tokens with which a source sends events: given once, shown once, revoked at once.

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

use super::import::is_source;
use crate::{
    auth::bearer::Bearer,
    store::FeedToken,
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

const HOME: &str = "/desk/feed";
/// For how long a token that was taken out of force can be put back.
const UNDO: SignedDuration = SignedDuration::from_hours(1);

#[derive(Template)]
#[template(path = "desk/feeds.html")]
struct Feeds {
    page: Page,
    feeds: Vec<FeedView>,
    problem: Option<String>,
}

/// A token that is in force.
struct FeedView {
    key: String,
    source: String,
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

/// `POST /desk/feed/{key}/expect`: from then on its silence is told; an empty field expects nothing.
pub(super) async fn expect(
    member: Member,
    key: Result<Path<String>, PathRejection>,
    form: Result<Form<Expected>, FormRejection>,
) -> Result<Response, AppError> {
    let Path(key) = key?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let (key, Form(form)) = (address::id(&key)?, form?);
    let minutes = match form.minutes.trim() {
        "" => None,
        typed => {
            let chosen = typed.parse().ok().filter(|minutes| *minutes < 1_000_000);
            let chosen = chosen.and_then(|it| source::expected(SignedDuration::from_mins(it)));
            let Some(chosen) = chosen else {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let problem = Some(t!(member.reader, "desk-feed-expected-bad"));
                return render(&member, status, problem).await;
            };
            Some(chosen.as_mins())
        }
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
    render(&member, StatusCode::OK, None).await
}

async fn render(
    member: &Member,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-feed-title"));
    let page = page.seen_by(t!(member.reader, "desk-feed-seen-by"));
    let real = member.app().site.clock.real_now();
    let tokens = member.read("list feeds").await?.feed_tokens().await?;
    let feed = |token: FeedToken| FeedView {
        is_silent: token.silent_for(real).is_some(),
        key: token.token_key,
        source: token.source,
        seen: token.seen_at.map(|at| page.when(Instant::from_millis(at))),
        minutes: token.expected_minutes.map(|it| it.to_string()),
    };
    let feeds = tokens.into_iter().map(feed).collect();
    Ok(html(
        status,
        &Feeds {
            page,
            feeds,
            problem,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::intake::OWN_SOURCE;

    #[test]
    fn a_source_has_a_plain_name_of_its_own() {
        assert!(is_source("meldkamer-noord2"));
        for name in [
            "",
            "a b",
            "é",
            "a/b",
            "Meldkamer",
            &"x".repeat(41),
            OWN_SOURCE,
        ] {
            assert!(!is_source(name), "{name}");
        }
    }
}
