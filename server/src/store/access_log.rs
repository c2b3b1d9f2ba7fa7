//! The access log: who did or saw what, on pseudonyms, reads included (R095, NEN 7513).
//!
//! Rows are only ever added, by [`Tx::log_access`]. The organisation's head row gives the number
//! and keeps the digest of the last row; whoever holds it is the only one who adds, so that the
//! chain never forks. What a digest covers stands in `chain.rs`.

use care::{ids::PersonId, time::Instant};
use sea_orm::FromQueryResult;

use super::{
    StoreError, Tx,
    chain::{self, Link},
    upsert::Existing,
};
use crate::entropy;

/// The actor of an act on one's own record by somebody who has no case.
///
/// It is nobody's name: that somebody looked at their own pages is not kept.
pub const ONESELF: &str = "self";

/// Who looked or acted, as the log may know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor<'a> {
    /// Somebody at work, by their pseudonym.
    Person(&'a str),
    /// The colleague whom a case is about, by the case's own lasting name.
    Case(&'a str),
    /// A colleague who has no case, on a page of their own.
    Oneself,
}

/// One page view or act, with the cases that it showed.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// Who looked or acted.
    pub actor: Actor<'a>,
    /// The role acted in, and so on whose behalf.
    pub on_behalf: &'a str,
    /// The kind of client: `computer`, `phone`, `program`; never an address.
    pub client: &'a str,
    /// What was done: `view`, or the name of the change.
    pub action: &'a str,
    /// The page's route, never a URL with values in it.
    pub place: &'a str,
    /// The cases shown or changed, by their own lasting names (`cases.pseudonym`).
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
    /// The role acted in, and so on whose behalf; empty in rows of an earlier release.
    pub on_behalf: String,
    /// The kind of client; empty in rows of an earlier release.
    pub client: String,
    /// What.
    pub action: String,
    /// Where: the page's route.
    pub place: String,
    /// Pseudonyms of the cases shown, as they were that month.
    pub cases: Vec<String>,
}

#[derive(FromQueryResult)]
struct Head {
    next_number: i64,
    head: String,
    first: i64,
    time_zone: String,
}

/// A row as it is read.
#[derive(FromQueryResult)]
pub(super) struct Row {
    number: i64,
    at: i64,
    actor: String,
    on_behalf: String,
    client: String,
    action: String,
    place: String,
    cases: String,
}

impl From<Row> for AccessEntry {
    fn from(row: Row) -> Self {
        Self {
            number: row.number,
            at: Instant::from_millis(row.at),
            actor: row.actor,
            on_behalf: row.on_behalf,
            client: row.client,
            action: row.action,
            place: row.place,
            cases: row.cases.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

impl Tx {
    /// Adds one row to the chain.
    ///
    /// Taking the number locks the head row until this transaction ends: two writers of one
    /// organisation wait for each other, on both engines, and everything after is theirs alone.
    pub async fn log_access(&self, view: View<'_>, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE access_heads SET next_number = next_number + 1 WHERE org_id = $1 \
                   RETURNING next_number, head, first, (SELECT o.time_zone FROM organisations o \
                   WHERE o.org_id = $1) AS time_zone";
        let head = self
            .one::<Head>(sql, [])
            .await?
            .ok_or(StoreError::Refused)?;
        let number = head.next_number - 1;
        let first = if head.first == 0 { number } else { head.first };
        let previous = if head.first == 0 {
            chain::genesis(number)
        } else {
            head.head.clone()
        };
        let month = super::pseudonym::month(&head.time_zone, now);
        let (actor, cases) = self.named(&view, &month, now).await?;
        let shown = chain::set_name(&cases);
        let link = Link {
            org: self.org().as_str(),
            number,
            at: now.millis(),
            actor: &actor,
            on_behalf: view.on_behalf,
            client: view.client,
            action: view.action,
            place: view.place,
            cases: &cases,
            previous: &previous,
        };
        let hash = link.hash();
        self.add_link(&link, &shown, &hash).await?;
        let sql = "UPDATE access_heads SET head = $2, first = $3 WHERE org_id = $1 \
                   AND next_number = $4 AND head = $5";
        let moved = [
            hash.into(),
            first.into(),
            head.next_number.into(),
            head.head.into(),
        ];
        // The row was ours since the first statement; anything else would be a fork.
        if self.run(sql, moved).await? != 1 {
            return Err(StoreError::Collision);
        }
        self.keep_set(&shown, &cases).await
    }

    /// The actor and the cases of a view under this month's names; the cases sorted, each once.
    async fn named(
        &self,
        view: &View<'_>,
        month: &str,
        now: Instant,
    ) -> Result<(String, String), StoreError> {
        let mut handles = view.cases.clone();
        if let Actor::Case(handle) = view.actor {
            handles.push(handle);
        }
        handles.sort_unstable();
        handles.dedup();
        let names = self
            .pseudonyms(&handles, month, || entropy::new_id(now))
            .await?;
        let name = |handle: &str| names.get(handle).cloned().ok_or(StoreError::Refused);
        let mut cases: Vec<String> = view
            .cases
            .iter()
            .map(|handle| name(handle))
            .collect::<Result<_, _>>()?;
        cases.sort_unstable();
        cases.dedup();
        let actor = match view.actor {
            Actor::Person(pseudonym) => pseudonym.to_owned(),
            Actor::Case(handle) => name(handle)?,
            Actor::Oneself => ONESELF.to_owned(),
        };
        Ok((actor, cases.join(" ")))
    }

    async fn add_link(&self, link: &Link<'_>, shown: &str, hash: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO access_log (org_id, number, at, actor, on_behalf, client, action, \
                   place, cases, shown, previous, hash) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let values = [
            link.number.into(),
            link.at.into(),
            link.actor.into(),
            link.on_behalf.into(),
            link.client.into(),
            link.action.into(),
            link.place.into(),
            link.cases.into(),
            shown.into(),
            link.previous.into(),
            hash.into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Remembers which cases were shown together, unless just these were before.
    async fn keep_set(&self, shown: &str, cases: &str) -> Result<(), StoreError> {
        #[derive(FromQueryResult)]
        struct Known {}
        if shown.is_empty() {
            return Ok(());
        }
        let sql = "SELECT shown FROM access_sets WHERE org_id = $1 AND shown = $2 LIMIT 1";
        if self.one::<Known>(sql, [shown.into()]).await?.is_some() {
            return Ok(());
        }
        let columns = ["shown", "case_pseudonym"];
        let rows = cases
            .split(' ')
            .map(|case| vec![shown.into(), case.into()])
            .collect();
        self.upsert("access_sets", &columns, &columns, Existing::Kept, rows)
            .await?;
        Ok(())
    }

    /// Who looked at a case, by its own lasting name; newest first, at most 100.
    pub async fn access_to_case(&self, handle: &str) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = "SELECT l.number, l.at, l.actor, l.on_behalf, l.client, l.action, l.place, l.cases \
                   FROM case_pseudonyms p \
                   JOIN access_sets s ON s.org_id = $1 AND s.case_pseudonym = p.pseudonym \
                   JOIN access_log l ON l.org_id = $1 AND l.shown = s.shown \
                   WHERE p.org_id = $1 AND p.handle = $2 ORDER BY l.number DESC LIMIT 100";
        let mut found = self.access_rows(sql, [handle.into()]).await?;
        // Rows of the first release name the case by its lasting name.
        let sql = "SELECT l.number, l.at, l.actor, l.on_behalf, l.client, l.action, l.place, l.cases \
                   FROM access_cases c JOIN access_log l ON l.org_id = $1 AND l.number = c.number \
                   WHERE c.org_id = $1 AND c.case_pseudonym = $2 ORDER BY c.number DESC LIMIT 100";
        found.extend(self.access_rows(sql, [handle.into()]).await?);
        found.truncate(100);
        Ok(found)
    }

    /// Everything after a number, oldest first, at most 1,000.
    pub async fn access_after(&self, number: i64) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = "SELECT number, at, actor, on_behalf, client, action, place, cases FROM access_log \
                   WHERE org_id = $1 AND number > $2 ORDER BY number LIMIT 1000";
        self.access_rows(sql, [number.into()]).await
    }

    /// The newest rows before a number first, at most `limit`.
    pub async fn access_before(
        &self,
        number: i64,
        limit: u32,
    ) -> Result<Vec<AccessEntry>, StoreError> {
        let sql = format!(
            "SELECT number, at, actor, on_behalf, client, action, place, cases FROM access_log \
             WHERE org_id = $1 AND number < $2 ORDER BY number DESC LIMIT {limit}"
        );
        self.access_rows(&sql, [number.into()]).await
    }

    async fn access_rows(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = sea_orm::Value>,
    ) -> Result<Vec<AccessEntry>, StoreError> {
        let rows: Vec<Row> = self.all(sql, values).await?;
        Ok(rows.into_iter().map(AccessEntry::from).collect())
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
