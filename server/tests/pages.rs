//! The pages over HTTP, in process, each test on both engines.

mod support;

#[path = "pages/frame.rs"]
mod frame;
#[path = "pages/dispatch.rs"]
mod dispatch;
#[path = "pages/me.rs"]
mod me;
#[path = "pages/signal.rs"]
mod signal;
