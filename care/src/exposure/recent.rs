//! How many events somebody was part of lately, kept while events go by.

use std::collections::VecDeque;

use crate::time::Instant;

/// Milliseconds in a day of 24 hours.
const DAY: i64 = 86_400_000;
/// The two windows that are counted, in days of 24 hours.
pub const WINDOWS: [i64; 2] = [30, 90];
/// For how long past the longest window a moment is kept, for news that comes late.
const SLACK: i64 = 2 * DAY;

/// The moments of the last ninety days, person by person.
///
/// For events in order of time, in memory that does not grow with their number. What comes up to
/// two days late is counted where it belongs, and by those after it.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    people: Vec<VecDeque<i64>>,
}

impl Recent {
    /// Counts one more event of a person; says how many lie within each window, this one included.
    ///
    /// A window ends at the moment and begins just after the moment so many days before it.
    pub fn add(&mut self, person: usize, at: Instant) -> [u32; 2] {
        if self.people.len() <= person {
            self.people.resize_with(person + 1, VecDeque::new);
        }
        let Some(moments) = self.people.get_mut(person) else {
            return [0; 2];
        };
        let at = at.millis();
        let place = moments.partition_point(|known| *known <= at);
        moments.insert(place, at);
        let oldest = moments.back().copied().unwrap_or(at) - WINDOWS[1] * DAY - SLACK;
        while moments.front().is_some_and(|first| *first <= oldest) {
            moments.pop_front();
        }
        WINDOWS.map(|days| {
            let from = moments.partition_point(|known| *known <= at - days * DAY);
            let until = moments.partition_point(|known| *known <= at);
            u32::try_from(until.saturating_sub(from)).unwrap_or(u32::MAX)
        })
    }

    /// How many moments are kept.
    pub fn kept(&self) -> usize {
        self.people.iter().map(VecDeque::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_window_holds_what_lies_in_it(steps in prop::collection::vec((0usize..3, 0i64..DAY * 9), 1..60)) {
            let mut recent = Recent::default();
            let mut all: Vec<(usize, i64)> = Vec::new();
            let mut now = 0;
            for (person, step) in steps {
                now += step;
                all.push((person, now));
                let within = |days: i64| {
                    let lies = |one: &&(usize, i64)| one.0 == person && one.1 > now - days * DAY;
                    u32::try_from(all.iter().filter(lies).count()).unwrap()
                };
                let found = recent.add(person, Instant::from_millis(now));
                prop_assert_eq!(found, [within(30), within(90)]);
            }
        }

        #[test]
        fn late_news_counts_where_it_belongs(mut days in prop::collection::vec(0i64..3, 1..20)) {
            days.sort_unstable();
            let late = days[0] * DAY + 1;
            let mut recent = Recent::default();
            for day in &days[..] {
                recent.add(0, Instant::from_millis(day * DAY));
            }
            let last = days[days.len() - 1] * DAY;
            recent.add(0, Instant::from_millis(late));
            let after = recent.add(0, Instant::from_millis(last + 1));
            prop_assert_eq!(usize::try_from(after[1]).unwrap(), days.len() + 2);
        }
    }
}
