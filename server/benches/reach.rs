//! How fast support is found. Run by `cargo xtask bench reach`.
//!
//! `assign-make FOLDER EXPOSED SUPPORTERS` and `assign-solve FOLDER`: many exposed to a few supporters;
//! `alerts-due`: what is due over many open cases; `alerts-live`: from an event to its page.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark asks the real time, stops at the first surprise and prints"
)]

#[path = "reach/alerts.rs"]
mod alerts;
#[path = "reach/assign.rs"]
mod assign;

use std::path::Path;

/// How many open cases are looked at.
const CASES: usize = 100_000;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["assign-make", folder, exposed, supporters] => {
            let (exposed, supporters) = (exposed.parse().unwrap(), supporters.parse().unwrap());
            assign::make(Path::new(folder), exposed, supporters);
        }
        ["assign-solve", folder] => assign::solve(Path::new(folder)),
        ["alerts-due"] => alerts::due(CASES),
        ["alerts-live"] => {
            let folder = tempfile::tempdir().unwrap();
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.enable_all().build().unwrap();
            runtime.block_on(alerts::live(folder.path()));
        }
        _ => println!("see cargo xtask bench reach"),
    }
}
