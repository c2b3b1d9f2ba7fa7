//! `cargo xtask demo`: a living invented organisation on this machine.

use std::os::unix::process::CommandExt as _;

use anyhow::{Error, Result};

use crate::run::find_on_path;
use crate::web;
use crate::workspace::Workspace;

/// Builds the bundle and Veer, then becomes `veer demo`.
///
/// Without npm the pages are served plain, and say why.
///
/// # Errors
/// When a build fails or the program does not start.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if find_on_path("npm").is_some() {
        web::build(workspace)?;
    } else {
        eprintln!("npm is not here: the pages come without style and script");
    }
    let mut veer = workspace.cargo();
    veer.args([
        "run",
        "--quiet",
        "--package",
        "veer",
        "--bin",
        "veer",
        "--",
        "demo",
    ])
    .args(arguments);
    Err(Error::new(veer.exec()).context("starting Veer"))
}
