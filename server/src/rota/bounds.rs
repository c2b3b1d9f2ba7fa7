//! What no rota can do better than, by counting alone.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    board::{Board, May},
    score::small,
    share::Shares,
};

/// Places for which there are fewer people than places, whatever the rest of the rota is.
pub(super) fn hopeless(board: &Board<'_>) -> u32 {
    let lacks = |post| board.places(post).saturating_sub(board.takers(post).count());
    small((0..board.posts.len()).map(lacks).sum())
}

/// Places that stay empty in any rota: for want of people, or of people who may serve again within
/// the week.
pub(super) fn least_unmet(board: &Board<'_>) -> u32 {
    let mut weeks: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for (place, post) in board.posts.iter().enumerate() {
        weeks.entry(post.week).or_default().0 += board.places(place);
    }
    if board.task.limits.a_week.is_none() {
        return hopeless(board);
    }
    for member in 0..board.members.len() {
        for week in board.capped(member).into_iter().filter(|it| it.weekly) {
            let may = week.posts.iter().filter(|it| board.may(member, **it) != May::Not);
            let most = may.count().min(week.most);
            let post = week.posts.first().and_then(|it| board.posts.get(*it));
            if let Some(it) = post.and_then(|it| weeks.get_mut(&it.week)) {
                it.1 += most;
            }
        }
    }
    let lacks = weeks.values().map(|it| it.0.saturating_sub(it.1)).sum();
    hopeless(board).max(small(lacks))
}

/// What the spreads are at least, together: what cannot be divided leaves a difference of one.
pub(super) fn least_spread(board: &Board<'_>, shares: &[Shares], unmet: u32) -> u32 {
    if unmet > 0 {
        return 0;
    }
    let divided = |kind: &&Shares| {
        let posts: std::collections::BTreeSet<usize> = (0..board.posts.len())
            .filter(|it| board.posts.get(*it).is_some_and(|post| kind.kind.has(board.task, post)))
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
