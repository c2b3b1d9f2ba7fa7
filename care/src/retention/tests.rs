use std::collections::BTreeMap;

use jiff::{SignedDuration, civil::date};
use proptest::prelude::*;

use super::*;

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn at(text: &str) -> Instant {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    local.to_zoned(amsterdam()).unwrap().into()
}

fn draft(periods: &[(DataKind, u32)]) -> RetentionDraft {
    RetentionDraft {
        source: "agreed with the works council".to_owned(),
        periods: periods.iter().copied().collect::<BTreeMap<_, _>>(),
    }
}

#[test]
fn a_default_lies_within_its_limits() {
    for kind in DataKind::ALL {
        if let Some(limits) = kind.limits() {
            assert!(
                (limits.least..=limits.most).contains(&limits.default),
                "{kind}"
            );
        }
    }
    assert!(DataKind::AccessLog.limits().unwrap().least >= 5 * 365 + 2);
}

#[test]
fn days_are_those_of_the_calendar_and_last_to_their_end() {
    // Closed on 1 January: 90 days later it is 1 April, one hour earlier on the clock.
    let kept = Retention::default();
    let closed = Some(at("2026-01-01T15:00"));
    let tz = amsterdam();
    assert_eq!(
        kept.last_day(DataKind::Notes, closed, &tz),
        Some(date(2026, 4, 1))
    );
    assert_eq!(
        kept.due_at(DataKind::Notes, closed, &tz),
        Some(at("2026-04-02T00:00"))
    );
    assert_eq!(
        kept.warn_at(DataKind::Notes, closed, &tz),
        Some(at("2026-03-19T00:00"))
    );
}

#[test]
fn an_open_case_is_never_due() {
    let kept = Retention::default();
    for kind in DataKind::ALL {
        assert_eq!(kept.due_at(*kind, None, &amsterdam()), None);
        assert_eq!(kept.warn_at(*kind, None, &amsterdam()), None);
    }
}

#[test]
fn counts_stay() {
    let kept = Retention::default();
    assert_eq!(
        kept.due_at(DataKind::Counts, Some(Instant::FIRST), &amsterdam()),
        None
    );
}

#[test]
fn what_was_told_goes_with_the_case() {
    let next = adopt(&draft(&[(DataKind::Cases, 200)]), &Retention::default()).unwrap();
    assert_eq!(next.days(DataKind::Disclosures), Some(200));
    let refused = adopt(&draft(&[(DataKind::Disclosures, 50)]), &next).unwrap_err();
    assert_eq!(
        refused,
        [RetentionRefusal::NotAChoice(DataKind::Disclosures)]
    );
}

#[test]
fn a_draft_is_refused_with_every_reason() {
    let mut bad = draft(&[(DataKind::Notes, 29), (DataKind::AccessLog, 365)]);
    bad.source = "  ".to_owned();
    assert_eq!(
        adopt(&bad, &Retention::default()).unwrap_err(),
        [
            RetentionRefusal::OutOfRange(DataKind::Notes),
            RetentionRefusal::OutOfRange(DataKind::AccessLog),
            RetentionRefusal::SourceMissing,
        ]
    );
    let refused = adopt(&draft(&[(DataKind::Cases, 60)]), &Retention::default()).unwrap_err();
    assert_eq!(refused, [RetentionRefusal::NotesOutliveCase]);
}

#[test]
fn a_stored_document_cannot_go_beyond_the_limits() {
    let text = r#"{"version":3,"periods":{"notes":1,"cases":40,"access-log":1}}"#;
    let kept: Retention = serde_json::from_str(text).unwrap();
    assert_eq!(kept.days(DataKind::Notes), Some(30));
    assert_eq!(kept.days(DataKind::AccessLog), Some(1_827));
    let again: Retention = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
    assert_eq!(again, kept);
}

#[test]
fn a_warning_counts_from_when_it_was_given() {
    let tz = amsterdam();
    let due = at("2026-04-02T00:00");
    assert_eq!(erase_at(due, at("2026-03-19T08:00"), &tz), due);
    assert_eq!(
        erase_at(due, at("2026-06-01T08:00"), &tz),
        at("2026-06-15T00:00")
    );
}

fn any_policy() -> impl Strategy<Value = Retention> {
    proptest::collection::btree_map(
        (0..DataKind::ALL.len()).prop_map(|n| DataKind::ALL[n]),
        0_u32..5_000,
        0..8,
    )
    .prop_map(|periods| {
        let periods = periods.into_iter().map(|(kind, days)| (kind.code(), days));
        let periods: BTreeMap<&str, u32> = periods.collect();
        let text = serde_json::json!({ "periods": periods }).to_string();
        serde_json::from_str(&text).unwrap()
    })
}

proptest! {
    #[test]
    fn a_warning_always_precedes_erasure_and_nothing_goes_too_early(
        kept in any_policy(),
        closed in 0_i64..4_000_000_000_000,
        late in 0_i64..40_000_000_000,
        n in 0..DataKind::ALL.len(),
    ) {
        let (kind, tz) = (DataKind::ALL[n], amsterdam());
        let closed = Instant::from_millis(closed);
        if let (Some(due), Some(limits)) = (kept.due_at(kind, Some(closed), &tz), kind.limits()) {
            let least = SignedDuration::from_hours(24 * i64::from(limits.least) - 2);
            prop_assert!(due.since(closed) >= least);
            if let Some(warn) = kept.warn_at(kind, Some(closed), &tz) {
                prop_assert!(closed < warn && warn < due);
                let given = warn.plus(SignedDuration::from_millis(late));
                let erased = erase_at(due, given, &tz);
                prop_assert!(erased >= due);
                prop_assert!(erased.since(given) > SignedDuration::from_hours(24 * 13 - 2));
            }
        }
    }

    #[test]
    fn what_is_due_stays_due_and_the_search_finds_it(
        kept in any_policy(),
        start in 0_i64..4_000_000_000_000,
        now in 0_i64..4_100_000_000_000,
        more in 0_i64..100_000_000_000,
        n in 0..DataKind::ALL.len(),
    ) {
        let (kind, tz) = (DataKind::ALL[n], amsterdam());
        let (start, now) = (Instant::from_millis(start), Instant::from_millis(now));
        let due = |at: Instant| kept.due_at(kind, Some(start), &tz).is_some_and(|due| at >= due);
        if due(now) {
            prop_assert!(due(now.plus(SignedDuration::from_millis(more))));
        }
        let found = kept.started_before(kind, now, &tz).is_some_and(|before| start < before);
        prop_assert_eq!(found, due(now));
        let warn = kept.warn_at(kind, Some(start), &tz).is_some_and(|warn| now >= warn);
        let told = kept.warned_before(kind, now, &tz).is_some_and(|before| start < before);
        prop_assert_eq!(told, warn);
    }
}
