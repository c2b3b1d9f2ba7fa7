//! Backups: everything Veer keeps, in one file that only an offline key opens.
//!
//! A backup is a logical dump in plain lines (`format`), taken in one
//! consistent view while others go on writing, streamed into an age file
//! (`seal`). It does not know which engine it came from, and is read back
//! into an empty database of either one (`restore`). Its secret key never
//! comes near the server that makes it.

mod file;
mod format;
mod key;
mod restore;
mod seal;
mod write;

pub use key::{make_key, recipients_of};
pub use restore::{Restored, finish, restore, unfinished};
pub use seal::{Recipients, identities};
pub use write::{Written, write};

/// Tables whose rows stay behind: who is signed in or invited, half-asked
/// passkeys, and what keeps a vault open. After a restore everybody signs in
/// again, and a stolen backup opens no session.
pub const LEFT_OUT: [&str; 4] = [
    "sessions",
    "invitations",
    "passkey_questions",
    "vault_halves",
];
