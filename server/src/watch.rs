//! The watchdog: makes lateness visible, in this process and at once (R060).
//!
//! The loops of the worker say that they are alive; channels say what came of their messages; and
//! the clock is held against one that cannot be set. Whoever shows a page or answers the health
//! question asks here, without a question to the database.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use care::{alerting::ChannelKind, time::Instant};
use jiff::SignedDuration;

use crate::notify::Failure;

/// After how long without a sign a part counts as stopped.
const SILENT: SignedDuration = SignedDuration::from_secs(30);
/// How far the clock may run from the one that cannot be set before that is told.
const JUMP: SignedDuration = SignedDuration::from_secs(60);
/// For how long a jump of the clock is told.
const TOLD: SignedDuration = SignedDuration::from_hours(1);

/// A part of the worker that gives signs of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Deadlines, reminders, retention.
    Jobs,
    /// Climbing ladders.
    Alerts,
    /// Handing over messages of one kind.
    Channel(ChannelKind),
}

/// Something that makes messages late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// The worker has given no sign for a while.
    Stopped,
    /// Messages of a kind are not accepted.
    Channel(ChannelKind),
    /// Messages of a kind are accepted, and do not arrive.
    Lost(ChannelKind),
    /// The clock was set, or the machine slept.
    Clock,
}

impl Trouble {
    /// Its code, for the health answer and as key of its text.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stopped => "worker-stopped",
            Self::Channel(ChannelKind::Mail) => "mail-refused",
            Self::Channel(ChannelKind::Push) => "push-refused",
            Self::Channel(ChannelKind::Sms) => "sms-refused",
            Self::Channel(ChannelKind::Voice) => "voice-refused",
            Self::Lost(ChannelKind::Mail) => "mail-lost",
            Self::Lost(ChannelKind::Push) => "push-lost",
            Self::Lost(ChannelKind::Sms) => "sms-lost",
            Self::Lost(ChannelKind::Voice) => "voice-lost",
            Self::Clock => "clock-jumped",
        }
    }
}

/// What this process knows of its own work; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    beats: BTreeMap<Part, Instant>,
    refused: BTreeMap<ChannelKind, Instant>,
    /// Accepted, and no receipt came.
    lost: BTreeMap<ChannelKind, Instant>,
    /// The wall clock and the one that cannot be set, when they were last held together.
    clocks: Option<(Instant, Duration)>,
    jumped: Option<Instant>,
}

impl Watch {
    /// A part is alive.
    pub fn beat(&self, part: Part, real_now: Instant) {
        self.seen(|seen| {
            seen.beats.insert(part, real_now);
        });
    }

    /// A part ends on purpose: no sign of it is expected any more.
    pub fn rest(&self, part: Part) {
        self.seen(|seen| {
            seen.beats.remove(&part);
        });
    }

    /// What came of a message; an address that is refused says nothing of the channel.
    pub fn sent(&self, kind: ChannelKind, failure: Option<Failure>, real_now: Instant) {
        self.seen(|seen| match failure {
            None | Some(Failure::Refused | Failure::Gone) => {
                seen.refused.remove(&kind);
            }
            Some(Failure::Away | Failure::Busy(_) | Failure::Denied | Failure::NotSetUp) => {
                seen.refused.entry(kind).or_insert(real_now);
            }
        });
    }

    /// Whether a provider that tells what arrives takes messages and tells nothing of them any more.
    pub fn lost(&self, kind: ChannelKind, is_lost: bool, real_now: Instant) {
        self.seen(|seen| {
            if is_lost {
                seen.lost.entry(kind).or_insert(real_now);
            } else {
                seen.lost.remove(&kind);
            }
        });
    }

    /// Holds the wall clock against one that cannot be set: how long the process runs.
    pub fn hold_clocks(&self, real_now: Instant, running: Duration) {
        self.seen(|seen| {
            if let Some((wall, steady)) = seen.clocks {
                let steady = running.saturating_sub(steady);
                let passed = SignedDuration::try_from(steady).unwrap_or(SignedDuration::MAX);
                if (real_now.since(wall) - passed).abs() > JUMP {
                    seen.jumped = Some(real_now);
                }
            }
            seen.clocks = Some((real_now, running));
        });
    }

    /// What makes messages late now, each with since when; empty while all is well.
    #[must_use]
    pub fn troubles(&self, real_now: Instant) -> Vec<(Trouble, Instant)> {
        self.seen(|seen| {
            let stopped = seen.beats.values().min().copied();
            // A clock that was set back lets the last sign lie ahead: the clock is told then.
            let stopped = stopped.filter(|last| real_now.since(*last) > SILENT);
            let refused = seen
                .refused
                .iter()
                .map(|(kind, at)| (Trouble::Channel(*kind), *at));
            let jumped = seen.jumped.filter(|at| real_now.since(*at).abs() < TOLD);
            let stopped = stopped.map(|at| (Trouble::Stopped, at));
            let jumped = jumped.map(|at| (Trouble::Clock, at));
            let lost = seen.lost.iter();
            let lost = lost.map(|(kind, at)| (Trouble::Lost(*kind), *at));
            let told = stopped.into_iter().chain(refused).chain(lost);
            told.chain(jumped).collect()
        })
    }

    fn seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1_000)
    }

    fn told(watch: &Watch, seconds: i64) -> Vec<&'static str> {
        let troubles = watch.troubles(at(seconds));
        troubles
            .into_iter()
            .map(|(trouble, _)| trouble.code())
            .collect()
    }

    #[test]
    fn silence_of_any_part_is_told() {
        let watch = Watch::default();
        watch.beat(Part::Jobs, at(0));
        watch.beat(Part::Alerts, at(25));
        assert!(told(&watch, 30).is_empty());
        assert_eq!(told(&watch, 31), ["worker-stopped"]);
        watch.rest(Part::Jobs);
        assert!(told(&watch, 31).is_empty());
    }

    #[test]
    fn a_refusing_channel_is_told_until_it_accepts() {
        let watch = Watch::default();
        watch.sent(ChannelKind::Mail, Some(Failure::Away), at(5));
        watch.sent(ChannelKind::Mail, Some(Failure::Denied), at(9));
        assert_eq!(
            watch.troubles(at(10)),
            [(Trouble::Channel(ChannelKind::Mail), at(5))]
        );
        watch.sent(ChannelKind::Mail, None, at(11));
        assert!(told(&watch, 11).is_empty());
        watch.sent(ChannelKind::Push, Some(Failure::Gone), at(12));
        assert!(
            told(&watch, 12).is_empty(),
            "a browser that left is no trouble of the channel"
        );
    }

    #[test]
    fn what_is_accepted_and_never_arrives_is_told() {
        let watch = Watch::default();
        watch.sent(ChannelKind::Sms, None, at(1));
        watch.lost(ChannelKind::Sms, true, at(400));
        watch.lost(ChannelKind::Sms, true, at(460));
        let troubles = watch.troubles(at(461));
        assert_eq!(troubles, [(Trouble::Lost(ChannelKind::Sms), at(400))]);
        watch.lost(ChannelKind::Sms, false, at(500));
        assert!(told(&watch, 500).is_empty());
    }

    #[test]
    fn a_clock_that_jumps_is_told_for_an_hour_either_way() {
        for jump in [-3_600, 3_600] {
            let watch = Watch::default();
            watch.hold_clocks(at(10_000), Duration::from_secs(1));
            watch.hold_clocks(at(10_010), Duration::from_secs(11));
            assert!(told(&watch, 10_010).is_empty());
            watch.hold_clocks(at(10_020 + jump), Duration::from_secs(21));
            assert_eq!(told(&watch, 10_020 + jump), ["clock-jumped"]);
            watch.hold_clocks(at(10_030 + jump), Duration::from_secs(31));
            assert!(told(&watch, 10_020 + jump + 3_601).is_empty());
        }
    }
}
