use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::figures::Figure;

/// A large prime, to reckon in another way than the rule itself.
const PRIME: u128 = (1 << 61) - 1;

/// A name: of a part or of a whole.
type Name = (usize, usize);

/// Whether a vector is in the row space of others, over the numbers below a prime.
fn follows(rows: &[Vec<i64>], vector: &[i64]) -> bool {
    let mut with: Vec<Vec<i64>> = rows.to_vec();
    let without = rank(&with);
    with.push(vector.to_vec());
    rank(&with) == without
}

fn rank(rows: &[Vec<i64>]) -> usize {
    let below = |times: &i64| {
        let size = u128::from(times.unsigned_abs()) % PRIME;
        if *times < 0 { PRIME - size } else { size }
    };
    let mut rows: Vec<Vec<u128>> = rows
        .iter()
        .map(|row| row.iter().map(below).collect())
        .collect();
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else {
            continue;
        };
        rows.swap(rank, pivot);
        let inverse = power(rows[rank][column], PRIME - 2);
        let pivot: Vec<u128> = rows[rank].iter().map(|it| it * inverse % PRIME).collect();
        for (place, row) in rows.iter_mut().enumerate() {
            let times = row[column];
            if place != rank && times != 0 {
                let less = |(mine, theirs): (&mut u128, &u128)| {
                    *mine = (*mine + PRIME - times * theirs % PRIME) % PRIME;
                };
                row.iter_mut().zip(&pivot).for_each(less);
            }
        }
        rows[rank] = pivot;
        rank += 1;
    }
    rank
}

fn power(mut base: u128, mut times: u128) -> u128 {
    let mut result = 1;
    while times > 0 {
        if times % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        times /= 2;
    }
    result
}

/// What somebody knows who has read these releases: each shown cell, and each sum of each of them.
///
/// The columns are the cells of the first release and what came to each of them with each later one.
fn known(releases: &[Release<Name>]) -> (Vec<Vec<i64>>, Vec<(usize, Name)>) {
    let names: Vec<Name> = releases[0].table().cells().map(|(name, _)| *name).collect();
    let width = names.len() * releases.len();
    let vector = |release: usize, name: &Name| {
        let at = names.iter().position(|other| other == name).unwrap();
        let mut row = vec![0; width];
        (0..=release).for_each(|earlier| row[earlier * names.len() + at] = 1);
        row
    };
    let mut rows = Vec::new();
    let mut secret = Vec::new();
    for (place, release) in releases.iter().enumerate() {
        for (name, _) in release.table().cells() {
            if release.figure(name) == Figure::Few {
                secret.push((place, *name));
            } else {
                rows.push(vector(place, name));
            }
        }
        for sum in release.table().sums() {
            let mut row = vector(place, &sum.whole);
            for part in &sum.parts {
                let part = vector(place, part);
                row.iter_mut()
                    .zip(part)
                    .for_each(|(mine, theirs)| *mine -= theirs);
            }
            rows.push(row);
        }
    }
    (rows, secret)
}

/// The hidden cells, and the small additions, that somebody can reckon.
fn given_away(releases: &[Release<Name>], k: u64) -> Vec<(usize, Name, &'static str)> {
    let names: Vec<Name> = releases[0].table().cells().map(|(name, _)| *name).collect();
    let width = names.len() * releases.len();
    let (rows, secret) = known(releases);
    let unit = |release: usize, name: &Name| {
        let at = names.iter().position(|other| other == name).unwrap();
        let mut row = vec![0; width];
        row[release * names.len() + at] = 1;
        row
    };
    let mut away = Vec::new();
    for (release, name) in secret {
        let mut whole = vec![0; width];
        for earlier in 0..=release {
            let part = unit(earlier, &name);
            whole
                .iter_mut()
                .zip(part)
                .for_each(|(mine, theirs)| *mine += theirs);
        }
        if follows(&rows, &whole) {
            away.push((release, name, "cell"));
        }
    }
    for (release, pair) in releases.windows(2).enumerate() {
        for (name, count) in pair[1].table().cells() {
            let more = count.abs_diff(pair[0].table().count(name).unwrap());
            if (1..k).contains(&more) && follows(&rows, &unit(release + 1, name)) {
                away.push((release + 1, *name, "addition"));
            }
        }
    }
    away
}

fn flat(parts: &[u64]) -> Table<Name> {
    let cells = parts
        .iter()
        .enumerate()
        .map(|(at, count)| ((1, at), *count));
    Table::flat((0, 0), cells)
}

/// Rows and columns with their totals, under names of one kind.
fn grid(rows: &[Vec<u64>]) -> Table<Name> {
    let cells = rows.iter().enumerate().flat_map(|(row, counts)| {
        let name = move |column: usize| (row, column);
        let counts = counts.iter().enumerate();
        counts.map(move |(column, count)| (name(column), *count))
    });
    let two_way = Table::two_way(cells);
    let name = |(row, column): &TwoWay<usize, usize>| {
        (
            row.map_or(99, |row| row),
            column.map_or(99, |column| column),
        )
    };
    let sums = two_way
        .sums()
        .map(|sum| Sum::new(name(&sum.whole), sum.parts.iter().map(name)));
    Table::new(
        two_way.cells().map(|(cell, count)| (name(cell), count)),
        sums,
    )
    .unwrap()
}

/// Groups within one whole, each with its own parts.
fn tree(groups: &[Vec<u64>]) -> Table<Name> {
    let mut cells = BTreeMap::new();
    let mut sums = Vec::new();
    for (group, parts) in groups.iter().enumerate() {
        let of_group = |part: usize| (group + 1, part + 1);
        parts.iter().enumerate().for_each(|(part, count)| {
            cells.insert(of_group(part), *count);
        });
        cells.insert((group + 1, 0), parts.iter().sum());
        sums.push(Sum::new((group + 1, 0), (0..parts.len()).map(of_group)));
    }
    cells.insert((0, 0), groups.iter().flatten().sum());
    sums.push(Sum::new(
        (0, 0),
        (0..groups.len()).map(|group| (group + 1, 0)),
    ));
    Table::new(cells, sums).unwrap()
}

/// Counts as they are in such tables: mostly small, often nothing, sometimes many.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..5_u64, 1..5_u64, 5..12_u64, 5..60_u64]
}

fn table() -> impl Strategy<Value = Table<Name>> {
    let row = |most| prop::collection::vec(count(), most);
    prop_oneof![
        prop::collection::vec(count(), 0..8).prop_map(|parts| flat(&parts)),
        (1..5_usize)
            .prop_flat_map(move |width| prop::collection::vec(row(width), 1..5))
            .prop_map(|rows| grid(&rows)),
        prop::collection::vec(prop::collection::vec(count(), 1..5), 1..5)
            .prop_map(|groups| tree(&groups)),
    ]
}

/// Tables of one kind, each with a few people more than the one before.
fn growing() -> impl Strategy<Value = Vec<Table<Name>>> {
    let more = || prop_oneof![Just(0), Just(0), 1..4_u64, 5..9_u64];
    (1..4_usize, 1..4_usize, 2..5_usize, 0..2_u8).prop_flat_map(
        move |(height, width, times, kind)| {
            let size = height * width;
            let first = prop::collection::vec(count(), size);
            let later = prop::collection::vec(prop::collection::vec(more(), size), times - 1);
            (first, later).prop_map(move |(first, later)| {
                let mut counts = first;
                let mut all = vec![counts.clone()];
                for more in later {
                    counts
                        .iter_mut()
                        .zip(more)
                        .for_each(|(count, more)| *count += more);
                    all.push(counts.clone());
                }
                let rows = |counts: &Vec<u64>| -> Vec<Vec<u64>> {
                    counts.chunks(width).map(<[u64]>::to_vec).collect()
                };
                let build = |counts: &Vec<u64>| match kind {
                    0 => grid(&rows(counts)),
                    _ => tree(&rows(counts)),
                };
                all.iter().map(build).collect()
            })
        },
    )
}

fn published(tables: &[Table<Name>], k: u64) -> Vec<Release<Name>> {
    let mut releases: Vec<Release<Name>> = Vec::new();
    for table in tables {
        let next = release(&releases, table.clone(), k);
        releases.push(next);
    }
    releases
}

#[test]
fn the_next_larger_cell_goes_with_a_single_small_one() {
    let published = suppress(flat(&[14, 2, 9]), 5);
    let hidden: Vec<_> = published.hidden().iter().copied().collect();
    assert_eq!(hidden, [(1, 1), (1, 2)]);
    assert_eq!(published.figure(&(0, 0)), Figure::Shown(25));
}

#[test]
fn a_small_sum_of_small_cells_takes_another_cell_along() {
    let published = suppress(flat(&[1, 1, 9, 30]), 5);
    assert_eq!(
        published.hidden().len(),
        3,
        "that two add up to two tells both"
    );
    assert_eq!(published.figure(&(1, 3)), Figure::Shown(30));
}

#[test]
fn a_hidden_cell_of_a_square_is_hidden_in_its_row_and_in_its_column() {
    let published = suppress(
        grid(&[vec![20, 30, 41], vec![31, 2, 22], vec![24, 33, 44]]),
        5,
    );
    let at = |row, column| published.figure(&(row, column));
    assert_eq!(at(1, 1), Figure::Few);
    assert_eq!(at(99, 99), Figure::Shown(247));
    assert!(published.hidden().len() >= 4, "the corners of a rectangle");
    assert!(recoverable(std::slice::from_ref(&published), 5).is_empty());
}

#[test]
fn inside_a_hidden_whole_nothing_is_shown() {
    let published = suppress(tree(&[vec![30, 40], vec![3, 0], vec![20, 10]]), 5);
    for cell in [(2, 0), (2, 1), (2, 2), (3, 0), (3, 1), (3, 2)] {
        assert_eq!(published.figure(&cell), Figure::Few, "{cell:?}");
    }
    assert_eq!(published.figure(&(1, 1)), Figure::Shown(30));
}

#[test]
fn one_person_more_is_not_the_difference_of_two_releases() {
    let first = suppress(flat(&[20, 30]), 5);
    assert!(first.hidden().is_empty());
    let next = release(std::slice::from_ref(&first), flat(&[21, 30]), 5);
    assert_eq!(next.figure(&(1, 1)), Figure::Shown(30), "as it was");
    assert_eq!(next.figure(&(1, 0)), Figure::Few);
    assert_eq!(next.figure(&(0, 0)), Figure::Few);
    let later = release(&[first, next], flat(&[26, 30]), 5);
    assert_eq!(
        later.figure(&(1, 0)),
        Figure::Shown(26),
        "six came since it was shown"
    );
}

#[test]
fn what_was_hidden_stays_hidden_when_its_neighbour_has_grown() {
    let first = suppress(flat(&[2, 9, 30]), 5);
    assert_eq!(first.figure(&(1, 1)), Figure::Few);
    let next = release(&[first], flat(&[12, 9, 30]), 5);
    assert_eq!(
        next.figure(&(1, 1)),
        Figure::Few,
        "it would tell the two of before"
    );
}

#[test]
fn a_picture_is_replaced_only_by_one_that_shows_as_much() {
    let first = suppress(flat(&[20, 30]), 5);
    let again = |parts: &[u64]| renewed(std::slice::from_ref(&first), flat(parts), 5);
    assert_eq!(again(&[20, 30]), None, "nothing changed");
    assert_eq!(again(&[21, 30]), None, "one person would stand out");
    assert!(again(&[27, 30]).is_some_and(|next| next.hidden().is_empty()));
    assert!(renewed(&[], flat(&[2, 30]), 5).is_some());
}

#[test]
fn a_sum_that_is_not_true_makes_no_table() {
    let cells = [((0, 0), 3), ((1, 0), 2)];
    assert_eq!(Table::new(cells, [Sum::new((0, 0), [(1, 0)])]), Err(Uneven));
    assert_eq!(Table::new(cells, [Sum::new((0, 0), [(9, 9)])]), Err(Uneven));
    assert!(Table::new(cells, []).is_ok());
}

#[test]
fn the_other_way_of_reckoning_finds_what_is_given_away() {
    let careless = Release::new(flat(&[2, 9, 30]), [(1, 0)]);
    assert_eq!(
        given_away(std::slice::from_ref(&careless), 5),
        [(0, (1, 0), "cell")]
    );
    assert_eq!(recoverable(&[careless], 5), BTreeSet::from([(0, (1, 0))]));
    let open = |parts: &[u64]| Release::new(flat(parts), []);
    let twice = [open(&[20, 30]), open(&[21, 30])];
    assert_eq!(given_away(&twice, 5).len(), 2, "the part and the whole");
    assert_eq!(recoverable(&twice, 5).len(), 2);
}

proptest! {
    #[test]
    fn no_hidden_cell_is_in_the_row_space_of_what_was_published(table in table(), k in 3..9_u64) {
        let published = suppress(table, k);
        for (name, count) in published.table().cells() {
            let small = (1..k).contains(&count);
            prop_assert!(!small || published.figure(name) == Figure::Few);
        }
        let published = [published];
        prop_assert_eq!(given_away(&published, k), []);
        prop_assert!(recoverable(&published, k).is_empty());
    }

    #[test]
    fn the_order_of_the_rows_decides_nothing(
        rows in prop::collection::vec(prop::collection::vec(count(), 3), 1..5), k in 3..9_u64,
        turn in 0..5_usize,
    ) {
        let cells = |rows: &[(usize, &Vec<u64>)]| -> Vec<((usize, usize), u64)> {
            let each = |(row, counts): &(usize, &Vec<u64>)| {
                let row = *row;
                let counts = counts.iter().copied().enumerate();
                counts.map(move |(column, count)| ((row, column), count)).collect::<Vec<_>>()
            };
            rows.iter().flat_map(each).collect()
        };
        let mut named: Vec<(usize, &Vec<u64>)> = rows.iter().enumerate().collect();
        let one = suppress(Table::two_way(cells(&named)), k);
        let by = turn % rows.len();
        named.rotate_left(by);
        named.reverse();
        prop_assert_eq!(one, suppress(Table::two_way(cells(&named)), k));
    }

    #[test]
    fn a_table_without_small_cells_hides_nothing(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0), 8..90_u64], 3), 1..5),
        k in 3..9_u64,
    ) {
        prop_assert!(suppress(grid(&rows), k).hidden().is_empty());
        prop_assert!(suppress(tree(&rows), k).hidden().is_empty());
    }

    /// Where the whole is shown, its hidden parts keep at least `k` values each and are not all one.
    #[test]
    fn a_sum_narrows_no_hidden_cell(table in table(), k in 3..9_u64) {
        let published = suppress(table, k);
        for sum in published.table().sums() {
            let hidden = sum.parts.iter().filter(|part| published.hidden().contains(*part));
            let counts: Vec<u64> = hidden.filter_map(|it| published.table().count(it)).collect();
            let counts: Vec<u64> = counts.into_iter().filter(|count| *count > 0).collect();
            if counts.is_empty() || published.hidden().contains(&sum.whole) {
                continue;
            }
            let spare: u64 = counts.iter().map(|count| count - 1).sum();
            prop_assert!(spare + 1 >= k && counts.iter().any(|count| *count != counts[0]));
        }
    }
}

proptest! {
    // Each is a sequence of tables, reckoned over after each of them: fewer of them do.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_hidden_follows_from_a_sequence_of_releases(tables in growing(), k in 3..9_u64) {
        let releases = published(&tables, k);
        for many in 1..=releases.len() {
            prop_assert_eq!(given_away(&releases[..many], k), [], "{:?}", &releases[..many]);
        }
    }

    /// Also for somebody who knows which cells did not change, no release tells more than silence.
    #[test]
    fn a_release_tells_no_more_than_silence_would(tables in growing(), k in 3..9_u64) {
        let releases = published(&tables, k);
        for many in 1..=releases.len() {
            let told = recoverable(&releases[..many], k);
            let mut silent = releases[..many].to_vec();
            let last = silent.pop().unwrap();
            let everything: Vec<Name> = last.table().cells().map(|(name, _)| *name).collect();
            silent.push(Release::new(last.table().clone(), everything));
            let anyway = recoverable(&silent, k);
            prop_assert!(told.is_subset(&anyway), "{told:?} {anyway:?} {:?}", &releases[..many]);
        }
    }
}
