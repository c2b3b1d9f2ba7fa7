//! `GET /channels`: what there is, how each one is, and what can be added.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Role, Standing},
    alerting::ChannelKind,
};
use serde::Deserialize;

use super::{HOME, MOST, words};
use crate::{
    store::{ChannelRow, StoreError, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "channels/page.html")]
struct ChannelsPage {
    page: Page,
    /// Where the reader came from: one's first page at work.
    home: (&'static str, String),
    channels: Vec<ChannelView>,
    /// Kinds with an address that can be added.
    kinds: Vec<(&'static str, String, bool)>,
    /// The public key for notifications of browsers, where this installation sends them.
    push: Option<String>,
    /// Kinds that this installation does not send through.
    missing: String,
    /// Whether it sends through nothing at all.
    nothing: bool,
    full: bool,
    /// Nothing of it works: nobody can reach the reader by message.
    silent: bool,
    typed: Typed,
}

/// A channel as its owner sees it.
struct ChannelView {
    id: String,
    kind: String,
    masked: String,
    state: String,
    works: bool,
    /// Whether a code is asked for at once.
    open: bool,
    /// What is wrong with the code that was typed.
    problem: Option<String>,
}

/// What was typed and cannot be used.
#[derive(Default)]
pub(super) struct Typed {
    /// What somebody wanted to add.
    pub(super) kind: String,
    pub(super) address: String,
    /// What is wrong with it.
    pub(super) problem: Option<String>,
    /// The channel of which a code was wrong.
    pub(super) wrong: Option<String>,
    /// The channel that a code was sent through.
    pub(super) sent: Option<String>,
}

impl Typed {
    /// Whether this kind is the chosen one; the first when none was.
    fn is(&self, kind: &str, first: bool) -> bool {
        self.kind == kind || (self.kind.is_empty() && first)
    }
}

/// The channel that a code was sent through.
#[derive(Default, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    code: String,
}

/// `GET /channels`.
pub(super) async fn show(
    member: Member,
    sent: Result<Query<Sent>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepChannels, Standing::Nobody)?;
    let Query(sent) = sent.unwrap_or_default();
    let typed = Typed {
        sent: Some(sent.code),
        ..Typed::default()
    };
    let answer = render(&member, StatusCode::OK, typed).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// The page with what was typed.
pub(super) async fn render(
    member: &Member,
    status: StatusCode,
    typed: Typed,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "channels-title"))
        .seen_by(t!(member.reader, "channels-seen-by"));
    let tx = member.read("show channels").await?;
    let rows = tx
        .channels_of(std::slice::from_ref(&member.person.id))
        .await?;
    drop(tx);
    let notifier = &member.app().notifier;
    let l = page.l();
    let (has, lacks): (Vec<ChannelKind>, Vec<ChannelKind>) = ChannelKind::ALL
        .iter()
        .copied()
        .partition(|kind| notifier.has(*kind));
    let addressed = has.iter().filter(|kind| **kind != ChannelKind::Push);
    let missing: Vec<String> = lacks.iter().map(|kind| words::kind(*kind, l)).collect();
    let view = ChannelsPage {
        home: home(member),
        silent: !rows.iter().any(ChannelRow::works),
        full: rows.len() >= MOST,
        channels: rows.iter().map(|row| view(&page, row, &typed)).collect(),
        kinds: addressed
            .enumerate()
            .map(|(at, kind)| {
                (
                    kind.code(),
                    words::kind(*kind, l),
                    typed.is(kind.code(), at == 0),
                )
            })
            .collect(),
        push: notifier.push.as_ref().map(|push| push.public()),
        missing: missing.join(", "),
        nothing: notifier.is_empty(),
        typed,
        page,
    };
    Ok(html(status, &view))
}

fn home(member: &Member) -> (&'static str, String) {
    if member.person.roles.contains(Role::Supporter) {
        ("/support", t!(member.reader, "room-support"))
    } else {
        ("/coordinate", t!(member.reader, "room-coordinate"))
    }
}

fn view(page: &Page, row: &ChannelRow, typed: &Typed) -> ChannelView {
    let is = |other: &Option<String>| other.as_deref() == Some(row.id.as_str());
    ChannelView {
        kind: words::kind(row.kind, page.l()),
        masked: words::masked(row.kind, &row.address),
        state: words::state(page, row),
        works: row.works(),
        open: !row.works() || is(&typed.sent) || is(&typed.wrong),
        problem: is(&typed.wrong).then(|| t!(page, "channels-code-wrong")),
        id: row.id.clone(),
    }
}

/// Whether the reader could be reached by message, and cannot: said where they work.
pub(in super::super) async fn lacks(member: &Member, tx: &Tx) -> Result<bool, StoreError> {
    if member.app().notifier.is_empty() {
        return Ok(false);
    }
    let rows = tx
        .channels_of(std::slice::from_ref(&member.person.id))
        .await?;
    Ok(!rows.iter().any(ChannelRow::works))
}
