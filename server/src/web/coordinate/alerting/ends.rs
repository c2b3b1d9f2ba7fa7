//! Where an alert would end at nobody, in words, before it happens.

use care::{
    access::Role,
    alerting::{DeadEnd, Ladder, dead_ends},
    ids::PersonId,
    roster::Duty,
    time::Instant,
};
use jiff::{SignedDuration, civil::Time};
use std::collections::BTreeMap;

use super::words;
use crate::{
    store::{Person, StoreError, Tx},
    web::page::Page,
};

/// How far ahead duties are looked at.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 7 * 8);
/// How many are told; who mends these sees the next.
const TOLD: usize = 40;

/// Every dead end of a ladder in the next eight weeks, the worst first.
pub(super) async fn load(tx: &Tx, page: &Page, ladder: &Ladder) -> Result<Vec<String>, StoreError> {
    let (from, until) = (page.now(), page.now().plus(AHEAD));
    let duties = tx.duty_between(from, until).await?;
    let duties: Vec<Duty> = duties
        .into_iter()
        .map(|(person, from, until)| Duty {
            person,
            from,
            until,
        })
        .collect();
    let coordinators = tx.people_with(Role::Coordinator).await?;
    let coordinators: Vec<PersonId> = coordinators.into_iter().map(|person| person.id).collect();
    let reachable = tx.reachable().await?;
    let tz = &page.reader().calendar.zone;
    let found = dead_ends(
        ladder,
        &duties,
        &coordinators,
        &reachable,
        (from, until),
        tz,
    );
    let ids: Vec<PersonId> = found
        .iter()
        .filter_map(|end| match end {
            DeadEnd::Unreachable { person, .. } => Some(person.clone()),
            _ => None,
        })
        .collect();
    let people = tx.people(&ids).await?;
    let people: BTreeMap<&PersonId, &Person> =
        people.iter().map(|person| (&person.id, person)).collect();
    let told = found.iter().take(TOLD);
    Ok(told.map(|end| words(page, &people, end)).collect())
}

fn words(page: &Page, people: &BTreeMap<&PersonId, &Person>, end: &DeadEnd) -> String {
    let when = |at: Instant| page.when(at).words();
    match end {
        DeadEnd::Ladder(refusal) => words::refusal(*refusal, page.l()),
        DeadEnd::Gap { from, until } => t!(
            page,
            "alerting-end-gap",
            from = when(*from),
            until = when(*until)
        ),
        DeadEnd::EachWeek {
            weekday,
            from,
            until,
            weeks,
        } => {
            let day = weekday.to_monday_one_offset();
            let day = page.text(&format!("alerting-day-{day}"));
            let weeks = *weeks;
            t!(
                page,
                "alerting-end-each-week",
                day = day,
                from = clock(*from),
                until = clock(*until),
                count = weeks
            )
        }
        DeadEnd::Unreachable { person, from } => {
            let name = people.get(person).map_or("", |person| person.name.as_str());
            t!(
                page,
                "alerting-end-unreachable",
                name = name,
                when = when(*from)
            )
        }
        DeadEnd::NoCoordinator => t!(page, "alerting-end-no-coordinator"),
        DeadEnd::CoordinatorsUnreachable => t!(page, "alerting-end-coordinators"),
    }
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
