//! Kinds of a source of which a coordinator said that they never count (R044).

use std::collections::BTreeSet;

use care::{
    ids::{KindCode, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

#[derive(FromQueryResult)]
struct Row {
    code: String,
}

impl Tx {
    /// The kinds that never count, at most 500.
    pub async fn kinds_never(&self) -> Result<BTreeSet<KindCode>, StoreError> {
        let sql = "SELECT code FROM kinds_never WHERE org_id = $1 ORDER BY code LIMIT 500";
        let rows: Vec<Row> = self.all(sql, []).await?;
        Ok(rows
            .into_iter()
            .map(|row| KindCode::new(row.code))
            .collect())
    }

    /// Says that a kind never counts.
    pub async fn never_count(
        &self,
        code: &KindCode,
        by: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let row = vec![
            code.as_str().into(),
            by.as_str().into(),
            now.millis().into(),
        ];
        let columns = ["code", "by_id", "at"];
        self.upsert(
            "kinds_never",
            &columns,
            &["code"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Takes back that a kind never counts.
    pub async fn may_count(&self, code: &KindCode) -> Result<(), StoreError> {
        let sql = "DELETE FROM kinds_never WHERE org_id = $1 AND code = $2";
        self.run(sql, [code.as_str().into()]).await?;
        Ok(())
    }
}
