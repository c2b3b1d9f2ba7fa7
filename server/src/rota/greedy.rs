//! A rota day by day, whoever has had least first: what the search falls back on, and is held
//! against in the benchmark.

use super::{
    board::{Board, May},
    score::Assigned,
    share::{Shares, real},
};

/// Fills each post with those who are furthest behind their share.
pub(super) fn greedy(board: &Board<'_>, shares: &[Shares]) -> Assigned {
    let mut had: Vec<Vec<usize>> = (0..board.members.len())
        .map(|member| {
            let posts = 0..board.posts.len();
            posts
                .filter(|it| board.may(member, *it) == May::Has)
                .collect()
        })
        .collect();
    let caps: Vec<_> = (0..board.members.len())
        .map(|it| board.capped(it))
        .collect();
    for post in 0..board.posts.len() {
        let mut free: Vec<usize> = (0..board.members.len())
            .filter(|it| board.may(*it, post) == May::Take)
            .filter(|it| had.get(*it).is_some_and(|had| fits(board, had, post)))
            .filter(|it| {
                let caps = caps.get(*it).into_iter().flatten();
                let mut caps = caps.filter(|cap| cap.posts.binary_search(&post).is_ok());
                caps.all(|cap| {
                    let own = had.get(*it).into_iter().flatten();
                    own.filter(|it| cap.posts.binary_search(it).is_ok()).count() < cap.most
                })
            })
            .collect();
        free.sort_by(|one, other| {
            let behind = |it: &usize| -> f64 {
                let own = shares.iter().filter_map(|kind| kind.of.get(*it)?.as_ref());
                let own = own.filter(|share| share.posts.binary_search(&post).is_ok());
                let ratio = own.map(|share| {
                    let had = had.get(*it).into_iter().flatten();
                    let had = had.filter(|it| share.posts.binary_search(it).is_ok());
                    (real(had.count()) + 1.0) / share.target.max(0.01)
                });
                ratio.reduce(|sum, it| sum + it).unwrap_or(f64::MAX)
            };
            behind(one).total_cmp(&behind(other))
        });
        let kept = had.iter().filter(|it| it.contains(&post)).count();
        for member in free
            .into_iter()
            .take(board.places(post).saturating_sub(kept))
        {
            if let Some(had) = had.get_mut(member) {
                had.push(post);
            }
        }
    }
    let people = |post: usize| {
        let all = had.iter().enumerate();
        all.filter(|it| it.1.contains(&post))
            .map(|it| it.0)
            .collect()
    };
    (0..board.posts.len()).map(people).collect()
}

fn fits(board: &Board<'_>, had: &[usize], post: usize) -> bool {
    had.iter().all(|it| *it != post && !board.clash(*it, post))
}
