//! How exposure and its severity are spread over the staff groups (R168): people counted, never named.
//!
//! Each person of a group is counted twice: by how many exposures of a period count for them, and
//! by the heaviest of these. Both ways add up to the group, so they are one table and are hidden
//! together (`disclosure`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::disclosure::{Release, Sum, Table};
use crate::exposure::Severity;

codes! {
    /// A column of the picture.
    pub enum Column {
        /// The people of the group.
        All = "all",
        /// Of them, those without an exposure that counts.
        Nothing = "nothing",
        /// Those with one or two.
        OneOrTwo = "one-or-two",
        /// Those with three to five.
        ThreeToFive = "three-to-five",
        /// Those with six or more.
        SixOrMore = "six-or-more",
        /// Those whose heaviest exposure was light.
        Light = "light",
        /// Those whose heaviest was an ordinary one.
        Normal = "normal",
        /// Those whose heaviest was heavy.
        Heavy = "heavy",
    }
}

impl Column {
    /// By how many exposures.
    pub const NUMBERS: [Self; 4] = [
        Self::Nothing,
        Self::OneOrTwo,
        Self::ThreeToFive,
        Self::SixOrMore,
    ];
    /// By the heaviest of them.
    pub const WEIGHTS: [Self; 4] = [Self::Nothing, Self::Light, Self::Normal, Self::Heavy];

    const fn of_number(exposures: u64) -> Self {
        match exposures {
            0 => Self::Nothing,
            1 | 2 => Self::OneOrTwo,
            3..=5 => Self::ThreeToFive,
            _ => Self::SixOrMore,
        }
    }

    const fn of_weight(heaviest: Severity) -> Self {
        match heaviest {
            Severity::Light => Self::Light,
            Severity::Normal => Self::Normal,
            Severity::Heavy => Self::Heavy,
        }
    }
}

/// A cell of the picture: a staff group by its code and a column; no group is all people together.
pub type Cell = (Option<String>, Column);

/// People of a staff group with as many exposures, of whom the heaviest is as heavy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// The staff group, by its code.
    pub group: String,
    /// How many exposures each of them had.
    pub exposures: u64,
    /// The heaviest of these.
    pub heaviest: Severity,
    /// How many people.
    pub count: u64,
}

/// The table of the staff groups (R168).
///
/// The groups are the parts of one whole, so that no small group is what the others leave of a total
/// that is known elsewhere. The columns are not added up over the groups: a small column would take
/// every group's with it, and what is asked is how the groups stand beside each other.
pub fn table(people: impl IntoIterator<Item = People>) -> Table<Cell> {
    let mut counts: BTreeMap<Cell, u64> = BTreeMap::from([((None, Column::All), 0)]);
    let mut add = |group: Option<&String>, column: Column, count: u64| {
        let cell = counts.entry((group.cloned(), column)).or_default();
        *cell = cell.saturating_add(count);
    };
    for people in people {
        let number = Column::of_number(people.exposures);
        let weight = (people.exposures > 0).then(|| Column::of_weight(people.heaviest));
        for column in Column::ALL.iter().copied() {
            let is_one = column == Column::All || column == number || Some(column) == weight;
            add(
                Some(&people.group),
                column,
                if is_one { people.count } else { 0 },
            );
        }
        add(None, Column::All, people.count);
    }
    of_counts(counts).unwrap_or_else(|| Table::flat((None, Column::All), []))
}

/// The table with these counts; none when they do not add up.
fn of_counts(counts: BTreeMap<Cell, u64>) -> Option<Table<Cell>> {
    let groups: BTreeSet<String> = counts
        .keys()
        .filter_map(|(group, _)| group.clone())
        .collect();
    let mut sums: Vec<Sum<Cell>> = groups
        .iter()
        .flat_map(|group| {
            [Column::NUMBERS, Column::WEIGHTS].map(|parts| {
                let parts = parts.map(|column| (Some(group.clone()), column));
                Sum::new((Some(group.clone()), Column::All), parts)
            })
        })
        .collect();
    let all = groups.into_iter().map(|group| (Some(group), Column::All));
    sums.push(Sum::new((None, Column::All), all));
    Table::new(counts, sums).ok()
}

/// A cell of a picture that came out, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The staff group; none for all of them.
    pub group: Option<String>,
    /// The column.
    pub column: Column,
    /// The count, also of a cell that is hidden: what comes later is reckoned with it.
    pub count: u64,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// A picture in the form in which it is kept.
pub fn kept(release: &Release<Cell>) -> Vec<Kept> {
    let cells = release.table().cells();
    cells
        .map(|(cell, count)| Kept {
            group: cell.0.clone(),
            column: cell.1,
            count,
            hidden: release.hidden().contains(cell),
        })
        .collect()
}

/// The picture that was kept in this form; none when it is none.
pub fn released(kept: &[Kept]) -> Option<Release<Cell>> {
    let name = |it: &Kept| (it.group.clone(), it.column);
    let counts = kept.iter().map(|it| (name(it), it.count)).collect();
    let hidden: Vec<Cell> = kept.iter().filter(|it| it.hidden).map(name).collect();
    Some(Release::new(of_counts(counts)?, hidden))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::{recoverable, suppress};
    use crate::figures::Figure;

    fn people(group: &str, exposures: u64, heaviest: Severity, count: u64) -> People {
        People {
            group: group.to_owned(),
            exposures,
            heaviest,
            count,
        }
    }

    #[test]
    fn each_person_is_counted_by_number_and_by_weight() {
        let table = table([
            people("ambulance", 0, Severity::Normal, 6),
            people("ambulance", 2, Severity::Light, 7),
            people("dispatch", 7, Severity::Heavy, 8),
        ]);
        let count = |group: Option<&str>, column| table.count(&(group.map(str::to_owned), column));
        assert_eq!(count(Some("ambulance"), Column::All), Some(13));
        assert_eq!(count(Some("ambulance"), Column::OneOrTwo), Some(7));
        assert_eq!(count(Some("ambulance"), Column::Light), Some(7));
        assert_eq!(count(Some("dispatch"), Column::SixOrMore), Some(8));
        assert_eq!(count(None, Column::All), Some(21));
    }

    #[test]
    fn one_person_shows_neither_by_number_nor_by_weight() {
        let published = suppress(
            table([
                people("ambulance", 0, Severity::Normal, 20),
                people("ambulance", 1, Severity::Normal, 9),
                people("ambulance", 4, Severity::Heavy, 1),
                people("dispatch", 1, Severity::Normal, 14),
            ]),
            5,
        );
        let figure = |column| published.figure(&(Some("ambulance".to_owned()), column));
        for column in [
            Column::ThreeToFive,
            Column::OneOrTwo,
            Column::Heavy,
            Column::Normal,
        ] {
            assert_eq!(figure(column), Figure::Few, "{column:?}");
        }
        assert_eq!(figure(Column::All), Figure::Shown(30));
        assert_eq!(figure(Column::SixOrMore), Figure::Shown(0));
    }

    proptest! {
        #[test]
        fn no_hidden_cell_of_the_picture_can_be_reckoned(
            rows in prop::collection::vec((0..4_usize, 0..8_u64, 0..3_usize, 1..30_u64), 0..12),
            k in 5..8_u64,
        ) {
            let row = |(group, exposures, heaviest, count): (usize, u64, usize, u64)| {
                people(&group.to_string(), exposures, Severity::ALL[heaviest], count)
            };
            let published = suppress(table(rows.into_iter().map(row)), k);
            for (cell, count) in published.table().cells() {
                let small = (1..k).contains(&count);
                prop_assert!(!small || published.figure(cell) == Figure::Few);
            }
            let again = released(&kept(&published));
            prop_assert_eq!(again.as_ref(), Some(&published));
            prop_assert!(recoverable(&[published], k).is_empty());
        }
    }
}
