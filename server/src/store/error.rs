//! What can go wrong in the store.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the store, without SQL text (it could carry values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or gave no answer in time.
    #[error("the database is away")]
    Away,
    /// Two transactions collided; nothing was saved and trying again is safe.
    #[error("two changes collided; nothing was saved")]
    Collision,
    /// A row that must be unique exists already.
    #[error("it exists already")]
    Exists,
    /// A stored document cannot be read by this version.
    #[error("a stored {0} cannot be read")]
    Unreadable(&'static str),
    /// The database holds a schema that is newer than this program.
    #[error("the database was written by a newer Veer (schema {0})")]
    TooNew(i64),
    /// There is no room left where the database lives; nothing was saved.
    #[error("there is no room left")]
    Full,
    /// The erasure journal cannot be written; nothing was erased.
    #[error("the erasure journal in the data folder cannot be written")]
    Journal,
    /// Anything else; the database's own log has the text.
    #[error("the database refused a statement")]
    Refused,
}

impl StoreError {
    /// Says whether the same work may be tried again at once.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Collision | Self::Away)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return Self::Exists;
        }
        let runtime = match &error {
            DbErr::Conn(e) | DbErr::Exec(e) | DbErr::Query(e) => Some(e),
            DbErr::ConnectionAcquire(_) => return Self::Away,
            _ => None,
        };
        match runtime {
            Some(RuntimeErr::SqlxError(e)) => classify(e),
            _ => Self::Refused,
        }
    }
}

/// Reads SQLSTATE (PostgreSQL) or the result code (SQLite); never a constraint's name.
fn classify(error: &sea_orm::sqlx::Error) -> StoreError {
    match error {
        sea_orm::sqlx::Error::Database(e) => match e.code().as_deref() {
            // serialization failure, deadlock, lock not got in time; SQLite: busy, busy snapshot, locked
            Some("40001" | "40P01" | "55P03" | "5" | "517" | "261" | "6" | "262") => {
                StoreError::Collision
            }
            // connection exceptions, shutdown, too many connections
            Some(code) if code.starts_with("08") || code.starts_with("57P") || code == "53300" => {
                StoreError::Away
            }
            Some("23505" | "2067" | "1555") => StoreError::Exists,
            // PostgreSQL: disk full; SQLite: full, and what a write met when the disk was
            Some("53100" | "13" | "778") => StoreError::Full,
            _ => StoreError::Refused,
        },
        sea_orm::sqlx::Error::Io(_)
        | sea_orm::sqlx::Error::PoolTimedOut
        | sea_orm::sqlx::Error::PoolClosed
        | sea_orm::sqlx::Error::WorkerCrashed => StoreError::Away,
        _ => StoreError::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Location, engine::Engine};
    use sea_orm::ConnectionTrait;

    #[tokio::test]
    async fn a_full_disk_is_told_from_any_other_failure() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().to_owned());
        let engine = Engine::connect(&location).await.unwrap();
        let run = |sql: &'static str| engine.write.execute_unprepared(sql);
        run("CREATE TABLE filler (org_id TEXT, body TEXT)")
            .await
            .unwrap();
        run("PRAGMA max_page_count = 4").await.unwrap();
        let fill = "INSERT INTO filler (org_id, body) VALUES ('', hex(zeroblob(100000)))";
        let full = run(fill).await.unwrap_err();
        assert_eq!(StoreError::from(full), StoreError::Full);
    }
}
