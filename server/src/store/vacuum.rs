//! Deleted rows leave PostgreSQL's medium only when a table is written anew, and only those that
//! nobody can see any more.
//!
//! `VACUUM (FULL)` copies a deleted row along as long as some snapshot that is older than the
//! deletion lives: a backup, a `pg_dump`, somebody's forgotten session, a standby. Such a run would
//! be reported as clean with the bytes still there, so it is asked first.

use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use super::StoreError;

/// How often, and how far apart, it is looked whether short transactions have passed by.
const LOOKS: usize = 30;
const APART: Duration = Duration::from_millis(100);

/// The first number that no transaction has had yet.
const NEXT: &str =
    "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) AS n";

/// Whether anybody may still see what was deleted before the transaction `{next}`.
///
/// A snapshot's own xmin names the oldest transaction that runs in any database, prepared ones too;
/// a younger snapshot cannot be older than that. Snapshots count in this database, and those of
/// standbys, which belong to none. What this role may not look into counts while it is in a
/// transaction. A slot's `catalog_xmin` holds rows of the catalogue only, none of ours.
const SEEN: &str = "SELECT CAST(CASE WHEN \
     CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) < {next} \
     OR EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() \
       AND (a.datname IS NULL OR a.datname = current_database()) \
       AND (age(a.backend_xmin) > age(CAST(CAST('{next}' AS xid8) AS xid)) \
         OR (a.query = '<insufficient privilege>' AND EXISTS (SELECT 1 FROM pg_locks l \
           WHERE l.pid = a.pid AND l.locktype = 'virtualxid' AND l.granted)))) \
     OR EXISTS (SELECT 1 FROM pg_replication_slots s \
       WHERE age(s.xmin) > age(CAST(CAST('{next}' AS xid8) AS xid))) \
     THEN 1 ELSE 0 END AS BIGINT) AS n";

/// Writes these tables anew, on a connection of its own; `false` when somebody is in the way.
///
/// The tables are locked one by one while that lasts, which is short for tables of this size. Who
/// reads in one longer is not interrupted: it is given up after two seconds, and tried again later.
pub(super) async fn rewrite(
    mut options: ConnectOptions,
    tables: &[String],
) -> Result<bool, StoreError> {
    options.max_connections(1);
    let alone = Database::connect(options).await?;
    let done = each(&alone, tables).await;
    alone.close().await?;
    match done {
        Err(StoreError::Collision) => Ok(false),
        other => other,
    }
}

async fn each(alone: &DatabaseConnection, tables: &[String]) -> Result<bool, StoreError> {
    for sql in ["SET lock_timeout = '2s'", "SET statement_timeout = 0"] {
        alone.execute_unprepared(sql).await?;
    }
    let next = number(alone, NEXT).await?;
    let seen = SEEN.replace("{next}", &next.to_string());
    let mut looks = 1;
    while number(alone, &seen).await? > 0 {
        if looks == LOOKS {
            return Ok(false);
        }
        looks += 1;
        tokio::time::sleep(APART).await;
    }
    for table in tables {
        let sql = format!("VACUUM (FULL) {table}");
        alone.execute_unprepared(&sql).await?;
    }
    Ok(true)
}

async fn number(alone: &DatabaseConnection, sql: &str) -> Result<i64, StoreError> {
    let statement = Statement::from_string(alone.get_database_backend(), sql);
    let row = alone
        .query_one_raw(statement)
        .await?
        .ok_or(StoreError::Away)?;
    Ok(row.try_get("", "n")?)
}
