//! Rotas beside CP-SAT, `HiGHS` and a plain greedy: the same instances, rules and objective.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::run::succeed;
use crate::workspace::Workspace;

/// The peers, exactly.
const PEERS: [&str; 2] = ["ortools==9.15.6755", "highspy==1.15.1"];
/// How often each runs, by turns: the machine drifts.
const ROUNDS: usize = 3;
/// Who runs.
const CONTENDERS: [&str; 4] = ["veer", "cpsat", "highs", "greedy"];

/// What came of one run.
#[derive(Clone, Copy)]
struct Outcome {
    seconds: f64,
    unmet: f64,
    spread: f64,
    wishes: f64,
    proven: bool,
}

/// Everything that a run needs.
struct Bench {
    program: PathBuf,
    python: PathBuf,
    script: PathBuf,
    folder: PathBuf,
}

/// Runs everything by turns and prints the table.
///
/// # Errors
/// When something does not build or cannot be installed, a rota breaks a rule, or Veer's is not as
/// good as what a peer has proven to be the best.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let program = match arguments {
        [] => build(workspace)?,
        [word, path] if word == "--bin" => PathBuf::from(path),
        other => bail!("bench reach rota knows --bin PROGRAM, not {other:?}"),
    };
    let bench = Bench {
        program,
        python: crate::bench::python(workspace, &PEERS)?,
        script: workspace.path("server/benches/reach/peers.py"),
        folder: std::env::temp_dir().join(format!("veer-reach-{}", std::process::id())),
    };
    fs::create_dir_all(&bench.folder)?;
    println!(
        "| instance | by | seconds | unmet | spreads | wishes | least proven | time of Veer to it |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for name in ["rota-9", "rota-40"] {
        let file = shared(workspace).join(format!("{name}.json"));
        ensure!(file.is_file(), "{} is absent", file.display());
        bench.measure(name, &file)?;
        let wishes = bench.folder.join(format!("{name}-wishes.json"));
        succeed(bench.peer("wishes", &file).arg(&wishes))?;
        bench.measure(&format!("{name}, wishes and holidays"), &wishes)?;
    }
    Ok(fs::remove_dir_all(&bench.folder)?)
}

fn shared(workspace: &Workspace) -> PathBuf {
    let given = std::env::var_os("VEER_SHARED").map(PathBuf::from);
    given
        .unwrap_or_else(|| workspace.path("../shared"))
        .join("data")
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    succeed(cargo.args(["build", "--release", "--package", "veer"]))?;
    let debug = workspace.built("veer");
    let target = debug.parent().and_then(Path::parent);
    Ok(target.context("no target folder")?.join("release/veer"))
}

impl Bench {
    fn peer(&self, what: &str, instance: &Path) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).arg(what).arg(instance);
        command
    }

    /// Runs everybody by turns. Veer runs as its users run it, reading and writing included; its rota
    /// is judged by the rules as the peers' script reads them.
    fn measure(&self, name: &str, instance: &Path) -> Result<()> {
        let mut best: [Option<Outcome>; CONTENDERS.len()] = [None; CONTENDERS.len()];
        for _ in 0..ROUNDS {
            for (best, who) in best.iter_mut().zip(CONTENDERS) {
                let outcome = match who {
                    "veer" => read(self.peer(who, instance).arg(&self.program))?,
                    peer => read(&mut self.peer(peer, instance))?,
                };
                if best.is_none_or(|it| outcome.seconds < it.seconds) {
                    *best = Some(outcome);
                }
            }
        }
        let own = best.first().copied().flatten().context("no run")?;
        for (outcome, who) in best.iter().flatten().zip(CONTENDERS) {
            println!("{}", line(name, who, *outcome, own));
            let better = |it: &Outcome| (it.unmet, it.spread, it.wishes);
            ensure!(
                !outcome.proven || better(&own) <= better(outcome),
                "{who} has a better rota"
            );
        }
        Ok(())
    }
}

/// `seconds unmet spreads wishes bound`.
fn read(command: &mut Command) -> Result<Outcome> {
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    ensure!(output.status.success(), "a contender failed: {command:?}");
    let told = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = told
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let [seconds, unmet, spread, wishes, bound] = numbers.as_slice() else {
        bail!("a contender printed {told:?}")
    };
    // A bound that is less than one below is the whole number above it.
    let proven = *unmet == 0.0 && bound + 0.995 > 1000.0 * spread + wishes;
    Ok(Outcome {
        seconds: *seconds,
        unmet: *unmet,
        spread: *spread,
        wishes: *wishes,
        proven,
    })
}

fn line(name: &str, who: &str, it: Outcome, own: Outcome) -> String {
    let proven = if it.proven { "yes" } else { "no" };
    let ratio = own.seconds / it.seconds;
    let (seconds, unmet) = (it.seconds, it.unmet);
    let (spread, wishes) = (it.spread, it.wishes);
    format!(
        "| {name} | {who} | {seconds:.3} | {unmet} | {spread} | {wishes} | {proven} | {ratio:.2} |"
    )
}
