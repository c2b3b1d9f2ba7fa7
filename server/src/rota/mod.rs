//! Making a rota: the search is that of a library (`batsat`, a SAT solver), never our own.
//!
//! A task is turned into numbers (`board`), its equal shares are reckoned (`share`), and a formula
//! is built in which a bit says that somebody takes a post (`model`). The library is then asked for
//! one solution after another (`search`): everything served and everybody at their share first;
//! where that cannot be, as few places empty as possible, then as little changed, then as equal, then
//! as many wishes met. What counting alone shows to be the least (`bounds`) needs no search to be
//! proven. Which rules hold is not decided here: `care::roster` says so, before and after.
//!
//! The same task gives the same rota, unless the time was up.

mod board;
mod bounds;
mod cores;
mod count;
mod formula;
mod greedy;
pub mod instance;
mod kind;
mod law;
mod model;
mod outcome;
mod score;
mod search;
mod share;
mod wishes;

use care::roster::{Plan, Task};
use jiff::SignedDuration;

use crate::clock::Clock;
use board::Board;
use formula::Deadline;
use search::{Found, Search};

/// Makes the best rota that is found within a time. It keeps one core busy and blocks.
pub fn generate(task: &Task, clock: &Clock, time: SignedDuration) -> Plan {
    let board = Board::of(task);
    let deadline = Deadline::new(clock, clock.real_now().plus(time));
    let found = Search::new(&board, deadline).run();
    outcome::told(&board, &found)
}

/// Makes a rota day by day, by whoever has had least: quick, and what the search is held against.
pub fn day_by_day(task: &Task, clock: &Clock) -> Plan {
    let board = Board::of(task);
    let deadline = Deadline::new(clock, clock.real_now());
    let search = Search::new(&board, deadline);
    let assigned = greedy::greedy(&board, &search.shares);
    let found = Found {
        score: search.score(&assigned),
        assigned,
        proven: false,
    };
    outcome::told(&board, &found)
}
