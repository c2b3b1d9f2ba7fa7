//! What every command needs first: log, runtime.

use std::io;

use tracing_subscriber::EnvFilter;

/// Writes the log to standard error, as JSON for servers (docs/LOGGING.md says what never stands in it).
pub(super) fn log(server: bool) {
    let level = if server { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("VEER_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    if server {
        builder.json().init();
    } else {
        builder.compact().init();
    }
}

/// The async runtime; two workers serve a few thousand people.
pub(super) fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(16)
        .build()
}
