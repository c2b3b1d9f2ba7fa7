//! What one sender handed over at once, and what became of it.

use std::collections::{BTreeMap, BTreeSet};

use care::time::Instant;

use super::{
    Fate, Tally,
    known::{Key, Known},
};
use crate::{
    entropy,
    feed::{record::EventRecord, reject::Rejected},
    store::QuarantineRow,
};

/// Records of one source that are taken in together with those of others.
pub(in crate::feed) struct Share<'a> {
    /// The name of the feed.
    pub(in crate::feed) source: &'a str,
    /// SHA-256 of what they stood in, under which bad records are set aside.
    pub(in crate::feed) digest: &'a str,
    /// The records, and those that could not be read.
    pub(in crate::feed) records: &'a [Result<EventRecord, Rejected>],
}

/// What one share came to.
#[derive(Default)]
pub(in crate::feed) struct Taken {
    pub(in crate::feed) tally: Tally,
    /// The incidents that its good records tell of.
    pub(in crate::feed) seen: BTreeSet<Key>,
    /// Of the first share: what became of every new incident of all shares.
    pub(super) fates: Vec<(Key, Fate)>,
}

/// Source and number of what a record tells of.
pub(super) fn key(record: &EventRecord) -> Key {
    (record.source.clone(), record.source_ref.clone())
}

impl<'a> Share<'a> {
    pub(super) fn good(&self) -> impl Iterator<Item = &'a EventRecord> + use<'a> {
        self.records
            .iter()
            .filter_map(|record| record.as_ref().ok())
    }

    fn bad(&self) -> impl Iterator<Item = &'a Rejected> + use<'a> {
        self.records
            .iter()
            .filter_map(|record| record.as_ref().err())
    }

    /// What is kept of the records that could not be read.
    pub(super) fn set_aside(&self, now: Instant) -> impl Iterator<Item = QuarantineRow> {
        self.bad()
            .map(move |bad| bad.row(self.source, self.digest, entropy::new_id(now)))
    }

    /// Joins the good records with what is known, and notes what they changed.
    pub(super) fn join(
        &self,
        known: &mut BTreeMap<Key, Known>,
        changed: &mut BTreeSet<Key>,
        fresh: &mut BTreeSet<Key>,
        now: Instant,
    ) -> Taken {
        let mut taken = Taken::default();
        taken.tally.read = self.records.len() as u64;
        taken.tally.quarantined = self.bad().count() as u64;
        for record in self.good() {
            let key = key(record);
            taken.seen.insert(key.clone());
            if let Some(known) = known.get_mut(&key) {
                if !known.record.merge(record) {
                    taken.tally.duplicate += 1;
                    continue;
                }
                taken.tally.joined += 1;
            } else {
                known.insert(key.clone(), Known::fresh(record, now));
                fresh.insert(key.clone());
                taken.tally.new += 1;
            }
            changed.insert(key);
        }
        taken.tally.incidents = taken.seen.len() as u64;
        taken
    }
}
