//! What is due over many open cases, and how soon a page leaves the house.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run::succeed;

/// Prints a line of JSON for each.
///
/// # Errors
/// When one of them fails.
pub(super) fn run(program: &Path) -> Result<()> {
    for part in ["alerts-due", "alerts-live"] {
        succeed(Command::new(program).arg(part))?;
    }
    Ok(())
}
