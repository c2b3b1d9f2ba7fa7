//! `GET /coordinate/list`: every entry with where it comes from and how it is found.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    incident::{Entry, IncidentList},
};

use super::{
    super::document::{Banner, Hand},
    HOME, words,
};
use crate::web::{
    error::AppError,
    member::Member,
    page::{Page, html},
};

/// How the base list names its source: English, as a file of the program.
const BASE: &str = "The ten kinds of the Dutch handbook for peer-support teams in ambulance care; \
                    conditions by Veer";

#[derive(Template)]
#[template(path = "coordinate/list.html")]
struct ListPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    entries: Vec<Line>,
    /// Where the base list comes from.
    source: String,
}

/// An entry on the page.
struct Line {
    id: String,
    label: String,
    source: String,
    found: String,
    /// Why it takes no part, if it does not.
    off: Option<String>,
    /// Whether the draft has it otherwise than the version in force.
    changed: bool,
}

/// The draft when one has one, else what is in force.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "list-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show list document").await?;
    let hand = Hand::<IncidentList>::load(&tx, &member).await?;
    let banner = hand.banner(&tx, &page, &member).await?;
    drop(tx);
    let list = hand.document();
    let line = |entry: &Entry| Line {
        id: entry.id.clone(),
        label: entry.label.text(page.lang()).to_owned(),
        source: words::source(entry, page.l()),
        found: words::found(entry, page.l()),
        off: entry.disabled_reason.clone().filter(|_| !entry.enabled),
        changed: hand.in_force.entry(&entry.id) != Some(entry),
    };
    let entries = list.entries.iter().map(line).collect();
    member.log_view(HOME, Vec::new()).await?;
    Ok(html(
        StatusCode::OK,
        &ListPage {
            home: HOME,
            banner,
            entries,
            source: source(&page, &list.source),
            page,
        },
    ))
}

/// Where the list comes from, in the reader's language where it is ours.
fn source(page: &Page, source: &str) -> String {
    if source == BASE {
        t!(page, "watch-list-source")
    } else {
        source.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_list_is_named_as_its_file_does() {
        let file = include_str!("../../../../../packs/ambulance/incident-list.toml");
        assert!(file.contains(BASE));
    }
}
