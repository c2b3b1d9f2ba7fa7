//! The page of the practical-help list: its items, what could not be saved, what changed (C27).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{ids::PersonId, time::Instant};

use super::help_form::Typed;
use crate::{
    store::{HelpChange, HelpItem, Tx},
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        time::Markup,
    },
};

/// How many changes the page tells.
const TOLD: u32 = 30;

#[derive(Template)]
#[template(path = "coordinate/help.html")]
struct HelpPage {
    page: Page,
    items: Vec<Line>,
    changes: Vec<Change>,
    typed: Typed,
    /// What is wrong with what was typed.
    problem: Option<String>,
}

/// An item with its form.
struct Line {
    item: HelpItem,
    /// What stands in its fields.
    typed: Typed,
    /// Whether somebody's own words wait here, that could not be saved.
    open: bool,
}

/// A change of the list, in words.
struct Change {
    what: String,
    label: String,
    by: String,
    at: Markup,
}

/// What was typed and could not be saved: for an item, or for a new one.
#[derive(Default)]
pub(super) struct Unsaved {
    item: Option<String>,
    typed: Typed,
    problem: Option<String>,
}

/// The page again, with what could not be saved and why.
pub(super) async fn refuse(
    member: &Member,
    tx: &Tx,
    item: Option<String>,
    typed: Typed,
    key: &str,
) -> Result<Response, AppError> {
    let problem = Some(member.reader.l().get(key));
    let status = if key == "coordinate-help-changed" {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let unsaved = Unsaved {
        item,
        typed,
        problem,
    };
    render(member, tx, status, unsaved).await
}

/// The page.
pub(super) async fn render(
    member: &Member,
    tx: &Tx,
    status: StatusCode,
    unsaved: Unsaved,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "coordinate-help-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-help-seen-by"));
    let Unsaved {
        item,
        typed,
        problem,
    } = unsaved;
    let line = |one: HelpItem| {
        let open = item.as_ref() == Some(&one.help_id);
        Line {
            typed: if open {
                typed.again(&one)
            } else {
                Typed::of(&one)
            },
            item: one,
            open,
        }
    };
    let items = tx.practical_help().await?.into_iter().map(line).collect();
    let new = item.is_none();
    let view = HelpPage {
        items,
        changes: changes(tx, &page).await?,
        typed: if new { typed } else { Typed::default() },
        problem,
        page,
    };
    Ok(html(status, &view))
}

async fn changes(tx: &Tx, page: &Page) -> Result<Vec<Change>, AppError> {
    let changes = tx.help_changes(TOLD).await?;
    let ids: Vec<PersonId> = changes
        .iter()
        .map(|it| PersonId::new(it.by_id.as_str()))
        .collect();
    let people = tx.people(&ids).await?;
    let change = |one: HelpChange| {
        let by = people.iter().find(|person| person.id.as_str() == one.by_id);
        Change {
            what: page.text(&format!("coordinate-help-was-{}", one.what)),
            label: if page.lang() == "nl" {
                one.label_nl
            } else {
                one.label_en
            },
            by: by.map_or_else(String::new, |person| person.name.clone()),
            at: page.when(Instant::from_millis(one.at)),
        }
    };
    Ok(changes.into_iter().map(change).collect())
}
