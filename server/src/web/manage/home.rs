//! `GET /manage`: guidance, what one was told oneself, and the conditions (R102, R105, R106, R165).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    readiness::KnownBy,
};
use jiff::SignedDuration;

use super::conditions::{self, Line};
use crate::{
    store::HeardRow,
    web::{
        disclosure::told,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How long a manager reads back what they were told: then it is no news any more.
const HEARD: SignedDuration = SignedDuration::from_hours(24 * 60);

#[derive(Template)]
#[template(path = "manage/home.html")]
struct Home {
    page: Page,
    heard: Vec<Heard>,
    conditions: Vec<Line>,
    /// How many of the conditions are missing: of the organisation, so it says nothing of anybody.
    missing: usize,
}

impl Home {
    /// The conditions that this party can know of.
    fn known_by<'a>(&'a self, code: &str) -> Vec<&'a Line> {
        let known_by = KnownBy::parse(code);
        let mine = |line: &&Line| Some(line.condition.known_by()) == known_by;
        self.conditions.iter().filter(mine).collect()
    }
}

/// What reached this manager.
struct Heard {
    said: String,
    at: Markup,
}

/// `GET /manage`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewManaging, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "manage-title"));
    let page = page.seen_by(t!(member.reader, "manage-seen-by"));
    let tx = member.read("show manager's room").await?;
    let since = member.now.minus(HEARD);
    let heard = tx.heard_by(&member.person.id, since).await?;
    let conditions = conditions::load(&member, &tx).await?;
    drop(tx);
    // No case: what was told is a sentence that left it.
    member.log_view("/manage", Vec::new()).await?;
    let said = |row: HeardRow| Heard {
        said: told::sentence(page.l(), row.told, &row.name),
        at: page.when(row.at),
    };
    let home = Home {
        heard: heard.into_iter().map(said).collect(),
        missing: conditions.iter().filter(|line| !line.there).count(),
        conditions,
        page,
    };
    Ok(html(StatusCode::OK, &home))
}
