//! What is kept of a rota that was made: who serves what, what stays open and how many a rule holds
//! back. Not which rule holds whom: that somebody is away stands in one place only.

use std::collections::BTreeMap;

use care::roster::{Duty, Plan, Slot, Spread};
use serde::{Deserialize, Serialize};

/// A rota that was made, as it is looked at.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Who serves what.
    pub(super) duties: Vec<Duty>,
    /// What stays open.
    pub(super) open: Vec<Open>,
    /// How equally it is shared out.
    pub(super) spread: Spread,
    /// How often a wish could not be met.
    pub(super) wishes: u32,
    /// How many slots have somebody else than before.
    pub(super) changed: u32,
    /// How many rules it breaks all the same.
    pub(super) against: usize,
    /// Whether no rota is better.
    pub(super) proven: bool,
}

/// A slot that stays open, with how many of the team each rule holds back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Open {
    pub(super) slot: Slot,
    pub(super) why: BTreeMap<String, usize>,
}

impl Outcome {
    /// What is kept of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        let open = plan.unmet.iter().map(|unmet| {
            let mut why: BTreeMap<String, usize> = BTreeMap::new();
            for one in &unmet.why {
                // Who is away or pauses is not there; which of the two it is says nothing here.
                let code = one.by.first().map(|it| match it.broken.code() {
                    "away" | "paused" => "absent",
                    code => code,
                });
                *why.entry(code.unwrap_or("rest").to_owned()).or_default() += 1;
            }
            Open {
                slot: unmet.slot.clone(),
                why,
            }
        });
        Self {
            duties: plan.duties(),
            open: open.collect(),
            spread: plan.spread,
            wishes: plan.wishes.iter().map(|it| it.times).sum(),
            changed: plan.changed,
            against: plan.violations.len(),
            proven: plan.proven,
        }
    }
}
