//! Many exposed to a few supporters at once, beside scipy on the same instance.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::run::{output_of, succeed};
use crate::workspace::Workspace;

/// The peer, exactly.
const PEERS: [&str; 1] = ["scipy==1.17.1"];
/// The size that is promised: exposed and supporters; then fewer supporters than they need.
const SIZES: [(&str, &str); 2] = [("1000", "100"), ("1000", "70")];

/// Solves each size with both, and prints the table.
///
/// # Errors
/// When something cannot be installed, or the two do not come to the same cost.
pub(super) fn run(workspace: &Workspace, program: &Path) -> Result<()> {
    let python = crate::bench::python(workspace, &PEERS)?;
    let folder = std::env::temp_dir().join(format!("veer-assign-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("| exposed | supporters | by | seconds | cost | without anybody | time beside Veer |");
    println!("|---|---|---|---|---|---|---|");
    for (exposed, supporters) in SIZES {
        let mut make = Command::new(program);
        succeed(
            make.arg("assign-make")
                .arg(&folder)
                .args([exposed, supporters]),
        )?;
        let own = read(Command::new(program).arg("assign-solve").arg(&folder))?;
        let script = workspace.path("server/benches/reach/peers_assign.py");
        let peer = read(Command::new(&python).arg(script).arg(&folder))?;
        for (by, outcome) in [("Veer", &own), ("scipy", &peer)] {
            println!(
                "| {exposed} | {supporters} | {by} | {:.4} | {} | {} | {:.2} |",
                outcome.seconds,
                outcome.cost,
                outcome.unmet,
                outcome.seconds / own.seconds
            );
        }
        ensure!(
            (own.cost, own.unmet) == (peer.cost, peer.unmet),
            "not the same plan"
        );
    }
    Ok(std::fs::remove_dir_all(&folder)?)
}

/// What came of one run.
struct Outcome {
    seconds: f64,
    cost: f64,
    unmet: f64,
}

fn read(command: &mut Command) -> Result<Outcome> {
    let told = output_of(command)?;
    let number = |name: &str| -> Result<f64> {
        let mark = format!("\"{name}\":");
        let rest = told.split(&mark).nth(1);
        let rest = rest.with_context(|| format!("no {name}"))?;
        let end = rest.find([',', '}']).unwrap_or(rest.len());
        Ok(rest.get(..end).unwrap_or_default().trim().parse()?)
    };
    Ok(Outcome {
        seconds: number("seconds")?,
        cost: number("cost")?,
        unmet: number("unmet")?,
    })
}
