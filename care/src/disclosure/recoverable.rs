//! What can be reckoned: a hidden cell whose unit vector is in the row space of what was published.
//!
//! Every published number says that a cell is so much, every sum that cells add up. A hidden cell
//! follows from them exactly if some combination of those statements leaves it alone. The reduced
//! row form over the fractions answers that for all cells at once: a cell follows if it stands alone
//! in a row. Everything is whole numbers that are checked for size; what would not fit counts as
//! recoverable, so that in doubt more is hidden.

use std::collections::{BTreeMap, BTreeSet};

use super::release::{Release, Variables};

/// A linear statement: how often each column counts in it.
pub(super) type Row<C> = BTreeMap<C, i128>;

/// The hidden cells of these releases, one after the other, that all of them together give away, each
/// with the place of its release.
///
/// A cell that is the same in two releases is taken to be known to be the same, and what came
/// between two releases, if it is fewer than `k`, is a hidden cell too: it is told as the cell that
/// came with it.
pub fn recoverable<N: Ord + Clone>(releases: &[Release<N>], k: u64) -> BTreeSet<(usize, N)> {
    let variables = Variables::of(releases, k);
    let hidden = |place: &usize| variables.is_hidden(*place);
    let told: Vec<usize> = match reduced(variables.rows(|it| Some(it).filter(hidden))) {
        Some(rows) => rows.iter().filter_map(alone).copied().collect(),
        None => (0..variables.len()).filter(hidden).collect(),
    };
    told.into_iter()
        .filter_map(|place| variables.name(place))
        .collect()
}

/// The column that a row is about, if it is about one.
pub(super) fn alone<C: Ord>(row: &Row<C>) -> Option<&C> {
    row.keys().next().filter(|_| row.len() == 1)
}

/// The reduced row form, the columns in their own order; none if a number becomes too large.
///
/// Which rows come in, and in which order, does not matter: the form is one per row space.
pub(super) fn reduced<C: Ord + Clone>(
    rows: impl IntoIterator<Item = Row<C>>,
) -> Option<Vec<Row<C>>> {
    let mut done: BTreeMap<C, Row<C>> = BTreeMap::new();
    for mut row in rows {
        row.retain(|_, times| *times != 0);
        for (column, pivot) in &done {
            row = without(row, column, pivot)?;
        }
        let Some(first) = row.keys().next().cloned() else {
            continue;
        };
        row = smallest(row);
        for other in done.values_mut() {
            *other = smallest(without(std::mem::take(other), &first, &row)?);
        }
        done.insert(first, row);
    }
    Some(done.into_values().collect())
}

/// The row without this column, by taking the pivot's row off as often as needed.
fn without<C: Ord + Clone>(row: Row<C>, column: &C, pivot: &Row<C>) -> Option<Row<C>> {
    let (Some(mine), Some(theirs)) = (row.get(column).copied(), pivot.get(column).copied()) else {
        return Some(row);
    };
    let common = common(mine, theirs);
    let (keep, take) = (theirs / common, mine / common);
    let mut rest: Row<C> = BTreeMap::new();
    for (column, times) in row {
        rest.insert(column, times.checked_mul(keep)?);
    }
    for (column, times) in pivot {
        let times = times.checked_mul(take)?;
        let mine = rest.entry(column.clone()).or_default();
        *mine = mine.checked_sub(times)?;
    }
    rest.retain(|_, times| *times != 0);
    Some(rest)
}

/// The row in its smallest numbers, the first of them above nothing.
fn smallest<C: Ord>(mut row: Row<C>) -> Row<C> {
    let divisor = row.values().fold(0, |all, times| common(all, *times));
    let sign = row.values().next().map_or(1, |first| first.signum());
    if divisor > 0 {
        for times in row.values_mut() {
            *times = *times / divisor * sign;
        }
    }
    row
}

/// The largest number that divides both.
const fn common(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.saturating_abs()
}
