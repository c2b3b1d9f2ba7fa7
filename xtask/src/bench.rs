//! `cargo xtask bench`: the measurements of the closing notes.

mod detect;
mod reach;

use std::process::Command;

use anyhow::Result;

use crate::run::succeed;
use crate::workspace::Workspace;
use crate::{journeys, npm, web};

/// Builds the benchmark in the release profile and runs it; `vault` runs in the browser, `detect`
/// and `reach` beside their peers.
///
/// # Errors
/// When it does not build, or fails.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if arguments.first().is_some_and(|it| it == "vault") {
        return vault(workspace);
    }
    if let Some(("detect", rest)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return detect::run(workspace, rest);
    }
    if let Some(("reach", rest)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return reach::run(workspace, rest);
    }
    let mut bench = workspace.cargo();
    bench
        .args(["bench", "--package", "veer", "--bench", "house", "--"])
        .args(arguments);
    succeed(&mut bench)
}

/// Opening a case with thirty sealed notes, which needs no server.
fn vault(workspace: &Workspace) -> Result<()> {
    web::build(workspace)?;
    let folder = workspace.path("e2e");
    npm::install(&folder)?;
    let mut bench = Command::new("node");
    bench.arg("bench-vault.mjs").current_dir(folder);
    succeed(journeys::equip(&mut bench, workspace))
}
