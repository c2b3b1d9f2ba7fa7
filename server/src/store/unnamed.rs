//! Events without the people who handled them: the staff numbers of dispatchers serve to find who
//! was exposed (R043), and go when that goes (R095).

use care::{
    ids::{IncidentId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;
use serde_json::Value;

use super::{StoreError, Tx};

/// Where a document has staff numbers; the text that a filled list begins with.
const LIST: &str = "dispatchers";
const FILLED: &str = "%\"dispatchers\":[\"%";

#[derive(FromQueryResult)]
struct Named {
    incident_id: String,
    record: String,
}

#[derive(FromQueryResult)]
struct Number {
    roster_id: String,
}

impl Tx {
    /// Takes every staff number out of the events before a moment; says how many events had one.
    pub(super) async fn unname_events(&self, before: Instant) -> Result<u64, StoreError> {
        self.unname(before, |_| false).await
    }

    /// Takes one person's staff number out of the events before a moment.
    pub(super) async fn unname_in_events(
        &self,
        person: &PersonId,
        before: Instant,
    ) -> Result<u64, StoreError> {
        let sql = "SELECT roster_id FROM people WHERE org_id = $1 AND person_id = $2";
        let Some(own) = self.one::<Number>(sql, [person.as_str().into()]).await? else {
            return Ok(0);
        };
        self.unname(before, |number| number != own.roster_id).await
    }

    async fn unname(
        &self,
        before: Instant,
        keep: impl Fn(&str) -> bool,
    ) -> Result<u64, StoreError> {
        let sql = "SELECT incident_id, record FROM incidents WHERE org_id = $1 AND at < $2 \
                   AND record LIKE $3";
        let rows: Vec<Named> = self
            .all(sql, [before.millis().into(), FILLED.into()])
            .await?;
        let mut changed = 0;
        for row in rows {
            if let Some(record) = without(&row.record, &keep) {
                let id = IncidentId::new(row.incident_id);
                let sql = "UPDATE incidents SET record = $3 WHERE org_id = $1 AND incident_id = $2";
                changed += self.run(sql, [id.as_str().into(), record.into()]).await?;
            }
        }
        Ok(changed)
    }
}

/// The document with only the numbers that are kept; nothing when none goes.
fn without(record: &str, keep: impl Fn(&str) -> bool) -> Option<String> {
    let mut record: Value = serde_json::from_str(record).ok()?;
    let numbers = record.get_mut(LIST)?.as_array_mut()?;
    let before = numbers.len();
    numbers.retain(|number| number.as_str().is_some_and(&keep));
    (numbers.len() < before).then(|| record.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_staff_numbers_go() {
        let record = r#"{"dispatchers":["d07","d08"],"source_ref":"d07"}"#;
        let nobody = without(record, |_| false);
        assert_eq!(
            nobody.as_deref(),
            Some(r#"{"dispatchers":[],"source_ref":"d07"}"#)
        );
        let other = without(record, |number| number != "d07");
        assert_eq!(
            other.as_deref(),
            Some(r#"{"dispatchers":["d08"],"source_ref":"d07"}"#)
        );
        assert_eq!(without(record, |_| true), None);
        assert_eq!(without("not a document", |_| false), None);
        assert_eq!(without(r#"{"dispatchers":7}"#, |_| false), None);
    }
}
