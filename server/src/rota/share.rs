//! What everybody's equal share is, and how it builds up over the time.

use super::{
    board::{Board, May},
    kind::Kind,
};

/// Somebody's share of one kind of duty.
#[derive(Clone, Debug)]
pub(super) struct Share {
    /// The posts that they may take or have.
    pub(super) posts: Vec<usize>,
    /// How many they should have had by each of these, if every day were shared out evenly.
    pub(super) by_then: Vec<f64>,
    /// The whole.
    pub(super) target: f64,
}

/// The shares of one kind of duty, by member; `None` for who takes no part in sharing.
pub(super) struct Shares {
    pub(super) kind: Kind,
    pub(super) of: Vec<Option<Share>>,
}

/// How often the evenness is mended.
const ROUNDS: usize = 12;

/// Shares out the places of each kind.
pub(super) fn shares(board: &Board<'_>) -> Vec<Shares> {
    let mut total: Option<Vec<f64>> = None;
    let mut found = Vec::new();
    for (kind, posts) in Kind::of(board) {
        // Who gets fewer duties gets as many fewer of each kind.
        let weights: Vec<f64> = match &total {
            Some(targets) => targets.clone(),
            None => board.members.iter().map(|it| f64::from(it.share)).collect(),
        };
        let targets = targets(board, &posts, &weights);
        let of = spread_out(board, &posts, &targets);
        total.get_or_insert(targets);
        found.push(Shares { kind, of });
    }
    found
}

/// How many each should have: in proportion to weight, and no more than they can have.
fn targets(board: &Board<'_>, posts: &[usize], weights: &[f64]) -> Vec<f64> {
    let wanted = |post: &usize| board.places(*post).min(board.takers(*post).count());
    let mut left: f64 = posts.iter().map(|it| real(wanted(it))).sum();
    let most: Vec<f64> = (0..board.members.len())
        .map(|member| most(board, member, posts))
        .collect();
    let mut targets = vec![0.0; weights.len()];
    let mut open: Vec<usize> = (0..weights.len())
        .filter(|it| weights.get(*it).is_some_and(|weight| *weight > 0.0))
        .collect();
    let get = |list: &[f64], at: usize| list.get(at).copied().unwrap_or(0.0);
    loop {
        let whole: f64 = open.iter().map(|it| get(weights, *it)).sum();
        let part = |it: usize| left * get(weights, it) / whole;
        let full = open.iter().position(|it| part(*it) > get(&most, *it));
        let Some(full) = full else {
            for member in &open {
                if let Some(target) = targets.get_mut(*member) {
                    *target = part(*member);
                }
            }
            return targets;
        };
        let member = open.swap_remove(full);
        let all = get(&most, member);
        left -= all;
        if let Some(target) = targets.get_mut(member) {
            *target = all;
        }
    }
}

/// How many of these somebody can have at most, by the weekly limit.
fn most(board: &Board<'_>, member: usize, posts: &[usize]) -> f64 {
    let may = |post: &&usize| board.may(member, **post) != May::Not;
    let all = posts.iter().filter(may).count();
    let weeks = board.capped(member).into_iter().filter(|it| it.weekly);
    let over = weeks.map(|week| {
        let own = week
            .posts
            .iter()
            .filter(|it| posts.binary_search(it).is_ok());
        own.count().saturating_sub(week.most)
    });
    real(all.saturating_sub(over.sum()))
}

/// How each one's share builds up, if each post is shared out among who can take it.
fn spread_out(board: &Board<'_>, posts: &[usize], targets: &[f64]) -> Vec<Option<Share>> {
    let takers: Vec<Vec<usize>> = posts
        .iter()
        .map(|post| {
            let part = |it: &usize| targets.get(*it).is_some_and(|target| *target > 0.0);
            board.takers(*post).filter(part).collect()
        })
        .collect();
    let mut weights = targets.to_vec();
    let mut rates: Vec<Vec<f64>> = Vec::new();
    for _ in 0..ROUNDS {
        rates = posts
            .iter()
            .zip(&takers)
            .map(|(post, takers)| {
                let weight = |it: &usize| weights.get(*it).copied().unwrap_or(0.0);
                let whole: f64 = takers.iter().map(weight).sum();
                let places = real(board.places(*post).min(takers.len()));
                let rate = |it: &usize| (places * weight(it) / whole).min(1.0);
                takers.iter().map(rate).collect()
            })
            .collect();
        let mut sums = vec![0.0; weights.len()];
        for (takers, rates) in takers.iter().zip(&rates) {
            for (member, rate) in takers.iter().zip(rates) {
                if let Some(sum) = sums.get_mut(*member) {
                    *sum += rate;
                }
            }
        }
        for ((weight, sum), target) in weights.iter_mut().zip(&sums).zip(targets) {
            if *sum > 0.0 {
                *weight *= target / sum;
            }
        }
    }
    let mut found: Vec<Option<Share>> = targets
        .iter()
        .zip(&board.members)
        .map(|(target, member)| {
            (member.share > 0).then(|| Share {
                posts: Vec::new(),
                by_then: Vec::new(),
                target: *target,
            })
        })
        .collect();
    for ((post, takers), rates) in posts.iter().zip(&takers).zip(&rates) {
        for (member, rate) in takers.iter().zip(rates) {
            if let Some(Some(share)) = found.get_mut(*member) {
                let before = share.by_then.last().copied().unwrap_or(0.0);
                share.posts.push(*post);
                share.by_then.push(before + rate);
            }
        }
    }
    found
}

/// A count as a number to reckon with; counts here are far below what a float holds.
#[expect(clippy::cast_precision_loss, reason = "counts of duties are small")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// The same shares of fewer duties.
pub(super) fn scaled(shares: &[Shares], part: f64) -> Vec<Shares> {
    let scaled = |share: &Share| Share {
        posts: share.posts.clone(),
        by_then: share.by_then.iter().map(|it| it * part).collect(),
        target: share.target * part,
    };
    let of = |it: &Shares| Shares {
        kind: it.kind,
        of: it.of.iter().map(|it| it.as_ref().map(scaled)).collect(),
    };
    shares.iter().map(of).collect()
}

/// What may be lost in reckoning with parts.
const GRAIN: f64 = 1e-6;

impl Share {
    /// The whole part of the share.
    pub(super) fn whole(&self) -> i64 {
        floor(self.target)
    }

    /// Between which counts the share lies after the first `n` posts, give or take `room`; at the
    /// end, `slack`.
    pub(super) fn band(&self, n: usize, (room, slack): (f64, usize)) -> (usize, usize) {
        let (whole, most) = (count(self.whole()), count(ceiling(self.target)) + slack);
        if n == self.posts.len() {
            return (whole.saturating_sub(slack), most);
        }
        if room.is_infinite() {
            return (0, most);
        }
        let by_then = n.checked_sub(1).and_then(|it| self.by_then.get(it));
        let by_then = by_then.copied().unwrap_or(0.0);
        (count(ceiling(by_then - room)), count(floor(by_then + room)))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "counts of duties are small"
)]
fn floor(value: f64) -> i64 {
    (value + GRAIN).floor() as i64
}

fn ceiling(value: f64) -> i64 {
    -floor(-value)
}

fn count(value: i64) -> usize {
    usize::try_from(value).unwrap_or(0)
}
