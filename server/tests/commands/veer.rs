//! Runs the program.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use veer::store::Location;

use crate::support::Fixture;

/// The root of the checkout, asked when the test runs: clones may share what is built.
pub fn root() -> PathBuf {
    let home = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    Path::new(&home).parent().expect("a workspace").to_owned()
}

/// The 500 real records, or the sample of them that the pack carries.
pub fn register() -> (PathBuf, bool) {
    let shared =
        std::env::var_os("VEER_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let real = shared.join("data/sf-fire-calls-500.csv");
    if real.is_file() {
        (real, true)
    } else {
        (root().join("packs/sf-fire/sample.csv"), false)
    }
}

/// A command of `veer` on a fixture's database.
pub fn command(fixture: &Fixture) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_veer"));
    command
        .current_dir(root())
        .env_remove("VEER_DATA_DIR")
        .env_remove("VEER_DATABASE_URL");
    match &fixture.location {
        Location::Folder(folder) => command.env("VEER_DATA_DIR", folder),
        Location::Url(url) => command.env("VEER_DATABASE_URL", url),
    };
    command
}

/// Runs it and returns what it printed.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("the program runs")
}

/// `veer import dispatch --json` on a file: the counts, or what it said on standard error.
pub fn import(fixture: &Fixture, profile: &str, csv: &Path) -> Result<Value, String> {
    let output = run(command(fixture)
        .args(["import", "dispatch", "--json", "--profile", profile])
        .arg(csv));
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).expect("one line of JSON"))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The counts in the order of the contract.
pub fn counts(value: &Value) -> [u64; 6] {
    [
        "read",
        "incidents",
        "new",
        "joined",
        "duplicate",
        "quarantined",
    ]
    .map(|name| value[name].as_u64().expect("a count"))
}
