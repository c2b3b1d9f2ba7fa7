//! The one place that may ask the time; everything else is told it.
//!
//! The demo lets a visitor walk from an event to the third talk in five
//! minutes, so "now" has two meanings. `now` is the moment the work of the
//! organisation takes place at; `real_now` is the moment on the wall, which
//! sessions, tokens and rate limits live by.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use care::time::Instant;
use jiff::{SignedDuration, Timestamp};

/// Where the time comes from. Cheap to clone; clones move together.
///
/// The wall clock may step backwards (a correction, a resumed machine): the
/// two moments then do so as well, and nothing here panics or waits.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    Demo { ahead: AtomicI64 },
    Held { at: AtomicI64 },
}

impl Clock {
    /// The wall clock of the machine.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// The wall clock, running ahead by what the demo was moved so far.
    pub fn demo(ahead: SignedDuration) -> Self {
        let ahead = AtomicI64::new(millis(ahead).max(0));
        Self(Arc::new(Source::Demo { ahead }))
    }

    /// A clock that stands still until a test moves it.
    pub fn held(at: Instant) -> Self {
        let at = AtomicI64::new(at.millis());
        Self(Arc::new(Source::Held { at }))
    }

    /// The moment the work takes place at: the demo's moment in a demo.
    pub fn now(&self) -> Instant {
        let ahead = self.ahead();
        self.real_now().plus(ahead)
    }

    /// The moment on the wall, also in a demo.
    pub fn real_now(&self) -> Instant {
        match &*self.0 {
            Source::System | Source::Demo { .. } => wall(),
            Source::Held { at } => Instant::from_millis(at.load(Ordering::Acquire)),
        }
    }

    /// How long this process runs, by a clock that nobody sets and that stands still while the
    /// machine sleeps; only differences say anything.
    pub fn running(&self) -> std::time::Duration {
        steady()
    }

    /// How far the demo runs ahead of the wall; zero outside a demo.
    pub fn ahead(&self) -> SignedDuration {
        match &*self.0 {
            Source::Demo { ahead } => SignedDuration::from_millis(ahead.load(Ordering::Acquire)),
            Source::System | Source::Held { .. } => SignedDuration::ZERO,
        }
    }

    /// Whether the time may be moved.
    pub fn can_shift(&self) -> bool {
        !matches!(&*self.0, Source::System)
    }

    /// Moves the time forward and tells how far it now runs ahead.
    ///
    /// Time never moves back: a negative step does nothing. `None` on the
    /// wall clock, which nobody moves.
    pub fn shift(&self, step: SignedDuration) -> Option<SignedDuration> {
        let step = millis(step).max(0);
        let forward = |moved: i64| Some(moved.saturating_add(step));
        let cell = match &*self.0 {
            Source::System => return None,
            Source::Demo { ahead: cell } | Source::Held { at: cell } => cell,
        };
        // The closure always yields a value, so the update cannot fail.
        let _previous = cell.fetch_update(Ordering::AcqRel, Ordering::Acquire, forward);
        Some(self.ahead())
    }
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
fn wall() -> Instant {
    Timestamp::now().into()
}

#[expect(clippy::disallowed_methods, reason = "the one home of the clock")]
fn steady() -> std::time::Duration {
    static FIRST: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    FIRST.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    #[test]
    fn the_demo_runs_ahead_and_the_wall_does_not() {
        let clock = Clock::demo(DAY);
        let other = clock.clone();
        assert_eq!(other.shift(DAY), Some(DAY * 2));
        let lead = clock.now().since(clock.real_now());
        assert!((lead - DAY * 2).abs() < SignedDuration::from_secs(5));
    }

    #[test]
    fn time_never_moves_back() {
        let clock = Clock::demo(DAY);
        assert_eq!(clock.shift(-DAY), Some(DAY));
        assert_eq!(Clock::demo(-DAY).ahead(), SignedDuration::ZERO);
        clock.shift(SignedDuration::MAX);
        assert_eq!(clock.shift(SignedDuration::MAX), Some(clock.ahead()));
        assert_eq!(clock.now(), Instant::LAST);
    }

    #[test]
    fn nobody_moves_the_wall_clock() {
        assert_eq!(Clock::system().shift(DAY), None);
        assert!(!Clock::system().can_shift());
    }

    #[test]
    fn a_held_clock_stands_still() {
        let clock = Clock::held(Instant::from_millis(5));
        assert_eq!(clock.now(), clock.real_now());
        clock.shift(SignedDuration::from_millis(2));
        assert_eq!(clock.real_now(), Instant::from_millis(7));
    }
}
