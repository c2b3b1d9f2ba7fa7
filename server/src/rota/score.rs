//! How good a rota is.

use std::collections::BTreeSet;

use care::roster::Spread;

use super::{
    board::{Board, May},
    kind::Kind,
    share::Shares,
    wishes::Demand,
};

/// Who has which post: the members of each, in order.
pub(super) type Assigned = Vec<Vec<usize>>;

/// What counts against a rota, weightiest first; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// Places that nobody serves.
    pub(super) unmet: u32,
    /// Duties of the plan that was, which their owner lost.
    pub(super) changed: u32,
    /// The spreads of all kinds together, of counts against each one's share.
    pub(super) spread: u32,
    /// What wishes cost.
    pub(super) wishes: u32,
}

/// Who has which post in the plan that was.
pub(super) fn before(board: &Board<'_>) -> BTreeSet<(usize, usize)> {
    let task = board.task;
    let mut found = BTreeSet::new();
    for duty in &task.before {
        let member = board.members.iter().position(|it| it.person == duty.person);
        let post = board
            .posts
            .iter()
            .position(|it| it.from == duty.from && it.until == duty.until);
        found.extend(member.zip(post));
    }
    found
}

/// Scores a rota.
pub(super) fn score(
    assigned: &Assigned,
    board: &Board<'_>,
    (shares, demands): (&[Shares], &[Demand]),
    before: &BTreeSet<(usize, usize)>,
) -> Score {
    let has = |member: usize, post: usize| {
        let people = assigned.get(post);
        people.is_some_and(|it| it.contains(&member))
    };
    let unmet = assigned.iter().enumerate().map(|(post, people)| {
        let places = board.places(post);
        places.saturating_sub(people.len())
    });
    let changed = before.iter().filter(|it| !has(it.0, it.1)).count();
    let spread = shares.iter().map(|it| against_share(it, assigned));
    let unhappy = |it: &&Demand| it.posts.iter().any(|post| has(it.member, *post)) != it.gladly;
    Score {
        unmet: small(unmet.sum()),
        changed: small(changed),
        spread: spread.sum(),
        wishes: demands.iter().filter(unhappy).map(|it| it.cost).sum(),
    }
}

/// How many duties of a kind each one has, by member.
fn counts(kind: Kind, assigned: &Assigned, board: &Board<'_>) -> Vec<usize> {
    let mut counts = vec![0; board.members.len()];
    for (people, post) in assigned.iter().zip(&board.posts) {
        for member in people.iter().filter(|_| kind.has(board.task, post)) {
            if let Some(count) = counts.get_mut(*member) {
                *count += 1;
            }
        }
    }
    counts
}

/// The largest difference of counts, each taken from the whole part of the share.
fn against_share(shares: &Shares, assigned: &Assigned) -> u32 {
    let over = shares.of.iter().enumerate().filter_map(|(member, share)| {
        let share = share.as_ref()?;
        let own = share.posts.iter().filter(|post| {
            let people = assigned.get(**post);
            people.is_some_and(|it| it.contains(&member))
        });
        Some(i64::from(small(own.count())) - share.whole())
    });
    let over: Vec<i64> = over.collect();
    let (most, least) = (over.iter().max(), over.iter().min());
    let spread = most.zip(least).map_or(0, |(most, least)| most - least);
    u32::try_from(spread).unwrap_or(u32::MAX)
}

/// The spread as it is told: of plain counts, among those with a full share.
pub(super) fn told(assigned: &Assigned, board: &Board<'_>) -> Spread {
    let full = board.members.iter().map(|it| it.share).max().unwrap_or(0);
    let kinds = Kind::of(board);
    let spread = |kind: Kind| {
        if !kinds.iter().any(|it| it.0 == kind) {
            return 0;
        }
        let counts = counts(kind, assigned, board);
        let part = counts.iter().zip(&board.members);
        let part =
            part.filter(|it| it.1.share == full && it.1.may.iter().any(|it| *it != May::Not));
        let part: Vec<usize> = part.map(|it| *it.0).collect();
        let most = part.iter().max().copied().unwrap_or(0);
        small(most - part.iter().min().copied().unwrap_or(0))
    };
    Spread {
        all: spread(Kind::All),
        weekend: spread(Kind::Weekend),
        night: spread(Kind::Night),
        holiday: spread(Kind::Holiday),
    }
}

pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
