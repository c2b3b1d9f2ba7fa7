//! What Veer costs: intake, pages, start and memory, each beside a peer in the same run.
//!
//! Run with `cargo xtask bench`; `audit` or `pages` behind it runs that part alone. Nothing here passes or fails: it prints what it measured.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "a benchmark asks the real time, stops at the first surprise and prints"
)]

#[path = "house/audit.rs"]
mod audit;
#[path = "house/floor.rs"]
mod floor;
#[path = "house/intake.rs"]
mod intake;
#[path = "../tests/support/long_log.rs"]
mod long_log;
#[path = "house/pages.rs"]
mod pages;
#[path = "house/process.rs"]
mod process;

use std::time::{Duration, Instant};

fn main() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("# Veer's benchmarks, {cores} cores, embedded database");
    println!("| what | measured | peer in the same run | ratio |");
    println!("|---|---|---|---|");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let only = |name: &str| std::env::args().any(|a| a == name);
    if only("audit") {
        runtime.block_on(audit::measure());
        return;
    }
    if only("pages") {
        runtime.block_on(measure_pages());
        return;
    }
    intake::parse();
    runtime.block_on(intake::store());
    runtime.block_on(audit::measure());
    runtime.block_on(measure_pages());
}

/// The pages at growing sizes; the process on the largest.
async fn measure_pages() {
    let sizes: &[u32] = if std::env::args().any(|a| a == "--quick") {
        &[1_000]
    } else {
        &[1_000, 10_000, 100_000]
    };
    for size in sizes {
        let folder = tempfile::tempdir().unwrap();
        pages::measure(folder.path(), *size).await;
        if size == sizes.last().unwrap() {
            process::measure(folder.path());
        }
    }
}

/// Prints one row of the table.
fn row(what: &str, measured: &str, peer: &str, ratio: f64) {
    println!("| {what} | {measured} | {peer} | {ratio:.2} |");
}

/// How long `work` takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The value under which this share of the samples lies.
fn percentile(samples: &mut [Duration], share: f64) -> Duration {
    samples.sort_unstable();
    let last = samples.len() - 1;
    samples[((last as f64) * share).round() as usize]
}
