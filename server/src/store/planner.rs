//! What SQLite's planner is told of our tables, so that it reads an index and not an organisation.
//!
//! Without statistics SQLite takes it that a first column finds ten rows. Ours is `org_id`, which
//! finds all of them: a join then begins at the wrong end, and a page takes as long as the history
//! is large. Statistics that are measured change the plans from day to day; these are fixed, the
//! same in a test, a demo and a large service (<https://sqlite.org/optoverview.html>, "fixed
//! results of ANALYZE"). PostgreSQL keeps its own.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};

use super::{StoreError, engine::Engine};

/// How many rows a table is said to have, and how many of them a partial index.
const ROWS: u64 = 1_000_000;
const PART: u64 = 20_000;
/// How many rows one id or one moment is said to find, as a part of all.
const NARROW: u64 = 50_000;
/// How many values a state, a kind or a role is said to have.
const VALUES: u64 = 5;

const INDEXES: &str = "SELECT m.name AS tbl, l.name AS idx, l.\"unique\" AS only_one, l.partial, i.name AS col \
     FROM sqlite_schema m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, l.name, i.seqno";
const THERE: &str =
    "SELECT name AS tbl, name AS idx, name AS stat FROM sqlite_schema WHERE name = 'sqlite_stat1'";
const TOLD: &str = "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL";

#[derive(FromQueryResult)]
struct Column {
    tbl: String,
    idx: String,
    only_one: bool,
    partial: bool,
    col: Option<String>,
}

#[derive(FromQueryResult)]
struct Stat {
    tbl: String,
    idx: String,
    stat: String,
}

/// Tells SQLite's planner; where it was told already, and on PostgreSQL, nothing happens.
pub(super) async fn tell(engine: &Engine) -> Result<(), StoreError> {
    if !engine.one_writer {
        return Ok(());
    }
    let columns = Column::find_by_statement(engine.statement(INDEXES, []));
    let wanted = estimates(&columns.all(&engine.write).await?);
    if told(engine).await? == wanted {
        return Ok(());
    }
    let tx = engine.write.begin_with_options(engine.writing()).await?;
    tx.execute_unprepared("DELETE FROM sqlite_stat1").await?;
    for ((tbl, idx), stat) in wanted {
        let sql = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)";
        let values = [tbl.into(), idx.into(), stat.into()];
        tx.execute_raw(engine.statement(sql, values)).await?;
    }
    // Other connections read the statistics with the schema, and the schema when it changed.
    for sql in ["CREATE TABLE planner (told TEXT)", "DROP TABLE planner"] {
        tx.execute_unprepared(sql).await?;
    }
    tx.commit().await?;
    engine
        .write
        .execute_unprepared("ANALYZE sqlite_schema")
        .await?;
    Ok(())
}

/// What it was told before.
async fn told(engine: &Engine) -> Result<BTreeMap<(String, String), String>, StoreError> {
    let there = Stat::find_by_statement(engine.statement(THERE, []));
    if there.one(&engine.write).await?.is_none() {
        // The table of statistics comes with the first ANALYZE, whatever of.
        let sql = "ANALYZE schema_versions";
        engine.write.execute_unprepared(sql).await?;
    }
    let rows = Stat::find_by_statement(engine.statement(TOLD, []));
    let rows = rows.all(&engine.write).await?.into_iter();
    Ok(rows.map(|it| ((it.tbl, it.idx), it.stat)).collect())
}

/// For each index how many rows there are, and how many each further column leaves.
fn estimates(columns: &[Column]) -> BTreeMap<(String, String), String> {
    let mut indexes: BTreeMap<(String, String), Vec<&Column>> = BTreeMap::new();
    for column in columns {
        let index = (column.tbl.clone(), column.idx.clone());
        indexes.entry(index).or_default().push(column);
    }
    let stat = |(index, columns): ((String, String), Vec<&Column>)| (index, estimate(&columns));
    indexes.into_iter().map(stat).collect()
}

fn estimate(columns: &[&Column]) -> String {
    let part = columns.first().is_some_and(|column| column.partial);
    let rows = if part { PART } else { ROWS };
    let mut left = rows;
    let mut stat = vec![rows.to_string()];
    for (place, column) in columns.iter().enumerate() {
        left = match column.col.as_deref() {
            Some("org_id") => left,
            Some(name) if is_narrow(name) => left.min((rows / NARROW).max(1)),
            _ => (left / VALUES).max(1),
        };
        if column.only_one && place + 1 == columns.len() {
            left = 1;
        }
        stat.push(left.to_string());
    }
    stat.join(" ")
}

/// Whether a column of this name finds few rows: an id, a name, a number, a moment, a day.
fn is_narrow(name: &str) -> bool {
    const ENDS: [&str; 5] = ["_id", "_key", "_at", "_on", "_ref"];
    const NAMES: [&str; 10] = [
        "at",
        "day",
        "digest",
        "handle",
        "name",
        "number",
        "pseudonym",
        "reference",
        "shown",
        "case_pseudonym",
    ];
    ENDS.iter().any(|end| name.ends_with(end)) || NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(columns: &[&str], only_one: bool, partial: bool) -> String {
        let column = |name: &&str| Column {
            tbl: "t".to_owned(),
            idx: "i".to_owned(),
            only_one,
            partial,
            col: Some((*name).to_owned()),
        };
        let columns: Vec<Column> = columns.iter().map(column).collect();
        estimates(&columns).into_values().next().unwrap_or_default()
    }

    #[test]
    fn an_organisation_finds_everything_and_an_id_little() {
        assert_eq!(
            index(&["org_id", "state", "at"], false, false),
            "1000000 1000000 200000 20"
        );
        assert_eq!(
            index(&["org_id", "case_id"], true, false),
            "1000000 1000000 1"
        );
        assert_eq!(index(&["org_id", "due_at"], false, true), "20000 20000 1");
    }
}
