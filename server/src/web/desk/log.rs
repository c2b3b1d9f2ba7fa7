//! The access log for the privacy officer: in words, page by page, and whether it is whole (R095).

use care::time::Instant;
use serde::Deserialize;

use crate::{
    store::{AccessEntry, ChainHead, ONESELF, StoreError, Tx},
    web::{deed, page::Page, time::Markup},
};

/// How many rows one page shows.
const ROWS: u32 = 50;

/// Where the page begins: before this number.
#[derive(Deserialize)]
pub(super) struct From {
    before: Option<i64>,
}

/// The part of the page about the log.
pub(super) struct LogView {
    pub(super) chain: Chain,
    pub(super) rows: Vec<Row>,
    /// Where the next page begins, when there is one.
    pub(super) older: Option<i64>,
    /// Whether this is not the first page.
    pub(super) is_later: bool,
}

/// What the daily check came to.
pub(super) enum Chain {
    /// Nothing was checked yet.
    Unchecked,
    /// Whole up to a number.
    Whole {
        number: i64,
        at: Markup,
        /// The last signed end and its moment.
        checkpoint: Option<(i64, Markup)>,
    },
    /// Something does not fit, from a number on.
    Broken { number: i64, at: Markup },
}

/// A row, under pseudonyms.
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) at: Markup,
    pub(super) actor: String,
    /// The same in full, to look for it.
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) did: String,
    pub(super) room: String,
    pub(super) client: Option<String>,
    /// The names of cases, in full and short.
    pub(super) cases: Vec<(String, String)>,
}

/// The rows before a number, and the state of the chain.
pub(super) async fn load(tx: &Tx, page: &Page, from: From) -> Result<LogView, StoreError> {
    let before = from.before.unwrap_or(i64::MAX);
    let mut entries = tx.access_before(before, ROWS + 1).await?;
    let more = entries.len() > ROWS as usize;
    entries.truncate(ROWS as usize);
    Ok(LogView {
        chain: chain(&tx.chain_head().await?, page),
        older: entries.last().filter(|_| more).map(|entry| entry.number),
        is_later: from.before.is_some(),
        rows: entries.iter().map(|entry| row(entry, page)).collect(),
    })
}

fn chain(head: &ChainHead, page: &Page) -> Chain {
    let when = |millis: i64| page.when(Instant::from_millis(millis));
    if head.verified_at == 0 {
        return Chain::Unchecked;
    }
    let at = when(head.verified_at);
    if head.broken_number > 0 {
        return Chain::Broken {
            number: head.broken_number,
            at,
        };
    }
    let signed = head.checkpoint_number > 0;
    Chain::Whole {
        number: head.verified_number,
        at,
        checkpoint: signed.then(|| (head.checkpoint_number, when(head.checkpoint_at))),
    }
}

/// A row in words.
pub(super) fn row(entry: &AccessEntry, page: &Page) -> Row {
    let l = page.l();
    Row {
        number: entry.number,
        at: page.when(entry.at),
        actor: if entry.actor == ONESELF {
            t!(page, "desk-log-self")
        } else {
            short(&entry.actor)
        },
        name: entry.actor.clone(),
        role: deed::role(l, &entry.on_behalf),
        did: deed::done(l, &entry.action),
        room: deed::room(l, &entry.place),
        client: deed::client(l, &entry.client),
        cases: entry
            .cases
            .iter()
            .map(|case| (case.clone(), short(case)))
            .collect(),
    }
}

/// The end of a pseudonym: enough to tell people apart on one page.
fn short(pseudonym: &str) -> String {
    let skip = pseudonym.chars().count().saturating_sub(8);
    pseudonym.chars().skip(skip).collect()
}
