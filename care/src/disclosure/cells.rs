//! A table of counts, and which of them add up to which.

use std::collections::{BTreeMap, BTreeSet};

/// That some cells add up to another; whoever reads the table knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum<N> {
    /// What they add up to.
    pub whole: N,
    /// What is added up.
    pub parts: BTreeSet<N>,
}

impl<N: Ord> Sum<N> {
    /// `parts` add up to `whole`.
    pub fn new(whole: N, parts: impl IntoIterator<Item = N>) -> Self {
        let parts = parts.into_iter().collect();
        Self { whole, parts }
    }
}

/// A table of counts of people: its cells by name, totals among them, and its sums.
///
/// Names have an order, so that the order in which rows were read decides nothing. A table of one
/// whole, one with rows and columns, and one of groups within groups are all of this form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<N> {
    counts: BTreeMap<N, u64>,
    sums: BTreeSet<Sum<N>>,
}

/// A cell of a table with rows and columns; none is the total over them.
pub type TwoWay<R, C> = (Option<R>, Option<C>);

/// A table whose sums are not what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum of the table names a cell that is not there, or does not add up")]
pub struct Uneven;

impl<N: Ord + Clone> Table<N> {
    /// A table with these cells and sums; each sum must be true.
    pub fn new(
        cells: impl IntoIterator<Item = (N, u64)>,
        sums: impl IntoIterator<Item = Sum<N>>,
    ) -> Result<Self, Uneven> {
        let counts: BTreeMap<N, u64> = cells.into_iter().collect();
        let sums: BTreeSet<Sum<N>> = sums.into_iter().collect();
        for sum in &sums {
            let whole = counts.get(&sum.whole).ok_or(Uneven)?;
            let mut parts = sum.parts.iter().map(|part| counts.get(part).copied());
            let parts = parts.try_fold(0_u64, |all, part| all.checked_add(part?));
            if parts != Some(*whole) || sum.parts.contains(&sum.whole) {
                return Err(Uneven);
            }
        }
        Ok(Self { counts, sums })
    }

    /// The parts of one whole, and the whole.
    pub fn flat(whole: N, parts: impl IntoIterator<Item = (N, u64)>) -> Self {
        let mut counts: BTreeMap<N, u64> = parts.into_iter().collect();
        counts.remove(&whole);
        let sum = Sum::new(whole.clone(), counts.keys().cloned());
        let total = counts
            .values()
            .fold(0, |all, count| count.saturating_add(all));
        counts.insert(whole, total);
        let sums = BTreeSet::from([sum]);
        Self { counts, sums }
    }

    /// The count of a cell, also of one that will be hidden.
    pub fn count(&self, cell: &N) -> Option<u64> {
        self.counts.get(cell).copied()
    }

    /// The cells, in the order of their names.
    pub fn cells(&self) -> impl Iterator<Item = (&N, u64)> {
        self.counts.iter().map(|(name, count)| (name, *count))
    }

    /// The sums.
    pub fn sums(&self) -> impl Iterator<Item = &Sum<N>> {
        self.sums.iter()
    }
}

impl<R: Ord + Clone, C: Ord + Clone> Table<TwoWay<R, C>> {
    /// Rows and columns with their totals; a cell that is not named is nothing.
    pub fn two_way(cells: impl IntoIterator<Item = ((R, C), u64)>) -> Self {
        let inner: BTreeMap<(R, C), u64> = cells.into_iter().collect();
        let rows: BTreeSet<Option<R>> = inner.keys().map(|(row, _)| Some(row.clone())).collect();
        let columns: BTreeSet<Option<C>> = inner.keys().map(|(_, it)| Some(it.clone())).collect();
        let mut counts: BTreeMap<TwoWay<R, C>, u64> = BTreeMap::from([((None, None), 0)]);
        for row in &rows {
            for column in &columns {
                let at = row.clone().zip(column.clone());
                let count = at.and_then(|at| inner.get(&at).copied()).unwrap_or(0);
                let all = [
                    (row.clone(), column.clone()),
                    (row.clone(), None),
                    (None, column.clone()),
                    (None, None),
                ];
                for name in all {
                    let sum = counts.entry(name).or_default();
                    *sum = sum.saturating_add(count);
                }
            }
        }
        let over_columns = rows.iter().chain([&None]).map(|row| {
            let parts = columns.iter().map(|column| (row.clone(), column.clone()));
            Sum::new((row.clone(), None), parts)
        });
        let over_rows = columns.iter().chain([&None]).map(|column| {
            let parts = rows.iter().map(|row| (row.clone(), column.clone()));
            Sum::new((None, column.clone()), parts)
        });
        let sums = over_columns.chain(over_rows).collect();
        Self { counts, sums }
    }
}
