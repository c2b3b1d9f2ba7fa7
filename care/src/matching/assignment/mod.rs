//! Many colleagues and a few supporters at once, as one assignment (R004, R127).
//!
//! This is the model: who needs somebody and how soon, who has room for how many, what a pair
//! costs, and which pairs cannot be. Solving it is not done here but by a library, on the square
//! [`Grid`] that a [`Field`] gives: a column for each place that a supporter has, rows and columns
//! of nobody to make it square, and a price for nobody that no saving outweighs.

mod field;
mod grid;
mod price;

pub use field::{Demand, Field, Plan, Seat};
pub use grid::Grid;
pub use price::{Price, price};

use crate::codes::codes;
use crate::exposure::ExposureRole;

codes! {
    /// In which wave a colleague is called.
    pub enum Wave {
        /// Asked for it, or waits too long already.
        First = "first",
        /// Was there: on a unit, or in the dispatch room.
        Second = "second",
        /// Was added, or supports those who were there.
        Third = "third",
    }
}

impl Wave {
    /// The wave by how somebody was part of it, whether they asked, and whether the call is late.
    pub const fn of(role: ExposureRole, asked: bool, late: bool) -> Self {
        match (asked || late, role) {
            (true, _) => Self::First,
            (false, ExposureRole::Crew | ExposureRole::Dispatcher) => Self::Second,
            (false, ExposureRole::Added | ExposureRole::Supporter | ExposureRole::Duration) => {
                Self::Third
            }
        }
    }
}

#[cfg(test)]
mod tests;
