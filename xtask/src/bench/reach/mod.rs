//! `cargo xtask bench reach`: how fast, and how well, support is found. One part to a file.

mod alerts;
mod assign;
mod rota;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// Runs the part that is named, or all.
///
/// # Errors
/// When something does not build, cannot be installed, or comes to another result than its peers.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let Some((part, rest)) = arguments.split_first() else {
        let program = super::program(workspace, "reach")?;
        alerts::run(&program)?;
        assign::run(workspace, &program)?;
        return rota::run(workspace, &[]);
    };
    match part.as_str() {
        "alerts" => alerts::run(&super::program(workspace, "reach")?),
        "assign" => assign::run(workspace, &super::program(workspace, "reach")?),
        "rota" => rota::run(workspace, rest),
        other => bail!("bench reach knows alerts, assign and rota, not {other:?}"),
    }
}
