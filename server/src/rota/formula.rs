//! A formula in the language of the solver library, and questions to it.

use std::{cell::Cell, ops::Not};

use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, lbool};
use care::time::Instant;
use jiff::SignedDuration;

use crate::clock::Clock;

/// How many steps of the search pass between two looks at the clock.
const STEPS: u32 = 64;

/// Something that is so, is not so, or that the library is to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bit {
    Yes,
    No,
    Open(Lit),
}

impl Not for Bit {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Open(lit) => Self::Open(!lit),
        }
    }
}

/// What the library answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// There is a solution; [`Formula::is`] reads it.
    Found,
    /// There is none.
    None,
    /// The time was up.
    TimeUp,
}

/// When a search has to end.
#[derive(Clone, Debug)]
pub(super) struct Deadline {
    clock: Clock,
    at: Instant,
}

impl Deadline {
    pub(super) fn new(clock: &Clock, at: Instant) -> Self {
        Self {
            clock: clock.clone(),
            at,
        }
    }

    /// What is left, not less than nothing.
    pub(super) fn left(&self) -> SignedDuration {
        let left = self.at.since(self.clock.real_now());
        left.max(SignedDuration::ZERO)
    }

    pub(super) fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// A nearer end: this many hundredths of what is left.
    pub(super) fn part(&self, hundredths: i32) -> Self {
        let part = self.left() / 100 * hundredths;
        Self::new(&self.clock, self.clock.real_now().plus(part))
    }
}

/// Ends the library's search when the time is up.
#[derive(Debug)]
struct Stop {
    deadline: Deadline,
    steps: Cell<u32>,
    over: Cell<bool>,
}

impl Callbacks for Stop {
    fn on_start(&mut self) {
        self.over.set(self.deadline.is_over());
        self.steps.set(0);
    }

    fn stop(&self) -> bool {
        // Once over it stays over, for the library asks twice.
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if !self.over.get() && steps.is_multiple_of(STEPS) {
            self.over.set(self.deadline.is_over());
        }
        self.over.get()
    }
}

/// Clauses about bits.
pub(super) struct Formula {
    solver: Solver<Stop>,
}

impl Formula {
    pub(super) fn new(deadline: &Deadline) -> Self {
        let stop = Stop {
            deadline: deadline.clone(),
            steps: Cell::new(0),
            over: Cell::new(false),
        };
        Self {
            solver: Solver::new(SolverOpts::default(), stop),
        }
    }

    /// A new bit.
    pub(super) fn bit(&mut self) -> Bit {
        Bit::Open(Lit::new(self.solver.new_var_default(), true))
    }

    /// At least one of these.
    pub(super) fn any(&mut self, bits: &[Bit]) {
        let mut clause = Vec::with_capacity(bits.len());
        for bit in bits {
            match bit {
                Bit::Yes => return,
                Bit::No => {}
                Bit::Open(lit) => clause.push(*lit),
            }
        }
        self.solver.add_clause_reuse(&mut clause);
    }

    /// Not both.
    pub(super) fn not_both(&mut self, one: Bit, other: Bit) {
        self.any(&[!one, !other]);
    }

    /// Looks for a solution in which all of these are so.
    pub(super) fn solve(&mut self, assumed: &[Bit], deadline: &Deadline) -> Answer {
        let mut lits = Vec::with_capacity(assumed.len());
        for bit in assumed {
            match bit {
                Bit::Yes => {}
                Bit::No => return Answer::None,
                Bit::Open(lit) => lits.push(*lit),
            }
        }
        if deadline.is_over() {
            return Answer::TimeUp;
        }
        self.solver.cb_mut().deadline = deadline.clone();
        let answer = self.solver.solve_limited(&lits);
        if answer == lbool::TRUE {
            Answer::Found
        } else if answer == lbool::FALSE {
            Answer::None
        } else {
            Answer::TimeUp
        }
    }

    /// Whether a bit is so in the solution that was found.
    pub(super) fn is(&self, bit: Bit) -> bool {
        match bit {
            Bit::Yes => true,
            Bit::No => false,
            Bit::Open(lit) => self.solver.value_lit(lit) == lbool::TRUE,
        }
    }

    /// Which of what was assumed cannot all be so; empty when there is no solution at all.
    pub(super) fn blamed(&self, assumed: &[Bit]) -> Vec<Bit> {
        let blamed = |bit: &&Bit| match bit {
            Bit::Open(lit) => self.solver.unsat_core_contains_lit(!*lit),
            Bit::Yes => false,
            Bit::No => true,
        };
        assumed.iter().filter(blamed).copied().collect()
    }
}
