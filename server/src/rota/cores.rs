//! Meeting as much as can be met: the library is asked for all of it, and as long as it blames some,
//! one more of those may go unmet (the way of cores, "OLL").

use std::collections::BTreeMap;

use super::{
    count::{at, counted},
    formula::{Answer, Bit, Deadline, Formula},
};

/// Something that had better be so, and what it costs if not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Soft {
    pub(super) bit: Bit,
    pub(super) cost: u32,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Met {
    /// What it costs at least.
    pub(super) least: u32,
    /// Whether a solution at that cost was found; it is the last that was shown.
    pub(super) proven: bool,
}

/// The assumptions of a search: each bit with its cost and, for a count, the next one after it.
#[derive(Default)]
struct Assumed {
    order: Vec<Bit>,
    costs: BTreeMap<usize, u32>,
    sums: BTreeMap<usize, (usize, usize)>,
    counts: Vec<Vec<Bit>>,
}

impl Assumed {
    fn add(&mut self, bit: Bit, cost: u32) -> Option<usize> {
        match bit {
            Bit::Yes => None,
            bit => {
                self.order.push(bit);
                self.costs.insert(self.order.len() - 1, cost);
                Some(self.order.len() - 1)
            }
        }
    }

    /// Two that wish the same are one that costs both.
    fn add_once(&mut self, bit: Bit, cost: u32) {
        let known = self.order.iter().position(|it| *it == bit);
        match known.and_then(|place| self.costs.get_mut(&place)) {
            Some(sum) => *sum += cost,
            None => _ = self.add(bit, cost),
        }
    }

    /// The bits of at least a cost.
    fn at_least(&self, cost: u32) -> Vec<Bit> {
        let dear = self.costs.iter().filter(|it| *it.1 >= cost);
        dear.filter_map(|it| self.order.get(*it.0).copied())
            .collect()
    }

    fn next_cost(&self, below: u32) -> Option<u32> {
        self.costs.values().copied().filter(|it| *it < below).max()
    }
}

/// Finds a solution in which what is unmet costs least, dearest first; shows each better one.
pub(super) fn meet<M: AsMut<Formula>>(
    model: &mut M,
    softs: &[Soft],
    deadline: &Deadline,
    mut show: impl FnMut(&mut M) -> bool,
) -> Met {
    let mut assumed = Assumed::default();
    for soft in softs.iter().filter(|it| it.cost > 0) {
        assumed.add_once(soft.bit, soft.cost);
    }
    let (mut least, mut level) = (0, assumed.next_cost(u32::MAX).unwrap_or(1));
    loop {
        let asked = assumed.at_least(level);
        match model.as_mut().solve(&asked, deadline) {
            Answer::Found => {
                if !show(model) {
                    // It broke a rule that is told clause by clause; ask again.
                    continue;
                }
                match assumed.next_cost(level) {
                    Some(next) => level = next,
                    None => {
                        return Met {
                            least,
                            proven: true,
                        };
                    }
                }
            }
            Answer::None => {
                let blamed = model.as_mut().blamed(&asked);
                if blamed.is_empty() {
                    return Met {
                        least,
                        proven: false,
                    };
                }
                least += relax(model.as_mut(), &mut assumed, &blamed, level);
            }
            Answer::TimeUp => {
                return Met {
                    least,
                    proven: false,
                };
            }
        }
    }
}

/// Lets one more of the blamed go unmet, and returns what that costs.
fn relax(formula: &mut Formula, assumed: &mut Assumed, blamed: &[Bit], level: u32) -> u32 {
    let places: Vec<usize> = assumed
        .costs
        .iter()
        .filter(|it| *it.1 >= level)
        .map(|it| *it.0)
        .filter(|it| {
            assumed
                .order
                .get(*it)
                .is_some_and(|bit| blamed.contains(bit))
        })
        .collect();
    let costs = places.iter().filter_map(|it| assumed.costs.get(it));
    let cost = costs.copied().min().unwrap_or(0);
    for place in &places {
        let left = assumed.costs.get(place).map_or(0, |it| it - cost);
        if left == 0 {
            assumed.costs.remove(place);
        } else {
            assumed.costs.insert(*place, left);
        }
        if let Some((sum, count)) = assumed.sums.get(place).copied() {
            let next = assumed
                .counts
                .get(sum)
                .map_or(Bit::No, |it| at(it, count + 1));
            remember(assumed, !next, cost, (sum, count + 1));
        }
    }
    if places.len() > 1 {
        let unmet: Vec<Bit> = blamed.iter().map(|it| !*it).collect();
        formula.any(&unmet);
        let counts = counted(formula, &unmet, |_| (0, unmet.len()));
        let second = at(&counts, 2);
        assumed.counts.push(counts);
        let sum = assumed.counts.len() - 1;
        remember(assumed, !second, cost, (sum, 2));
    }
    cost
}

fn remember(assumed: &mut Assumed, bit: Bit, cost: u32, sum: (usize, usize)) {
    let known = assumed.sums.iter().find(|it| *it.1 == sum).map(|it| *it.0);
    if let Some(cost_of) = known.and_then(|place| assumed.costs.get_mut(&place)) {
        *cost_of += cost;
    } else if let Some(place) = assumed.add(bit, cost) {
        assumed.sums.insert(place, sum);
    }
}
