//! What the names of units in some events mean, by what was learned of each source (R046).

use std::collections::{BTreeMap, BTreeSet};

use care::{
    exposure::{Names, folded},
    ids::UnitCode,
};

use crate::{
    feed::record::EventRecord,
    store::{NameKind, StoreError, Tx},
};

/// What is known of the names in some events, source by source.
#[derive(Debug, Clone, Default)]
pub struct Naming(BTreeMap<String, Names>);

impl Naming {
    /// What was learned of the names in these events: enough to say which units they mean.
    pub async fn learned<'a>(
        tx: &Tx,
        records: impl IntoIterator<Item = &'a EventRecord>,
    ) -> Result<Self, StoreError> {
        Self::load(tx, records, BTreeSet::new()).await
    }

    /// The same beside the units of the roster: enough to say which names nobody knows.
    pub(super) async fn known<'a>(
        tx: &Tx,
        records: impl IntoIterator<Item = &'a EventRecord> + Clone,
    ) -> Result<Self, StoreError> {
        let told = records.clone().into_iter();
        let told = told.flat_map(|record| record.units.iter().cloned());
        let roster = tx.known_units(&told.collect()).await?;
        Self::load(tx, records, roster).await
    }

    async fn load<'a>(
        tx: &Tx,
        records: impl IntoIterator<Item = &'a EventRecord>,
        roster: BTreeSet<UnitCode>,
    ) -> Result<Self, StoreError> {
        let mut told: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for record in records {
            let names = told.entry(&record.source).or_default();
            names.extend(record.units.iter().map(|unit| folded(unit.as_str())));
        }
        let mut found = BTreeMap::new();
        for (source, names) in told {
            let learned = tx.learned_names(source, NameKind::Unit, &names).await?;
            let names = Names::new(learned, roster.iter().cloned());
            found.insert(source.to_owned(), names);
        }
        Ok(Self(found))
    }

    /// The names of the source of an event.
    #[must_use]
    pub fn of(&self, record: &EventRecord) -> Names {
        self.0.get(&record.source).cloned().unwrap_or_default()
    }

    /// The units that an event means.
    #[must_use]
    pub fn units(&self, record: &EventRecord) -> BTreeSet<UnitCode> {
        match self.0.get(&record.source) {
            Some(names) => names.units(&record.units),
            None => record.units.clone(),
        }
    }
}
