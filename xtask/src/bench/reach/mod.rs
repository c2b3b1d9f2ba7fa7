//! `cargo xtask bench reach`: how fast, and how well, support is found. One part to a file.

mod rota;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// Runs the parts that are named, or all.
///
/// # Errors
/// When something does not build, cannot be installed, or comes to another result than its peers.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        None => rota::run(workspace, &[]),
        Some((part, rest)) => match part.as_str() {
            "rota" => rota::run(workspace, rest),
            other => bail!("bench reach knows rota, not {other:?}"),
        },
    }
}
