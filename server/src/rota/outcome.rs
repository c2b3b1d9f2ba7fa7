//! A rota as it is told: who serves what, what stays open and why, what wishes cost.

use care::{
    ids::PersonId,
    roster::{Broken, Duty, Filled, Hindered, Plan, Rota, Slot, Told, Unmet, check, hindrances},
};

use super::{
    board::Board,
    law,
    score::{self, Assigned},
    search::Found,
    wishes::demands,
};

/// For how many open slots it is told what holds everybody back.
const MOST_EXPLAINED: usize = 100;

/// Tells what a search found.
pub(super) fn told(board: &Board<'_>, found: &Found) -> Plan {
    let task = board.task;
    let filled = filled(board, &found.assigned);
    let duties = law::duties(board, &found.assigned);
    let rota = Rota {
        slots: &task.slots,
        duties: &duties,
        facts: &task.facts,
        limits: &task.limits,
        tz: &task.tz,
    };
    let open = filled.iter().filter(|it| it.person.is_none());
    let unmet = open.enumerate().map(|(n, it)| Unmet {
        slot: it.slot.clone(),
        why: if n < MOST_EXPLAINED {
            why(board, &rota, &it.slot)
        } else {
            Vec::new()
        },
    });
    let empty = |broken: &Broken| matches!(broken, Broken::Empty { .. });
    let violations = check(&rota).into_iter().filter(|it| !empty(&it.broken));
    Plan {
        unmet: unmet.collect(),
        violations: violations.collect(),
        spread: score::told(&found.assigned, board),
        wishes: wishes(board, &found.assigned),
        changed: found.score.changed,
        proven: found.proven,
        filled,
    }
}

fn filled(board: &Board<'_>, assigned: &Assigned) -> Vec<Filled> {
    let mut people = vec![None; board.task.slots.len()];
    for (members, post) in assigned.iter().zip(&board.posts) {
        for (member, slot) in members.iter().zip(&post.slots) {
            let person = board.members.get(*member).map(|it| it.person.clone());
            if let Some(it) = people.get_mut(*slot) {
                *it = person;
            }
        }
    }
    let slots = board.task.slots.iter().cloned().zip(people);
    slots
        .map(|(slot, person)| Filled { slot, person })
        .collect()
}

fn why(board: &Board<'_>, rota: &Rota<'_>, slot: &Slot) -> Vec<Hindered> {
    let team = board.task.people.iter().map(|it| &it.person);
    let hindered = |person: &PersonId| {
        let own = |it: &&Duty| it.person == *person;
        let duties: Vec<Duty> = rota.duties.iter().filter(own).cloned().collect();
        let alone = Rota {
            duties: &duties,
            ..*rota
        };
        Hindered {
            person: person.clone(),
            by: hindrances(&alone, slot, person),
        }
    };
    team.map(hindered).collect()
}

/// Which wishes are not met, each with how often and what that costs.
fn wishes(board: &Board<'_>, assigned: &Assigned) -> Vec<Told> {
    let mut times = vec![(0, 0); board.task.wishes.len()];
    for demand in demands(board) {
        let has = |post: &usize| {
            assigned
                .get(*post)
                .is_some_and(|it| it.contains(&demand.member))
        };
        let met = demand.posts.iter().any(has) == demand.gladly;
        let told = demand.wish.and_then(|it| times.get_mut(it));
        if let Some((times, cost)) = told.filter(|_| !met) {
            *times += 1;
            *cost += demand.cost;
        }
    }
    let told = board.task.wishes.iter().zip(times);
    let told = told
        .filter(|it| it.1.0 > 0)
        .map(|(wish, (times, cost))| Told {
            wish: wish.clone(),
            times,
            cost,
        });
    told.collect()
}
