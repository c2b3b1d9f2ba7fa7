//! Single stories along the path.

mod ask;
mod contact;
mod ending;
mod offer;
mod talk;
mod whole;

use care::path::PathRefusal;

/// The code of the refusal that there has to be.
fn refused<T: std::fmt::Debug>(result: Result<T, PathRefusal>) -> &'static str {
    result.unwrap_err().code()
}
