//! The working-time rules, held against a whole rota: what breaks them is forbidden, and the library
//! is asked again.

use care::{
    roster::{Broken, Duty, Regime, Rota, Source, Violation, check},
    time::Instant,
};
use jiff::SignedDuration;

use super::{
    board::{Board, May},
    model::Forbidden,
    score::Assigned,
};

/// The duties of a rota, with those that are kept outside it.
pub(super) fn duties(board: &Board<'_>, assigned: &Assigned) -> Vec<Duty> {
    let mut duties = board.task.kept.clone();
    for (people, post) in assigned.iter().zip(&board.posts) {
        for member in people.iter().filter_map(|it| board.members.get(*it)) {
            duties.push(Duty {
                person: member.person.clone(),
                from: post.from,
                until: post.until,
            });
        }
    }
    duties.sort();
    duties.dedup();
    duties
}

/// The sets of posts that break the law, by member; empty when it is kept.
pub(super) fn broken(board: &Board<'_>, assigned: &Assigned) -> Vec<Forbidden> {
    if board.task.limits.regime == Regime::None {
        return Vec::new();
    }
    let duties = duties(board, assigned);
    let rota = Rota {
        slots: &[],
        duties: &duties,
        facts: &board.task.facts,
        limits: &board.task.limits,
        tz: &board.task.tz,
    };
    let lawless = |it: &Violation| it.broken.source() == Source::Consignatie;
    let found = check(&rota).into_iter().filter(lawless);
    let mut forbidden: Vec<Forbidden> = found.flat_map(|it| sets(board, assigned, &it)).collect();
    forbidden.sort();
    forbidden.dedup();
    forbidden
}

/// The posts that a violation comes of. One that hangs on duties alone is forbidden to everybody.
fn sets(board: &Board<'_>, assigned: &Assigned, violation: &Violation) -> Vec<Forbidden> {
    let Some(person) = &violation.person else {
        return Vec::new();
    };
    let until = violation
        .until
        .min(violation.from.plus(first_window(&violation.broken)));
    let member = board.members.iter().position(|it| it.person == *person);
    let Some(member) = member else {
        return Vec::new();
    };
    let posts = board.posts.iter().zip(assigned).enumerate();
    let own = posts.filter(|(place, (post, people))| {
        people.contains(&member)
            && board.may(member, *place) == May::Take
            && meets((post.from, post.until), (violation.from, until))
    });
    let own: Vec<usize> = own.map(|it| it.0).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let kept = board.task.kept.iter().any(|it| it.person == *person);
    if matches!(violation.broken, Broken::TooFewDaysWithout { .. }) && !kept {
        let everybody = 0..board.members.len();
        return everybody.map(|it| (it, own.clone())).collect();
    }
    vec![(member, own)]
}

/// Violations that meet are told as one; the first window of it is one by itself.
fn first_window(broken: &Broken) -> SignedDuration {
    match broken {
        Broken::TooFewDaysWithout { .. } | Broken::TooFewFreeStretches { .. } => {
            SignedDuration::from_hours(28 * 24)
        }
        // An hour more, for the clock may change on the way.
        Broken::TooMuchOnAverage { .. } => SignedDuration::from_hours(16 * 7 * 24 + 1),
        Broken::TooMuchWork { .. } => SignedDuration::from_hours(24),
        _ => SignedDuration::MAX,
    }
}

fn meets(one: (Instant, Instant), other: (Instant, Instant)) -> bool {
    one.0 < other.1 && other.0 < one.1
}
