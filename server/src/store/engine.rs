//! The two engines: the one file that asks which database it is.

use std::{path::PathBuf, sync::Arc, time::Duration};

use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DbBackend, FromQueryResult,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, Value,
};

use tokio::sync::Notify;

use super::{Journal, StoreError, vacuum};
use crate::private;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// The embedded database in this folder.
    Folder(PathBuf),
    /// A PostgreSQL server.
    Url(String),
}

/// Name of the embedded database's file inside its folder.
pub const FILE: &str = "veer.sqlite";

/// The connections of one engine: one that writes, several that read.
pub(super) struct Engine {
    pub write: DatabaseConnection,
    pub read: DatabaseConnection,
    /// SQLite has one writer; taking turns here is fairer than its busy loop.
    pub one_writer: bool,
    /// Rung when an alert or a message was written: the worker need not wait for its next round.
    pub bell: Arc<Notify>,
    /// Where erasures are written down, outside the database.
    pub journal: Option<Journal>,
    /// The folder of the data, when it is on this machine.
    folder: Option<PathBuf>,
    /// How another connection to PostgreSQL is made.
    more: Option<ConnectOptions>,
    backend: DbBackend,
}

impl Engine {
    pub async fn connect(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::Folder(folder) => {
                private::folder(folder).map_err(|_| StoreError::Away)?;
                // What SQLite writes beside it gets the same rights.
                private::touch(&folder.join(FILE)).map_err(|_| StoreError::Away)?;
                let url = format!("sqlite://{}?mode=rwc", folder.join(FILE).display());
                let write = Database::connect(sqlite(&url, 1)).await?;
                let read = Database::connect(sqlite(&url, 4)).await?;
                Ok(Self {
                    write,
                    read,
                    one_writer: true,
                    bell: Arc::default(),
                    journal: None,
                    folder: Some(folder.clone()),
                    more: None,
                    backend: DbBackend::Sqlite,
                })
            }
            Location::Url(url) => {
                let options = postgres(url);
                let pool = Database::connect(options.clone()).await?;
                Ok(Self {
                    write: pool.clone(),
                    read: pool,
                    one_writer: false,
                    bell: Arc::default(),
                    journal: None,
                    folder: None,
                    more: Some(options),
                    backend: DbBackend::Postgres,
                })
            }
        }
    }

    /// A statement of this engine; the text is the same for both (`$1`, `$2`).
    pub fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, values)
    }

    /// The name of the engine, for the health page.
    pub fn name(&self) -> &'static str {
        if self.one_writer {
            "sqlite"
        } else {
            "postgres"
        }
    }

    /// The statement that says how large the database is, in bytes.
    pub fn size(&self) -> &'static str {
        if self.one_writer {
            "SELECT CAST(page_count * page_size AS BIGINT) AS number \
             FROM pragma_page_count(), pragma_page_size()"
        } else {
            "SELECT CAST(pg_database_size(current_database()) AS BIGINT) AS number"
        }
    }

    /// How much room is left on the disk of the data folder, in bytes.
    pub fn free(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.folder.as_ref()?).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Options of a view that does not change: SQLite's reading transactions are one already.
    pub fn snapshot(&self) -> TransactionOptions {
        TransactionOptions {
            isolation_level: (!self.one_writer).then_some(IsolationLevel::RepeatableRead),
            access_mode: (!self.one_writer).then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        }
    }

    /// Cleans the medium of what was deleted from tables; `false` when a reader still needs it.
    ///
    /// SQLite has overwritten the pages (`secure_delete`); the log that still held them is emptied.
    /// PostgreSQL leaves deleted rows in place, and an ordinary VACUUM leaves their bytes in the
    /// gaps of its pages: the tables are written anew.
    pub async fn settle(&self, tables: &[String]) -> Result<bool, StoreError> {
        match &self.more {
            None => self.empty_log().await,
            Some(options) => vacuum::rewrite(options.clone(), tables).await,
        }
    }

    async fn empty_log(&self) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Checkpoint {
            busy: i32,
        }
        let sql = self.statement("PRAGMA wal_checkpoint(TRUNCATE)", []);
        let done = Checkpoint::find_by_statement(sql).one(&self.write).await?;
        Ok(done.is_some_and(|done| done.busy == 0))
    }

    /// Options of a writing transaction: SQLite takes its lock at once, never half-way.
    pub fn writing(&self) -> TransactionOptions {
        TransactionOptions {
            sqlite_transaction_mode: self.one_writer.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        }
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(|o| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            o.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                // One megabyte for each of five: what is read twice is in the kernel's cache as well.
                .pragma("cache_size", "-1024")
                .pragma("temp_store", "memory")
                // What is deleted is overwritten, also in free pages (R095).
                .pragma("secure_delete", "on")
                .statement_cache_capacity(64)
        });
    options
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .statement_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}
