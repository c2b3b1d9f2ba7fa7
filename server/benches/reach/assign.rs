//! Many exposed to a few supporters: Veer beside scipy, on the same instance.
//!
//! `make FOLDER EXPOSED SUPPORTERS` writes it, `solve FOLDER` solves it; `peers_assign.py` solves the
//! same. Both print one line of JSON: what the plan costs, how many have nobody, and the seconds of
//! the best of some runs, from the people in memory to the plan.

use std::{fs, path::Path, time::Instant};

use care::{
    ids::{CaseId, PersonId},
    matching::assignment::{Demand, Field, Seat, Wave},
};
use serde::{Deserialize, Serialize};

/// How often each is solved; the best counts, as the machine drifts.
const RUNS: usize = 5;
/// How many each supporter has room for, at most.
const ROOM: u64 = 14;

/// An instance as both read it.
#[derive(Serialize, Deserialize)]
struct Instance {
    /// The wave of each exposed: 0 is called first.
    waves: Vec<usize>,
    /// The room of each supporter.
    rooms: Vec<u32>,
    /// By exposed, then by supporter; none where the two cannot be together.
    prices: Vec<Vec<Option<u32>>>,
    /// What it costs to leave somebody of each wave to nobody.
    nobody: Vec<u64>,
    /// What each further place of a supporter costs more, up to the last that does.
    step: u64,
}

/// Numbers that are the same on each machine (an LCG of Knuth's).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Writes an instance: groups of exposed share a crew, so their exclusions hang together.
pub fn make(folder: &Path, exposed: usize, supporters: usize) {
    let mut numbers = Numbers(2026);
    let mut below = |most| numbers.below(most);
    let rooms = (0..supporters).map(|_| u32::try_from(6 + below(ROOM - 5)).unwrap());
    let rooms: Vec<u32> = rooms.collect();
    let load: Vec<u64> = (0..supporters).map(|_| below(20) * 20).collect();
    let lines: Vec<u64> = (0..supporters).map(|_| below(4)).collect();
    let (mut waves, mut prices) = (Vec::new(), Vec::new());
    for _ in 0..exposed {
        waves.push(usize::try_from(below(3)).unwrap());
        let (line, wish) = (below(4), below(10) < 2);
        let row = (0..supporters).map(|at| {
            // One in eight cannot be: was there, stands above, has a tie, was refused.
            let cannot = below(8) == 0;
            let price = load[at]
                + 60
                + if lines[at] == line { 0 } else { 10 }
                + if wish && below(3) > 0 { 200 } else { 0 };
            (!cannot).then(|| u32::try_from(price).unwrap())
        });
        prices.push(row.collect());
    }
    let mut instance = Instance {
        waves,
        rooms,
        prices,
        nobody: Vec::new(),
        step: 25,
    };
    let field = field(&instance);
    instance.nobody = Wave::ALL.iter().map(|wave| field.nobody(*wave)).collect();
    let text = serde_json::to_string(&instance).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("assign.json"), text).unwrap();
}

fn field(instance: &Instance) -> Field {
    let demand = |(n, wave): (usize, &usize)| Demand {
        case: CaseId::new(format!("c{n}")),
        wave: Wave::ALL[*wave],
    };
    let seat = |(n, room): (usize, &u32)| Seat {
        person: PersonId::new(format!("s{n}")),
        room: *room,
    };
    Field::new(
        instance.waves.iter().enumerate().map(demand).collect(),
        instance.rooms.iter().enumerate().map(seat).collect(),
        |row, at| instance.prices[row][at],
    )
}

/// Solves the instance and prints what came of it.
pub fn solve(folder: &Path) {
    let text = fs::read_to_string(folder.join("assign.json")).unwrap();
    let instance: Instance = serde_json::from_str(&text).unwrap();
    let field = field(&instance);
    let mut best = f64::MAX;
    let mut plan = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        plan = Some(veer::assign::solve(&field).unwrap());
        best = best.min(start.elapsed().as_secs_f64());
    }
    let plan = plan.unwrap();
    let told = serde_json::json!({
        "cost": field.cost(&plan).unwrap(),
        "unmet": plan.unmet().count(),
        "seconds": best,
    });
    println!("{told}");
}
