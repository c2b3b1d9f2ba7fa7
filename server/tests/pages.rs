//! The pages over HTTP, in process, each test on both engines.

mod support;

#[path = "pages/coordinate.rs"]
mod coordinate;
#[path = "pages/desk.rs"]
mod desk;
#[path = "pages/dispatch.rs"]
mod dispatch;
#[path = "pages/frame.rs"]
mod frame;
#[path = "pages/incident.rs"]
mod incident;
#[path = "pages/matching.rs"]
mod matching;
#[path = "pages/me.rs"]
mod me;
#[path = "pages/signal.rs"]
mod signal;
#[path = "pages/texts.rs"]
mod texts;
#[path = "pages/two_at_once.rs"]
mod two_at_once;
#[path = "pages/walk.rs"]
mod walk;
