//! The commands as an operator runs them: the contract of import and verdict, on both engines.

#[cfg(test)]
#[path = "commands/asked.rs"]
mod asked;
#[cfg(test)]
#[path = "commands/audit.rs"]
mod audit;
#[cfg(test)]
#[path = "commands/backup.rs"]
mod backup;
#[cfg(test)]
#[path = "commands/bad_input.rs"]
mod bad_input;
#[cfg(test)]
#[path = "commands/contract.rs"]
mod contract;
#[cfg(test)]
#[path = "commands/formats.rs"]
mod formats;
#[cfg(test)]
#[path = "commands/interrupted.rs"]
mod interrupted;
#[cfg(test)]
#[path = "commands/invite.rs"]
mod invite;
#[cfg(test)]
#[path = "commands/killed.rs"]
mod killed;
#[cfg(test)]
#[path = "commands/organisation.rs"]
mod organisation;
#[cfg(test)]
#[path = "commands/retention.rs"]
mod retention;
#[cfg(test)]
mod support;
#[cfg(test)]
#[path = "commands/veer.rs"]
mod veer;
#[cfg(test)]
#[path = "commands/verify_export.rs"]
mod verify_export;
