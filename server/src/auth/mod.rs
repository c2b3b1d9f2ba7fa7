//! Who is at the door: passphrases, sessions, invitations and their limits.
//!
//! Pure or nearly so: the store keeps what these types say, the pages ask for
//! it. Everything here lives on real time, also in the demo.
//!
//! A passkey is one more way to prove who somebody is; it ends where a right
//! passphrase ends, in [`session::NewSession`].

pub mod answer;
pub mod bearer;
pub mod invitation;
pub mod limit;
pub mod origin;
pub mod passkey;
pub mod passphrase;
pub mod session;
pub mod transport;
pub mod webhook;
