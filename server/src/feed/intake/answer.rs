//! A record that was set aside, and the one that was read for it later.

use std::collections::BTreeMap;

use care::{ids::UnitCode, time::Instant};

use super::{Intake, Share};
use crate::{
    feed::{record::EventRecord, reject::Field},
    store::{QuarantineRow, Settled, StoreError, Tx},
};

/// What is told now under each number of a source, with the digest of where it stands.
type Numbers<'r> = BTreeMap<&'r str, Vec<(&'r EventRecord, &'r str)>>;

impl Intake<'_> {
    /// Settles what waited in quarantine for these records: the same incident, told again.
    ///
    /// Rows of the very file that a record stands in stay: the mended file settles them when it is
    /// read to its end, and another row about the same incident does not say what the bad one said.
    pub(super) async fn answer<'k>(
        &self,
        tx: &Tx,
        shares: &[Share<'_>],
        told: &(dyn Fn(&EventRecord) -> Option<&'k EventRecord> + Sync),
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut by_source: BTreeMap<&str, Numbers<'_>> = BTreeMap::new();
        for share in shares {
            for record in share.good() {
                let numbers = by_source.entry(&record.source).or_default();
                let told = told(record).unwrap_or(record);
                let records = numbers.entry(&record.source_ref).or_default();
                records.push((told, share.digest));
            }
        }
        for (source, numbers) in by_source {
            let refs: Vec<&str> = numbers.keys().copied().collect();
            let waiting = tx.set_aside_by_number(source, &refs).await?;
            let answered = waiting.iter().filter(|row| {
                let number = kept(row).remove(&Field::Id).unwrap_or_default();
                let records = numbers.get(number.as_str());
                let mut records = records.into_iter().flatten();
                records.any(|(record, digest)| *digest != row.digest && answers(row, record))
            });
            let ids: Vec<&str> = answered.map(|row| row.quarantine_id.as_str()).collect();
            tx.settle_set_aside(&ids, Settled::Read, now).await?;
        }
        Ok(())
    }
}

/// Whether a record says what a row that was set aside would have said, as far as that is known.
///
/// A message about the same incident that lacks a unit of the row does not: its crew would be lost.
pub fn answers(row: &QuarantineRow, record: &EventRecord) -> bool {
    let kept = kept(row);
    let units = kept
        .get(&Field::Unit)
        .map(String::as_str)
        .unwrap_or_default();
    let mut units = units.split([' ', ',', ';', '|', '/']).map(str::trim);
    kept.get(&Field::Id)
        .is_some_and(|id| *id == record.source_ref)
        && units.all(|unit| unit.is_empty() || record.units.contains(&UnitCode::new(unit)))
}

/// The values that were kept of a row.
pub fn kept(row: &QuarantineRow) -> BTreeMap<Field, String> {
    serde_json::from_str(&row.fields).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::record::Precision;

    fn row(fields: &str) -> QuarantineRow {
        QuarantineRow {
            quarantine_id: "row".to_owned(),
            source: "meldkamer".to_owned(),
            digest: String::new(),
            byte_from: 0,
            byte_to: 1,
            line: 1,
            reason: "offset-missing".to_owned(),
            fields: fields.to_owned(),
        }
    }

    #[test]
    fn a_row_is_answered_by_its_own_incident_with_all_its_units() {
        let at = Instant::from_millis(1_767_225_600_000);
        let mut record = EventRecord::new("meldkamer", "26-1", at, Precision::Exact);
        record.units.insert(UnitCode::new("17-101"));
        assert!(answers(&row(r#"{"id":"26-1"}"#), &record));
        assert!(answers(&row(r#"{"id":"26-1","unit":"17-101"}"#), &record));
        assert!(!answers(
            &row(r#"{"id":"26-1","unit":"17-101 17-102"}"#),
            &record
        ));
        assert!(!answers(&row(r#"{"id":"26-2"}"#), &record));
        assert!(!answers(&row(r#"{"unit":"17-101"}"#), &record));
        assert!(!answers(&row("nonsense"), &record));
    }
}
