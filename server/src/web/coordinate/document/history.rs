//! Every version: who, when, why, from which day; and what any two of them differ in (R011, C20).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Standing},
    edition::diff,
    ids::PersonId,
};
use serde::Deserialize;

use super::{
    Document,
    change::{ChangeView, views},
    hand,
};
use crate::{
    store::{PolicyVersion, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

/// How many versions a page has.
const SHOWN: u32 = 20;

#[derive(Template)]
#[template(path = "coordinate/document/history.html")]
struct History {
    page: Page,
    home: &'static str,
    title: String,
    versions: Vec<VersionView>,
    /// The number to go on before, when there are older ones.
    older: Option<i64>,
    compared: Option<Compared>,
}

/// A version as it is told.
struct VersionView {
    number: i64,
    by: String,
    at: String,
    since: String,
    /// Whether it counts, will, or never did.
    state: State,
    why: String,
}

/// How a version stands to today.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It counts since its day, or did until the next.
    Begun,
    /// It is adopted and waits for its day.
    Waits,
    /// It was withdrawn before its day.
    Withdrawn,
}

/// Two versions side by side.
struct Compared {
    from: i64,
    to: i64,
    changes: Vec<ChangeView>,
}

/// Which versions: those before a number, and two to compare.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
}

/// `GET …/history`.
pub(super) async fn show<D: Document>(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Query(asked) = asked.unwrap_or_default();
    let page = member
        .page(t!(member.reader, "document-history-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show document history").await?;
    let before = asked.before.unwrap_or(i64::MAX);
    let mut rows = tx.policy_versions(D::KIND, before, SHOWN + 1).await?;
    let more = rows.len() > SHOWN as usize;
    rows.truncate(SHOWN as usize);
    let older = rows.last().map(|row| row.version).filter(|_| more);
    let compared = match (asked.from, asked.to) {
        (Some(from), Some(to)) => Some(compare::<D>(&tx, &page, from, to).await?),
        _ => None,
    };
    let view = History {
        home: D::HOME,
        title: D::title(page.l()),
        versions: told(&tx, &page, rows).await?,
        older,
        compared,
        page,
    };
    drop(tx);
    member
        .log_view(&format!("{}/history", D::HOME), Vec::new())
        .await?;
    Ok(html(StatusCode::OK, &view))
}

async fn compare<D: Document>(
    tx: &Tx,
    page: &Page,
    from: i64,
    to: i64,
) -> Result<Compared, AppError> {
    let old = hand::version::<D>(tx, from).await?.parts();
    let new = hand::version::<D>(tx, to).await?.parts();
    Ok(Compared {
        from,
        to,
        changes: views::<D>(&diff(&old, &new), &[], &[&old, &new], page.l()),
    })
}

async fn told(
    tx: &Tx,
    page: &Page,
    rows: Vec<PolicyVersion>,
) -> Result<Vec<VersionView>, AppError> {
    let mut ids: Vec<PersonId> = rows.iter().filter_map(|row| row.by.clone()).collect();
    ids.sort();
    ids.dedup();
    let people = tx.people(&ids).await?;
    let names: BTreeMap<PersonId, String> = people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let name = |by: &Option<PersonId>| {
        let known = by.as_ref().and_then(|by| names.get(by).cloned());
        known.unwrap_or_else(|| t!(page, "document-by-veer"))
    };
    let state = |row: &PolicyVersion| match row.withdrawn {
        Some(_) => State::Withdrawn,
        None if row.begins > page.now() => State::Waits,
        None => State::Begun,
    };
    let view = |row: PolicyVersion| VersionView {
        state: state(&row),
        number: row.version,
        by: name(&row.by),
        at: page.when(row.at).words(),
        since: match row.effective.parse() {
            Ok(day) => page.day(day).words(),
            Err(_) => row.effective,
        },
        why: why(page, row.why),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The reason; those that Veer gave itself stand as codes.
fn why(page: &Page, why: String) -> String {
    match why.as_str() {
        "founding" => t!(page, "document-why-founding"),
        "import" => t!(page, "document-why-import"),
        _ => why,
    }
}
