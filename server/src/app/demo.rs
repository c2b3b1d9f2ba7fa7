//! `veer demo`: an invented organisation with a clock that can be moved.

use std::net::SocketAddr;

/// Serves the demo.
pub(super) async fn run(listen: SocketAddr) -> anyhow::Result<()> {
    _ = listen;
    anyhow::bail!("the demo is being built")
}
