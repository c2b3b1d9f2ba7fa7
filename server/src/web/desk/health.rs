//! `GET /desk/health`: whether everything is well, for an administrator who is no programmer (R109).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    alerting::ChannelKind,
    time::Instant,
};
use jiff::SignedDuration;

use crate::{
    store::{ChainHead, InboxSource, Room, Work},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// Work that waits longer than this is late.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// A backup of longer ago asks for a new one.
const BACKUP: SignedDuration = SignedDuration::from_hours(24 * 8);
/// A check of the access log of longer ago did not happen when it should.
const CHECK: SignedDuration = SignedDuration::from_hours(24 * 3);
/// Below so many bytes the disk is nearly full.
const LITTLE: u64 = 2 << 30;

#[derive(Template)]
#[template(path = "desk/health.html")]
struct Health {
    page: Page,
    parts: Vec<PartView>,
    /// How many of them ask for something.
    asking: usize,
}

/// One part of the installation.
struct PartView {
    name: String,
    state: State,
    word: String,
    /// What was found.
    what: String,
    at: Option<Markup>,
    /// What to do, when something is to be done.
    todo: Option<String>,
}

/// How a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Good,
    Look,
    Bad,
}

/// Every part with its state; nothing here is about a case or a person.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageOrganisation, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "desk-health-title"));
    let page = page.seen_by(t!(member.reader, "desk-health-seen-by"));
    let store = member.store();
    let room = store.room().await?;
    let backup = store.last_backup().await?;
    let real_now = member.app().site.clock.real_now();
    let tx = member.read("show health").await?;
    let work = tx.work(member.now.minus(PATIENCE)).await?;
    let head = tx.chain_head().await?;
    let silent = tx.silent_sources(real_now).await?;
    let folders = tx.inbox_sources().await?;
    drop(tx);
    member.log_view("/desk/health", Vec::new()).await?;
    let parts = vec![
        program(&page, &room),
        database(&page, store.engine_name(), &room),
        backups(&page, backup, member.now),
        jobs(&page, work),
        messages(&page, &member),
        sources(&page, &silent, &folders),
        chain(&page, &head, member.now),
        passkeys(&page, member.app().passkeys.site()),
    ];
    let asking = parts.iter().filter(|it| it.state != State::Good).count();
    let view = Health {
        page,
        parts,
        asking,
    };
    Ok(html(StatusCode::OK, &view))
}

impl PartView {
    fn new(page: &Page, name: String, state: State, what: String) -> Self {
        let word = match state {
            State::Good => t!(page, "desk-health-good"),
            State::Look => t!(page, "desk-health-look"),
            State::Bad => t!(page, "desk-health-bad"),
        };
        Self {
            name,
            state,
            word,
            what,
            at: None,
            todo: None,
        }
    }

    fn at(mut self, at: Option<Markup>) -> Self {
        self.at = at;
        self
    }

    fn ask(mut self, todo: String) -> Self {
        if self.state != State::Good {
            self.todo = Some(todo);
        }
        self
    }
}

fn program(page: &Page, room: &Room) -> PartView {
    let what = t!(
        page,
        "desk-health-version",
        version = env!("CARGO_PKG_VERSION"),
        schema = room.schema
    );
    PartView::new(page, t!(page, "desk-health-program"), State::Good, what)
}

fn database(page: &Page, engine: &str, room: &Room) -> PartView {
    let used = size(room.used);
    let (state, what) = match room.free {
        None => (
            State::Good,
            t!(page, "desk-health-database", engine = engine, used = used),
        ),
        Some(free) => {
            let state = match free {
                free if free < LITTLE / 8 => State::Bad,
                free if free < LITTLE => State::Look,
                _ => State::Good,
            };
            let free = size(free);
            let what = t!(
                page,
                "desk-health-disk",
                engine = engine,
                used = used,
                free = free
            );
            (state, what)
        }
    };
    PartView::new(page, t!(page, "desk-health-data"), state, what)
        .ask(t!(page, "desk-health-disk-do"))
}

fn backups(page: &Page, last: Option<Instant>, now: Instant) -> PartView {
    let (state, what) = match last {
        None => (State::Bad, t!(page, "desk-health-backup-none")),
        Some(at) if now.since(at) > BACKUP => (State::Look, t!(page, "desk-health-backup-last")),
        Some(_) => (State::Good, t!(page, "desk-health-backup-last")),
    };
    PartView::new(page, t!(page, "desk-health-backup"), state, what)
        .at(last.map(|at| page.when(at)))
        .ask(t!(page, "desk-health-backup-do"))
}

fn jobs(page: &Page, work: Work) -> PartView {
    let name = t!(page, "desk-health-work");
    match (work.late_since, work.last_done) {
        (Some(since), _) => {
            PartView::new(page, name, State::Bad, t!(page, "desk-health-work-late"))
                .at(Some(page.when(since)))
                .ask(t!(page, "desk-health-work-do"))
        }
        (None, last) => PartView::new(page, name, State::Good, t!(page, "desk-health-work-done"))
            .at(last.map(|at| page.when(at))),
    }
}

/// Whether what is sent arrives in time.
fn messages(page: &Page, member: &Member) -> PartView {
    let name = t!(page, "desk-health-messages");
    let notifier = &member.app().notifier;
    let troubles = member.troubles();
    let since = troubles.iter().map(|(_, at)| *at).min();
    if !troubles.is_empty() {
        let told = troubles
            .iter()
            .map(|(trouble, _)| page.text(&format!("trouble-{}", trouble.code())));
        let told: Vec<String> = told.collect();
        return PartView::new(page, name, State::Bad, told.join(" "))
            .at(since.map(|at| page.when(at)))
            .ask(t!(page, "desk-health-messages-do"));
    }
    if notifier.is_empty() {
        let what = t!(page, "desk-health-messages-none");
        return PartView::new(page, name, State::Look, what)
            .ask(t!(page, "desk-health-messages-set-up"));
    }
    let kinds = ChannelKind::ALL.iter().filter(|kind| notifier.has(**kind));
    let kinds: Vec<String> = kinds
        .map(|kind| page.text(&format!("channels-kind-{kind}")))
        .collect();
    let what = t!(page, "desk-health-messages-by", kinds = kinds.join(", "));
    PartView::new(page, name, State::Good, what)
}

fn sources(page: &Page, silent: &[String], folders: &[InboxSource]) -> PartView {
    let name = t!(page, "desk-feed-title");
    let waiting: i64 = folders.iter().map(|it| it.files).sum();
    let mut wrong = Vec::new();
    if !silent.is_empty() {
        let sources = silent.join(", ");
        wrong.push(t!(page, "desk-health-silent", sources = sources));
    }
    if waiting > 0 {
        wrong.push(t!(page, "desk-inbox-waiting", files = waiting));
    }
    if wrong.is_empty() {
        return PartView::new(page, name, State::Good, t!(page, "desk-health-sources"));
    }
    let part = PartView::new(page, name, State::Look, wrong.join(" "));
    part.ask(t!(page, "desk-health-silent-do"))
}

fn chain(page: &Page, head: &ChainHead, now: Instant) -> PartView {
    let checked = (head.verified_at > 0).then(|| Instant::from_millis(head.verified_at));
    let is_old = checked.is_none_or(|at| now.since(at) > CHECK);
    let (state, what) = if head.broken_number > 0 {
        (State::Bad, t!(page, "desk-health-log-broken"))
    } else if checked.is_none() {
        (State::Look, t!(page, "desk-health-log-never"))
    } else if is_old {
        (State::Look, t!(page, "desk-health-log-whole"))
    } else {
        (State::Good, t!(page, "desk-health-log-whole"))
    };
    PartView::new(page, t!(page, "desk-log"), state, what)
        .at(checked.map(|at| page.when(at)))
        .ask(t!(page, "desk-health-log-do"))
}

fn passkeys(page: &Page, site: Option<&str>) -> PartView {
    let name = t!(page, "desk-health-passkeys");
    match site {
        Some(site) => {
            let what = t!(page, "desk-health-passkeys-at", site = site);
            PartView::new(page, name, State::Good, what)
        }
        None => PartView::new(
            page,
            name,
            State::Look,
            t!(page, "desk-health-passkeys-off"),
        )
        .ask(t!(page, "desk-health-passkeys-do")),
    }
}

/// So many bytes, as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 30 => format!("{} GB", bytes >> 30),
        bytes => format!("{} MB", (bytes >> 20).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_what_people_know() {
        assert_eq!(size(10), "1 MB");
        assert_eq!(size(300 << 20), "300 MB");
        assert_eq!(size(5 << 30), "5 GB");
    }
}
