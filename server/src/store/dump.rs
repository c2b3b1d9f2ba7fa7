//! Every row of every table as it stands at one moment: out for a backup, and back in.
//!
//! The list of tables comes from the migrations themselves, so that a new table cannot be
//! forgotten. These are named cross-organisation statements: an operator's copy of everything.

use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, Value};
use serde_json::Value as Json;

use super::{MIGRATIONS, Store, StoreError, Tx, statements, system, tx::places};

/// How many rows are read at once.
const PAGE: usize = 500;
/// How many values one insertion binds at most; SQLite's own limit is far above it.
const BOUND: usize = 900;

/// A row, its values in the order of the table's columns.
pub type Row = Vec<Json>;

/// What a column holds; there are no other kinds (data rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Big,
    Small,
    Truth,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
}

/// A table of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<Column>,
    key: Vec<String>,
}

/// Every table of the schema; what a table refers to stands before it.
#[must_use]
pub fn tables() -> Vec<Table> {
    let mut tables = Vec::new();
    for (_, text) in MIGRATIONS {
        for statement in statements(text) {
            read(&mut tables, statement);
        }
    }
    tables
}

/// The version of this program's schema.
#[must_use]
pub fn schema() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// Takes in what a statement of a migration says about tables.
fn read(tables: &mut Vec<Table>, statement: &str) {
    let lines: Vec<&str> = statement
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .collect();
    let Some(first) = lines.first() else { return };
    let words: Vec<&str> = first.split_whitespace().collect();
    match words.as_slice() {
        ["CREATE", "TABLE", name, ..] => {
            tables.push(table(name, lines.get(1..).unwrap_or_default()));
        }
        ["ALTER", "TABLE", name, "ADD", "COLUMN", column, kind, ..] => {
            let altered = tables.iter_mut().find(|table| table.name == *name);
            if let (Some(table), Some(kind)) = (altered, kind_of(kind)) {
                let name = (*column).to_owned();
                table.columns.push(Column { name, kind });
            }
        }
        ["ALTER", "TABLE", name, "RENAME", "TO", new] => {
            if let Some(table) = tables.iter_mut().find(|table| table.name == *name) {
                (*new).clone_into(&mut table.name);
            }
        }
        ["DROP", "TABLE", name] => tables.retain(|table| table.name != *name),
        _ => {}
    }
}

fn table(name: &str, lines: &[&str]) -> Table {
    let mut table = Table {
        name: name.to_owned(),
        columns: Vec::new(),
        key: Vec::new(),
    };
    for line in lines {
        if let Some(key) = line.strip_prefix("PRIMARY KEY") {
            let names = key.trim().trim_end_matches(',').trim_matches(['(', ')']);
            table.key = names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect();
            continue;
        }
        let mut words = line.split_whitespace();
        let (Some(name), Some(kind)) = (words.next(), words.next().and_then(kind_of)) else {
            continue; // a foreign key, or the end
        };
        if line.contains("PRIMARY KEY") {
            table.key.push(name.to_owned());
        }
        let name = name.to_owned();
        table.columns.push(Column { name, kind });
    }
    table
}

fn kind_of(word: &str) -> Option<Kind> {
    match word.trim_end_matches(',') {
        "TEXT" => Some(Kind::Text),
        "BIGINT" => Some(Kind::Big),
        "INTEGER" => Some(Kind::Small),
        "BOOLEAN" => Some(Kind::Truth),
        _ => None,
    }
}

impl Table {
    /// The names of its columns, in the order of a row's values.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.columns
            .iter()
            .map(|column| column.name.as_str())
            .collect()
    }

    /// Its columns with what they hold: `text`, `number` or `truth`.
    #[must_use]
    pub fn columns_and_kinds(&self) -> Vec<(&str, &'static str)> {
        let kind = |kind| match kind {
            Kind::Text => "text",
            Kind::Big | Kind::Small => "number",
            Kind::Truth => "truth",
        };
        let columns = self.columns.iter();
        columns
            .map(|column| (column.name.as_str(), kind(column.kind)))
            .collect()
    }

    /// Its primary key.
    #[must_use]
    pub fn key(&self) -> &[String] {
        &self.key
    }

    fn column(&self, name: &str) -> Option<(usize, &Column)> {
        let mut columns = self.columns.iter().enumerate();
        columns.find(|(_, column)| column.name == name)
    }

    /// The key of a row, bound.
    fn key_of(&self, row: &Row) -> Result<Vec<Value>, StoreError> {
        self.key
            .iter()
            .map(|name| {
                let (at, column) = self.column(name).ok_or(UNREADABLE)?;
                bound(column.kind, row.get(at).unwrap_or(&Json::Null))
            })
            .collect()
    }
}

const UNREADABLE: StoreError = StoreError::Unreadable("row");

/// A value as a row of a backup writes it.
fn value(row: &QueryResult, at: usize, kind: Kind) -> Result<Json, StoreError> {
    Ok(match kind {
        Kind::Text => row.try_get_by_index::<Option<String>>(at)?.into(),
        Kind::Big => row.try_get_by_index::<Option<i64>>(at)?.into(),
        Kind::Small => row.try_get_by_index::<Option<i32>>(at)?.into(),
        Kind::Truth => row.try_get_by_index::<Option<bool>>(at)?.into(),
    })
}

/// The same value for a statement; a value of another kind is refused.
fn bound(kind: Kind, value: &Json) -> Result<Value, StoreError> {
    let absent = value.is_null();
    let of = match kind {
        Kind::Text => Value::from(value.as_str().map(str::to_owned)),
        Kind::Big => Value::from(value.as_i64()),
        Kind::Small => Value::from(value.as_i64().and_then(|n| i32::try_from(n).ok())),
        Kind::Truth => Value::from(value.as_bool()),
    };
    if absent || of != null(kind) {
        Ok(of)
    } else {
        Err(UNREADABLE)
    }
}

fn null(kind: Kind) -> Value {
    match kind {
        Kind::Text => Value::from(None::<String>),
        Kind::Big => Value::from(None::<i64>),
        Kind::Small => Value::from(None::<i32>),
        Kind::Truth => Value::from(None::<bool>),
    }
}

/// Everything as it stood when the first row was read, while others go on writing.
pub struct Snapshot(Tx);

impl Store {
    /// Begins a consistent view of all rows.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Tx::begin_snapshot(self.engine.clone(), &system())
            .await
            .map(Snapshot)
    }

    /// Begins to fill an empty database; nothing stays unless it is committed.
    pub async fn filling(&self) -> Result<Filling, StoreError> {
        self.write("restore", &system()).await.map(Filling)
    }
}

impl Snapshot {
    /// The ids of all organisations.
    pub async fn organisations(&self) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Id {
            org_id: String,
        }
        let sql = "SELECT org_id FROM organisations ORDER BY org_id";
        let rows: Vec<Id> = self.0.reference(sql, []).await?;
        Ok(rows.into_iter().map(|row| row.org_id).collect())
    }

    /// The next rows of a table in the order of its key; none when there are no more.
    pub async fn rows(&self, table: &Table, after: Option<&Row>) -> Result<Vec<Row>, StoreError> {
        let key = table.key.join(", ");
        let (from, values) = match after {
            Some(row) => {
                let values = table.key_of(row)?;
                let from = format!("WHERE ({key}) > ({})", places(1, values.len()));
                (from, values)
            }
            None => (String::new(), Vec::new()),
        };
        let sql = format!(
            "SELECT {} FROM {} {from} ORDER BY {key} LIMIT {PAGE}",
            table.columns().join(", "),
            table.name
        );
        let statement = self.0.engine().statement(&sql, values);
        let found = self.0.connection().query_all_raw(statement).await?;
        found.iter().map(|row| row_of(table, row)).collect()
    }
}

fn row_of(table: &Table, row: &QueryResult) -> Result<Row, StoreError> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, column)| value(row, at, column.kind))
        .collect()
}

/// An empty database that is being filled.
pub struct Filling(Tx);

impl Filling {
    /// The first table that already holds something.
    pub async fn taken(&self) -> Result<Option<String>, StoreError> {
        for table in tables() {
            let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            let statement = self.0.engine().statement(&sql, []);
            if self
                .0
                .connection()
                .query_one_raw(statement)
                .await?
                .is_some()
            {
                return Ok(Some(table.name));
            }
        }
        Ok(None)
    }

    /// Adds rows whose values stand in the order of `columns`.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for a column or value that the table does not know.
    pub async fn add(
        &self,
        table: &Table,
        columns: &[String],
        rows: &[Row],
    ) -> Result<(), StoreError> {
        let known: Option<Vec<&Column>> = columns
            .iter()
            .map(|name| table.column(name).map(|(_, column)| column))
            .collect();
        let known = known.filter(|known| !known.is_empty()).ok_or(UNREADABLE)?;
        for some in rows.chunks((BOUND / known.len()).max(1)) {
            let mut values = Vec::with_capacity(some.len() * known.len());
            let mut lists = Vec::with_capacity(some.len());
            for row in some {
                if row.len() != known.len() {
                    return Err(UNREADABLE);
                }
                lists.push(format!("({})", places(values.len() + 1, row.len())));
                for (column, value) in known.iter().zip(row) {
                    values.push(bound(column.kind, value)?);
                }
            }
            let (names, lists) = (columns.join(", "), lists.join(", "));
            let sql = format!("INSERT INTO {} ({names}) VALUES {lists}", table.name);
            self.0.run_reference(&sql, values).await?;
        }
        Ok(())
    }

    /// The transaction itself, for what must be saved together with the rows.
    pub fn tx(&self) -> &Tx {
        &self.0
    }

    /// Makes all of it durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }
}

#[cfg(test)]
mod samples {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_key_and_what_was_added() {
        let mut tables = Vec::new();
        read(
            &mut tables,
            "-- why\nCREATE TABLE a (\n  org_id TEXT NOT NULL, -- whose\n  n INTEGER,\n  \
              yes BOOLEAN NOT NULL,\n  PRIMARY KEY (org_id, n),\n  FOREIGN KEY (org_id) REFERENCES b (org_id)\n)",
        );
        read(&mut tables, "ALTER TABLE a ADD COLUMN at BIGINT");
        read(
            &mut tables,
            "CREATE TABLE c (\n  name TEXT NOT NULL PRIMARY KEY\n)",
        );
        let [a, c] = tables.as_slice() else {
            panic!("{tables:?}")
        };
        assert_eq!(a.columns(), ["org_id", "n", "yes", "at"]);
        assert_eq!(a.key(), ["org_id", "n"]);
        assert_eq!(c.key(), ["name"]);
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        assert!(bound(Kind::Text, &Json::from(1)).is_err());
        assert!(bound(Kind::Small, &Json::from(i64::MAX)).is_err());
        assert!(bound(Kind::Truth, &Json::from("true")).is_err());
        assert!(bound(Kind::Big, &Json::Null).is_ok());
    }
}
