//! Names of cases in the access log: another each month, forgotten with the case (R095, B6.3).
//!
//! The log is kept for five years and a case is not. A lasting name would make the log a register
//! of who sought help; these names lead nowhere once their rows here are gone.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    ids::{CaseId, PersonId},
    time::Instant,
};
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;

use super::{StoreError, Tx, tx::places, upsert::Existing};

#[derive(FromQueryResult)]
struct Named {
    handle: String,
    pseudonym: String,
}

#[derive(FromQueryResult)]
struct Handle {
    handle: String,
}

/// The calendar month of a moment where the organisation is, as `2026-03`.
pub(super) fn month(zone: &str, now: Instant) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    now.zoned(&zone).strftime("%Y-%m").to_string()
}

impl Tx {
    /// This month's names of these cases; those that have none yet get one.
    ///
    /// Only who holds the head row of the log may call this, so that nobody else makes one at once.
    pub(super) async fn pseudonyms(
        &self,
        handles: &[&str],
        month: &str,
        fresh: impl Fn() -> String,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        if handles.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "SELECT handle, pseudonym FROM case_pseudonyms WHERE org_id = $1 AND month = $2 \
             AND handle IN ({})",
            places(3, handles.len())
        );
        let values = handles.iter().map(|handle| (*handle).into());
        let rows: Vec<Named> = self
            .all(&sql, std::iter::once(month.into()).chain(values))
            .await?;
        let mut names: BTreeMap<String, String> = rows
            .into_iter()
            .map(|row| (row.handle, row.pseudonym))
            .collect();
        let missing: Vec<&str> = handles
            .iter()
            .copied()
            .filter(|handle| !names.contains_key(*handle))
            .collect();
        let mut rows = Vec::with_capacity(missing.len());
        for handle in missing {
            let pseudonym = fresh();
            rows.push(vec![handle.into(), month.into(), pseudonym.as_str().into()]);
            names.insert(handle.to_owned(), pseudonym);
        }
        if !rows.is_empty() {
            let columns = ["handle", "month", "pseudonym"];
            let key = ["handle", "month"];
            self.upsert("case_pseudonyms", &columns, &key, Existing::Kept, rows)
                .await?;
        }
        Ok(names)
    }

    /// Cuts a case off from the log: what stands there then belongs to nobody.
    ///
    /// To be called while the case's own row still stands, in the transaction that erases it.
    /// Returns how many names were forgotten.
    pub async fn forget_pseudonyms(&self, case: &CaseId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM case_pseudonyms WHERE org_id = $1 AND handle IN \
                   (SELECT c.pseudonym FROM cases c WHERE c.org_id = $1 AND c.case_id = $2)";
        self.run(sql, [case.as_str().into()]).await
    }

    /// Cuts off what has this lasting name in the log: a yearly talk, by its id.
    pub async fn forget_handle(&self, handle: &str) -> Result<u64, StoreError> {
        let sql = "DELETE FROM case_pseudonyms WHERE org_id = $1 AND handle = $2";
        self.run(sql, [handle.into()]).await
    }

    /// The names that one's own cases have had in the log, and those cases' lasting names.
    pub async fn own_pseudonyms(&self, person: &PersonId) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT c.pseudonym AS handle, p.pseudonym FROM cases c JOIN case_pseudonyms p \
                   ON p.org_id = $1 AND p.handle = c.pseudonym \
                   WHERE c.org_id = $1 AND c.person_id = $2";
        let rows: Vec<Named> = self.all(sql, [person.as_str().into()]).await?;
        Ok(rows
            .into_iter()
            .flat_map(|row| [row.handle, row.pseudonym])
            .collect())
    }

    /// Which of these cases are about this person: their lasting names.
    pub async fn own_among(
        &self,
        person: &PersonId,
        handles: &[&str],
    ) -> Result<Vec<String>, StoreError> {
        if handles.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT pseudonym AS handle FROM cases WHERE org_id = $1 AND person_id = $2 \
             AND pseudonym IN ({}) ORDER BY opened_at DESC",
            places(3, handles.len())
        );
        let values = handles.iter().map(|handle| (*handle).into());
        let rows: Vec<Handle> = self
            .all(&sql, std::iter::once(person.as_str().into()).chain(values))
            .await?;
        Ok(rows.into_iter().map(|row| row.handle).collect())
    }

    /// The lasting name of a person's open case.
    pub async fn open_handle(&self, person: &PersonId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT pseudonym AS handle FROM cases WHERE org_id = $1 AND person_id = $2 \
                   AND closed_at IS NULL";
        let row = self.one::<Handle>(sql, [person.as_str().into()]).await?;
        Ok(row.map(|row| row.handle))
    }

    /// The lasting name behind each name of the log that still leads to a case.
    pub async fn handles(
        &self,
        pseudonyms: &[String],
    ) -> Result<BTreeMap<String, String>, StoreError> {
        if pseudonyms.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!(
            "SELECT handle, pseudonym FROM case_pseudonyms WHERE org_id = $1 AND pseudonym IN ({})",
            places(2, pseudonyms.len())
        );
        let rows: Vec<Named> = self
            .all(&sql, pseudonyms.iter().map(|p| p.as_str().into()))
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.pseudonym, row.handle))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_where_the_organisation_is() {
        // 28 February 2026, 23:30 UTC: March has begun in Amsterdam.
        let late = Instant::from_millis(1_772_321_400_000);
        assert_eq!(month("Europe/Amsterdam", late), "2026-03");
        assert_eq!(month("UTC", late), "2026-02");
        assert_eq!(month("no such zone", late), "2026-02");
    }
}
