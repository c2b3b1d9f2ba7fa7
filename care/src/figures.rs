//! Counts that may be shown: small ones are not, and neither is what would give them away (R094a).
//!
//! A count below `k` can point at somebody. Leaving it out is not enough: where the total and all
//! other parts are shown, it is the difference. So what stands beside a small count goes with it
//! until each hidden count could be more than one number, also for who knows this rule.

use crate::disclosure::{Table, suppress};

/// A count as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// The number itself.
    Shown(u64),
    /// Too few to say how many, or it would give such a count away.
    Few,
}

impl Figure {
    /// The number, where it may be shown.
    pub const fn shown(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Few => None,
        }
    }
}

/// Parts of a whole as they may be shown together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figures {
    /// The parts, in the order in which they came.
    pub parts: Vec<Figure>,
    /// What they add up to.
    pub total: Figure,
}

/// What may be shown of these parts and their total (R094a), by the organisation's smallest count
/// (`count`).
///
/// The rule is `disclosure::suppress`. What is hidden is told by its sum alone; as its parts are
/// never all equal and go by their size alone, two of them could always stand in each other's place.
pub fn publish(parts: &[u64], k: u64) -> Figures {
    // None is the whole.
    let cells = (0..).map(Some).zip(parts.iter().copied());
    let published = suppress(Table::flat(None, cells), k);
    Figures {
        parts: (0..parts.len())
            .map(|place| published.figure(&Some(place)))
            .collect(),
        total: published.figure(&None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::LEAST;

    #[test]
    fn what_is_large_is_shown_and_nothing_is_nothing() {
        let shown = |parts: &[u64]| publish(parts, 5).parts;
        assert_eq!(shown(&[12, 0]), [Figure::Shown(12), Figure::Shown(0)]);
        assert_eq!(publish(&[], 5).total, Figure::Shown(0));
        assert_eq!(publish(&[3], 5).total, Figure::Few);
    }

    #[test]
    fn what_stands_beside_a_small_count_goes_with_it() {
        let figures = publish(&[14, 2, 9], 5);
        assert_eq!(figures.parts, [Figure::Shown(14), Figure::Few, Figure::Few]);
        assert_eq!(figures.total, Figure::Shown(25));
    }

    /// Who knows the rule and sees all that is shown cannot tell any hidden count: for each, at
    /// least two numbers lead to the same page.
    #[test]
    fn nobody_reckons_a_hidden_count() {
        for k in LEAST..=5 {
            for length in 1..=4_u32 {
                let most = 2 * k + 2;
                let mut pages: BTreeMap<Figures, Vec<Vec<u64>>> = BTreeMap::new();
                for code in 0..most.pow(length) {
                    let parts: Vec<u64> = (0..length).map(|n| code / most.pow(n) % most).collect();
                    pages.entry(publish(&parts, k)).or_default().push(parts);
                }
                for (page, worlds) in pages {
                    for (place, figure) in page.parts.iter().enumerate() {
                        let counts: BTreeSet<u64> =
                            worlds.iter().map(|parts| parts[place]).collect();
                        let told = *figure == Figure::Few && counts.len() < 2;
                        assert!(!told, "k {k}: {page:?} is only {worlds:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_small_count_is_shown_and_what_is_shown_is_true(
            parts in prop::collection::vec(0u64..40, 0..8), k in LEAST..9,
        ) {
            let figures = publish(&parts, k);
            prop_assert_eq!(figures.parts.len(), parts.len());
            for (figure, count) in figures.parts.iter().zip(&parts) {
                if let Figure::Shown(shown) = figure {
                    prop_assert_eq!(shown, count);
                    prop_assert!(*count == 0 || *count >= k);
                }
            }
            if let Figure::Shown(total) = figures.total {
                prop_assert_eq!(total, parts.iter().sum::<u64>());
                prop_assert!(total == 0 || total >= k);
            }
        }
    }
}
