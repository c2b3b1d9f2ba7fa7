//! How long a step took; the only place of xtask that asks the time.

#![expect(
    clippy::disallowed_methods,
    reason = "a developer's tool tells how long its steps took"
)]

use std::time::{Duration, Instant};

pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
