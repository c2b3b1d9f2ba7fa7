//! `cargo xtask bench`: the measurements of the closing notes.

use anyhow::{Result, ensure};

use crate::run::succeed;
use crate::workspace::Workspace;

/// Builds the benchmark in the release profile and runs it.
///
/// # Errors
/// When it does not exist, does not build, or fails.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let exists = ["server/src/bin/bench.rs", "server/src/bin/bench/main.rs"]
        .iter()
        .any(|source| workspace.path(source).is_file());
    ensure!(
        exists,
        "there is no benchmark yet: server/src/bin/bench.rs is missing"
    );
    let mut bench = workspace.cargo();
    bench
        .args([
            "run",
            "--release",
            "--package",
            "veer",
            "--bin",
            "bench",
            "--",
        ])
        .args(arguments);
    succeed(&mut bench)
}
