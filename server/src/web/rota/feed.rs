//! `GET /calendar/{link}`: somebody's duties as a calendar reads them (RFC 5545).
//!
//! Whoever has the link sees when there is a duty and nothing else: no name, no place, no word that
//! says what kind of duty it is. A link that is not known, was revoked, or whose owner left the team
//! is answered like any address that is not there.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use care::{period::Period, time::Instant};
use data_encoding::HEXLOWER;
use icalendar::{Calendar, Component as _, Event};
use jiff::{SignedDuration, tz::TimeZone};
use sha2::{Digest as _, Sha256};

use super::rules::{Team, days_from};
use crate::{
    auth::{bearer::Bearer, origin::Origin},
    store::{Organisation, Person},
    web::{
        error::AppError,
        state::App,
        text::{Language, Texts},
    },
};

/// How far ahead duties are told, in days; the past few weeks stay, so that a calendar keeps them.
const AHEAD: i32 = 400;
const BACK: SignedDuration = SignedDuration::from_hours(24 * 28);

/// The calendar.
pub(super) async fn show(
    State(app): State<App>,
    Origin(from): Origin,
    link: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(link) = link.map_err(|_| AppError::NotFound)?;
    let Some((org, person)) = owner(&app, &link).await? else {
        app.limits.one_time_secret(from)?;
        return Err(AppError::NotFound);
    };
    let (now, tz) = (app.site.clock.now(), &org.time_zone);
    let tx = app.store.read("show calendar", &org.id).await?;
    let team = Team::load(&tx, now, days_from(now.date(tz), AHEAD), tz).await?;
    drop(tx);
    let mine = team.duties().iter().filter(|it| it.person == person.id);
    let told = mine.filter(|it| it.until > now.minus(BACK));
    let kept = told.filter(|it| it.until <= now || team.is_served(it));
    let duties: Vec<Period> = kept.map(super::rules::period_of).collect();
    let language = Language::parse(&org.language).unwrap_or(app.site.language);
    let title = t!(Texts::new(language), "rota-calendar-duty");
    let body = written(&person, &duties, &title, now);
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CACHE_CONTROL, "private, max-age=900"),
        (CONTENT_DISPOSITION, "inline; filename=\"calendar.ics\""),
    ];
    Ok((headers, body).into_response())
}

/// Whose link it is.
async fn owner(app: &App, link: &str) -> Result<Option<(Organisation, Person)>, AppError> {
    let secret = link.strip_suffix(".ics").unwrap_or(link);
    let Some(bearer) = Bearer::parse(secret) else {
        return Ok(None);
    };
    let digest = bearer.digest().as_text();
    app.limits.calendar(&digest)?;
    let Some(org) = app.store.organisation(&bearer.org).await? else {
        return Ok(None);
    };
    let real_now = app.site.clock.real_now();
    let person = app.store.open_calendar(&org.id, &digest, real_now).await?;
    Ok(person.map(|person| (org, person)))
}

/// The duties as a calendar.
fn written(person: &Person, duties: &[Period], title: &str, now: Instant) -> String {
    let mut calendar = Calendar::new();
    calendar.name(title);
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    for duty in duties {
        let mut event = Event::new();
        event
            .uid(&name_of(person, *duty))
            .summary(title)
            .add_property("DTSTAMP", utc(now))
            .add_property("DTSTART", utc(duty.from))
            .add_property("DTEND", utc(duty.until))
            .add_property("CLASS", "PRIVATE");
        calendar.push(event.done());
    }
    calendar.to_string()
}

/// The name under which a calendar knows a duty: the same as long as it is the same duty.
///
/// A digest, so that nobody reads an id of ours from it.
fn name_of(person: &Person, duty: Period) -> String {
    let text = format!("{} {}", person.id.as_str(), duty.from.millis());
    let digest = HEXLOWER.encode(&Sha256::digest(text));
    format!("{}@veer", digest.get(..32).unwrap_or(&digest))
}

/// A moment as calendars write it.
fn utc(at: Instant) -> String {
    at.zoned(&TimeZone::UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}
