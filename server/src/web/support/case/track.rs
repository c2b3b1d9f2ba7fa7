//! The path as a drawing: equal room for each step, linear in between.

use care::{
    path::{Case, MarkKind},
    protocol::TalkNumber,
    time::{Instant, Window},
};
use jiff::tz::TimeZone;

/// The drawing, in per cent of its width, and the same as rows.
pub(in crate::web::support) struct Track {
    /// The windows, in order.
    pub(in crate::web::support) windows: Vec<Bar>,
    /// What happened or is planned.
    pub(in crate::web::support) points: Vec<Point>,
    /// Where "now" is; `None` beyond the ends of the drawing.
    pub(in crate::web::support) now: Option<String>,
    /// The version of the protocol that the case keeps (R011).
    pub(in crate::web::support) version: u32,
}

/// A window on the drawing.
pub(in crate::web::support) struct Bar {
    /// Its left edge.
    pub(in crate::web::support) x: String,
    /// Its width.
    pub(in crate::web::support) width: String,
    /// Its middle.
    pub(in crate::web::support) middle: String,
    /// `done`, `open`, `missed` or nothing.
    pub(in crate::web::support) class: &'static str,
    /// Which talk; `None` for the first contact.
    pub(in crate::web::support) talk: Option<u8>,
    /// The window itself.
    pub(in crate::web::support) window: Window,
    /// What happened in it, or when it is planned.
    pub(in crate::web::support) point: Option<Instant>,
}

/// A moment on the drawing.
pub(in crate::web::support) struct Point {
    /// Its place.
    pub(in crate::web::support) x: String,
    /// Whether it happened; a ring when it is planned.
    pub(in crate::web::support) held: bool,
}

/// The drawing begins and ends this far from the edge.
const EDGE: f64 = 3.0;

impl Track {
    /// Draws a case.
    pub(super) fn of(case: &Case, now: Instant, tz: &TimeZone) -> Self {
        let contact = case.protocol.first_contact_window(case.signal_at);
        let talks = TalkNumber::ALL
            .iter()
            .filter_map(|n| Some((Some(*n), case.talk_window(*n, tz)?)));
        let windows: Vec<(Option<TalkNumber>, Window)> =
            std::iter::once((None, contact)).chain(talks).collect();
        let scale = Scale::over(
            windows
                .iter()
                .flat_map(|(_, window)| [window.opens, window.closes]),
        );
        let bars = windows.into_iter().map(|(talk, window)| {
            let (from, to) = (scale.x(window.opens), scale.x(window.closes));
            Bar {
                x: percent(from + 0.3),
                width: percent((to - from - 0.6).max(1.0)),
                middle: percent(f64::midpoint(from, to)),
                class: class(case, talk, &window, now),
                talk: talk.map(TalkNumber::get),
                point: moment(case, talk),
                window,
            }
        });
        let points = case.timeline(tz).into_iter().filter_map(|mark| {
            let held = match mark.kind {
                MarkKind::FirstContact | MarkKind::Held(..) => true,
                MarkKind::Planned(_) => false,
                _ => return None,
            };
            Some(Point {
                x: percent(scale.x(mark.from)),
                held,
            })
        });
        Self {
            windows: bars.collect(),
            points: points.collect(),
            now: scale.holds(now).then(|| percent(scale.x(now))),
            version: case.protocol.version,
        }
    }
}

/// When the step was or is to be.
fn moment(case: &Case, talk: Option<TalkNumber>) -> Option<Instant> {
    match talk {
        None => case.first_contact.as_ref().map(|contact| contact.at),
        Some(number) => {
            let talk = case.talks.iter().find(|talk| talk.number == number)?;
            Some(talk.held_at().unwrap_or(talk.planned_for))
        }
    }
}

fn class(case: &Case, talk: Option<TalkNumber>, window: &Window, now: Instant) -> &'static str {
    let done = match talk {
        None => case.first_contact.is_some(),
        Some(number) => case.held().any(|talk| talk.number == number),
    };
    if done {
        "done"
    } else if case.closed.is_some() {
        ""
    } else if window.contains(now) {
        "open"
    } else if now >= window.late_from() && moment(case, talk).is_none() {
        "missed"
    } else {
        ""
    }
}

/// Moments on a line: each step gets the same room.
struct Scale(Vec<Instant>);

impl Scale {
    fn over(bounds: impl Iterator<Item = Instant>) -> Self {
        let mut bounds: Vec<Instant> = bounds.collect();
        bounds.sort_unstable();
        bounds.dedup();
        Self(bounds)
    }

    fn holds(&self, at: Instant) -> bool {
        self.0.first().is_some_and(|first| at >= *first)
            && self.0.last().is_some_and(|last| at <= *last)
    }

    fn x(&self, at: Instant) -> f64 {
        let steps = self.0.len().saturating_sub(1).max(1);
        let room = 100.0 - 2.0 * EDGE;
        let before = self.0.iter().take_while(|bound| **bound <= at).count();
        let place = match (
            before.checked_sub(1).and_then(|n| self.0.get(n)),
            self.0.get(before),
        ) {
            (None, _) => 0.0,
            (Some(_), None) => count(steps),
            (Some(from), Some(to)) => {
                let part = millis(at.since(*from)) / millis(to.since(*from)).max(1.0);
                count(before) - 1.0 + part
            }
        };
        EDGE + room * place / count(steps)
    }
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a place on a drawing, not a time"
)]
fn millis(length: jiff::SignedDuration) -> f64 {
    length.as_millis() as f64
}

fn percent(x: f64) -> String {
    format!("{x:.1}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use care::path::{OpenCase, Requester, Trigger};
    use care::protocol::Protocol;

    #[test]
    fn windows_stand_in_order_and_inside_the_drawing() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let at = Instant::from_millis(1_772_503_920_000);
        for days in [0, 3, 6] {
            let signal = at.plus(jiff::SignedDuration::from_hours(24 * days));
            let event = care::path::Event {
                incident: care::ids::IncidentId::new("i"),
                at,
            };
            let open = OpenCase {
                protocol: Protocol::default_policy(),
                trigger: Trigger::Incident,
                requester: Requester::Detection,
                event: Some(event),
            };
            let case = Case::open(open, signal);
            let track = Track::of(&case, signal, &tz);
            assert_eq!(track.windows.len(), 4);
            for bar in &track.windows {
                let [x, width] = [&bar.x, &bar.width]
                    .map(|text| text.trim_end_matches('%').parse::<f64>().unwrap());
                assert!(
                    x >= 0.0 && width > 0.0 && x + width <= 100.0,
                    "{days}: {x} {width}"
                );
            }
            assert!(track.now.is_some());
        }
    }
}
