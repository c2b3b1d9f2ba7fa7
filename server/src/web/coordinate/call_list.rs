//! `/coordinate/call-list`: who can be called when no message gets through (R060). Made for paper.

use std::collections::BTreeMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    time::Instant,
};
use jiff::SignedDuration;

use crate::{
    store::Person,
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How far ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 7);

#[derive(Template)]
#[template(path = "coordinate/call-list.html")]
struct CallList {
    page: Page,
    made: Markup,
    duties: Vec<DutyLine>,
    coordinators: Vec<(String, Option<String>)>,
}

/// A duty with whom to call.
struct DutyLine {
    from: Markup,
    until: Markup,
    name: String,
    phone: Option<String>,
}

/// `GET /coordinate/call-list`: only people of the team; no colleague in need stands on paper.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewCallList, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "call-list-title"))
        .seen_by(t!(member.reader, "call-list-seen-by"));
    let (now, tx) = (member.now, member.read("show call list").await?);
    let mut duties = tx.duty_between(now, now.plus(AHEAD)).await?;
    duties.sort_by_key(|(_, from, until)| (*from, *until));
    let ids: Vec<PersonId> = duties.iter().map(|(person, ..)| person.clone()).collect();
    let people = tx.people(&ids).await?;
    let coordinators = tx.people_with(Role::Coordinator).await?;
    drop(tx);
    let place = "/coordinate/call-list";
    member.log_view(place, Vec::new()).await?;
    let people: BTreeMap<&PersonId, &Person> =
        people.iter().map(|person| (&person.id, person)).collect();
    let line = |(person, from, until): &(PersonId, Instant, Instant)| {
        let person = people.get(person).filter(|person| person.active)?;
        Some(DutyLine {
            from: page.when(*from),
            until: page.when(*until),
            name: person.name.clone(),
            phone: number(person),
        })
    };
    let view = CallList {
        made: page.when(now),
        duties: duties.iter().filter_map(line).collect(),
        coordinators: coordinators
            .iter()
            .map(|person| (person.name.clone(), number(person)))
            .collect(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

fn number(person: &Person) -> Option<String> {
    person.phone.clone().filter(|phone| !phone.is_empty())
}
