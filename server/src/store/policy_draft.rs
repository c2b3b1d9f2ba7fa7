//! Drafts of the documents of an organisation: each coordinator has their own (C20, C21).

use care::{ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;
use serde::{Serialize, de::DeserializeOwned};

use super::{PolicyKind, StoreError, Tx, upsert::Existing};

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDraft<T> {
    /// The version that it began from.
    pub base: i64,
    /// The document as it would be.
    pub document: T,
    /// When it was last changed.
    pub at: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    base: i64,
    document: String,
    at: i64,
}

impl Tx {
    /// Somebody's own draft of a document.
    pub async fn policy_draft<T: DeserializeOwned>(
        &self,
        kind: PolicyKind,
        by: &PersonId,
    ) -> Result<Option<PolicyDraft<T>>, StoreError> {
        let sql = "SELECT base, document, at FROM policy_drafts WHERE org_id = $1 AND kind = $2 \
                   AND by_id = $3 AND dropped_at IS NULL";
        let values = [kind.as_str().into(), by.as_str().into()];
        let Some(row) = self.one::<Row>(sql, values).await? else {
            return Ok(None);
        };
        let document = serde_json::from_str(&row.document)
            .map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        Ok(Some(PolicyDraft {
            base: row.base,
            document,
            at: Instant::from_millis(row.at),
        }))
    }

    /// Keeps somebody's draft, in place of the one that they had.
    pub async fn save_policy_draft<T: Serialize + Sync>(
        &self,
        kind: PolicyKind,
        by: &PersonId,
        draft: &PolicyDraft<T>,
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(&draft.document)
            .map_err(|_| StoreError::Unreadable(kind.as_str()))?;
        let columns = ["kind", "by_id", "base", "document", "at", "dropped_at"];
        let row = vec![
            kind.as_str().into(),
            by.as_str().into(),
            draft.base.into(),
            text.into(),
            draft.at.millis().into(),
            None::<i64>.into(),
        ];
        let changing = Existing::Updated(&["base", "document", "at", "dropped_at"]);
        self.upsert(
            "policy_drafts",
            &columns,
            &["kind", "by_id"],
            changing,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Throws somebody's draft away; it can be taken back. `false` when there is none.
    pub async fn drop_policy_draft(
        &self,
        kind: PolicyKind,
        by: &PersonId,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE policy_drafts SET dropped_at = $4 WHERE org_id = $1 AND kind = $2 \
                   AND by_id = $3 AND dropped_at IS NULL";
        let values = [
            kind.as_str().into(),
            by.as_str().into(),
            now.millis().into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Takes a draft back that was thrown away; `false` when there is none.
    pub async fn restore_policy_draft(
        &self,
        kind: PolicyKind,
        by: &PersonId,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE policy_drafts SET dropped_at = NULL WHERE org_id = $1 AND kind = $2 \
                   AND by_id = $3 AND dropped_at IS NOT NULL";
        let values = [kind.as_str().into(), by.as_str().into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Deletes a draft that became a version.
    pub async fn forget_policy_draft(
        &self,
        kind: PolicyKind,
        by: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM policy_drafts WHERE org_id = $1 AND kind = $2 AND by_id = $3";
        self.run(sql, [kind.as_str().into(), by.as_str().into()])
            .await?;
        Ok(())
    }

    /// Who else has a draft of a document.
    pub async fn others_drafting(
        &self,
        kind: PolicyKind,
        me: &PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        #[derive(FromQueryResult)]
        struct Author {
            by_id: String,
        }
        let sql = "SELECT by_id FROM policy_drafts WHERE org_id = $1 AND kind = $2 \
                   AND by_id <> $3 AND dropped_at IS NULL ORDER BY at DESC LIMIT 5";
        let values = [kind.as_str().into(), me.as_str().into()];
        let rows: Vec<Author> = self.all(sql, values).await?;
        Ok(rows
            .into_iter()
            .map(|row| PersonId::new(row.by_id))
            .collect())
    }
}
