//! `cargo xtask test`: every check, on a bare machine, with one command.

mod options;
mod snapshots;
mod steps;
mod stopwatch;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
pub use options::Options;
use steps::STEPS;
use stopwatch::Stopwatch;

/// One named check.
struct Step {
    name: &'static str,
    /// What it holds true, for `--list`.
    purpose: &'static str,
    /// Whether `--fast` leaves it in.
    pace: Pace,
    run: fn(&Workspace) -> Result<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Fast,
    Slow,
}

struct Outcome {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

/// Runs the chosen steps, all of them even after one failed.
///
/// # Errors
/// When a step failed; each was named on the way.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    if options.list {
        for step in STEPS {
            println!("{:<10} {}", step.name, step.purpose);
        }
        return Ok(());
    }
    let outcomes: Vec<Outcome> = STEPS
        .iter()
        .filter(|step| options.wants(step))
        .map(|step| perform(step, workspace))
        .collect();
    report(&outcomes)
}

fn perform(step: &Step, workspace: &Workspace) -> Outcome {
    println!("\n== {} ==", step.name);
    let watch = Stopwatch::start();
    let failure = (step.run)(workspace)
        .err()
        .map(|error| format!("{error:#}"));
    if let Some(failure) = &failure {
        eprintln!("{} failed: {failure}", step.name);
    }
    Outcome {
        name: step.name,
        took: watch.elapsed(),
        failure,
    }
}

fn report(outcomes: &[Outcome]) -> Result<()> {
    println!("\n== summary ==");
    for Outcome {
        name,
        took,
        failure,
    } in outcomes
    {
        let word = if failure.is_some() { "FAILED" } else { "ok" };
        println!("{name:<10} {word:<6} {:>7.1} s", took.as_secs_f64());
    }
    let failed: Vec<&str> = outcomes
        .iter()
        .filter(|it| it.failure.is_some())
        .map(|it| it.name)
        .collect();
    println!(
        "\n{} passed, {} failed",
        outcomes.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}
