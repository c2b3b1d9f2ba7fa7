//! Which cells of a table are hidden: the small ones, and with them what would give them away.
//!
//! 1. A count from 1 to `k`-1 is hidden. Nothing is shown as nothing: that it was quiet points at
//!    nobody, and a zero that hides is a zero that everybody guesses.
//! 2. Inside a whole that is hidden everything is hidden, nothings too. Who knows from elsewhere how
//!    large the whole is (a staff group, say) still does not know how it is divided.
//! 3. Where the whole is shown, what its hidden parts add up to is known. They must leave each of
//!    them at least `k` values, and not all be equal: else the cheapest further part goes with them.
//! 4. As long as what was published gives a hidden cell away, the cheapest cell that takes part in
//!    the reckoning is hidden. Cells that cost the same go together, so that which of them is hidden
//!    tells nothing.
//!
//! Each turn hides more, so it ends. Names decide nothing but the order of looking.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::recoverable::{Row, alone, reduced};
use super::release::{Release, Variables, release};
use super::{LEAST, Sum, Table};

/// What may be shown of a table that comes out once (R094a, R168), by the organisation's smallest
/// count.
///
/// `k` is never below three.
pub fn suppress<N: Ord + Clone>(table: Table<N>, k: u64) -> Release<N> {
    release(&[], table, k)
}

/// What is hidden of the last of these releases; it comes with everything hidden.
pub(super) fn hide<N: Ord + Clone>(all: &[Release<N>], k: u64) -> BTreeSet<N> {
    let Some((last, newest)) = all.iter().enumerate().next_back() else {
        return BTreeSet::new();
    };
    let variables = Variables::of(all, k);
    let names = newest.table().cells().map(|(name, _)| name);
    let mut hiding = Hiding {
        cells: names
            .filter_map(|name| variables.place(last, name))
            .collect(),
        variables,
        table: newest.table(),
        last,
        k: k.max(LEAST),
        told: BTreeSet::new(),
        hidden: BTreeSet::new(),
    };
    hiding.begin();
    while hiding.hides_more() {}
    let names = hiding.hidden.iter();
    names
        .filter_map(|place| hiding.variables.name(*place))
        .map(|(_, name)| name)
        .collect()
}

/// A table on its way to be published.
struct Hiding<'a, N> {
    variables: Variables<'a, N>,
    table: &'a Table<N>,
    last: usize,
    k: u64,
    /// The cells of the newest table, as all others here by the places of their columns.
    cells: BTreeSet<usize>,
    /// What earlier releases tell of it.
    told: BTreeSet<usize>,
    hidden: BTreeSet<usize>,
}

/// A column in the order of reckoning: what is hidden first, then what is shown, dearest first.
type Column = (bool, Reverse<u64>, usize);

impl<N: Ord + Clone> Hiding<'_, N> {
    fn begin(&mut self) {
        let known = |place: usize| self.variables.is_hidden(place).then_some(place);
        let rows = reduced(self.variables.rows(known)).unwrap_or_default();
        let told = rows.iter().filter_map(alone).copied();
        let told: BTreeSet<usize> = told.filter(|it| self.cells.contains(it)).collect();
        let small = |place: &usize| match self.variables.count(*place) {
            // A nothing that was hidden before stays so: it would tell the one of before.
            0 => self.variables.was_hidden(*place) && !told.contains(place),
            count => count < self.k,
        };
        self.hidden = self.cells.iter().copied().filter(small).collect();
        self.told = told.difference(&self.hidden).copied().collect();
    }

    /// Hides what has to go next, if anything has.
    fn hides_more(&mut self) -> bool {
        let next = self
            .within()
            .or_else(|| self.weak())
            .or_else(|| self.recovered());
        let before = self.hidden.len();
        self.hidden.extend(next.into_iter().flatten());
        self.hidden.len() > before
    }

    /// What stands inside a hidden whole.
    fn within(&self) -> Option<BTreeSet<usize>> {
        let of_hidden = self.table.sums().filter(|sum| self.has_hidden(&sum.whole));
        let parts: BTreeSet<usize> = of_hidden
            .flat_map(|sum| self.parts(sum))
            .filter(|part| !self.told.contains(part) && !self.hidden.contains(part))
            .collect();
        (!parts.is_empty()).then_some(parts)
    }

    /// What goes with hidden parts that their sum gives away, or nearly; the whole if there is
    /// nothing else.
    fn weak(&self) -> Option<BTreeSet<usize>> {
        let shown = self.table.sums().filter(|sum| !self.has_hidden(&sum.whole));
        shown.into_iter().find_map(|sum| {
            let parts = self.parts(sum);
            let counts: Vec<u64> = parts
                .iter()
                .filter(|part| self.hidden.contains(part))
                .map(|part| self.variables.count(*part))
                .filter(|count| *count > 0)
                .collect();
            let spare: u64 = counts.iter().map(|count| count - 1).sum();
            let kinds: BTreeSet<u64> = counts.iter().copied().collect();
            if counts.is_empty() || (spare + 1 >= self.k && kinds.len() > 1) {
                return None;
            }
            let whole = self.variables.place(self.last, &sum.whole);
            self.cheapest(parts)
                .or_else(|| self.cheapest(whole.into_iter().collect()))
        })
    }

    /// What takes part in reckoning a hidden cell, or in narrowing it to fewer than `k` values.
    fn recovered(&self) -> Option<BTreeSet<usize>> {
        let Some(rows) = reduced(self.variables.rows(|place| self.column(place))) else {
            return Some(self.cells.clone());
        };
        let telling = rows.iter().filter(|row| self.tells(row));
        let taking_part = telling.flat_map(Row::keys).map(|(_, _, place)| *place);
        self.cheapest(taking_part.collect())
    }

    /// The column of a cell: none of what is known anyway.
    fn column(&self, place: usize) -> Option<Column> {
        let count = self.variables.count(place);
        let is_new = self.cells.contains(&place);
        let hidden = if is_new {
            self.hidden.contains(&place)
        } else {
            self.variables.is_hidden(place)
        };
        let asked = hidden || (is_new && count > 0 && !self.told.contains(&place));
        asked.then_some((!hidden, Reverse(count), place))
    }

    /// Whether a statement is about one hidden cell, or a sum of hidden cells that leaves one of
    /// them too few values.
    fn tells(&self, row: &Row<Column>) -> bool {
        let hidden: Vec<(usize, i128)> = row
            .iter()
            .filter(|((shown, _, _), _)| !shown)
            .map(|((_, _, place), times)| (*place, *times))
            .collect();
        let adds_up =
            |(place, times): &(usize, i128)| *times > 0 && !self.variables.is_change(*place);
        match hidden.as_slice() {
            [] => false,
            [_] => true,
            some => some.iter().all(adds_up) && self.narrows(some),
        }
    }

    fn narrows(&self, cells: &[(usize, i128)]) -> bool {
        let spare = |(place, times): &(usize, i128)| {
            i128::from(self.variables.count(*place).saturating_sub(1)).saturating_mul(*times)
        };
        let all: i128 = cells.iter().map(spare).fold(0, i128::saturating_add);
        let most = cells.iter().map(|(_, times)| *times).max().unwrap_or(1);
        all / most.max(1) + 1 < i128::from(self.k)
    }

    /// The cheapest of these cells that can still be hidden; all that cost the same.
    fn cheapest(&self, cells: BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let may = |place: &usize| {
            self.cells.contains(place)
                && self.variables.count(*place) > 0
                && !self.hidden.contains(place)
                && !self.told.contains(place)
        };
        let cells: BTreeSet<usize> = cells.into_iter().filter(may).collect();
        let least = cells.iter().map(|it| self.variables.count(*it)).min()?;
        let cheap = |place: &usize| self.variables.count(*place) == least;
        Some(cells.into_iter().filter(cheap).collect())
    }

    fn parts(&self, sum: &Sum<N>) -> BTreeSet<usize> {
        let places = sum.parts.iter();
        places
            .filter_map(|part| self.variables.place(self.last, part))
            .collect()
    }

    fn has_hidden(&self, cell: &N) -> bool {
        let place = self.variables.place(self.last, cell);
        place.is_some_and(|place| self.hidden.contains(&place))
    }
}
