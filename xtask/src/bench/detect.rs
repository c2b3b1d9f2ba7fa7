//! `cargo xtask bench detect`: years of events, beside `DuckDB`, Polars and programs that only parse.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::run::succeed;
use crate::workspace::Workspace;

/// The peers, exactly.
const PEERS: [&str; 2] = ["duckdb==2.0.0", "polars==2.1.0"];
/// How often each runs, by turns: the machine drifts.
const ROUNDS: usize = 3;

/// What one run cost.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    megabytes: f64,
}

/// Makes the events, runs everything by turns and prints the table.
///
/// # Errors
/// When something does not build, cannot be installed, or the results differ.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut wanted: Vec<u64> = Vec::new();
    let (mut live, mut engine) = (true, true);
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--events" => wanted.push(rest.next().context("--events N")?.parse()?),
            "--live" => engine = false,
            "--no-live" => live = false,
            other => {
                bail!("bench detect knows --events N, --live (alone) and --no-live, not {other:?}")
            }
        }
    }
    if wanted.is_empty() {
        wanted = vec![1_000_000, 10_000_000];
    }
    let program = super::program(workspace, "detect")?;
    if live {
        succeed(Command::new(&program).arg("live"))?;
    }
    if !engine {
        return Ok(());
    }
    let python = super::python(workspace, &PEERS)?;
    println!("| events | what | events a second | most memory | beside Veer |");
    println!("|---|---|---|---|---|");
    for events in wanted {
        measure(workspace, &program, &python, events)?;
    }
    Ok(())
}

fn measure(workspace: &Workspace, program: &Path, python: &Path, events: u64) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("veer-detect-{events}"));
    succeed(
        Command::new(program)
            .args(["make", &events.to_string()])
            .arg(&folder),
    )?;
    let script = workspace.path("server/benches/detect/peers.py");
    let peer = |name: &str| {
        let mut command = Command::new(python);
        command.arg(&script).arg(name).arg(&folder);
        command
    };
    let own = |words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words).arg(&folder);
        command
    };
    let mut best: [Option<Cost>; 5] = [None; 5];
    for _ in 0..ROUNDS {
        let runs = [
            own(&["veer"]),
            own(&["floor", "sonic"]),
            own(&["floor", "serde"]),
            peer("duckdb"),
            peer("polars"),
        ];
        for (best, mut run) in best.iter_mut().zip(runs) {
            let cost = cost(&mut run)?;
            *best = Some(
                best.filter(|best| best.seconds <= cost.seconds)
                    .unwrap_or(cost),
            );
        }
    }
    let names = [
        "Veer",
        "only parsing, sonic-rs",
        "only parsing, serde_json",
        "DuckDB",
        "Polars",
    ];
    let veer = best.first().copied().flatten().context("no run")?;
    for (name, cost) in names.into_iter().zip(best.into_iter().flatten()) {
        #[expect(clippy::cast_precision_loss, reason = "told to three digits")]
        let rate = events as f64 / cost.seconds;
        println!(
            "| {events} | {name} | {:.2} million | {:.0} MB | {:.2} |",
            rate / 1e6,
            cost.megabytes,
            cost.seconds / veer.seconds
        );
    }
    compare(program, &peer, &folder)?;
    Ok(fs::remove_dir_all(&folder)?)
}

fn cost(command: &mut Command) -> Result<Cost> {
    let output = command.stderr(std::process::Stdio::null()).output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "a contender failed: {command:?}");
    let mut numbers = told.split_whitespace().skip(1).map(str::parse::<f64>);
    let mut next = || numbers.next().context("a contender printed no cost");
    Ok(Cost {
        seconds: next()??,
        megabytes: next()??,
    })
}

/// Row by row: who was part of what, and how many within 30 and 90 days.
fn compare(program: &Path, peer: &dyn Fn(&str) -> Command, folder: &Path) -> Result<()> {
    let ledger = |name: &str| folder.join(format!("{name}.csv"));
    succeed(
        Command::new(program)
            .arg("veer")
            .arg(folder)
            .arg(ledger("veer")),
    )?;
    let own = rows(&ledger("veer"))?;
    for name in ["duckdb", "polars"] {
        succeed(peer(name).arg(ledger(name)))?;
        let theirs = rows(&ledger(name))?;
        ensure!(own == theirs, "Veer and {name} differ");
        println!("| | the same {} rows as {name} | | | |", own.len());
    }
    Ok(())
}

fn rows(path: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path)?;
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    rows.sort_unstable();
    Ok(rows)
}
