use care::{
    ids::{CaseId, PersonId},
    matching::assignment::{Demand, Field, Seat, Wave},
};
use proptest::prelude::*;

use super::*;

fn wave(n: u8) -> Wave {
    *Wave::ALL.get(usize::from(n) % 3).unwrap()
}

/// A field of these sizes, made from these numbers.
fn field(waves: &[u8], rooms: &[u32], prices: &[Option<u32>]) -> Field {
    let demand = |(n, it): (usize, &u8)| Demand {
        case: CaseId::new(format!("c{n}")),
        wave: wave(*it),
    };
    let seat = |(n, room): (usize, &u32)| Seat {
        person: PersonId::new(format!("s{n}")),
        room: *room,
    };
    Field::new(
        waves.iter().enumerate().map(demand).collect(),
        rooms.iter().enumerate().map(seat).collect(),
        |row, at| prices.get(row * rooms.len() + at).copied().flatten(),
    )
}

fn any_field(rows: usize, seats: usize) -> impl Strategy<Value = Field> {
    let size = (0..=rows, 0..=seats);
    size.prop_flat_map(|(rows, seats)| {
        let waves = prop::collection::vec(0u8..3, rows);
        let rooms = prop::collection::vec(0u32..5, seats);
        let price = prop::option::weighted(0.8, 0u32..900);
        let prices = prop::collection::vec(price, rows * seats);
        (waves, rooms, prices).prop_map(|(waves, rooms, prices)| field(&waves, &rooms, &prices))
    })
}

/// The least that any plan costs, by trying them all.
fn brute(field: &Field) -> u64 {
    fn go(field: &Field, given: &mut Vec<Option<usize>>) -> Option<u64> {
        if given.len() == field.demands.len() {
            let given = given.clone();
            return field.cost(&Plan { given });
        }
        let seats = (0..field.seats.len()).map(Some).chain([None]);
        let costs = seats.map(|seat| {
            given.push(seat);
            let cost = go(field, given);
            given.pop();
            cost
        });
        costs.collect::<Vec<_>>().into_iter().flatten().min()
    }
    go(field, &mut Vec::new()).unwrap()
}

/// The least that any plan costs, by another method than the library's: cheapest augmenting paths
/// in a network of demands and places, found by Bellman and Ford (successive shortest paths).
fn by_flow(field: &Field) -> u64 {
    let (rows, seats) = (field.demands.len(), field.seats.len());
    let (source, sink, nobody) = (rows + seats, rows + seats + 1, rows + seats + 2);
    // Each edge: from, to, room, cost; its reverse stands after it.
    let mut edges: Vec<(usize, usize, i64, i64)> = Vec::new();
    let mut add = |from, to, room, cost: u64| {
        let cost = i64::try_from(cost).unwrap();
        edges.push((from, to, room, cost));
        edges.push((to, from, 0, -cost));
    };
    for (row, demand) in field.demands.iter().enumerate() {
        add(source, row, 1, 0);
        add(row, nobody, 1, field.nobody(demand.wave));
        for seat in 0..seats {
            if let Some(price) = field.price(row, seat) {
                add(row, rows + seat, 1, price.into());
            }
        }
    }
    for (seat, it) in field.seats.iter().enumerate() {
        // What each further place costs more, by what a plan of only that says.
        for place in 0..it.room.min(u32::try_from(rows).unwrap()) {
            add(rows + seat, sink, 1, 25 * u64::from(place.min(200)));
        }
    }
    add(nobody, sink, i64::try_from(rows).unwrap(), 0);
    let mut total = 0;
    loop {
        let mut far = vec![i64::MAX; rows + seats + 3];
        let mut via = vec![usize::MAX; rows + seats + 3];
        *far.get_mut(source).unwrap() = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for (n, (from, to, room, cost)) in edges.iter().enumerate() {
                if *room > 0 && far[*from] != i64::MAX && far[*from] + cost < far[*to] {
                    far[*to] = far[*from] + cost;
                    via[*to] = n;
                    changed = true;
                }
            }
        }
        if far[sink] == i64::MAX {
            return u64::try_from(total).unwrap();
        }
        total += far[sink];
        let mut at = sink;
        while at != source {
            let edge = via[at];
            edges[edge].2 -= 1;
            edges[edge ^ 1].2 += 1;
            at = edges[edge].0;
        }
    }
}

proptest! {
    /// Optimal on everything small, against every plan there is.
    #[test]
    fn the_plan_is_the_best_of_all_plans(field in any_field(6, 4)) {
        let plan = solve(&field).unwrap();
        prop_assert_eq!(field.cost(&plan), Some(brute(&field)));
    }

    /// Optimal on what is larger, against another method.
    #[test]
    fn the_plan_is_as_good_as_another_methods(field in any_field(30, 8)) {
        let plan = solve(&field).unwrap();
        prop_assert_eq!(field.cost(&plan), Some(by_flow(&field)));
    }
}

#[test]
fn nobody_at_all_is_no_problem() {
    for (rows, rooms) in [(0, vec![]), (0, vec![3]), (2, vec![]), (2, vec![0])] {
        let field = field(&vec![0; rows], &rooms, &vec![Some(1); rows * rooms.len()]);
        let plan = solve(&field).unwrap();
        assert_eq!(plan.unmet().count(), rows);
    }
}

#[test]
fn more_than_can_be_is_said_and_not_tried() {
    let waves = vec![0; MOST + 1];
    let field = field(&waves, &[1], &vec![Some(1); MOST + 1]);
    assert_eq!(solve(&field), Err(Unsolved::TooMany));
}
