//! Tables that come out one after the other: what was published before is part of what is known.

use std::collections::{BTreeMap, BTreeSet};

use super::{LEAST, Table, recoverable::Row, suppress::hide};
use crate::figures::Figure;

/// A table as it was published: all its counts, and which of them were hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release<N> {
    table: Table<N>,
    hidden: BTreeSet<N>,
}

impl<N: Ord + Clone> Release<N> {
    /// What was published before, as it was kept.
    pub fn new(table: Table<N>, hidden: impl IntoIterator<Item = N>) -> Self {
        let hidden = hidden.into_iter().collect();
        Self { table, hidden }
    }

    /// The table with all its counts.
    pub const fn table(&self) -> &Table<N> {
        &self.table
    }

    /// The cells that are hidden.
    pub const fn hidden(&self) -> &BTreeSet<N> {
        &self.hidden
    }

    /// A cell as it may be shown; one that is not there is too few to say.
    pub fn figure(&self, cell: &N) -> Figure {
        let shown = (!self.hidden.contains(cell)).then(|| self.table.count(cell));
        shown.flatten().map_or(Figure::Few, Figure::Shown)
    }

    /// The same with what another release of the same table hides as well.
    ///
    /// Nothing becomes recoverable by it: what is shown is shown in both.
    #[must_use]
    pub fn also_hiding(mut self, other: &Self) -> Self {
        self.hidden.extend(other.hidden.iter().cloned());
        self
    }
}

/// The next release of a kind of table, after those that came before (R168, reference.md B6.4).
///
/// What a table hides stays hidden when a later one shows its neighbours, and a cell that changed by
/// fewer than `k` since a release that showed it is hidden: the difference would be a small count.
/// What earlier releases tell of the new table is told already, and is shown.
pub fn release<N: Ord + Clone>(before: &[Release<N>], table: Table<N>, k: u64) -> Release<N> {
    let everything: Vec<N> = table.cells().map(|(name, _)| name.clone()).collect();
    let mut all = before.to_vec();
    all.push(Release::new(table.clone(), everything));
    Release::new(table, hide(&all, k))
}

/// The release that takes the place of the last one of the same table, if one may (R168).
///
/// None when nothing changed, or when it would show less than the last one does: a picture that
/// people have seen is not replaced by gaps.
pub fn renewed<N: Ord + Clone>(
    before: &[Release<N>],
    table: Table<N>,
    k: u64,
) -> Option<Release<N>> {
    let Some(last) = before.last() else {
        return Some(release(before, table, k));
    };
    if last.table == table {
        return None;
    }
    let next = release(before, table, k);
    let shown = last.table.cells().map(|(name, _)| name);
    let mut shown = shown.filter(|name| !last.hidden.contains(*name));
    let stays = |name: &N| next.table.count(name).is_some() && !next.hidden.contains(name);
    shown.all(stays).then_some(next)
}

/// All cells of all releases as columns, with what came between two releases.
pub(super) struct Variables<'a, N> {
    releases: &'a [Release<N>],
    k: u64,
    names: Vec<Column<'a, N>>,
    places: BTreeMap<(usize, &'a N), usize>,
    between: Vec<Row<usize>>,
}

/// A column: a cell of a release, or what a later release has more of it than an earlier one.
struct Column<'a, N> {
    release: usize,
    name: &'a N,
    count: u64,
    is_change: bool,
}

impl<'a, N: Ord + Clone> Variables<'a, N> {
    pub(super) fn of(releases: &'a [Release<N>], k: u64) -> Self {
        let mut it = Self {
            releases,
            k: k.max(LEAST),
            names: Vec::new(),
            places: BTreeMap::new(),
            between: Vec::new(),
        };
        for (release, published) in releases.iter().enumerate() {
            for (name, count) in published.table.cells() {
                let place = it.add(release, name, count, false);
                it.places.insert((release, name), place);
            }
        }
        for (release, published) in releases.iter().enumerate() {
            for (name, count) in published.table.cells() {
                for earlier in 0..release {
                    it.link(earlier, release, name, count);
                }
            }
        }
        it
    }

    fn add(&mut self, release: usize, name: &'a N, count: u64, is_change: bool) -> usize {
        self.names.push(Column {
            release,
            name,
            count,
            is_change,
        });
        self.names.len() - 1
    }

    /// A cell of two releases: the same, or with a small change between; a large one says nothing.
    fn link(&mut self, earlier: usize, later: usize, name: &'a N, count: u64) {
        let places = (
            self.places.get(&(earlier, name)).copied(),
            self.places.get(&(later, name)).copied(),
        );
        let (Some(from), Some(to)) = places else {
            return;
        };
        let before = self.names.get(from).map_or(0, |column| column.count);
        let change = count.abs_diff(before);
        if change >= self.k {
            return;
        }
        let mut row = Row::from([(to, 1), (from, -1)]);
        if change > 0 {
            let place = self.add(later, name, change, true);
            row.insert(place, -1);
        }
        self.between.push(row);
    }

    /// The place of a cell of a release among the columns.
    pub(super) fn place(&self, release: usize, name: &N) -> Option<usize> {
        self.places.get(&(release, name)).copied()
    }

    /// Whether a column must not be recoverable, by what its release says.
    pub(super) fn is_hidden(&self, place: usize) -> bool {
        self.names.get(place).is_some_and(|column| {
            let release = self.releases.get(column.release);
            column.is_change || release.is_some_and(|it| it.hidden.contains(column.name))
        })
    }

    /// Whether an earlier release hid the cell of this name.
    pub(super) fn was_hidden(&self, place: usize) -> bool {
        let Some(column) = self.names.get(place) else {
            return false;
        };
        let earlier = self.releases.iter().take(column.release);
        earlier
            .into_iter()
            .any(|it| it.hidden.contains(column.name))
    }

    /// The count behind a column.
    pub(super) fn count(&self, place: usize) -> u64 {
        self.names.get(place).map_or(0, |column| column.count)
    }

    /// Whether a column is a change between releases.
    pub(super) fn is_change(&self, place: usize) -> bool {
        self.names.get(place).is_some_and(|it| it.is_change)
    }

    /// A column as somebody outside knows it.
    pub(super) fn name(&self, place: usize) -> Option<(usize, N)> {
        let column = self.names.get(place)?;
        Some((column.release, column.name.clone()))
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// What is known of the columns, those left out that `column` has no place for.
    pub(super) fn rows<C: Ord>(
        &self,
        column: impl Fn(usize) -> Option<C>,
    ) -> impl Iterator<Item = Row<C>> {
        let sums = self.releases.iter().enumerate().flat_map(|(release, it)| {
            it.table.sums().map(move |sum| {
                let place = |name: &N| self.places.get(&(release, name)).copied();
                let parts = sum.parts.iter().filter_map(place).map(|part| (part, -1));
                place(&sum.whole)
                    .map(|whole| (whole, 1))
                    .into_iter()
                    .chain(parts)
                    .collect()
            })
        });
        let rows: Vec<Row<usize>> = sums.chain(self.between.iter().cloned()).collect();
        rows.into_iter().map(move |row: Row<usize>| {
            let pairs = row
                .into_iter()
                .filter_map(|(place, times)| Some((column(place)?, times)));
            pairs.collect()
        })
    }
}
