//! `cargo xtask bench`: the measurements of the closing notes.

use anyhow::Result;

use crate::run::succeed;
use crate::workspace::Workspace;

/// Builds the benchmark in the release profile and runs it.
///
/// # Errors
/// When it does not build, or fails.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut bench = workspace.cargo();
    bench
        .args(["bench", "--package", "veer", "--bench", "house", "--"])
        .args(arguments);
    succeed(&mut bench)
}
