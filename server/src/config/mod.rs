//! Settings: read once, refused with a reason when they make no sense.

mod channels;

pub use channels::{Channels, GatewayChannel, MailChannel, PushChannel};
