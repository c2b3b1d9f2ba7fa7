//! The access log: who did or saw what, on pseudonyms, reads included (R095).

use care::{ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, upsert::Existing};

/// One page view or act, with the cases that it showed.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// Pseudonym of who looked or acted.
    pub actor: &'a str,
    /// What was done: `view`, or the name of the change.
    pub action: &'a str,
    /// The page's route, never a URL with values in it.
    pub place: &'a str,
    /// Pseudonyms of the cases shown or changed.
    pub cases: Vec<&'a str>,
}

/// A row of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// Its number, without gaps in an organisation.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Pseudonym of who.
    pub actor: String,
    /// What.
    pub action: String,
    /// Where: the page's route.
    pub place: String,
    /// Pseudonyms of the cases shown.
    pub cases: Vec<String>,
}

#[derive(FromQueryResult)]
struct Head {
    next_number: i64,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    at: i64,
    actor: String,
    action: String,
    place: String,
    cases: String,
}

impl Tx {
    /// Writes one row; numbers come from the organisation's head row.
    pub async fn log_access(&self, view: View<'_>, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE access_heads SET next_number = next_number + 1 WHERE org_id = $1 \
                   RETURNING next_number";
        let head = self
            .one::<Head>(sql, [])
            .await?
            .ok_or(StoreError::Refused)?;
        let values = [
            (head.next_number - 1).into(),
            now.millis().into(),
            view.actor.into(),
            view.action.into(),
            view.place.into(),
            view.cases.join(" ").into(),
        ];
        let sql = "INSERT INTO access_log (org_id, number, at, actor, action, place, cases) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        self.run(sql, values).await?;
        let rows = view
            .cases
            .iter()
            .map(|case| vec![(*case).into(), (head.next_number - 1).into()]);
        let key = ["case_pseudonym", "number"];
        self.upsert("access_cases", &key, &key, Existing::Kept, rows.collect())
            .await?;
        Ok(())
    }

    /// Who looked at these cases, newest first, at most 100 (*who has looked?*).
    pub async fn access_to_case(&self, pseudonym: &str) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = "SELECT l.number, l.at, l.actor, l.action, l.place, l.cases FROM access_cases c \
                   JOIN access_log l ON l.org_id = $1 AND l.number = c.number \
                   WHERE c.org_id = $1 AND c.case_pseudonym = $2 ORDER BY c.number DESC LIMIT 100";
        self.access_rows(sql, pseudonym.into()).await
    }

    /// Everything after a number, oldest first, at most 1,000.
    pub async fn access_after(&self, number: i64) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = "SELECT number, at, actor, action, place, cases FROM access_log WHERE org_id = $1 \
                   AND number > $2 ORDER BY number LIMIT 1000";
        self.access_rows(sql, number.into()).await
    }

    /// The newest rows first, at most `limit`.
    pub async fn latest_access(&self, limit: u32) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = format!(
            "SELECT number, at, actor, action, place, cases FROM access_log WHERE org_id = $1 \
             AND number > $2 ORDER BY number DESC LIMIT {limit}"
        );
        self.access_rows(&sql, 0_i64.into()).await
    }

    async fn access_rows(
        &self,
        sql: &str,
        value: sea_orm::Value,
    ) -> Result<Vec<AccessEntry>, StoreError> {
        let rows: Vec<Row> = self.all(sql, [value]).await?;
        let entry = |row: Row| AccessEntry {
            number: row.number,
            at: Instant::from_millis(row.at),
            actor: row.actor,
            action: row.action,
            place: row.place,
            cases: row.cases.split_whitespace().map(str::to_owned).collect(),
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// The names behind pseudonyms of people who still work here.
    pub async fn people_by_pseudonym(
        &self,
        pseudonyms: &[String],
    ) -> Result<Vec<(String, PersonId)>, StoreError> {
        #[derive(FromQueryResult)]
        struct Named {
            pseudonym: String,
            person_id: String,
        }
        if pseudonyms.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT pseudonym, person_id FROM people WHERE org_id = $1 AND pseudonym IN ({})",
            super::tx::places(2, pseudonyms.len())
        );
        let rows: Vec<Named> = self
            .all(&sql, pseudonyms.iter().map(|p| p.as_str().into()))
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.pseudonym, PersonId::new(row.person_id)))
            .collect())
    }
}
