//! How the list of practical help changed, and its order (C27).

use care::{ids::PersonId, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{HelpItem, StoreError, Tx, upsert::Existing};

/// A change of the list of practical help.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct HelpChange {
    /// Its id.
    pub change_id: String,
    /// The item.
    pub help_id: String,
    /// What happened to it: added, renamed, removed, restored, moved.
    pub what: String,
    /// What it was called from then on, in Dutch.
    pub label_nl: String,
    /// The same in English.
    pub label_en: String,
    /// Who did it.
    pub by_id: String,
    /// When, in milliseconds UTC.
    pub at: i64,
}

impl HelpChange {
    /// A change of this item.
    #[must_use]
    pub fn of(item: &HelpItem, what: &str, by: &PersonId, id: String, now: Instant) -> Self {
        Self {
            change_id: id,
            help_id: item.help_id.clone(),
            what: what.to_owned(),
            label_nl: item.label_nl.clone(),
            label_en: item.label_en.clone(),
            by_id: by.as_str().to_owned(),
            at: now.millis(),
        }
    }
}

impl Tx {
    /// Remembers a change of the list.
    pub async fn note_help_change(&self, change: &HelpChange) -> Result<(), StoreError> {
        let columns = [
            "change_id",
            "help_id",
            "what",
            "label_nl",
            "label_en",
            "by_id",
            "at",
        ];
        let row: Vec<Value> = vec![
            change.change_id.as_str().into(),
            change.help_id.as_str().into(),
            change.what.as_str().into(),
            change.label_nl.as_str().into(),
            change.label_en.as_str().into(),
            change.by_id.as_str().into(),
            change.at.into(),
        ];
        let key = ["change_id"];
        self.upsert("help_changes", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// The latest changes of the list, newest first.
    pub async fn help_changes(&self, limit: u32) -> Result<Vec<HelpChange>, StoreError> {
        let sql = format!(
            "SELECT change_id, help_id, what, label_nl, label_en, by_id, at FROM help_changes \
             WHERE org_id = $1 ORDER BY at DESC, change_id DESC LIMIT {limit}"
        );
        self.all(&sql, []).await
    }

    /// An item of practical help, on the list or not.
    pub async fn help_item(&self, id: &str) -> Result<Option<HelpItem>, StoreError> {
        let sql = "SELECT help_id, label_nl, label_en, position FROM practical_help WHERE org_id = $1 \
                   AND help_id = $2";
        self.one(sql, [id.into()]).await
    }
}
