//! The page of the information sessions, with their reach as a drawing and a table (R048).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::outreach::{OutreachRefusal, Reach, Session, reach};
use jiff::Span;
use serde::Deserialize;

use super::month::MonthView;
use crate::{
    store::{InfoSession, Tx},
    web::{
        colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// The most sessions that a page reads: two a week for two years.
const SHOWN: u32 = 200;

#[derive(Template)]
#[template(path = "coordinate/outreach.html")]
struct OutreachPage {
    page: Page,
    ahead: Vec<Line>,
    held: Vec<Line>,
    month: MonthView,
    rows: Vec<(String, Reach)>,
    groups: Vec<(String, String)>,
    unsaved: Unsaved,
}

/// A session on the page.
struct Line {
    id: String,
    day: Markup,
    group: String,
    /// What stands in the field: how many came, or what could not be saved.
    came: String,
    told: bool,
    problem: bool,
}

/// A session as it is typed.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    pub(super) day: String,
    #[serde(default)]
    pub(super) group: String,
}

/// What was typed and could not be saved, and why.
#[derive(Default)]
pub(super) struct Unsaved {
    typed: Typed,
    /// The session whose count it is, and the count as typed.
    counted: Option<(String, String)>,
    why: Option<OutreachRefusal>,
    problem: Option<String>,
}

impl Unsaved {
    /// A session that could not be planned.
    pub(super) fn planned(typed: Typed, why: OutreachRefusal) -> Self {
        Self {
            typed,
            why: Some(why),
            ..Self::default()
        }
    }

    /// A count that could not be kept.
    pub(super) fn counted(id: String, came: String, why: OutreachRefusal) -> Self {
        Self {
            counted: Some((id, came)),
            why: Some(why),
            ..Self::default()
        }
    }
}

/// The page.
pub(super) async fn render(
    member: &Member,
    tx: &Tx,
    status: StatusCode,
    mut unsaved: Unsaved,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "outreach-title"));
    let page = page.seen_by(t!(member.reader, "outreach-seen-by"));
    let words = |why: OutreachRefusal| page.text(&format!("outreach-refusal-{}", why.code()));
    unsaved.problem = unsaved.why.map(words);
    let today = member.now.date(&member.org.time_zone);
    let since = today.saturating_sub(Span::new().days(365));
    let all = tx.info_sessions(since, SHOWN).await?;
    let sizes = tx.group_sizes().await?;
    let sessions: Vec<Session> = all.iter().map(|it| it.session.clone()).collect();
    let rows = reach(&sessions, &sizes, today);
    let line = |it: &InfoSession| line(&page, it, &unsaved);
    let (ahead, held): (Vec<_>, Vec<_>) = all.iter().partition(|it| it.session.day > today);
    let group = |row: &Reach| colleague::group(&row.group, page.l());
    let bar = |row: &Reach| {
        let share = t!(page, "equality-share", percent = row.percent);
        (group(row), share, row.sessions == 0, row.percent * 85 / 100)
    };
    let view = OutreachPage {
        ahead: ahead.into_iter().map(line).collect(),
        held: held.into_iter().rev().map(line).collect(),
        month: MonthView::drawn(page.text("outreach-reach"), rows.iter().map(bar)),
        groups: sizes
            .iter()
            .map(|(code, _)| (code.clone(), colleague::group(code, page.l())))
            .collect(),
        rows: rows.into_iter().map(|row| (group(&row), row)).collect(),
        unsaved,
        page,
    };
    Ok(html(status, &view))
}

fn line(page: &Page, it: &InfoSession, unsaved: &Unsaved) -> Line {
    let typed = unsaved.counted.as_ref().filter(|(id, _)| *id == it.id);
    let kept = it.session.attended.map(|count| count.to_string());
    Line {
        id: it.id.clone(),
        day: page.day(it.session.day),
        group: for_whom(page, &it.session),
        told: kept.is_some(),
        problem: typed.is_some(),
        came: typed.map_or_else(|| kept.unwrap_or_default(), |(_, came)| came.clone()),
    }
}

/// For whom a session is, in words.
pub(in crate::web) fn for_whom(page: &Page, session: &Session) -> String {
    session.group.as_deref().map_or_else(
        || page.text("outreach-everybody"),
        |group| colleague::group(group, page.l()),
    )
}
