//! `/support/rota/away`: one's own days away, without a reason, and what one would rather do.

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
    ids::PersonId,
    period::Period,
    time::Instant,
};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::Deserialize;

use super::{
    entry::day_and_times,
    rules::{Team, days_from},
    wishes::{self, WishView},
};
use crate::{
    entropy,
    store::{Leave, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// Where it is.
pub(super) const HOME: &str = "/support/rota/away";
/// How far ahead one can say that one is away, in days, and the longest stretch.
const AHEAD: i32 = 550;
const LONGEST: i32 = 366;

/// The days that were typed.
#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default)]
    pub(super) first: String,
    #[serde(default)]
    pub(super) last: String,
    /// Whose days, where somebody else writes them down.
    #[serde(default)]
    pub(super) person: String,
}

/// A stretch of days.
pub(super) struct AwayView {
    pub(super) id: String,
    pub(super) days: String,
    /// Whether the coordinator wrote it down.
    pub(super) by_other: bool,
    /// One's duties in it: somebody else has to take them.
    pub(super) duties: Vec<(i64, String)>,
}

#[derive(Template)]
#[template(path = "rota/away.html")]
struct AwayPage {
    page: Page,
    away: Vec<AwayView>,
    wishes: Vec<WishView>,
    duties: Vec<(String, String)>,
    weekdays: Vec<(&'static str, String)>,
    typed: Typed,
    problem: Option<String>,
    today: Date,
}

/// `GET /support/rota/away`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    render(&member, StatusCode::OK, Typed::default(), None).await
}

/// `POST /support/rota/away`: these days; can be undone.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let Form(typed) = form?;
    let days = match typed.days(member.now.date(&member.org.time_zone)) {
        Ok(days) => days,
        Err(problem) => {
            let words = member.reader.l().get(problem);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, typed, Some(words)).await;
        }
    };
    let leave = leave(&member, &member.person.id, days);
    let tx = member.write("say when away").await?;
    tx.add_leave(&leave).await?;
    member.log_in(&tx, "away-said", HOME, Vec::new()).await?;
    let has_duty = !duties_in(&tx, &leave).await?.is_empty();
    tx.commit().await?;
    let said = if has_duty {
        "rota-away-duty"
    } else {
        "rota-away"
    };
    let flash = Flash::new(said).with_undo(format!("{HOME}/{}/remove", leave.id));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /support/rota/away/{id}/remove`.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let id = set(&member, id, true).await?;
    let flash = Flash::new("rota-away-gone").with_undo(format!("{HOME}/{id}/restore"));
    Ok(SeeOther::to(HOME).with_flash(&flash))
}

/// `POST /support/rota/away/{id}/restore`.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    set(&member, id, false).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-away")))
}

async fn set(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
    gone: bool,
) -> Result<String, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let tx = member.write("change days away").await?;
    let removed = gone.then_some(member.now);
    if !tx
        .set_own_leave(address::id(&id)?, &member.person.id, removed)
        .await?
    {
        return Err(AppError::NotFound);
    }
    let place = "/support/rota/away/{id}";
    member
        .log_in(&tx, "away-changed", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(id)
}

impl Typed {
    /// The days that are meant, or what is wrong with them.
    pub(super) fn days(&self, today: Date) -> Result<(Date, Date), &'static str> {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let first = day(&self.first).ok_or("rota-away-problem-day")?;
        let last = match self.last.trim() {
            "" => first,
            text => day(text).ok_or("rota-away-problem-day")?,
        };
        if last < first {
            return Err("rota-away-problem-order");
        }
        if last < today {
            return Err("rota-away-problem-past");
        }
        let furthest = today.saturating_add(AHEAD.days());
        if last > furthest || last > first.saturating_add(LONGEST.days()) {
            return Err("rota-away-problem-far");
        }
        Ok((first, last))
    }
}

/// Days away of somebody, as the member writes them down now.
pub(super) fn leave(member: &Member, person: &PersonId, (first, last): (Date, Date)) -> Leave {
    Leave {
        id: entropy::new_id(member.now),
        person: person.clone(),
        first,
        last,
        until: end_of(last, &member.org.time_zone),
        by: member.person.id.clone(),
        at: member.now,
    }
}

/// The end of a day.
pub(super) fn end_of(day: Date, tz: &TimeZone) -> Instant {
    Instant::start_of(day.saturating_add(1.day()), tz)
}

/// The duties of who is away, within these days.
async fn duties_in(tx: &Tx, leave: &Leave) -> Result<Vec<Period>, AppError> {
    let from = leave.until.minus(jiff::SignedDuration::from_hours(
        24 * i64::from((leave.last - leave.first).get_days() + 1),
    ));
    let found = tx.duties_of(&leave.person, from, leave.until).await?;
    let ahead = found.into_iter().filter(|it| it.from > leave.at);
    Ok(ahead.collect())
}

/// "di 3 mrt" or "di 3 mrt – vr 6 mrt".
pub(super) fn days_in_words(page: &Page, leave: &Leave) -> String {
    let first = page.day(leave.first).words();
    if leave.first == leave.last {
        return first;
    }
    format!("{first} – {}", page.day(leave.last).words())
}

pub(super) async fn render(
    member: &Member,
    status: StatusCode,
    typed: Typed,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "rota-away-title"));
    let page = page.seen_by(t!(member.reader, "rota-away-seen-by"));
    let tz = &member.org.time_zone;
    let today = member.now.date(tz);
    let tx = member.read("show days away").await?;
    let team = Team::load(&tx, member.now, days_from(today, 1), tz).await?;
    let mut away = Vec::new();
    for leave in tx.leave_of(&member.person.id, member.now).await? {
        let duties = duties_in(&tx, &leave).await?.into_iter();
        let duties = duties.filter(|it| it.from > member.now);
        away.push(AwayView {
            days: days_in_words(&page, &leave),
            by_other: leave.by != member.person.id,
            duties: duties
                .map(|it| (it.from.millis(), day_and_times(&page, it)))
                .collect(),
            id: leave.id,
        });
    }
    let wishes = wishes::load(&tx, &page, &team, &member.person.id).await?;
    drop(tx);
    let view = AwayPage {
        away,
        wishes,
        duties: wishes::duties(&page, &team),
        weekdays: wishes::weekdays(&page),
        typed,
        problem,
        today,
        page,
    };
    Ok(html(status, &view))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn days_that_cannot_be_are_told_why() {
        let today = date(2026, 3, 3);
        let days = |first: &str, last: &str| {
            let typed = Typed {
                first: first.to_owned(),
                last: last.to_owned(),
                person: String::new(),
            };
            typed.days(today)
        };
        assert_eq!(
            days("2026-03-05", ""),
            Ok((date(2026, 3, 5), date(2026, 3, 5)))
        );
        assert_eq!(
            days("2026-03-01", "2026-03-09"),
            Ok((date(2026, 3, 1), date(2026, 3, 9)))
        );
        for (first, last, problem) in [
            ("", "", "rota-away-problem-day"),
            ("2026-03-05", "x", "rota-away-problem-day"),
            ("2026-03-05", "2026-03-04", "rota-away-problem-order"),
            ("2026-03-01", "", "rota-away-problem-past"),
            ("2029-03-01", "", "rota-away-problem-far"),
        ] {
            assert_eq!(days(first, last), Err(problem));
            for l in Language::ALL.map(Texts::new) {
                assert!(l.has(problem), "{problem}");
            }
        }
    }
}
