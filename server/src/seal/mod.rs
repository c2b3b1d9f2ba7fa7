//! What the server can know of sealed things: their outer form and who signed.
//!
//! Nothing here opens anything; the server has no key (R003). The browser's side
//! of the same formats stands in `web/src/seal`.

pub mod fingerprint;
pub mod manifest;
pub mod signature;
pub mod structure;
