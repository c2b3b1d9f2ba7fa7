//! Brings the schema up to this program's version, forwards only.

use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};

use super::{StoreError, engine::Engine};

/// Every migration in order: its number and its text, the same for both engines.
pub const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_house.sql")),
    (2, include_str!("../../migrations/0002_sealed.sql")),
    (3, include_str!("../../migrations/0003_audit.sql")),
    (4, include_str!("../../migrations/0004_retention.sql")),
    (5, include_str!("../../migrations/0005_drafts.sql")),
    (6, include_str!("../../migrations/0006_wraps.sql")),
    (7, include_str!("../../migrations/0007_policy_drafts.sql")),
    (8, include_str!("../../migrations/0008_team.sql")),
    (9, include_str!("../../migrations/0009_desk.sql")),
    (10, include_str!("../../migrations/0010_organisations.sql")),
    (11, include_str!("../../migrations/0011_roster.sql")),
    (12, include_str!("../../migrations/0012_watch.sql")),
    (13, include_str!("../../migrations/0013_dismissed.sql")),
    (14, include_str!("../../migrations/0014_hands.sql")),
    (15, include_str!("../../migrations/0015_outreach.sql")),
    (16, include_str!("../../migrations/0016_indexes.sql")),
    (17, include_str!("../../migrations/0017_piling.sql")),
    (18, include_str!("../../migrations/0018_units.sql")),
    (19, include_str!("../../migrations/0019_corrected.sql")),
    (20, include_str!("../../migrations/0020_hooks.sql")),
    (21, include_str!("../../migrations/0021_tried.sql")),
    (22, include_str!("../../migrations/0022_rota.sql")),
    (23, include_str!("../../migrations/0023_matching.sql")),
    (24, include_str!("../../migrations/0024_alerting.sql")),
];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_versions \
     (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)";

#[derive(FromQueryResult)]
struct Version {
    version: i64,
}

/// Applies what is missing, each migration in a transaction of its own.
///
/// Two processes that start together are safe: the second finds the version row taken and goes on.
///
/// # Errors
/// [`StoreError::TooNew`] when the database knows a later version than this program.
pub(super) async fn migrate(engine: &Engine, now: i64) -> Result<(), StoreError> {
    if let Err(error) = engine.write.execute_unprepared(LEDGER).await {
        // PostgreSQL can refuse this when another process creates the table at the same instant.
        newest(engine).await.map_err(|_| StoreError::from(error))?;
    }
    let applied = newest(engine).await?;
    let known = MIGRATIONS.last().map_or(0, |(version, _)| *version);
    if applied > known {
        return Err(StoreError::TooNew(applied));
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version > applied) {
        match apply(engine, *version, text, now).await {
            Ok(()) => {}
            Err(_) if newest(engine).await? >= *version => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn newest(engine: &Engine) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) AS version FROM schema_versions";
    let statement = engine.statement(sql, []);
    let row = Version::find_by_statement(statement)
        .one(&engine.write)
        .await?;
    Ok(row.map_or(0, |row| row.version))
}

async fn apply(engine: &Engine, version: i64, text: &str, now: i64) -> Result<(), StoreError> {
    let transaction = engine.write.begin_with_options(engine.writing()).await?;
    let sql = "INSERT INTO schema_versions (version, applied_at) VALUES ($1, $2)";
    transaction
        .execute_raw(engine.statement(sql, [version.into(), now.into()]))
        .await?;
    for statement in statements(text) {
        transaction.execute_unprepared(statement).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The statements of a migration; none of them may hold a `;` inside a text.
pub fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(";\n").map(str::trim).filter(|statement| {
        statement
            .lines()
            .any(|line| !line.trim_start().starts_with("--") && !line.trim().is_empty())
    })
}
