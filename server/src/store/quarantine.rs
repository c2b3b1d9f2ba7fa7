//! Records that could not be read: where they stand and why, never their bytes.

use care::time::Instant;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// A record that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct QuarantineRow {
    /// Its id.
    pub quarantine_id: String,
    /// The source it came from.
    pub source: String,
    /// SHA-256 of the file or message it stands in.
    pub digest: String,
    /// First byte.
    pub byte_from: i64,
    /// Byte after the last.
    pub byte_to: i64,
    /// Line, from 1.
    pub line: i64,
    /// The reason's code.
    pub reason: String,
    /// Allow-listed fields that could be read, as JSON.
    pub fields: String,
}

impl Tx {
    /// Sets records aside; one that stands there already is not doubled.
    pub async fn quarantine(
        &self,
        rows: &[QuarantineRow],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let columns = [
            "quarantine_id",
            "source",
            "digest",
            "byte_from",
            "byte_to",
            "line",
            "reason",
            "fields",
            "at",
            "settled_at",
        ];
        let values = rows.iter().map(|row| -> Vec<Value> {
            vec![
                row.quarantine_id.as_str().into(),
                row.source.as_str().into(),
                row.digest.as_str().into(),
                row.byte_from.into(),
                row.byte_to.into(),
                row.line.into(),
                row.reason.as_str().into(),
                row.fields.as_str().into(),
                now.millis().into(),
                None::<i64>.into(),
            ]
        });
        let key = ["digest", "byte_from", "byte_to"];
        let changing = ["reason", "fields", "at", "settled_at"];
        self.upsert(
            "quarantine",
            &columns,
            &key,
            Existing::Updated(&changing),
            values.collect(),
        )
        .await
    }

    /// Records still set aside, newest first, at most `limit`.
    pub async fn quarantined(&self, limit: u32) -> Result<Vec<QuarantineRow>, StoreError> {
        let sql = format!(
            "SELECT quarantine_id, source, digest, byte_from, byte_to, line, reason, fields \
             FROM quarantine WHERE org_id = $1 AND settled_at IS NULL ORDER BY at DESC, byte_from LIMIT {limit}"
        );
        self.all(&sql, []).await
    }

    /// How many records are set aside, counted to `most`.
    pub async fn count_quarantined(&self, most: u32) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = format!(
            "SELECT COUNT(*) AS n FROM (SELECT quarantine_id FROM quarantine WHERE org_id = $1 \
             AND settled_at IS NULL LIMIT {most}) AS counted"
        );
        Ok(self.one::<Count>(&sql, []).await?.map_or(0, |row| row.n))
    }

    /// Settles what a re-reading of the same source could now read: all that it did not set aside
    /// again at `now`.
    pub async fn settle_quarantine(&self, digest: &str, now: Instant) -> Result<u64, StoreError> {
        let sql = "UPDATE quarantine SET settled_at = $3 WHERE org_id = $1 AND digest = $2 \
                   AND settled_at IS NULL AND at <> $3";
        self.run(sql, [digest.into(), now.millis().into()]).await
    }
}
