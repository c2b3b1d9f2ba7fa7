//! Sources that lay files in the watched folder: when each last did, and what is wrong there.

use care::{source, time::Instant};
use jiff::SignedDuration;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

/// A source with a place in the watched folder.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct InboxSource {
    /// The source; empty for places whose name no source can have.
    pub source: String,
    /// When its place was first seen, in milliseconds UTC of real time.
    pub first_at: i64,
    /// When a file of it was last taken in, in milliseconds UTC of real time.
    pub seen_at: Option<i64>,
    /// Within how many minutes a file is expected, if that is said.
    pub expected_minutes: Option<i64>,
    /// What is wrong there, as a code; empty while all is well.
    pub trouble: String,
    /// How many files lie there that could not be taken in.
    pub files: i64,
}

impl InboxSource {
    /// For how long it has been silent beyond what is expected; `None` while all is well.
    #[must_use]
    pub fn silent_for(&self, real_now: Instant) -> Option<SignedDuration> {
        source::silent_for(
            self.seen_at.map(Instant::from_millis),
            Instant::from_millis(self.first_at),
            self.expected_minutes.map(SignedDuration::from_mins),
            real_now,
        )
    }
}

impl Tx {
    /// The sources with a place in the watched folder, by name, at most 1,000.
    pub async fn inbox_sources(&self) -> Result<Vec<InboxSource>, StoreError> {
        let sql = "SELECT source, first_at, seen_at, expected_minutes, trouble, files \
                   FROM inbox_sources WHERE org_id = $1 ORDER BY source LIMIT 1000";
        self.all(sql, []).await
    }

    /// Notes that a file of a source was taken in.
    pub async fn hear_inbox(&self, source: &str, real_now: Instant) -> Result<(), StoreError> {
        let sql = "INSERT INTO inbox_sources (org_id, source, first_at, seen_at, trouble, trouble_at, files) \
                   VALUES ($1, $2, $3, $3, '', 0, 0) \
                   ON CONFLICT (org_id, source) DO UPDATE SET seen_at = excluded.seen_at";
        self.run(sql, [source.into(), real_now.millis().into()])
            .await?;
        Ok(())
    }

    /// Notes what is wrong with a source's place, with how many files; an empty code clears it.
    pub async fn trouble_inbox(
        &self,
        source: &str,
        trouble: &str,
        files: i64,
        real_now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO inbox_sources (org_id, source, first_at, trouble, trouble_at, files) \
                   VALUES ($1, $2, $5, $3, $5, $4) \
                   ON CONFLICT (org_id, source) DO UPDATE SET trouble = excluded.trouble, \
                   trouble_at = excluded.trouble_at, files = excluded.files";
        let values = [
            source.into(),
            trouble.into(),
            files.into(),
            real_now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Says how often a file is expected; `None` expects nothing. Says whether there is such a source.
    pub async fn expect_inbox(
        &self,
        source: &str,
        minutes: Option<i64>,
    ) -> Result<bool, StoreError> {
        let sql =
            "UPDATE inbox_sources SET expected_minutes = $3 WHERE org_id = $1 AND source = $2";
        Ok(self.run(sql, [source.into(), minutes.into()]).await? > 0)
    }

    /// Forgets a source whose place in the watched folder is gone.
    pub async fn forget_inbox(&self, source: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM inbox_sources WHERE org_id = $1 AND source = $2";
        self.run(sql, [source.into()]).await?;
        Ok(())
    }
}
