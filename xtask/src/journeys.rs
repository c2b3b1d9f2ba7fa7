//! What every run in a real browser needs: Chromium, the bundle, the programs, the packages.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::run::{apt_install, find_on_path, succeed};
use crate::workspace::Workspace;
use crate::{npm, web};

/// Builds and installs it all; returns the folder of the journeys.
///
/// # Errors
/// When something cannot be installed or built.
pub fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    if find_on_path("chromium").is_none() {
        apt_install(&["chromium"])?;
    }
    web::build(workspace)?;
    // What the tests were built from too: another choice of targets has other
    // features, and would build every dependency a second time.
    let targets = [
        "build",
        "--quiet",
        "--workspace",
        "--bins",
        "--tests",
        "--examples",
        "--locked",
    ];
    succeed(workspace.cargo().args(targets))?;
    let folder = workspace.path("e2e");
    npm::install(&folder)?;
    Ok(folder)
}

/// Lets a command find what was built.
pub fn equip<'a>(command: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    command
        .env("VEER_BIN", workspace.built("veer"))
        .env(
            "VEER_READER",
            workspace.built("examples/independent-reader"),
        )
        .env("CHROMIUM", "/usr/bin/chromium")
}
