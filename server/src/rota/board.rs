//! A task as numbers: people and posts, who may take which, and which posts one person cannot both
//! have.

use std::collections::BTreeMap;

use care::{
    ids::PersonId,
    roster::{Duty, Regime, Rota, Slot, Task, Weekday, hindrances},
    time::Instant,
};
use jiff::{ToSpan, civil::Date};

/// One duty pattern on one day: slots that are alike.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// The days on which it begins and ends.
    pub(super) days: (Date, Date),
    /// The Monday of the week in which it begins.
    pub(super) week: Date,
    /// Their places in the task.
    pub(super) slots: Vec<usize>,
}

/// Whether somebody may take a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum May {
    Not,
    Take,
    /// Has it, and keeps it.
    Has,
}

/// Somebody of the team.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) person: PersonId,
    pub(super) share: u8,
    /// By post.
    pub(super) may: Vec<May>,
    /// How many duties are kept outside the posts, by day and by week.
    extra_days: BTreeMap<Date, usize>,
    extra_weeks: BTreeMap<Date, usize>,
}

/// The task as numbers.
pub(super) struct Board<'a> {
    pub(super) task: &'a Task,
    pub(super) posts: Vec<Post>,
    pub(super) members: Vec<Member>,
    /// For each post the later ones that the same person cannot have too.
    pub(super) clashes: Vec<Vec<usize>>,
}

/// A set of posts of which one person may have only so many.
pub(super) struct Capped {
    pub(super) posts: Vec<usize>,
    pub(super) most: usize,
    /// Of a week; otherwise of a day.
    pub(super) weekly: bool,
}

impl<'a> Board<'a> {
    pub(super) fn of(task: &'a Task) -> Self {
        let posts = posts(task);
        let clashes = clashes(task, &posts);
        let mut board = Self {
            task,
            posts,
            members: Vec::new(),
            clashes,
        };
        board.members = board.members();
        board
    }

    /// How many people a post wants.
    pub(super) fn places(&self, post: usize) -> usize {
        self.posts.get(post).map_or(0, |it| it.slots.len())
    }

    pub(super) fn may(&self, member: usize, post: usize) -> May {
        let member = self.members.get(member);
        member
            .and_then(|it| it.may.get(post))
            .copied()
            .unwrap_or(May::Not)
    }

    /// Who may take a post, or has it.
    pub(super) fn takers(&self, post: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.members.len()).filter(move |it| self.may(*it, post) != May::Not)
    }

    /// Whether one person can have both of two posts.
    pub(super) fn clash(&self, one: usize, other: usize) -> bool {
        let (first, second) = (one.min(other), one.max(other));
        let later = self.clashes.get(first);
        later.is_some_and(|it| it.binary_search(&second).is_ok())
    }

    /// The days and weeks in which somebody may have only so many duties.
    pub(super) fn capped(&self, member: usize) -> Vec<Capped> {
        let Some(member) = self.members.get(member) else {
            return Vec::new();
        };
        let limits = &self.task.limits;
        let mut found = Vec::new();
        for weekly in [false, true] {
            let (most, extra) = if weekly {
                (limits.a_week, &member.extra_weeks)
            } else {
                (limits.a_day, &member.extra_days)
            };
            let Some(most) = most else { continue };
            let mut groups: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
            for (place, post) in self.posts.iter().enumerate() {
                if member.may.get(place) != Some(&May::Not) {
                    let date = if weekly { post.week } else { post.days.0 };
                    groups.entry(date).or_default().push(place);
                }
            }
            for (date, posts) in groups {
                let kept = posts
                    .iter()
                    .filter(|it| member.may.get(**it) == Some(&May::Has));
                // What is kept is kept, also where it is more than there may be.
                let most = usize::from(most).saturating_sub(extra.get(&date).copied().unwrap_or(0));
                let most = most.max(kept.count());
                found.push(Capped {
                    posts,
                    most,
                    weekly,
                });
            }
        }
        found
    }

    fn members(&self) -> Vec<Member> {
        let task = self.task;
        let mut people: Vec<(PersonId, u8)> = task
            .people
            .iter()
            .map(|it| (it.person.clone(), it.share))
            .collect();
        people.sort();
        people.dedup_by(|one, other| one.0 == other.0);
        for duty in &task.kept {
            // Who left the team keeps what was given, and gets nothing new.
            if !people.iter().any(|it| it.0 == duty.person) {
                people.push((duty.person.clone(), 0));
            }
        }
        let mut left: Vec<usize> = self.posts.iter().map(|it| it.slots.len()).collect();
        let team = |person: &PersonId| task.people.iter().any(|it| it.person == *person);
        let found = people.into_iter().map(|(person, share)| {
            let listed = team(&person);
            self.member(person, share, listed, &mut left)
        });
        found.collect()
    }

    fn member(&self, person: PersonId, share: u8, listed: bool, left: &mut [usize]) -> Member {
        let task = self.task;
        let kept: Vec<&Duty> = task.kept.iter().filter(|it| it.person == person).collect();
        let mut may = if listed {
            self.able(&person)
        } else {
            vec![May::Not; self.posts.len()]
        };
        let (mut extra_days, mut extra_weeks) = (BTreeMap::new(), BTreeMap::new());
        for duty in kept.iter().filter(|it| it.from < it.until) {
            let same = |it: &Post| it.from == duty.from && it.until == duty.until;
            let post = self.posts.iter().position(same);
            let free = post.and_then(|place| Some((place, left.get_mut(place)?)));
            match free {
                Some((place, free)) if *free > 0 => {
                    *free -= 1;
                    if let Some(it) = may.get_mut(place) {
                        *it = May::Has;
                    }
                }
                _ => {
                    let day = duty.from.date(&task.tz);
                    *extra_days.entry(day).or_insert(0) += 1;
                    *extra_weeks.entry(monday(day)).or_insert(0) += 1;
                    self.keep_apart(duty, &mut may);
                }
            }
        }
        Member {
            person,
            share,
            may,
            extra_days,
            extra_weeks,
        }
    }

    /// Posts that cannot be had beside a duty outside the posts.
    fn keep_apart(&self, duty: &Duty, may: &mut [May]) {
        let days = days(self.task, duty.from, duty.until);
        for (post, may) in self.posts.iter().zip(may) {
            let kept = (duty.from, duty.until, days);
            let post = (post.from, post.until, post.days);
            if *may == May::Take && (apart(self.task, kept, post) || apart(self.task, post, kept)) {
                *may = May::Not;
            }
        }
    }

    /// What somebody may take as far as it hangs on one post: leave, pause, and the working-time
    /// rules around ordinary work.
    fn able(&self, person: &PersonId) -> Vec<May> {
        let task = self.task;
        let mut off: Vec<(Instant, Instant)> = Vec::new();
        for away in task.facts.away.iter().filter(|it| it.person == *person) {
            let after = away.last.tomorrow().unwrap_or(Date::MAX);
            off.push((
                Instant::start_of(away.first, &task.tz),
                Instant::start_of(after, &task.tz),
            ));
        }
        for pause in task.facts.pauses.iter().filter(|it| it.person == *person) {
            off.push((pause.from, pause.until.unwrap_or(Instant::LAST)));
        }
        let alone = Rota {
            slots: &[],
            duties: &[],
            facts: &task.facts,
            limits: &task.limits,
            tz: &task.tz,
        };
        let able = |post: &Post| {
            let absent = off.iter().any(|it| it.0 < post.until && post.from < it.1);
            let slot = post.slots.first().and_then(|it| task.slots.get(*it));
            let ruled_out = |slot: &Slot| !hindrances(&alone, slot, person).is_empty();
            let lawful = task.limits.regime == Regime::None || !slot.is_some_and(ruled_out);
            if absent || !lawful {
                May::Not
            } else {
                May::Take
            }
        };
        self.posts.iter().map(able).collect()
    }
}

fn posts(task: &Task) -> Vec<Post> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, slot) in task.slots.iter().enumerate() {
        groups
            .entry((slot.from, slot.until, &slot.pattern, slot.day))
            .or_default()
            .push(place);
    }
    let post = |((from, until, _, day), slots)| Post {
        from,
        until,
        days: (day, days(task, from, until).1),
        week: monday(day),
        slots,
    };
    groups.into_iter().map(post).collect()
}

fn days(task: &Task, from: Instant, until: Instant) -> (Date, Date) {
    let last = Instant::from_millis(until.millis().saturating_sub(1));
    (from.date(&task.tz), last.date(&task.tz))
}

fn monday(day: Date) -> Date {
    day.checked_sub((Weekday::of(day) as i64).days())
        .unwrap_or(Date::MIN)
}

type Times = (Instant, Instant, (Date, Date));

/// Whether one person cannot have a duty and a later one: overlap, or too little rest between.
fn apart(task: &Task, first: Times, second: Times) -> bool {
    let limits = &task.limits;
    if first.0 < second.1 && second.0 < first.1 {
        return true;
    }
    if first.2.0 == second.2.0 {
        return limits.a_day == Some(1);
    }
    let free = first.2.1.until(second.2.0).map_or(0, |it| it.get_days()) - 1;
    first.0 <= second.0 && free < i32::from(limits.free_days)
}

fn clashes(task: &Task, posts: &[Post]) -> Vec<Vec<usize>> {
    let times = |it: &Post| (it.from, it.until, it.days);
    // A post is never longer than a day by the clock, so that what follows far behind is no matter.
    let far = i64::from(task.limits.free_days) + 3;
    let later = |(place, post): (usize, &Post)| {
        let last = post.days.0.saturating_add(far.days());
        let near = posts.iter().enumerate().skip(place + 1);
        near.take_while(|it| it.1.days.0 <= last)
            .filter(|it| apart(task, times(post), times(it.1)))
            .map(|it| it.0)
            .collect()
    };
    posts.iter().enumerate().map(later).collect()
}
