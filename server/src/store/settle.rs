//! Erased on the medium too: which tables have still to be cleaned, and cleaning them.

use std::collections::BTreeSet;

use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, dump, system};
use crate::entropy;

/// `installation` rows that say in which tables erased bytes may still stand; the names follow.
///
/// An earlier release wrote it without names: all of them.
const UNSETTLED: &str = "retention-unsettled";

/// The tables of a circle.
pub(super) const CIRCLE: &[&str] = &[
    "circle_wraps",
    "circle_keys",
    "recovery_contributions",
    "sealed_drafts",
    "sealed_notes",
    "circle_choices",
];

#[derive(FromQueryResult)]
struct Mark {
    name: String,
    value: String,
}

impl Tx {
    /// Says, in the transaction that erases, that the medium of these tables has still to be cleaned.
    pub(super) async fn mark_unsettled(&self, tables: &[&str]) -> Result<(), StoreError> {
        let name = format!("{UNSETTLED} {}", tables.join(" "));
        self.set_installation(&name, &entropy::reference()).await
    }
}

impl Store {
    /// Makes what was erased erased on the medium too; `false` when somebody may still read it.
    ///
    /// Nothing happens when nothing was erased since the last time.
    pub async fn settle(&self) -> Result<bool, StoreError> {
        let tx = self.read("look for marks", &system()).await?;
        let sql = "SELECT name, value FROM installation WHERE name LIKE $1";
        let marks: Vec<Mark> = tx.reference(sql, [format!("{UNSETTLED}%").into()]).await?;
        drop(tx);
        if marks.is_empty() {
            return Ok(true);
        }
        if !self.engine.settle(&marked(&marks)).await? {
            return Ok(false);
        }
        let tx = self.write("settle erasures", &system()).await?;
        for mark in marks {
            // What was erased meanwhile has set another mark, and stays to be done.
            let sql = "DELETE FROM installation WHERE name = $1 AND value = $2";
            tx.run_reference(sql, [mark.name.into(), mark.value.into()])
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// The tables of the schema that marks name.
fn marked(marks: &[Mark]) -> Vec<String> {
    let all = marks.iter().any(|mark| mark.name == UNSETTLED);
    let named = marks.iter().flat_map(|mark| mark.name.split(' '));
    let named: BTreeSet<&str> = named.collect();
    let tables = dump::tables().into_iter().map(|table| table.name);
    tables
        .filter(|name| all || named.contains(name.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_marked_is_cleaned_and_an_old_mark_means_everything() {
        let mark = |name: &str| Mark {
            name: name.to_owned(),
            value: String::new(),
        };
        let marks = [
            mark("retention-unsettled private_ties"),
            mark("retention-unsettled lights private_ties no_table;"),
        ];
        assert_eq!(marked(&marks), ["private_ties", "lights"]);
        assert_eq!(marked(&[mark(UNSETTLED)]).len(), dump::tables().len());
        let known: BTreeSet<String> = dump::tables().into_iter().map(|t| t.name).collect();
        assert!(CIRCLE.iter().all(|name| known.contains(*name)));
    }
}
