//! How the installation itself is: the database, the disk below it, backups and work that is late.
//!
//! Nothing here says how much of anything there is about people.

use care::time::Instant;
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, system};

/// The database and the disk below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// How large the database is, in bytes.
    pub used: u64,
    /// How much is left on the disk of the data folder; none when that is not here.
    pub free: Option<u64>,
    /// The newest change of the schema that was applied.
    pub schema: i64,
}

/// Whether work that was planned is done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Since when the oldest waits that should have been done.
    pub late_since: Option<Instant>,
    /// When something was last done.
    pub last_done: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

#[derive(FromQueryResult)]
struct Moment {
    at: Option<i64>,
}

impl Store {
    /// How much room the database takes, and how much there is.
    pub async fn room(&self) -> Result<Room, StoreError> {
        let tx = self.read("look at the database", &system()).await?;
        let size: Vec<Number> = tx.reference(self.engine.size(), []).await?;
        let sql = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) AS number FROM schema_versions";
        let schema: Vec<Number> = tx.reference(sql, []).await?;
        let first = |rows: Vec<Number>| rows.first().map_or(0, |row| row.number);
        Ok(Room {
            used: u64::try_from(first(size)).unwrap_or_default(),
            free: self.engine.free(),
            schema: first(schema),
        })
    }
}

impl Tx {
    /// Whether planned work is done in time.
    ///
    /// Not how much of it there is: most of it is about cases.
    pub async fn work(&self, now: Instant) -> Result<Work, StoreError> {
        let late = "SELECT MIN(due_at) AS at FROM jobs WHERE org_id = $1 AND done_at IS NULL AND due_at < $2";
        let done = "SELECT MAX(done_at) AS at FROM jobs WHERE org_id = $1";
        let late = self.one::<Moment>(late, [now.millis().into()]).await?;
        let done = self.one::<Moment>(done, []).await?;
        let moment = |row: Option<Moment>| row.and_then(|row| row.at).map(Instant::from_millis);
        Ok(Work {
            late_since: moment(late),
            last_done: moment(done),
        })
    }
}
