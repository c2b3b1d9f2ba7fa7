//! The rules, tested from outside.
//!
//! `windows` reads the golden files; `walk` tells single stories; `laws` tries
//! what must hold under any sequence of commands.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what it expects by failing"
)]

mod common;
mod equality;
mod golden;
mod guard_rails;
mod guide;
mod laws;
mod light;
mod walk;
mod windows;
mod worlds;
