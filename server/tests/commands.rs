//! The commands as an operator runs them: the contract of import and verdict, on both engines.

#[path = "commands/bad_input.rs"]
mod bad_input;
#[path = "commands/contract.rs"]
mod contract;
#[path = "commands/interrupted.rs"]
mod interrupted;
#[path = "commands/invite.rs"]
mod invite;
mod support;
#[path = "commands/veer.rs"]
mod veer;
