//! Counting in a formula.

use super::formula::{Bit, Formula};

/// How many of the first bits may be so: from, to.
pub(super) type Band = (usize, usize);

/// Holds the count of each beginning of a list within a band, and tells the count of all.
///
/// `band(n)` is that of the first `n` bits. The answer has, at `k`, whether more than `k` of them are
/// so, as far as the band leaves that open. A narrow band makes a small formula.
pub(super) fn counted(
    formula: &mut Formula,
    bits: &[Bit],
    band: impl Fn(usize) -> Band,
) -> Vec<Bit> {
    let mut before: Vec<Bit> = Vec::new();
    let mut least_before = 0;
    for (n, bit) in bits.iter().enumerate() {
        let (least, most) = band(n + 1);
        let most = most.min(n + 1);
        let mut now = Vec::with_capacity(most + 1);
        for count in 1..=most {
            now.push(if count <= least {
                Bit::Yes
            } else if *bit == Bit::No {
                at(&before, count)
            } else {
                formula.bit()
            });
        }
        let from = least.min(least_before).max(1);
        for count in from..=most.max(before.len()) + 1 {
            let (new, old, less) = (at(&now, count), at(&before, count), at(&before, count - 1));
            if *bit == Bit::No && new == old {
                continue;
            }
            formula.any(&[!new, old, *bit]);
            formula.any(&[!new, less]);
            formula.any(&[!old, new]);
            formula.any(&[!less, !*bit, new]);
        }
        before = now;
        least_before = least;
    }
    before
}

/// At most this many.
pub(super) fn at_most(formula: &mut Formula, bits: &[Bit], most: usize) {
    let open: Vec<Bit> = bits.iter().filter(|it| **it != Bit::No).copied().collect();
    if open.len() > most {
        counted(formula, &open, |_| (0, most));
    }
}

/// Whether at least `count` are so, of what [`counted`] told.
pub(super) fn at(counts: &[Bit], count: usize) -> Bit {
    match count.checked_sub(1) {
        None => Bit::Yes,
        Some(place) => counts.get(place).copied().unwrap_or(Bit::No),
    }
}
