//! Wishes as demands on posts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use care::roster::{Slot, Task, Weekday, Wish, WishFor, WishKind};

use super::board::{Board, May};

/// What one wish asks of some posts.
#[derive(Debug)]
pub(super) struct Demand {
    /// Its place in the task; nobody's, for who should serve only where no other can.
    pub(super) wish: Option<usize>,
    pub(super) member: usize,
    /// One of these gladly; or rather none of these.
    pub(super) posts: Vec<usize>,
    pub(super) gladly: bool,
    pub(super) cost: u32,
}

/// What it costs to let somebody serve who has no share.
const WITHOUT_SHARE: u32 = 10;

/// Everything that is asked for, as far as it can be met or not.
pub(super) fn demands(board: &Board<'_>) -> Vec<Demand> {
    let mut found = Vec::new();
    for (place, wish) in board.task.wishes.iter().enumerate() {
        let member = board.members.iter().position(|it| it.person == wish.person);
        if let Some(member) = member {
            of_wish(board, (place, wish), member, &mut found);
        }
    }
    for (member, it) in board.members.iter().enumerate() {
        if it.share == 0 {
            found.extend(open(board, member).map(|post| Demand {
                wish: None,
                member,
                posts: vec![post],
                gladly: false,
                cost: WITHOUT_SHARE,
            }));
        }
    }
    found
}

/// The posts that somebody may take and does not have yet.
fn open<'a>(board: &'a Board<'_>, member: usize) -> impl Iterator<Item = usize> + 'a {
    (0..board.posts.len()).filter(move |it| board.may(member, *it) == May::Take)
}

fn of_wish(
    board: &Board<'_>,
    (place, wish): (usize, &Wish),
    member: usize,
    found: &mut Vec<Demand>,
) {
    let demand = |posts: Vec<usize>| Demand {
        wish: Some(place),
        member,
        posts,
        gladly: wish.kind == WishKind::Gladly,
        cost: u32::from(wish.weight.clamp(1, 9)),
    };
    let meant = |post: &usize| slot(board.task, board, *post).is_some_and(|it| means(wish, it));
    if wish.kind == WishKind::RatherNot {
        let posts = open(board, member).filter(meant);
        found.extend(posts.map(|post| demand(vec![post])));
        return;
    }
    let own = (0..board.posts.len()).filter(|it| board.may(member, *it) != May::Not);
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for post in own.filter(meant) {
        let day = board.posts.get(post).map(|it| it.days.0);
        // Gladly on a day is meant for that day, gladly on Fridays for one of a month.
        let key = match wish.when {
            WishFor::Day(_) => day,
            WishFor::Weekday(_) | WishFor::Pattern(_) => day.map(Date::first_of_month),
        };
        groups.entry(key).or_default().push(post);
    }
    found.extend(groups.into_values().map(demand));
}

fn slot<'a>(task: &'a Task, board: &Board<'_>, post: usize) -> Option<&'a Slot> {
    let first = board.posts.get(post)?.slots.first()?;
    task.slots.get(*first)
}

fn means(wish: &Wish, slot: &Slot) -> bool {
    match &wish.when {
        WishFor::Day(day) => slot.day == *day,
        WishFor::Weekday(weekday) => Weekday::of(slot.day) == *weekday,
        WishFor::Pattern(pattern) => slot.pattern == *pattern,
    }
}
