//! Every way in by which a source may be heard, together: who speaks, and who fell silent.

use care::time::Instant;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

impl Tx {
    /// The sources that are silent for longer than is expected of them, on real time, each once.
    pub async fn silent_sources(&self, real_now: Instant) -> Result<Vec<String>, StoreError> {
        let mut silent = Vec::new();
        for token in self.feed_tokens().await? {
            silent.extend(token.silent_for(real_now).map(|_| token.source));
        }
        for hook in self.hooks().await? {
            silent.extend(hook.silent_for(real_now).map(|_| hook.source));
        }
        for place in self.inbox_sources().await? {
            silent.extend(place.silent_for(real_now).map(|_| place.source));
        }
        silent.sort();
        silent.dedup();
        Ok(silent)
    }

    /// The sources that may send events by themselves, the oldest first.
    pub async fn feed_sources(&self) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct SourceRow {
            source: String,
        }
        let sql = "SELECT source FROM (\
                   SELECT source, created_at FROM feed_tokens WHERE org_id = $1 AND revoked_at IS NULL \
                   UNION ALL SELECT source, created_at FROM hooks WHERE org_id = $1 AND revoked_at IS NULL \
                   UNION ALL SELECT source, first_at AS created_at FROM inbox_sources WHERE org_id = $1 AND source <> ''\
                   ) AS sources ORDER BY created_at, source";
        let rows: Vec<SourceRow> = self.all(sql, []).await?;
        Ok(rows.into_iter().map(|row| row.source).collect())
    }
}
