//! Records that could not be read: where they stand and why, never their bytes.

use std::collections::{BTreeMap, BTreeSet};

use care::time::Instant;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

/// How a record that was set aside was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was read after all.
    Read,
    /// Somebody said that it is not needed; that stands when the same bytes come again.
    NotNeeded,
}

impl Settled {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::NotNeeded => "not-needed",
        }
    }
}

#[derive(FromQueryResult)]
struct PlaceRow {
    byte_from: i64,
    byte_to: i64,
}

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

const COLUMNS: &str = "SELECT quarantine_id, source, digest, byte_from, byte_to, line, reason, fields \
     FROM quarantine WHERE org_id = $1";

/// The incident's number among the values that were kept.
fn number(row: &QuarantineRow) -> Option<String> {
    let fields: BTreeMap<String, String> = serde_json::from_str(&row.fields).unwrap_or_default();
    fields.get("id").cloned()
}

impl Tx {
    /// Sets records aside; one that stands there already is not doubled.
    pub async fn quarantine(
        &self,
        rows: &[QuarantineRow],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let not_needed = self.not_needed(rows).await?;
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
            "source_ref",
            "settled_how",
        ];
        let waiting = rows.iter().filter(|row| {
            let place = (row.digest.clone(), row.byte_from, row.byte_to);
            !not_needed.contains(&place)
        });
        let values = waiting.map(|row| -> Vec<Value> {
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
                number(row).into(),
                "".into(),
            ]
        });
        let key = ["digest", "byte_from", "byte_to"];
        let changing = [
            "reason",
            "fields",
            "at",
            "settled_at",
            "source_ref",
            "settled_how",
        ];
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
        let sql =
            format!("{COLUMNS} AND settled_at IS NULL ORDER BY at DESC, byte_from LIMIT {limit}");
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

    /// Where records stand of which somebody said that they are not needed, in these sources.
    async fn not_needed(
        &self,
        rows: &[QuarantineRow],
    ) -> Result<BTreeSet<(String, i64, i64)>, StoreError> {
        let digests: BTreeSet<&str> = rows.iter().map(|row| row.digest.as_str()).collect();
        let mut found = BTreeSet::new();
        for digest in digests {
            let sql = "SELECT byte_from, byte_to FROM quarantine WHERE org_id = $1 AND digest = $2 \
                       AND settled_how = 'not-needed'";
            let rows: Vec<PlaceRow> = self.all(sql, [digest.into()]).await?;
            let place = |row: PlaceRow| (digest.to_owned(), row.byte_from, row.byte_to);
            found.extend(rows.into_iter().map(place));
        }
        Ok(found)
    }

    /// The record with this id, settled or not.
    pub async fn set_aside(&self, id: &str) -> Result<Option<QuarantineRow>, StoreError> {
        let sql = format!("{COLUMNS} AND quarantine_id = $2");
        self.one(&sql, [id.into()]).await
    }

    /// Records of a source that wait and showed one of these numbers of an incident.
    pub async fn set_aside_by_number(
        &self,
        source: &str,
        numbers: &[&str],
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        let mut found = Vec::new();
        for chunk in numbers.chunks(2_000) {
            let sql = format!(
                "{COLUMNS} AND settled_at IS NULL AND source = $2 AND source_ref IN ({})",
                places(3, chunk.len())
            );
            let values = chunk.iter().map(|number| (*number).into());
            let rows: Vec<QuarantineRow> = self
                .all(&sql, std::iter::once(source.into()).chain(values))
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Settles these records; says how many waited until now.
    pub async fn settle_set_aside(
        &self,
        ids: &[&str],
        how: Settled,
        now: Instant,
    ) -> Result<u64, StoreError> {
        if ids.is_empty() {
            return Ok(0);
        }
        let sql = format!(
            "UPDATE quarantine SET settled_at = $2, settled_how = $3 WHERE org_id = $1 \
             AND settled_at IS NULL AND quarantine_id IN ({})",
            places(4, ids.len())
        );
        let values = [now.millis().into(), how.as_str().into()];
        self.run(
            &sql,
            values.into_iter().chain(ids.iter().map(|id| (*id).into())),
        )
        .await
    }

    /// Puts back what was said not to be needed; says how many.
    pub async fn put_back_aside(&self, ids: &[&str]) -> Result<u64, StoreError> {
        if ids.is_empty() {
            return Ok(0);
        }
        let sql = format!(
            "UPDATE quarantine SET settled_at = NULL, settled_how = '' WHERE org_id = $1 \
             AND settled_how = 'not-needed' AND quarantine_id IN ({})",
            places(2, ids.len())
        );
        self.run(&sql, ids.iter().map(|id| (*id).into())).await
    }

    /// Settles what a re-reading of the same sources could now read: all that it did not set aside
    /// again at `now`.
    pub async fn settle_quarantine(
        &self,
        digests: &[&str],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let mut settled = 0;
        for chunk in digests.chunks(1_000) {
            let sql = format!(
                "UPDATE quarantine SET settled_at = $2, settled_how = 'read' WHERE org_id = $1 \
                 AND settled_at IS NULL AND at <> $2 AND digest IN ({})",
                places(3, chunk.len())
            );
            let values = chunk.iter().map(|digest| (*digest).into());
            let values = std::iter::once(now.millis().into()).chain(values);
            settled += self.run(&sql, values).await?;
        }
        Ok(settled)
    }
}
