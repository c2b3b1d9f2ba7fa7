//! Whether one staff group is reached as soon as another (R012).

use std::collections::BTreeMap;

use care::{
    equality::{Pace, by_group, pace},
    figures::Figure,
    path::{ClosingReason, Requester, Wish},
};
use proptest::prelude::*;

use crate::common::{at, case, contacted};

#[test]
fn the_window_of_the_own_protocol_decides() {
    let spoken = contacted(Requester::Detection, Wish::Yes);
    assert_eq!(pace(&spoken, at("2026-01-12 19:00")), Some(Pace::InTime));
    let mut late = spoken.clone();
    late.protocol.first_contact_hours = 2;
    assert_eq!(pace(&late, at("2026-01-12 19:00")), Some(Pace::Later));
    let reopened = spoken
        .close(ClosingReason::Completed, at("2026-01-12 20:00"))
        .and_then(|case| case.reopen(at("2026-03-01 09:00")));
    assert!(reopened.is_ok_and(|case| pace(&case, at("2026-03-02 09:00")) == Some(Pace::InTime)));
}

#[test]
fn what_may_still_be_in_time_is_not_judged() {
    let fresh = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00");
    assert_eq!(pace(&fresh, at("2026-01-13 13:00")), None);
    assert_eq!(pace(&fresh, at("2026-01-13 13:01")), Some(Pace::Without));
    let ended = |reason| fresh.close(reason, at("2026-01-12 14:00")).unwrap();
    let mistaken = ended(ClosingReason::OpenedInError);
    assert_eq!(pace(&mistaken, at("2026-02-01 12:00")), None);
}

#[test]
fn a_small_group_takes_another_one_with_it() {
    let paths = |group: &str, count: usize| vec![(group.to_owned(), Pace::InTime); count];
    let rows = by_group(
        [
            paths("driver", 14),
            paths("dispatch", 2),
            paths("hospital", 9),
        ]
        .concat(),
        5,
    );
    let totals: Vec<Figure> = rows.iter().map(|row| row.total).collect();
    assert_eq!(totals, [Figure::Few, Figure::Shown(14), Figure::Few]);
    assert_eq!(rows[0].paces, [Figure::Few; 3]);
    assert_eq!(rows[1].paces[0], Figure::Shown(14));
}

proptest! {
    /// What is shown is true, never small, and nothing of a hidden group is.
    #[test]
    fn no_small_count_is_shown(
        paths in prop::collection::vec((0..5_u8, 0..3_usize), 0..120), least in 3..9_u64,
    ) {
        let told = |(group, pace): &(u8, usize)| (group.to_string(), Pace::ALL[*pace]);
        let paths: Vec<(String, Pace)> = paths.iter().map(told).collect();
        let mut true_counts: BTreeMap<(String, Pace), u64> = BTreeMap::new();
        for path in &paths {
            *true_counts.entry(path.clone()).or_default() += 1;
        }
        for row in by_group(paths, least) {
            if row.total == Figure::Few {
                prop_assert_eq!(row.paces, [Figure::Few; 3]);
            }
            for (pace, figure) in Pace::ALL.into_iter().zip(row.paces) {
                let count = true_counts.get(&(row.group.clone(), pace)).copied().unwrap_or(0);
                if let Figure::Shown(shown) = figure {
                    prop_assert_eq!(shown, count);
                    prop_assert!(shown == 0 || shown >= least);
                }
            }
        }
    }
}
