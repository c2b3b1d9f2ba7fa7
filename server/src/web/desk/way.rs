//! What can be done with every way by which a source is heard: expect it, end it, take that back.

use axum::response::{IntoResponse as _, Response};
use care::{
    access::{Action, Standing},
    source,
    time::Instant,
};
use jiff::SignedDuration;
use serde::Deserialize;

use super::feed::{HOME, show_with};
use crate::{
    store::{StoreError, Tx},
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// For how long what was taken out of force can be put back.
const UNDO: SignedDuration = SignedDuration::from_hours(1);

/// A way by which a source is heard, by its key, its id or the source's own name.
#[derive(Clone, Copy)]
pub(super) enum Way<'a> {
    Token(&'a str),
    Hook(&'a str),
    Folder(&'a str),
}

/// What is written of it in the access log: what was done, and where.
pub(super) type Deed = (&'static str, &'static str);

/// How often a source is expected to be heard.
#[derive(Deserialize)]
pub(super) struct Expected {
    #[serde(default)]
    minutes: String,
}

/// A number of minutes that cannot be expected.
struct NotExpectable;

impl Expected {
    /// The minutes; nothing for an empty field.
    fn minutes(&self) -> Result<Option<i64>, NotExpectable> {
        if self.minutes.trim().is_empty() {
            return Ok(None);
        }
        let chosen = self.minutes.trim().parse().ok();
        let chosen = chosen.filter(|minutes| *minutes < 1_000_000);
        let chosen = chosen.and_then(|it| source::expected(SignedDuration::from_mins(it)));
        chosen.map(|it| Some(it.as_mins())).ok_or(NotExpectable)
    }
}

impl Way<'_> {
    async fn end(self, tx: &Tx, at: Instant) -> Result<bool, StoreError> {
        match self {
            Self::Token(key) => tx.revoke_feed_token(key, at).await,
            Self::Hook(id) => tx.revoke_hook(id, at).await,
            // It ends when its place is taken away.
            Self::Folder(_) => Ok(false),
        }
    }

    async fn put_back(self, tx: &Tx, since: Instant) -> Result<bool, StoreError> {
        match self {
            Self::Token(key) => tx.restore_feed_token(key, since).await,
            Self::Hook(id) => tx.restore_hook(id, since).await,
            Self::Folder(_) => Ok(false),
        }
    }

    async fn expect(self, tx: &Tx, minutes: Option<i64>) -> Result<bool, StoreError> {
        match self {
            Self::Token(key) => tx.expect_feed(key, minutes).await,
            Self::Hook(id) => tx.expect_hook(id, minutes).await,
            Self::Folder(source) => tx.expect_inbox(source, minutes).await,
        }
    }
}

/// Nothing more is taken by this way; `undo` leads to taking that back.
pub(super) async fn revoke(
    member: &Member,
    way: Way<'_>,
    (action, place): Deed,
    undo: String,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let tx = member.write("revoke source").await?;
    if !way.end(&tx, member.app().site.clock.real_now()).await? {
        return Err(AppError::NotFound);
    }
    member.log_in(&tx, action, place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-revoked").with_undo(undo)))
}

/// It was the wrong one: within the hour it can be taken back.
pub(super) async fn restore(
    member: &Member,
    way: Way<'_>,
    (action, place): Deed,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let since = member.app().site.clock.real_now().minus(UNDO);
    let tx = member.write("restore source").await?;
    if !way.put_back(&tx, since).await? {
        return Err(AppError::NotFound);
    }
    member.log_in(&tx, action, place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-feed-restored")))
}

/// From then on its silence is told; an empty field expects nothing.
pub(super) async fn expect(
    member: &Member,
    way: Way<'_>,
    form: &Expected,
    place: &'static str,
) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let Ok(minutes) = form.minutes() else {
        let problem = t!(member.reader, "desk-feed-expected-bad");
        return show_with(member, Some(problem)).await;
    };
    let tx = member.write("expect source").await?;
    if !way.expect(&tx, minutes).await? {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "feed-expected", place, Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-feed-expected");
    Ok(SeeOther::to(HOME).with_flash(&saved).into_response())
}
