//! The on-call rota: who of the team is on duty at a moment, when nobody is, and by which rules a
//! rota is made, changed and judged (R013, R103).
//!
//! - [`slots`] makes the duties that are wanted out of [`Pattern`]s on the clock on the wall;
//! - [`staffed`] says who serves which and what is left open;
//! - [`check()`] says everything that is wrong with a rota, [`hindrances`] what would be wrong if
//!   somebody took one more duty, [`objections`] what a swap or a cover would break;
//! - [`Task`] and [`Plan`] are what the making of a rota is given and gives back. The search itself
//!   is that of a library, in the room `rota` of the server.
//!
//! Everything is in civil time and in a zone, so a night in which the clock changes is as long as
//! it is.

mod change;
mod check;
mod duty;
mod facts;
mod limits;
mod pattern;
mod staffing;
mod task;
mod violation;
mod working_time;

pub use change::{Change, ChangeRefusal, changed, objections};
pub use check::{Rota, check, hindrances};
pub use duty::{Duty, Gap, gaps, on_duty};
pub use facts::{Away, Call, Facts, Minor, Pause, Wish, WishFor, WishKind, Work};
pub use limits::{Limits, Regime};
pub use pattern::{
    MOST_PLACES, Override, Pattern, PatternCode, PatternRefusal, Slot, Weekday, refusals, slots,
};
pub use staffing::{Staffed, staffed};
pub use task::{Filled, Hindered, Plan, Serving, Spread, Task, Told, Unmet};
pub use violation::{Broken, Source, Violation};
pub use working_time::{
    AVERAGE_WITH_REST, LEAST_CALL, LEAST_DAYS_WITHOUT, MOST_AVERAGE, MOST_WORK, NIGHTS_THAT_COUNT,
    is_night_shift,
};

#[cfg(test)]
mod tests;
