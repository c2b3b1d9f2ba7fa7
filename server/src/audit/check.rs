//! Checks an organisation's log in pages: of constant size, while it is being written.

use std::{cmp::Ordering, collections::BTreeMap};

use care::ids::OrgId;

use super::{
    finding::Kind,
    walk::{Walk, Walked},
};
use crate::store::{ChainRow, Store, StoreError, Tx};

/// How many rows are read at once.
const PAGE: u32 = 1_000;

/// What a check of one organisation's log came to.
#[derive(Debug)]
pub struct Checked {
    /// The number that the chain begins with; 0 when there is none yet.
    pub first: i64,
    /// Rows of an earlier release, before the chain.
    pub unchained: i64,
    /// The walk along the chain.
    pub walked: Walked,
    /// The number of the last row that was checked.
    pub last: i64,
}

/// Walks along the log from its first row to where its head was at the beginning.
///
/// Each page is a transaction of its own, so that nobody waits; what is written meanwhile is left
/// for the next check.
///
/// # Errors
/// [`StoreError`] when the database is away.
pub async fn check(
    store: &Store,
    org: &OrgId,
    checkpoints: &BTreeMap<i64, String>,
) -> Result<Checked, StoreError> {
    let tx = store.read("check log", org).await?;
    let head = tx.chain_head().await?;
    let first = if head.first == 0 {
        head.next_number
    } else {
        head.first
    };
    let before = tx.before_chain(first).await?;
    drop(tx);
    let mut walk = Walk::begin(org.as_str(), first, checkpoints);
    if before.chained > 0 {
        // The head says that the chain begins later than it does.
        walk.note(Kind::Head, first, first);
    }
    match before.all_rows.cmp(&(first - 1)) {
        Ordering::Less => walk.note(Kind::Deleted, 1, first - 1),
        Ordering::Greater => walk.note(Kind::Inserted, 1, first - 1),
        // Numbers have no gaps: what does not stand in the chain stands before it.
        Ordering::Equal => {}
    }
    let mut from = first - 1;
    while from < head.last() {
        let tx = store.read("check log", org).await?;
        let mut rows = tx.chain_after(from, PAGE).await?;
        rows.retain(|row| row.number <= head.last());
        let Some(last) = rows.last() else { break };
        from = last.number;
        check_index(&tx, &rows, &mut walk).await?;
        drop(tx);
        for row in rows {
            walk.take(row);
        }
        tokio::task::yield_now().await;
    }
    check_end(store, org, &mut walk).await?;
    Ok(Checked {
        first: head.first,
        unchained: before.all_rows - before.chained,
        last: head.last(),
        walked: walk.finish(&head),
    })
}

/// Rows beyond the head: nobody was given these numbers.
async fn check_end(store: &Store, org: &OrgId, walk: &mut Walk<'_>) -> Result<(), StoreError> {
    let tx = store.read("check end of log", org).await?;
    let newest = tx.newest_number().await?;
    drop(tx);
    // The head moves before its row can be seen, so it is read after.
    let tx = store.read("check end of log", org).await?;
    let head = tx.chain_head().await?;
    if newest > head.last() {
        walk.note(Kind::Inserted, head.last() + 1, newest);
    }
    Ok(())
}

/// Whether each row is found under the cases that it names (*who has looked?*).
async fn check_index(tx: &Tx, rows: &[ChainRow], walk: &mut Walk<'_>) -> Result<(), StoreError> {
    let mut names: Vec<&str> = rows
        .iter()
        .map(|row| row.shown.as_str())
        .filter(|shown| !shown.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    let whole = tx.whole_sets(&names).await?;
    for row in rows {
        let found = row.shown.is_empty() || whole.contains(&row.shown);
        if !row.is_indexed() || !found {
            walk.note(Kind::Index, row.number, row.number);
        }
    }
    Ok(())
}
