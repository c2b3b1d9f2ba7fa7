//! `/me/record/copy`: everything that is held about oneself, to read, print and take along (R095).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use serde_json::{Map, Value, json};

use super::coded;
use crate::{
    store::{Cell, HELD, Held, HeldRows, WITHHELD},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

/// How many rows of one part the page shows; the file has all.
const SHOWN: usize = 50;

/// Columns that say nothing to a reader; they stand in the file.
pub(super) const FOR_MACHINES: &[&str] = &[
    "body",
    "case_id",
    "circle_id",
    "credential",
    "generation",
    "incident_id",
    "line_manager_id",
    "number",
    "other_id",
    "pseudonym",
    "recipient",
    "request_id",
    "revision",
    "signer",
    "state",
    "supporter_id",
    "version",
    "wrapped",
];

#[derive(Template)]
#[template(path = "me/copy.html")]
struct Copy {
    page: Page,
    parts: Vec<Part>,
    withheld: Vec<String>,
}

/// One part, in words.
struct Part {
    title: String,
    /// What the columns are called.
    heads: Vec<String>,
    /// Per row each column's name and value, empty where there is none.
    rows: Vec<Vec<(String, String)>>,
    /// How many more stand in the file.
    more: usize,
    /// How many there are of which nothing can be read here.
    count: usize,
}

/// `GET /me/record/copy`: the page, made to be printed.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "copy-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let parts = held(&member, "/me/record/copy")
        .await?
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(part, rows)| in_words(&page, part, rows))
        .collect();
    let withheld = reasons()
        .map(|code| page.text(&format!("copy-not-{code}")))
        .collect();
    Ok(html(
        StatusCode::OK,
        &Copy {
            page,
            parts,
            withheld,
        },
    ))
}

/// `GET /me/record/copy.json`: the same for a machine; docs/retention.md has the format.
pub(super) async fn download(member: Member) -> Result<Response, AppError> {
    let parts = held(&member, "/me/record/copy.json").await?;
    let held: Map<String, Value> = parts
        .into_iter()
        .map(|(part, rows)| {
            (
                part.name.to_owned(),
                rows.into_iter().map(as_json).collect(),
            )
        })
        .collect();
    let withheld = WITHHELD
        .iter()
        .map(|(table, column, why)| json!({ "what": format!("{table}.{column}"), "why": why }));
    let document = json!({
        "format": "veer-person/1",
        "organisation": member.org.name,
        "person": member.person.id.as_str(),
        "made_at": moment(member.now),
        "held": held,
        "withheld": withheld.collect::<Vec<_>>(),
    });
    let text =
        serde_json::to_string_pretty(&document).map_err(|error| AppError::internal(&error))?;
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"veer.json\""),
    ];
    Ok((headers, text).into_response())
}

async fn held(
    member: &Member,
    place: &'static str,
) -> Result<Vec<(&'static Held, HeldRows)>, AppError> {
    member.require(Action::ViewOwn, Standing::Nobody)?;
    let me = &member.person.id;
    let tx = member.read("copy what is held").await?;
    let mut parts = Vec::with_capacity(HELD.len());
    for part in HELD {
        parts.push((part, tx.held(part, me).await?));
    }
    let cases = tx.cases_of(me).await?;
    drop(tx);
    let shown = cases.iter().map(|case| case.pseudonym.as_str()).collect();
    member.log_view(place, shown).await?;
    Ok(parts)
}

fn in_words(page: &Page, part: &Held, rows: HeldRows) -> Part {
    let count = rows.len();
    let columns = part
        .columns
        .iter()
        .map(|column| column.split(':').next().unwrap_or(column));
    let columns: Vec<&'static str> = columns
        .filter(|column| !FOR_MACHINES.contains(column))
        .collect();
    // Only the columns in which something stands: what is empty everywhere says nothing.
    let shown: Vec<_> = rows.into_iter().take(SHOWN).collect();
    let columns: Vec<_> = columns
        .into_iter()
        .filter(|column| shown.iter().any(|row| row.contains_key(column)))
        .collect();
    let heads: Vec<String> = columns
        .iter()
        .map(|column| page.text(&format!("copy-is-{column}")))
        .collect();
    let line = |mut row: BTreeMap<&'static str, Cell>| -> Vec<(String, String)> {
        let cell = |column: &&'static str| row.remove(column).map(|cell| word(page, column, cell));
        let cells = columns.iter().map(cell).map(Option::unwrap_or_default);
        heads.iter().cloned().zip(cells).collect()
    };
    let rows = if columns.is_empty() {
        Vec::new()
    } else {
        shown.into_iter().map(line).collect()
    };
    Part {
        title: page.text(&format!("copy-part-{}", part.name)),
        more: count.saturating_sub(SHOWN),
        count,
        heads,
        rows,
    }
}

fn word(page: &Page, column: &str, cell: Cell) -> String {
    match cell {
        Cell::At(at) => page.when(at).words(),
        Cell::Flag(true) => t!(page, "copy-yes"),
        Cell::Flag(false) => t!(page, "copy-no"),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => coded::said(page.l(), column, &text),
        Cell::Json(text) => text,
    }
}

fn as_json(row: BTreeMap<&'static str, Cell>) -> Value {
    let cells = row.into_iter().map(|(column, cell)| {
        let value = match cell {
            Cell::At(at) => json!(moment(at)),
            Cell::Flag(flag) => json!(flag),
            Cell::Number(number) => json!(number),
            Cell::Text(text) => json!(text),
            Cell::Json(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        };
        (column.to_owned(), value)
    });
    Value::Object(cells.collect())
}

/// A moment as machines read it.
fn moment(at: care::time::Instant) -> String {
    at.zoned(&jiff::tz::TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// Why something is left out, each reason once.
fn reasons() -> impl Iterator<Item = &'static str> {
    let mut reasons: Vec<&'static str> = WITHHELD.iter().map(|(_, _, why)| *why).collect();
    reasons.dedup();
    reasons.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_part_and_column_has_its_words() {
        for language in Language::ALL {
            let l = Texts::new(language);
            for part in HELD {
                let key = format!("copy-part-{}", part.name);
                assert!(l.has(&key), "{key}");
                let columns = part
                    .columns
                    .iter()
                    .map(|column| column.split(':').next().unwrap());
                for column in columns.filter(|column| !FOR_MACHINES.contains(column)) {
                    let key = format!("copy-is-{column}");
                    assert!(l.has(&key), "{key}");
                }
            }
            for why in reasons() {
                assert!(l.has(&format!("copy-not-{why}")), "{why}");
            }
        }
    }
}
