//! The ladder: who is asked at once, who a little later, and who in the end.

use super::Quiet;
use crate::codes::codes;
use jiff::civil::time;
use serde::{Deserialize, Serialize};

/// The most rungs of a ladder.
pub const MOST_RUNGS: usize = 12;
/// The most rounds.
pub const MOST_ROUNDS: u32 = 10;
/// The longest time that a ladder counts in, in minutes: a day.
pub const LONGEST: u32 = 1_440;

codes! {
    /// Who is asked at a rung.
    pub enum Whom {
        /// The next supporters on duty, the best first.
        OnDuty = "on-duty",
        /// All coordinators.
        Coordinators = "coordinators",
    }
}

/// One rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// How many minutes after the alert began.
    pub after_minutes: u32,
    /// Who.
    pub whom: Whom,
    /// How many supporters at least; more when more are needed. Coordinators are all asked.
    pub people: u32,
}

/// What an organisation says about asking (R013, R060).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// The rungs, the first one first.
    pub rungs: Vec<Rung>,
    /// How often the whole ladder is climbed before the board alone goes on saying it.
    pub rounds: u32,
    /// How many minutes after the last rung the next round begins.
    pub again_minutes: u32,
    /// For how many minutes "I take it on" holds the ladder.
    pub hold_minutes: u32,
    /// How many colleagues of one event one supporter is asked for.
    pub colleagues_each: u32,
    /// When nothing is sent that can wait.
    pub quiet: Option<Quiet>,
}

impl Default for Ladder {
    /// What Veer begins with: five minutes each for two supporters on duty, then the coordinators.
    ///
    /// The guideline asks for an escalation to the next peer and then the coordinator (R013) and
    /// gives no minutes: these are ours, and an organisation changes them.
    fn default() -> Self {
        let rung = |after_minutes, whom| Rung {
            after_minutes,
            whom,
            people: 1,
        };
        Self {
            rungs: vec![
                rung(0, Whom::OnDuty),
                rung(5, Whom::OnDuty),
                rung(10, Whom::Coordinators),
            ],
            rounds: 3,
            again_minutes: 15,
            hold_minutes: 30,
            colleagues_each: 3,
            quiet: Some(Quiet {
                from: time(22, 0, 0, 0),
                until: time(7, 0, 0, 0),
            }),
        }
    }
}

codes! {
    /// Why a ladder cannot be used.
    pub enum LadderRefusal {
        /// It has no rung, or too many.
        Rungs = "rungs",
        /// A rung comes before the one above it.
        Order = "order",
        /// A number is zero where that makes no sense, or beyond a day.
        Number = "number",
        /// It does not end with the coordinators: an alert could end at nobody.
        End = "end",
    }
}

impl Ladder {
    /// Whether it can be used.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), LadderRefusal> {
        if !(1..=MOST_RUNGS).contains(&self.rungs.len()) {
            return Err(LadderRefusal::Rungs);
        }
        if !self.rungs.is_sorted_by_key(|rung| rung.after_minutes) {
            return Err(LadderRefusal::Order);
        }
        let within = |number: u32| (1..=LONGEST).contains(&number);
        let rungs = self.rungs.iter();
        let late = rungs.clone().any(|rung| rung.after_minutes > LONGEST);
        let nobody = rungs.clone().any(|rung| !within(rung.people));
        let others = [self.again_minutes, self.hold_minutes, self.colleagues_each];
        if late
            || nobody
            || !others.into_iter().all(within)
            || !(1..=MOST_ROUNDS).contains(&self.rounds)
        {
            return Err(LadderRefusal::Number);
        }
        match self.rungs.last() {
            Some(last) if last.whom == Whom::Coordinators => Ok(()),
            _ => Err(LadderRefusal::End),
        }
    }

    /// Every step from the first rung of the first round: round, rung, and minutes after the beginning.
    pub(super) fn steps(&self) -> impl Iterator<Item = (u32, u32, Rung, u32)> + '_ {
        let last = self.rungs.last().map_or(0, |rung| rung.after_minutes);
        let cycle = last.saturating_add(self.again_minutes.max(1));
        (0..self.rounds.min(MOST_ROUNDS)).flat_map(move |round| {
            (0_u32..).zip(&self.rungs).map(move |(number, rung)| {
                let after = round
                    .saturating_mul(cycle)
                    .saturating_add(rung.after_minutes);
                (round, number, *rung, after)
            })
        })
    }
}
