//! A real process: time to the first page, memory idle and after load.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::{row, timed};

const LOAD: usize = 2_000;

/// Starts `veer serve` on the largest organisation and asks for pages over loopback.
pub fn measure(folder: &Path) {
    let veer = env!("CARGO_BIN_EXE_veer");
    let ((), bare) = timed(|| {
        _ = Command::new(veer)
            .arg("--version")
            .stdout(Stdio::null())
            .status();
    });
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let start = Instant::now();
    let mut child = Command::new(veer)
        .args([
            "--data-dir",
            &folder.display().to_string(),
            "serve",
            "--listen",
            &format!("127.0.0.1:{port}"),
        ])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while get(port, "/sign-in").is_none() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let first = start.elapsed();
    let ms = |took: Duration| took.as_secs_f64() * 1_000.0;
    row(
        "start to first page",
        &format!("{:.0} ms", ms(first)),
        &format!("veer --version: {:.0} ms", ms(bare)),
        first.as_secs_f64() / bare.as_secs_f64(),
    );
    std::thread::sleep(Duration::from_secs(3));
    let idle = resident(&child);
    for _ in 0..LOAD {
        get(port, "/sign-in");
    }
    let loaded = resident(&child);
    row(
        "resident idle",
        &format!("{idle:.1} MB"),
        "limit 40 MB",
        idle / 40.0,
    );
    row(
        &format!("resident after {LOAD} pages"),
        &format!("{loaded:.1} MB"),
        "limit 80 MB",
        loaded / 80.0,
    );
    _ = child.kill();
    _ = child.wait();
}

fn get(port: u16, path: &str) -> Option<usize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    answer.starts_with(b"HTTP/1.1 200").then_some(answer.len())
}

/// Resident memory in MB, as the kernel counts it.
fn resident(child: &Child) -> f64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    let kb: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    kb / 1_024.0
}
