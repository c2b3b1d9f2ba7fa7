//! `GET /support/rota`: one's own duties, what is asked of one, and a month of the team.

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    period::Period,
    time::Instant,
};

use super::{
    MINE,
    entry::{called, day_and_times},
    month::{self, Asked, MonthView},
    request::{self, Asks},
    rules::{Team, days_from},
};
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How far ahead one's own duties are told, in days.
const AHEAD: i32 = 120;
/// How many of them at first; the rest is folded away.
const FIRST: usize = 6;

#[derive(Template)]
#[template(path = "rota/mine.html")]
struct Mine {
    page: Page,
    /// Who serves now.
    present: Vec<String>,
    next: Option<DutyLine>,
    duties: Vec<DutyLine>,
    later: Vec<DutyLine>,
    asks: Asks,
    month: MonthView,
    has_pattern: bool,
    paused: bool,
}

/// One of one's own duties.
pub(super) struct DutyLine {
    pub(super) words: String,
    pub(super) name: String,
    pub(super) at: i64,
    /// Whether it runs now.
    pub(super) runs: bool,
    /// Whether one said to be away then.
    pub(super) away: bool,
    /// Whether one asked somebody to take it.
    pub(super) asked: bool,
}

/// The page.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ViewDuty, Standing::Nobody)?;
    let Query(asked) = asked?;
    let tz = &member.org.time_zone;
    let today = member.now.date(tz);
    let first = asked.first(today);
    let page = member.page(t!(member.reader, "rota-title"));
    let page = page.seen_by(t!(member.reader, "rota-seen-by"));
    let tx = member.read("show rota").await?;
    let team = Team::load(&tx, member.now, (first, month::next(first)), tz).await?;
    let ahead = Team::load(&tx, member.now, days_from(today, AHEAD), tz).await?;
    let asks = request::load(&tx, &page, &ahead, &member.person.id).await?;
    drop(tx);
    member.log_view(MINE, Vec::new()).await?;
    let mut duties = lines(&page, &ahead, &member.person.id, &asks);
    let later = duties.split_off(duties.len().min(FIRST));
    let next = (!duties.is_empty()).then(|| duties.remove(0));
    let view = Mine {
        present: present(&ahead, member.now),
        month: month::view(&page, &team, first, Some(&member.person.id)),
        has_pattern: !ahead.policy.patterns.is_empty(),
        paused: member.person.paused_at.is_some(),
        next,
        duties,
        later,
        asks,
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// The names of those who serve at a moment.
fn present(team: &Team, now: Instant) -> Vec<String> {
    let served = team.served();
    let people = care::roster::on_duty(&served, now).into_iter();
    people.map(|id| team.name(id).to_owned()).collect()
}

fn lines(page: &Page, team: &Team, me: &PersonId, asks: &Asks) -> Vec<DutyLine> {
    let line = |duty: &care::roster::Duty| {
        let period = Period {
            from: duty.from,
            until: duty.until,
        };
        DutyLine {
            words: day_and_times(page, period),
            name: called(page, team, period),
            at: duty.from.millis(),
            runs: duty.covers(page.now()),
            away: !team.is_served(duty),
            asked: asks.is_asked(duty.from),
        }
    };
    let own = team.duties().iter().filter(|it| it.person == *me);
    own.filter(|it| it.until > page.now()).map(line).collect()
}
