//! `cargo xtask attack`: everything that must not be found is looked for, everywhere.

use std::process::Command;

use anyhow::Result;

use crate::journeys;
use crate::postgres::{Postgres, URL_VARIABLE};
use crate::run::succeed;
use crate::workspace::Workspace;

/// Builds what it needs and runs the attack suite (`e2e/attack`) alone.
///
/// Its last line is `N passed, N failed`.
///
/// # Errors
/// When an attack succeeds, or something cannot be built or started.
pub fn run(workspace: &Workspace) -> Result<()> {
    let folder = journeys::prepare(workspace)?;
    let postgres = Postgres::start()?;
    let mut suite = Command::new("node");
    suite
        .arg("attack/run.mjs")
        .current_dir(folder)
        .env(URL_VARIABLE, postgres.url())
        .env("VEER_POSTGRES_PROGRAMS", postgres.programs());
    succeed(journeys::equip(&mut suite, workspace))
}
