//! `cargo xtask web`: the browser bundle from npm, by lock file.

use anyhow::Result;

use crate::npm;
use crate::workspace::Workspace;

const FOLDER: &str = "web";

/// Installs, builds and type-checks the browser side, and runs its own tests.
///
/// # Errors
/// When npm is missing or one of these fails.
pub fn all(workspace: &Workspace) -> Result<()> {
    build(workspace)?;
    let folder = workspace.path(FOLDER);
    npm::run(&folder, "check")?;
    npm::run(&folder, "test")
}

/// Installs and builds only, for somebody who wants to see pages.
///
/// # Errors
/// When npm is missing or the build fails.
pub fn build(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path(FOLDER);
    npm::install(&folder)?;
    npm::run(&folder, "build")
}
