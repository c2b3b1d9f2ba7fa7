//! A program that parses the same lines into the same fields and does nothing with them.

use std::{fs::File, io::Read, path::Path};

use serde::Deserialize;

#[derive(Deserialize)]
#[expect(
    dead_code,
    clippy::struct_excessive_bools,
    reason = "parsed and thrown away"
)]
struct Event<'a> {
    source: &'a str,
    id: &'a str,
    at: &'a str,
    until: &'a str,
    kinds: Vec<&'a str>,
    priority: &'a str,
    units: Vec<&'a str>,
    dispatchers: Vec<&'a str>,
    minor: bool,
    fatal: bool,
    aggression: bool,
    alarm_button: bool,
    major: bool,
    codes: Vec<&'a str>,
    status: &'a str,
}

/// Parses a file on all cores; says how many events there were.
pub fn parse(library: &str, file: &Path) -> u64 {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let source = std::sync::Mutex::new((File::open(file).unwrap(), Vec::new()));
    std::thread::scope(|scope| {
        let work = || {
            let mut events = 0;
            while let Some(part) = stretch(&source) {
                for line in part
                    .split(|byte| *byte == b'\n')
                    .filter(|line| !line.is_empty())
                {
                    let event: Event<'_> = match library {
                        "serde" => serde_json::from_slice(line).unwrap(),
                        _ => sonic_rs::from_slice(line).unwrap(),
                    };
                    events += u64::from(!std::hint::black_box(event).id.is_empty());
                }
            }
            events
        };
        let hands: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    })
}

/// The next few megabytes of whole lines.
fn stretch(source: &std::sync::Mutex<(File, Vec<u8>)>) -> Option<Vec<u8>> {
    let mut source = source.lock().unwrap();
    let mut part = std::mem::take(&mut source.1);
    let kept = part.len();
    part.resize(kept + (2 << 20), 0);
    let mut filled = kept;
    while filled < part.len() {
        match source.0.read(&mut part[filled..]).unwrap() {
            0 => break,
            count => filled += count,
        }
    }
    let ended = filled < part.len();
    part.truncate(filled);
    if !ended {
        let end = part
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        source.1 = part.split_off(end);
    }
    (!part.is_empty()).then_some(part)
}
