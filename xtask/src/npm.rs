//! npm packages, by lock file only.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

use crate::run::{apt_install, find_on_path, succeed};

/// Installs a folder's packages from its lock file, if they are not there yet.
///
/// # Errors
/// When npm is missing or fails.
pub fn install(folder: &Path) -> Result<()> {
    if find_on_path("npm").is_none() {
        apt_install(&["nodejs", "npm"])?;
    }
    if is_current(folder) {
        return Ok(());
    }
    succeed(npm(folder).args(["ci", "--no-audit", "--no-fund"]))
}

/// Runs one of a folder's scripts.
///
/// # Errors
/// When npm is missing or the script fails.
pub fn run(folder: &Path, script: &str) -> Result<()> {
    succeed(&mut script_command(folder, script))
}

/// The command for one of a folder's scripts; tests report in lines for people.
pub fn script_command(folder: &Path, script: &str) -> Command {
    let mut command = npm(folder);
    command.args(["run", "--silent", script]);
    command.env("NODE_OPTIONS", "--test-reporter=spec");
    command
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

/// npm writes the inner file last, so it is older than a lock file that changed since.
fn is_current(folder: &Path) -> bool {
    let changed = |file: &str| -> Option<SystemTime> {
        fs::metadata(folder.join(file)).ok()?.modified().ok()
    };
    match (
        changed("node_modules/.package-lock.json"),
        changed("package-lock.json"),
    ) {
        (Some(installed), Some(asked)) => installed >= asked,
        _ => false,
    }
}
