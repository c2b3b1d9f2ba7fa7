//! Many at once: solves the model of `care::matching::assignment` with a library, and no other way.
//!
//! The library (Jonker and Volgenant's algorithm) finds the cheapest way to fill a square. What the
//! square means, and that nobody excluded is ever in the answer, is the model's concern.

use care::matching::assignment::{Field, Plan};
use lapjv::Matrix;
use thiserror::Error;

/// The most places and people that are assigned at once.
///
/// A square of this size takes about 130 MB; a region has a tenth of both.
pub const MOST: usize = 4_000;

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unsolved {
    /// More than [`MOST`] people or places.
    #[error("too many at once")]
    TooMany,
    /// The library found no answer to a square that always has one.
    #[error("the solver gave no answer")]
    NoAnswer,
}

/// The cheapest plan: as few as possible without anybody, the most urgent first, then the best
/// pairs, spread.
///
/// Takes from milliseconds to seconds of one core: not for a thread that serves pages.
pub fn solve(field: &Field) -> Result<Plan, Unsolved> {
    if field.places().max(field.demands.len()) > MOST {
        return Err(Unsolved::TooMany);
    }
    let grid = field.grid();
    // Whole numbers below 2^53: exact as floating point, which is what the library reckons with.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the model keeps each cost far below 2^53"
    )]
    let costs = grid.costs.iter().map(|cost| *cost as f64).collect();
    let matrix =
        Matrix::from_shape_vec((grid.size, grid.size), costs).map_err(|_| Unsolved::NoAnswer)?;
    let (columns, _) = lapjv::lapjv(&matrix).map_err(|_| Unsolved::NoAnswer)?;
    Ok(grid.plan(field, &columns))
}

#[cfg(test)]
mod tests;
