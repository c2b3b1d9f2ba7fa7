//! Searching the access log: by name, act, page and period, newest first (R095).
//!
//! Every question is answered by an index in its own order (`0012_watch`), so a page costs the same
//! in a log of a million rows. A name is looked for as who acted and among the cases shown.

use std::fmt::Write as _;

use care::{ids::PersonId, time::Instant};
use sea_orm::{FromQueryResult, Value};

use super::{AccessEntry, StoreError, Tx, access_log::Row};

/// What is looked for; what is `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessSearch {
    /// A name as the log has it: of who acted, or of a case.
    pub name: Option<String>,
    /// The code of what was done.
    pub action: Option<String>,
    /// The page's route.
    pub place: Option<String>,
    /// From this moment on.
    pub from: Option<Instant>,
    /// Before this moment.
    pub until: Option<Instant>,
}

/// The row after which the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessCursor {
    /// Its moment.
    pub at: Instant,
    /// Its number.
    pub number: i64,
}

/// A name that one's case had in the log.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct LogName {
    /// The month in which it was used, as `2026-03`.
    pub month: String,
    /// The name.
    pub pseudonym: String,
}

const COLUMNS: &str = "l.number, l.at, l.actor, l.on_behalf, l.client, l.action, l.place, l.cases";
/// Where a name may stand: `{}` is its place among the values.
const ACTED: &str = "access_log l WHERE l.org_id = $1 AND l.actor = {}";
const SHOWN: &str = "access_sets s JOIN access_log l ON l.org_id = $1 AND l.shown = s.shown \
                     WHERE s.org_id = $1 AND s.case_pseudonym = {}";
/// The same in rows of the first release.
const SHOWN_BEFORE: &str = "access_cases s JOIN access_log l ON l.org_id = $1 \
                            AND l.number = s.number WHERE s.org_id = $1 AND s.case_pseudonym = {}";
const ANY: &str = "access_log l WHERE l.org_id = $1";

impl Tx {
    /// Rows of the log that fit, newest first, below a row that was already given.
    pub async fn search_access(
        &self,
        search: &AccessSearch,
        after: Option<AccessCursor>,
        limit: u32,
    ) -> Result<Vec<AccessEntry>, StoreError> {
        let places: &[&str] = if search.name.is_some() {
            &[ACTED, SHOWN, SHOWN_BEFORE]
        } else {
            &[ANY]
        };
        let mut found: Vec<AccessEntry> = Vec::new();
        for place in places {
            let (sql, values) = statement(search, place, after, limit);
            let rows: Vec<Row> = self.all(&sql, values).await?;
            found.extend(rows.into_iter().map(AccessEntry::from));
        }
        // What a case's colleague did in it stands in two of the three.
        found.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.number)));
        found.dedup_by_key(|entry| entry.number);
        found.truncate(limit as usize);
        Ok(found)
    }

    /// The codes of acts that stand in the log.
    pub async fn logged_actions(&self) -> Result<Vec<String>, StoreError> {
        self.logged("action").await
    }

    /// The routes of pages that stand in the log.
    pub async fn logged_places(&self) -> Result<Vec<String>, StoreError> {
        self.logged("place").await
    }

    /// Each value of an indexed column once, by a step through the index per value.
    async fn logged(&self, column: &str) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Value {
            value: String,
        }
        let sql = format!(
            "WITH RECURSIVE v(value) AS ( \
             SELECT MIN(l.{column}) FROM access_log l WHERE l.org_id = $1 UNION ALL \
             SELECT (SELECT MIN(l.{column}) FROM access_log l WHERE l.org_id = $1 \
             AND l.{column} > v.value) FROM v WHERE v.value IS NOT NULL) \
             SELECT value FROM v WHERE value IS NOT NULL LIMIT 500"
        );
        let rows: Vec<Value> = self.all(&sql, []).await?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }

    /// The names that one's own cases have had in the log, the newest month first, at most 60.
    pub async fn log_names(&self, person: &PersonId) -> Result<Vec<LogName>, StoreError> {
        let sql = "SELECT p.month, p.pseudonym FROM cases c JOIN case_pseudonyms p \
                   ON p.org_id = $1 AND p.handle = c.pseudonym \
                   WHERE c.org_id = $1 AND c.person_id = $2 \
                   ORDER BY p.month DESC, p.pseudonym LIMIT 60";
        self.all(sql, [person.as_str().into()]).await
    }

    /// The lasting name of the case that has this name in the log in the present month.
    ///
    /// Of an earlier month it is not told: two names of one case would stand beside each other.
    pub async fn handle_of_month(
        &self,
        pseudonym: &str,
        zone: &jiff::tz::TimeZone,
        now: Instant,
    ) -> Result<Option<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct Handle {
            handle: String,
        }
        let sql = "SELECT handle FROM case_pseudonyms WHERE org_id = $1 AND pseudonym = $2 \
                   AND month = $3";
        let month = now.zoned(zone).strftime("%Y-%m").to_string();
        let row: Option<Handle> = self.one(sql, [pseudonym.into(), month.into()]).await?;
        Ok(row.map(|row| row.handle))
    }
}

/// One statement of a search, with its values from `$2` on.
fn statement(
    search: &AccessSearch,
    place: &str,
    after: Option<AccessCursor>,
    limit: u32,
) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut put = |value: Value| {
        values.push(value);
        format!("${}", values.len() + 1)
    };
    let mut sql = match &search.name {
        Some(name) => place.replace("{}", &put(name.as_str().into())),
        None => place.to_owned(),
    };
    for (column, wanted) in [("action", &search.action), ("place", &search.place)] {
        if let Some(wanted) = wanted {
            let _ = write!(sql, " AND l.{column} = {}", put(wanted.as_str().into()));
        }
    }
    if let Some(from) = search.from {
        let _ = write!(sql, " AND l.at >= {}", put(from.millis().into()));
    }
    if let Some(until) = search.until {
        let _ = write!(sql, " AND l.at < {}", put(until.millis().into()));
    }
    if let Some(after) = after {
        let (at, number) = (put(after.at.millis().into()), put(after.number.into()));
        let _ = write!(
            sql,
            " AND l.at <= {at} AND (l.at < {at} OR l.number < {number})"
        );
    }
    let sql =
        format!("SELECT {COLUMNS} FROM {sql} ORDER BY l.at DESC, l.number DESC LIMIT {limit}");
    (sql, values)
}
