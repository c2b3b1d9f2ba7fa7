//! `GET /me/access`: who looked at what is recorded about oneself.

use std::collections::BTreeMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    path::Requester,
    time::Instant,
};

use crate::{
    store::{AccessEntry, CaseRow, LogName, ONESELF, Person, StoreError, Tx},
    web::{
        deed,
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

#[derive(Template)]
#[template(path = "me/access.html")]
struct Access {
    page: Page,
    rows: Vec<Looked>,
    /// The names of one's own cases in the log.
    names: Vec<LogName>,
    /// One's own name there, for who has work in Veer.
    at_work: Option<String>,
}

/// One look, or one step that somebody took.
struct Looked {
    when: Markup,
    who: String,
    role: Option<String>,
    what: String,
}

/// `GET /me/access`: one's own visits are left out.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "me-access-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let tx = member.read("show who looked").await?;
    let cases = tx.cases_of(&member.person.id).await?;
    let mut entries: BTreeMap<i64, AccessEntry> = BTreeMap::new();
    for case in &cases {
        let found = tx.access_to_case(&case.pseudonym).await?.into_iter();
        entries.extend(found.map(|entry| (entry.number, entry)));
    }
    // One's own acts stand under the names of one's cases, in an older log under one's own.
    let mut own = tx.own_pseudonyms(&member.person.id).await?;
    own.insert(ONESELF.to_owned());
    own.insert(member.person.pseudonym.clone());
    entries.retain(|_, entry| !own.contains(&entry.actor));
    let people = people(&tx, entries.values()).await?;
    let mut rows = referrals(&tx, &page, &cases).await?;
    let names = tx.log_names(&member.person.id).await?;
    drop(tx);
    let seen = entries.values();
    rows.extend(seen.map(|entry| (entry.at, looked(&page, entry, people.get(&entry.actor)))));
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    member
        .log_view(
            "/me/access",
            cases.iter().map(|case| case.pseudonym.as_str()).collect(),
        )
        .await?;
    // Without work in Veer one's own name stands nowhere in the log.
    let works = Role::ALL
        .iter()
        .any(|role| *role != Role::Colleague && member.person.roles.contains(*role));
    let at_work = works.then(|| member.person.pseudonym.clone());
    let view = Access {
        page,
        rows,
        names,
        at_work,
    };
    Ok(html(StatusCode::OK, &view))
}

/// Which manager asked for a case, by the case's own history, which goes with the case.
///
/// The log does not say it: beside a manager's name a case tells for years whose it was.
async fn referrals(
    tx: &Tx,
    page: &Page,
    cases: &[CaseRow],
) -> Result<Vec<(Instant, Looked)>, StoreError> {
    let mut rows = Vec::new();
    let asked = |case: &&CaseRow| case.case.requester == Requester::Manager;
    for case in cases.iter().filter(asked) {
        let opened = tx.changes_since(&case.id, 0).await?.into_iter().next();
        let Some((at, actor)) = opened.and_then(|first| Some((first.at, first.actor?))) else {
            continue;
        };
        let manager = tx
            .people(&[actor])
            .await?
            .into_iter()
            .find(|who| who.active);
        rows.push((
            at,
            Looked {
                when: page.when(at),
                who: manager.map_or_else(|| t!(page, "me-access-gone"), |who| who.name),
                role: deed::role(page.l(), Role::Manager.code()),
                what: t!(page, "me-access-did-referral"),
            },
        ));
    }
    Ok(rows)
}

/// Who is behind the pseudonyms, as far as they still work here.
async fn people(
    tx: &Tx,
    entries: impl Iterator<Item = &AccessEntry>,
) -> Result<BTreeMap<String, Person>, StoreError> {
    let mut pseudonyms: Vec<String> = entries.map(|entry| entry.actor.clone()).collect();
    pseudonyms.sort_unstable();
    pseudonyms.dedup();
    let ids: Vec<PersonId> = tx
        .people_by_pseudonym(&pseudonyms)
        .await?
        .into_iter()
        .map(|(_, id)| id)
        .collect();
    let people = tx
        .people(&ids)
        .await?
        .into_iter()
        .filter(|person| person.active);
    Ok(people
        .map(|person| (person.pseudonym.clone(), person))
        .collect())
}

fn looked(page: &Page, entry: &AccessEntry, person: Option<&Person>) -> Looked {
    Looked {
        when: page.when(entry.at),
        who: person.map_or_else(|| t!(page, "me-access-gone"), |person| person.name.clone()),
        role: deed::role(page.l(), &entry.on_behalf)
            .or_else(|| person.and_then(|person| held(page, person))),
        what: deed::towards_me(page.l(), entry),
    }
}

/// In which role somebody may have looked, for rows that do not say it; the closest to the work.
fn held(page: &Page, person: &Person) -> Option<String> {
    [Role::Supporter, Role::Coordinator, Role::Manager]
        .into_iter()
        .find(|role| person.roles.contains(*role))
        .and_then(|role| deed::role(page.l(), role.code()))
}
