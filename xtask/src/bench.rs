//! `cargo xtask bench`: the measurements of the closing notes.

mod detect;
mod reach;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

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

/// A benchmark's program, in the release profile.
fn program(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["bench", "--package", "veer", "--bench", name, "--no-run"]);
    cargo.args(["--message-format", "json"]);
    let output = cargo.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the benchmark does not build");
    let told = String::from_utf8_lossy(&output.stdout);
    let mark = format!("\"name\":\"{name}\"");
    let path = told
        .lines()
        .filter(|line| line.contains(&mark))
        .find_map(|line| {
            let rest = line.split("\"executable\":\"").nth(1)?;
            rest.split('"').next().map(PathBuf::from)
        });
    path.context("cargo did not say where the benchmark is")
}

/// A Python with these packages, kept between runs.
fn python(workspace: &Workspace, packages: &[&str]) -> Result<PathBuf> {
    let folder = workspace.tools().join("bench-peers");
    let python = folder.join("bin/python");
    if !python.exists() {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut pip = Command::new(&python);
    succeed(pip.args(["-m", "pip", "install", "--quiet"]).args(packages))?;
    Ok(python)
}
