//! Years of events: what Veer and its peers make of them. Run by `cargo xtask bench detect`.
//!
//! `make N FOLDER` writes events and crews; `floor serde|sonic FILE` parses the lines and nothing else;
//! `veer FOLDER [LEDGER]` runs the engine. Each prints events, seconds and the most memory it held.
//! `live` sends events one a message to a server over an embedded database.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark asks the real time, stops at the first surprise and prints"
)]

#[path = "detect/floor.rs"]
mod floor;
#[path = "detect/live.rs"]
mod live;
#[path = "detect/make.rs"]
mod make;

use std::{fs, io::BufWriter, path::Path, time::Instant};

use care::{exposure::Crews, incident::CompiledList};
use jiff::tz::TimeZone;
use veer::feed::{
    history::{self, Source, Trial},
    pack,
};

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", events, folder] => make::make(events.parse().unwrap(), Path::new(folder)),
        ["floor", library, folder] => {
            measured(|| floor::parse(library, &Path::new(folder).join("events.ndjson")));
        }
        ["live"] => {
            let folder = tempfile::tempdir().unwrap();
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.enable_all().build().unwrap();
            runtime.block_on(live::measure(folder.path()));
        }
        ["veer", folder, rest @ ..] => {
            measured(|| engine(Path::new(folder), rest.first().map(Path::new)));
        }
        _ => println!("see cargo xtask bench detect"),
    }
}

fn engine(folder: &Path, ledger: Option<&Path>) -> u64 {
    let list: CompiledList = pack::load_list(&folder.join("pack")).unwrap().compile();
    let crews: Crews = make::crews();
    let trial = Trial {
        lists: vec![&list],
        zone: TimeZone::UTC,
        crews: Some(&crews),
        threads: 0,
    };
    let sources = [Source::Lines(folder.join("events.ndjson"))];
    let mut file = ledger.map(|path| BufWriter::new(fs::File::create(path).unwrap()));
    let ledger = file
        .as_mut()
        .map(|it| it as &mut (dyn std::io::Write + Send));
    let outcome = history::run(&trial, &sources, ledger, |_| ()).unwrap();
    eprintln!(
        "{}",
        serde_json::to_string(&(&outcome.lists[0].all, outcome.people)).unwrap()
    );
    outcome.events
}

/// Prints what a run cost, for the program that called this one.
fn measured(work: impl FnOnce() -> u64) {
    let start = Instant::now();
    let events = work();
    let seconds = start.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most: f64 = most
        .and_then(|it| it.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0.0);
    println!("{events} {seconds} {}", most / 1024.0);
}
