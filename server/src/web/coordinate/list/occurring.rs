//! Kinds that really occurred within a year, with how often, to choose from (R044).
//!
//! Events are counted here, not people, so no number is kept back.

use std::collections::BTreeMap;

use care::{ids::KindCode, incident::IncidentList};
use jiff::SignedDuration;

use super::{
    codes,
    effects::{MOST, judged},
};
use crate::{
    store::{StoreError, Tx},
    web::{member::Member, text::Texts},
};

/// How far back it looks, in days.
const DAYS: i64 = 365;
/// How many kinds are offered, the most frequent first.
const SHOWN: usize = 24;

/// What occurred, most frequent first.
#[derive(Default)]
pub(super) struct Occurring {
    kinds: Vec<(KindCode, usize)>,
    /// How many events were looked at.
    pub(super) looked: usize,
}

/// A kind as it is offered.
pub(super) struct KindLine {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) count: usize,
    /// The lines that name it already; empty when none does.
    pub(super) elsewhere: String,
}

impl Occurring {
    /// What the newest events of the last year were.
    pub(super) async fn load(tx: &Tx, member: &Member) -> Result<Self, StoreError> {
        let since = member.now.minus(SignedDuration::from_hours(24 * DAYS));
        let rows = tx.incidents_since(since, MOST).await?;
        let mut counts: BTreeMap<KindCode, usize> = BTreeMap::new();
        let mut looked = 0;
        for (_, record) in rows.iter().filter_map(judged) {
            looked += 1;
            for code in record.kind_codes {
                *counts.entry(code).or_default() += 1;
            }
        }
        let mut kinds: Vec<(KindCode, usize)> = counts.into_iter().collect();
        kinds.sort_by(|(a, one), (b, other)| other.cmp(one).then(a.cmp(b)));
        Ok(Self { kinds, looked })
    }

    /// Those whose words have this in them, and how many more there are.
    pub(super) fn offered(
        &self,
        list: &IncidentList,
        find: &str,
        l: Texts,
    ) -> (Vec<KindLine>, usize) {
        let find = find.trim().to_lowercase();
        let fits = |(code, _): &&(KindCode, usize)| {
            let word = codes::word(code.as_str(), l).to_lowercase();
            word.contains(&find) || code.as_str().contains(&find)
        };
        let fitting: Vec<&(KindCode, usize)> = self.kinds.iter().filter(fits).collect();
        let more = fitting.len().saturating_sub(SHOWN);
        let line = |(code, count): &(KindCode, usize)| KindLine {
            code: code.as_str().to_owned(),
            label: codes::word(code.as_str(), l),
            count: *count,
            elsewhere: named(list, code, l),
        };
        let shown = fitting.into_iter().take(SHOWN).map(line);
        (shown.collect(), more)
    }
}

/// The lines of the list that name a kind.
fn named(list: &IncidentList, code: &KindCode, l: Texts) -> String {
    let naming = list
        .enabled()
        .filter(|entry| entry.rules.iter().any(|rule| rule.codes.contains(code)));
    let labels = naming.map(|entry| entry.label.text(l.language().as_str()));
    labels.collect::<Vec<_>>().join(", ")
}
