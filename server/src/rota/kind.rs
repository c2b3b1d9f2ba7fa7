//! What is shared out equally: all duties, and those that weigh more.

use care::roster::{Task, Weekday};
use care::time::Instant;
use jiff::civil::time;

use super::board::{Board, Post};

/// A kind of duty that everybody should have as many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    All,
    Weekend,
    Night,
    Holiday,
}

impl Kind {
    const EVERY: [Self; 4] = [Self::All, Self::Weekend, Self::Night, Self::Holiday];

    /// Whether a post is of this kind.
    pub(super) fn has(self, task: &Task, post: &Post) -> bool {
        match self {
            Self::All => true,
            Self::Weekend => Weekday::of(post.days.0).is_weekend(),
            Self::Night => by_night(task, post),
            Self::Holiday => task.holidays.contains(&post.days.0),
        }
    }

    /// The kinds of a task that say something else than all duties.
    pub(super) fn of(board: &Board<'_>) -> Vec<(Self, Vec<usize>)> {
        let posts = |kind: Self| {
            let posts = board.posts.iter().enumerate();
            let own = posts.filter(|it| kind.has(board.task, it.1));
            (kind, own.map(|it| it.0).collect::<Vec<usize>>())
        };
        let says = |it: &(Self, Vec<usize>)| {
            it.0 == Self::All || !it.1.is_empty() && it.1.len() < board.posts.len()
        };
        Self::EVERY.into_iter().map(posts).filter(says).collect()
    }
}

/// Whether a post touches the hours from midnight to six.
fn by_night(task: &Task, post: &Post) -> bool {
    let (first, last) = post.days;
    let end = |day: jiff::civil::Date| {
        let six = task.tz.to_zoned(day.to_datetime(time(6, 0, 0, 0)));
        six.map_or(Instant::LAST, Instant::from)
    };
    last > first || post.from < end(first)
}
