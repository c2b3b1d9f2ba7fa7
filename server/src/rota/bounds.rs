//! What no rota can do better than, by counting alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    board::{Board, Capped, May},
    score::small,
    share::Shares,
};

/// Places for which there are fewer people than places, whatever the rest of the rota is.
pub(super) fn hopeless(board: &Board<'_>) -> u32 {
    let lacks = |post| {
        board
            .places(post)
            .saturating_sub(board.takers(post).count())
    };
    small((0..board.posts.len()).map(lacks).sum())
}

/// Places that stay empty in any rota: for want of people, or of people who may serve again so soon.
pub(super) fn least_unmet(board: &Board<'_>) -> u32 {
    let apart = |weekly: bool| {
        let mut seen = BTreeSet::new();
        let mut lacks = 0;
        for it in tight(board).iter().filter(|it| it.weekly == weekly) {
            if it.posts.iter().all(|post| !seen.contains(post)) {
                seen.extend(it.posts.iter().copied());
                lacks += it
                    .posts
                    .iter()
                    .map(|post| board.places(*post))
                    .sum::<usize>()
                    - it.most;
            }
        }
        small(lacks)
    };
    hopeless(board).max(apart(true)).max(apart(false))
}

/// Posts of which fewer places can be served than there are: those of a week, and those that lie so
/// near each other that nobody can have two.
pub(super) fn tight(board: &Board<'_>) -> Vec<Capped> {
    let mut weeks: BTreeMap<Date, (Vec<usize>, usize)> = BTreeMap::new();
    for (place, post) in board.posts.iter().enumerate() {
        weeks.entry(post.week).or_default().0.push(place);
    }
    for member in 0..board.members.len() {
        for week in board.capped(member).into_iter().filter(|it| it.weekly) {
            let may = week
                .posts
                .iter()
                .filter(|it| board.may(member, **it) != May::Not);
            let post = week.posts.first().and_then(|it| board.posts.get(*it));
            if let Some(it) = post.and_then(|it| weeks.get_mut(&it.week)) {
                it.1 += may.count().min(week.most);
            }
        }
    }
    let limited = board.task.limits.a_week.is_some();
    let weeks = weeks.into_values().filter(|_| limited);
    let weeks = weeks.map(|(posts, most)| Capped {
        posts,
        most,
        weekly: true,
    });
    let near = (0..board.posts.len()).filter_map(|post| near(board, post));
    let all = weeks.chain(near);
    all.filter(|it| {
        it.posts
            .iter()
            .map(|post| board.places(*post))
            .sum::<usize>()
            > it.most
    })
    .collect()
}

/// A post with those after it, as far as nobody can have two of them.
fn near(board: &Board<'_>, post: usize) -> Option<Capped> {
    let mut posts = vec![post];
    for next in board.clashes.get(post)? {
        if posts.iter().all(|it| board.clash(*it, *next)) {
            posts.push(*next);
        }
    }
    let members = 0..board.members.len();
    let any = |it: &usize| posts.iter().any(|post| board.may(*it, *post) != May::Not);
    let most = members.filter(any).count();
    Some(Capped {
        posts,
        most,
        weekly: false,
    })
}

/// What the spreads are at least, together: what cannot be divided leaves a difference of one.
pub(super) fn least_spread(board: &Board<'_>, shares: &[Shares], unmet: u32) -> u32 {
    if unmet > 0 {
        return 0;
    }
    let divided = |kind: &&Shares| {
        let posts: BTreeSet<usize> = (0..board.posts.len())
            .filter(|it| {
                board
                    .posts
                    .get(*it)
                    .is_some_and(|post| kind.kind.has(board.task, post))
            })
            .collect();
        let places: usize = posts.iter().map(|it| board.places(*it)).sum();
        let own = kind.of.iter().flatten();
        let (people, whole) = own.fold((0, 0), |(n, sum), it| (n + 1, sum + it.whole()));
        let rest = i64::from(small(places)) - whole;
        // Who has no share may still serve; then anything can be.
        let all = board.members.iter().all(|it| it.share > 0);
        all && people > 0 && rest.rem_euclid(people) != 0
    };
    small(shares.iter().filter(divided).count())
}
