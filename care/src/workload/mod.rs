//! What the work asks of a supporter, and when it is enough (R094b, R120-R127, C25).
//!
//! Five things weigh on who supports: talks, pages, nights on duty, events of one's own and events
//! heard of others. Each is counted by itself (R120). The supporter sees all of it; the coordinator
//! sees a [`Band`] and no number. A limit is there only when the organisation set it: the handbook
//! gives none, and none is invented here (C25).
//!
//! A strain that somebody noted about oneself (R152) and a path of one's own are no part of this:
//! a band would tell others of them (R121).

mod burden;
mod deed;
mod night;
mod parts;
mod picture;
mod policy;

pub use burden::{Band, Burden, burden};
pub use deed::{Deed, DeedKind, deeds};
pub use night::nights;
pub use parts::LoadValue;
pub use picture::{Picture, Tally, picture};
pub use policy::{LoadPolicy, LoadWeights};

#[cfg(test)]
mod tests;
