use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, civil::Date};

use crate::codes::codes;

/// A supporter, as far as coverage asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover<'a> {
    /// The staff group in which the supporter works.
    pub group: &'a str,
    /// Trained and not paused.
    pub available: bool,
}

/// The ambassador of a staff group (R049).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ambassador<'a> {
    /// The group to keep a finger on the pulse of.
    pub group: &'a str,
    /// Where the ambassador works; none when they are no longer in the team.
    pub works_in: Option<&'a str>,
}

codes! {
    /// What a staff group lacks (R020, R049).
    pub enum Lack {
        /// Nobody works there any more.
        NoPeople = "no-people",
        /// Nobody of the team works there.
        NoSupporter = "no-supporter",
        /// Somebody does, and none of them is trained and not paused.
        NoneAvailable = "none-available",
        /// Nobody is ambassador.
        NoAmbassador = "no-ambassador",
        /// The ambassador is no longer in the team.
        AmbassadorLeft = "ambassador-left",
        /// The ambassador works elsewhere; the handbook asks for somebody from inside.
        AmbassadorOutside = "ambassador-outside",
    }
}

impl Lack {
    /// Whether it asks for a hand, or is only good to know.
    pub const fn asks(self) -> bool {
        !matches!(self, Self::AmbassadorOutside)
    }
}

/// How a staff group is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCover {
    /// The group.
    pub group: String,
    /// Supporters who are trained and not paused.
    pub available: usize,
    /// Supporters who are not available now.
    pub away: usize,
    /// What it lacks, in the order of declaration.
    pub lacks: Vec<Lack>,
}

/// How each staff group is covered by the team (R020, R049).
///
/// A group in which nobody works any more is there as long as somebody is its ambassador.
pub fn coverage(
    groups: &[&str],
    team: &[Cover<'_>],
    ambassadors: &[Ambassador<'_>],
) -> Vec<GroupCover> {
    let peopled: BTreeSet<&str> = groups.iter().copied().collect();
    let seats: BTreeMap<&str, &Ambassador<'_>> =
        ambassadors.iter().map(|seat| (seat.group, seat)).collect();
    let all: BTreeSet<&str> = peopled.iter().chain(seats.keys()).copied().collect();
    let cover = |group: &str| {
        let count = |available| {
            let there = team.iter().filter(|one| one.group == group);
            there.filter(|one| one.available == available).count()
        };
        let (available, away) = (count(true), count(false));
        let lacks = if peopled.contains(group) {
            let people = match (available, away) {
                (0, 0) => Some(Lack::NoSupporter),
                (0, _) => Some(Lack::NoneAvailable),
                _ => None,
            };
            people
                .into_iter()
                .chain(seat(group, seats.get(group).copied()))
                .collect()
        } else {
            vec![Lack::NoPeople]
        };
        GroupCover {
            group: group.to_owned(),
            available,
            away,
            lacks,
        }
    };
    all.into_iter().map(cover).collect()
}

fn seat(group: &str, seat: Option<&Ambassador<'_>>) -> Option<Lack> {
    match seat.map(|seat| seat.works_in) {
        None => Some(Lack::NoAmbassador),
        Some(None) => Some(Lack::AmbassadorLeft),
        Some(Some(works_in)) if works_in != group => Some(Lack::AmbassadorOutside),
        Some(Some(_)) => None,
    }
}

/// How a check-in of an ambassador stands on a day (R049).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIn {
    /// It should have been before.
    Overdue(Date),
    /// Within a week.
    Due(Date),
    /// Nothing to do until this day is near.
    Ahead(Date),
}

const REMIND_BEFORE_DAYS: i32 = 7;

/// After how many days an ambassador can be asked to look in; the first is the usual one.
pub const CHECK_IN_EVERY: [i32; 4] = [30, 14, 60, 90];

/// How the next check-in stands.
pub fn check_in(next_on: Date, today: Date) -> CheckIn {
    if next_on < today {
        CheckIn::Overdue(next_on)
    } else if next_on <= today.saturating_add(Span::new().days(REMIND_BEFORE_DAYS)) {
        CheckIn::Due(next_on)
    } else {
        CheckIn::Ahead(next_on)
    }
}

/// The day of the next check-in after one that was held.
pub fn next_check_in(held_on: Date, every_days: i32) -> Date {
    held_on.saturating_add(Span::new().days(every_days.clamp(1, 365)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::{prelude::*, sample::select};

    use super::*;

    const GROUPS: [&str; 4] = ["ambulance", "dispatch", "psycholance", "transport"];

    #[test]
    fn each_lack_is_said_of_the_group_that_has_it() {
        let team = [
            Cover {
                group: "ambulance",
                available: true,
            },
            Cover {
                group: "dispatch",
                available: false,
            },
        ];
        let seats = [
            Ambassador {
                group: "ambulance",
                works_in: Some("ambulance"),
            },
            Ambassador {
                group: "dispatch",
                works_in: Some("ambulance"),
            },
            Ambassador {
                group: "psycholance",
                works_in: None,
            },
            Ambassador {
                group: "closed",
                works_in: Some("ambulance"),
            },
        ];
        let covers = coverage(&GROUPS, &team, &seats);
        let lacks = |group: &str| &covers.iter().find(|one| one.group == group).unwrap().lacks;
        assert!(lacks("ambulance").is_empty());
        assert_eq!(
            lacks("dispatch"),
            &[Lack::NoneAvailable, Lack::AmbassadorOutside]
        );
        assert_eq!(
            lacks("psycholance"),
            &[Lack::NoSupporter, Lack::AmbassadorLeft]
        );
        assert_eq!(lacks("transport"), &[Lack::NoSupporter, Lack::NoAmbassador]);
        assert_eq!(lacks("closed"), &[Lack::NoPeople]);
    }

    #[test]
    fn a_check_in_is_due_a_week_ahead_and_overdue_the_day_after() {
        let today = date(2026, 3, 3);
        assert_eq!(
            check_in(date(2026, 3, 11), today),
            CheckIn::Ahead(date(2026, 3, 11))
        );
        assert_eq!(
            check_in(date(2026, 3, 10), today),
            CheckIn::Due(date(2026, 3, 10))
        );
        assert_eq!(check_in(today, today), CheckIn::Due(today));
        assert_eq!(
            check_in(date(2026, 3, 2), today),
            CheckIn::Overdue(date(2026, 3, 2))
        );
        assert_eq!(next_check_in(today, 30), date(2026, 4, 2));
    }

    proptest! {
        /// A group with people and no lack of supporters has one who is available, and only then.
        #[test]
        fn no_group_without_supporter_goes_unsaid(
            team in prop::collection::vec((select(&GROUPS), any::<bool>()), 0..10),
            groups in prop::collection::btree_set(select(&GROUPS), 0..4),
        ) {
            let team: Vec<Cover<'_>> =
                team.into_iter().map(|(group, available)| Cover { group, available }).collect();
            let groups: Vec<&str> = groups.into_iter().collect();
            let covers = coverage(&groups, &team, &[]);
            prop_assert_eq!(covers.len(), groups.len());
            for cover in covers {
                let thin = cover.lacks.contains(&Lack::NoSupporter)
                    || cover.lacks.contains(&Lack::NoneAvailable);
                let has = team.iter().any(|one| one.group == cover.group && one.available);
                prop_assert_eq!(thin, !has);
                prop_assert!(cover.lacks.contains(&Lack::NoAmbassador));
            }
        }
    }
}
