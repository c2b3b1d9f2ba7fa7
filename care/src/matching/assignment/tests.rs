use proptest::prelude::*;

use super::*;
use crate::ids::{CaseId, PersonId};

fn wave(n: u8) -> Wave {
    Wave::ALL[usize::from(n) % Wave::ALL.len()]
}

prop_compose! {
    fn any_field()(rows in 0usize..6, seats in 0usize..4)(
        waves in prop::collection::vec(0u8..3, rows),
        rooms in prop::collection::vec(0u32..4, seats),
        prices in prop::collection::vec(prop::option::weighted(0.75, 0u32..900), rows * seats),
        seats in Just(seats),
    ) -> Field {
        let demand = |(n, w): (usize, &u8)| Demand { case: CaseId::new(format!("c{n}")), wave: wave(*w) };
        let seat = |(n, room): (usize, &u32)| Seat { person: PersonId::new(format!("s{n}")), room: *room };
        Field::new(
            waves.iter().enumerate().map(demand).collect(),
            rooms.iter().enumerate().map(seat).collect(),
            |row, at| prices[row * seats + at],
        )
    }
}

/// Every plan that keeps the rules.
fn plans(field: &Field) -> Vec<Plan> {
    let mut plans = vec![Vec::new()];
    for _ in &field.demands {
        plans = plans
            .into_iter()
            .flat_map(|plan: Vec<Option<usize>>| {
                let choices = (0..field.seats.len()).map(Some).chain([None]);
                choices.map(move |choice| plan.iter().copied().chain([choice]).collect())
            })
            .collect();
    }
    let plans = plans.into_iter().map(|given| Plan { given });
    plans.filter(|plan| field.cost(plan).is_some()).collect()
}

/// How many of each wave have nobody, the first wave first.
fn left(field: &Field, plan: &Plan) -> [usize; 3] {
    let unmet: Vec<usize> = plan.unmet().collect();
    [Wave::First, Wave::Second, Wave::Third].map(|wave| {
        let of_wave = unmet.iter().filter(|row| field.demands[**row].wave == wave);
        of_wave.count()
    })
}

/// The cheapest way to fill a square, by trying every permutation.
fn cheapest(grid: &Grid) -> Vec<usize> {
    fn go(
        grid: &Grid,
        row: usize,
        free: &mut Vec<bool>,
        now: u64,
        path: &mut Vec<usize>,
        best: &mut (u64, Vec<usize>),
    ) {
        if now >= best.0 {
            return;
        }
        if row == grid.size {
            *best = (now, path.clone());
            return;
        }
        for column in 0..grid.size {
            if free[column] {
                free[column] = false;
                path.push(column);
                go(
                    grid,
                    row + 1,
                    free,
                    now + grid.costs[row * grid.size + column],
                    path,
                    best,
                );
                path.pop();
                free[column] = true;
            }
        }
    }
    let mut best = (u64::MAX, Vec::new());
    go(
        grid,
        0,
        &mut vec![true; grid.size],
        0,
        &mut Vec::new(),
        &mut best,
    );
    best.1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The cheapest square is the cheapest plan: nothing is lost in the translation.
    #[test]
    fn the_square_says_the_same_as_the_field(field in any_field()) {
        let grid = field.grid();
        prop_assume!(grid.size <= 8);
        let plan = grid.plan(&field, &cheapest(&grid));
        let best = plans(&field).iter().filter_map(|plan| field.cost(plan)).min();
        prop_assert_eq!(field.cost(&plan), best);
    }

    /// The cheapest plan leaves as few as can be of the first wave, then of the second, then at all.
    #[test]
    fn who_is_in_more_of_a_hurry_goes_first(field in any_field()) {
        let plans = plans(&field);
        let cheapest = plans.iter().min_by_key(|plan| field.cost(plan)).unwrap();
        let fewest = plans.iter().map(|plan| left(&field, plan)).min().unwrap();
        prop_assert_eq!(left(&field, cheapest), fewest);
        let count = plans.iter().map(|plan| plan.unmet().count()).min();
        prop_assert_eq!(Some(cheapest.unmet().count()), count);
    }
}

#[test]
fn a_pair_that_cannot_be_is_nobodys_whatever_a_solver_says() {
    let demand = Demand {
        case: CaseId::new("c"),
        wave: Wave::First,
    };
    let seat = Seat {
        person: PersonId::new("s"),
        room: 1,
    };
    let field = Field::new(vec![demand], vec![seat], |_, _| None);
    let grid = field.grid();
    let nobody = Plan { given: vec![None] };
    assert_eq!(grid.plan(&field, &[0]), nobody);
    assert_eq!(grid.plan(&field, &[7]), nobody);
    assert_eq!(grid.plan(&field, &[]), nobody);
}

#[test]
fn the_work_spreads_over_who_is_alike() {
    let demands = (0..6).map(|n| Demand {
        case: CaseId::new(format!("c{n}")),
        wave: Wave::Second,
    });
    let seats = (0..3).map(|n| Seat {
        person: PersonId::new(format!("s{n}")),
        room: 6,
    });
    let field = Field::new(demands.collect(), seats.collect(), |_, _| Some(10));
    let cost = |given: [usize; 6]| {
        let given = given.into_iter().map(Some).collect();
        field.cost(&Plan { given }).unwrap()
    };
    assert!(cost([0, 0, 1, 1, 2, 2]) < cost([0, 0, 0, 1, 1, 2]));
}

#[test]
fn who_asked_or_waits_too_long_is_called_first() {
    use ExposureRole::{Added, Crew, Dispatcher};
    assert_eq!(Wave::of(Added, true, false), Wave::First);
    assert_eq!(Wave::of(Crew, false, true), Wave::First);
    assert_eq!(Wave::of(Crew, false, false), Wave::Second);
    assert_eq!(Wave::of(Dispatcher, false, false), Wave::Second);
    assert_eq!(Wave::of(Added, false, false), Wave::Third);
}
