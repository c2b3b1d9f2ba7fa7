//! What a draft of the list would say of the events that are stored: never who was there.

use std::collections::BTreeMap;

use care::incident::{IncidentList, Shift, Verdict};
use jiff::SignedDuration;

use super::{
    super::document::{Effects, Example, Group},
    codes,
};
use crate::{
    feed::{
        intake::{OWN_SOURCE, REPORTED},
        record::EventRecord,
    },
    store::{IncidentRow, StoreError, Tx},
    web::{page::Page, text::Texts},
};

/// How far back one can look, in days.
const STRETCHES: [i64; 3] = [7, 28, 90];
/// The most events that one page judges again.
pub(super) const MOST: u32 = 5_000;
/// How many events of a group are told.
const SHOWN: usize = 5;

/// Judges the events of the last days by both lists.
pub(super) async fn of(
    tx: &Tx,
    page: &Page,
    in_force: &IncidentList,
    draft: &IncidentList,
    days: i64,
) -> Result<Effects, StoreError> {
    let days = STRETCHES.into_iter().find(|it| *it >= days).unwrap_or(90);
    let since = page.now().minus(SignedDuration::from_hours(24 * days));
    let rows = tx.incidents_since(since, MOST).await?;
    let (old, new) = (in_force.compile(), draft.compile());
    let (mut total, mut found) = (0_usize, BTreeMap::<Shift, Group>::new());
    for (row, record) in rows.iter().filter_map(judged) {
        total += 1;
        let facts = record.facts();
        let (before, after) = (old.judge(&facts), new.judge(&facts));
        let Some(shift) = Shift::between(before.as_ref(), after.as_ref()) else {
            continue;
        };
        let group = found.entry(shift).or_insert_with(|| Group {
            title: page.text(&format!("list-shift-{shift}")),
            count: 0,
            examples: Vec::new(),
        });
        group.count += 1;
        if group.examples.len() < SHOWN {
            let names = [
                label(before.as_ref(), in_force, page.l()),
                label(after.as_ref(), draft, page.l()),
            ];
            group.examples.push(Example {
                when: page.when(row.at),
                what: what(&record, names, page.l()),
            });
        }
    }
    let changed: usize = found.values().map(|group| group.count).sum();
    Ok(Effects {
        head: None,
        further: Some(("/coordinate/list/try", t!(page, "try-title"))),
        lead: t!(
            page,
            "list-effects",
            days = days,
            total = total,
            changed = changed
        ),
        groups: found.into_values().collect(),
        rows: Vec::new(),
        stretches: &STRETCHES,
        ..Effects::default()
    })
}

/// An event that the list judges: not one that a person reported, and not a test or exercise.
pub(super) fn judged(row: &IncidentRow) -> Option<(&IncidentRow, EventRecord)> {
    let reported = row.reasons.split(' ').any(|word| word == REPORTED);
    if row.source == OWN_SOURCE || reported {
        return None;
    }
    let record: EventRecord = serde_json::from_str(&row.record).ok()?;
    let real = record.status.may_count() && row.merged_into.is_none();
    real.then_some((row, record))
}

fn label(verdict: Option<&Verdict>, list: &IncidentList, l: Texts) -> Option<String> {
    let entry = list.entry(&verdict?.entry)?;
    Some(entry.label.text(l.language().as_str()).to_owned())
}

/// The kind of the event, and under which entry it falls before and after.
fn what(record: &EventRecord, names: [Option<String>; 2], l: Texts) -> String {
    let kinds = record.kind_codes.iter();
    let kinds: Vec<String> = kinds.map(|code| codes::word(code.as_str(), l)).collect();
    let entries: Vec<String> = match names {
        [Some(before), Some(after)] if before == after => vec![after],
        names => names.into_iter().flatten().collect(),
    };
    format!("{} ({})", kinds.join(", "), entries.join(" → "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;

    #[test]
    fn every_shift_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for shift in Shift::ALL {
                assert!(l.has(&format!("list-shift-{shift}")), "{shift}");
            }
        }
    }
}
