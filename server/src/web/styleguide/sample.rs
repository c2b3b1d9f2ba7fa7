//! Invented things to draw with the templates of the real pages.

use care::time::{Instant, Window, WindowEnd};
use jiff::SignedDuration;

/// The path of somebody who had a first contact and a missed talk.
pub(super) struct Path {
    pub(super) stage: String,
    pub(super) track: Track,
}

/// As `support/track.html` draws it.
pub(super) struct Track {
    pub(super) windows: Vec<Stretch>,
    pub(super) points: Vec<Point>,
    pub(super) now: Option<String>,
    pub(super) version: u32,
}

/// A window on the drawing.
pub(super) struct Stretch {
    pub(super) x: &'static str,
    pub(super) width: &'static str,
    pub(super) middle: &'static str,
    pub(super) class: &'static str,
    pub(super) talk: Option<u8>,
    pub(super) window: Window,
    pub(super) point: Option<Instant>,
}

/// A moment on the drawing.
pub(super) struct Point {
    pub(super) x: &'static str,
    pub(super) held: bool,
}

/// A path with each kind of window: done, missed, open and to come.
pub(super) fn path(stage: String, now: Instant) -> Path {
    let after = |hours| now.plus(SignedDuration::from_hours(hours));
    let window = |from, until| Window {
        opens: after(from),
        closes: after(until),
        end: WindowEnd::Included,
    };
    let bar = |(x, width, middle), class, talk, window, point| Stretch {
        x,
        width,
        middle,
        class,
        talk,
        window,
        point,
    };
    let windows = vec![
        bar(
            ("3%", "20%", "13%"),
            "done",
            None,
            window(-200, -176),
            Some(after(-190)),
        ),
        bar(
            ("28%", "20%", "38%"),
            "missed",
            Some(1),
            window(-150, -126),
            None,
        ),
        bar(
            ("53%", "20%", "63%"),
            "open",
            Some(2),
            window(-10, 150),
            Some(after(30)),
        ),
        bar(("78%", "19%", "87.5%"), "", Some(3), window(400, 900), None),
    ];
    let track = Track {
        windows,
        points: vec![
            Point {
                x: "10%",
                held: true,
            },
            Point {
                x: "66%",
                held: false,
            },
        ],
        now: Some("57%".to_owned()),
        version: 1,
    };
    Path { stage, track }
}
