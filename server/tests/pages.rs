//! The pages over HTTP, in process, each test on both engines.

mod support;

#[path = "pages/frame.rs"]
mod frame;
