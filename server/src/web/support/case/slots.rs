//! Times to suggest for a talk: inside its window, by day, not in the middle of the night.

use care::time::{Instant, Window, WindowPosition};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, Time, time},
    tz::TimeZone,
};

/// At most this many suggestions.
const MOST: usize = 3;
/// A suggestion lies at least this far ahead.
const NOTICE: SignedDuration = SignedDuration::from_hours(1);
/// Windows up to this long get several times a day, longer ones one time on several days.
const SHORT: SignedDuration = SignedDuration::from_hours(96);
/// No window is longer than a path.
const MOST_DAYS: usize = 120;

const OF_DAY: [Time; 4] = [
    time(10, 0, 0, 0),
    time(14, 0, 0, 0),
    time(16, 30, 0, 0),
    time(19, 30, 0, 0),
];
const AFTERNOON: [Time; 1] = [time(14, 0, 0, 0)];

/// Up to three times inside the window, in order; none when it has passed.
pub(super) fn suggest(window: &Window, now: Instant, tz: &TimeZone) -> Vec<Instant> {
    let earliest = window.opens.max(now.plus(NOTICE));
    let short = window.closes.since(window.opens) <= SHORT;
    let times: &[Time] = if short { &OF_DAY } else { &AFTERNOON };
    let first = earliest.date(tz);
    let days =
        (0..MOST_DAYS).map_while(|n| first.checked_add(i64::try_from(n).unwrap_or(0).days()).ok());
    let all: Vec<Instant> = days
        .flat_map(|day| times.iter().filter_map(move |time| at(day, *time, tz)))
        .take_while(|at| *at <= window.closes)
        .filter(|at| *at >= earliest && window.position(*at) == WindowPosition::Inside)
        .collect();
    if short {
        all.into_iter().take(MOST).collect()
    } else {
        spread(&all)
    }
}

fn at(day: Date, time: Time, tz: &TimeZone) -> Option<Instant> {
    day.to_datetime(time)
        .to_zoned(tz.clone())
        .ok()
        .map(Instant::from)
}

/// The first, the middle and the last quarter, so that shifts leave a choice.
fn spread(all: &[Instant]) -> Vec<Instant> {
    let last = all.len().saturating_sub(1);
    let mut picked: Vec<Instant> = [0, last / 2, last * 3 / 4]
        .into_iter()
        .filter_map(|n| all.get(n).copied())
        .collect();
    picked.dedup();
    picked
}

#[cfg(test)]
mod tests {
    use super::*;
    use care::protocol::{Protocol, TalkNumber};

    fn told(slots: &[Instant], tz: &TimeZone) -> Vec<String> {
        slots
            .iter()
            .map(|at| at.zoned(tz).strftime("%a %d %R").to_string())
            .collect()
    }

    #[test]
    fn suggestions_lie_in_the_window_and_by_day() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let anchor = Instant::from_millis(1_772_503_920_000); // Tue 3 March 2026 03:12
        let protocol = Protocol::default_policy();
        let first = protocol.talk_window(TalkNumber::First, anchor, &tz);
        let second = protocol.talk_window(TalkNumber::Second, anchor, &tz);
        assert_eq!(
            told(&suggest(&first, anchor, &tz), &tz),
            ["Thu 05 10:00", "Thu 05 14:00", "Thu 05 16:30"]
        );
        let late = first.opens.plus(SignedDuration::from_hours(12));
        assert_eq!(
            told(&suggest(&first, late, &tz), &tz),
            ["Thu 05 16:30", "Thu 05 19:30"]
        );
        assert_eq!(
            told(&suggest(&second, anchor, &tz), &tz),
            ["Tue 31 14:00", "Tue 07 14:00", "Fri 10 14:00"]
        );
        assert!(suggest(&first, second.opens, &tz).is_empty());
        for window in [first, second] {
            for slot in suggest(&window, anchor, &tz) {
                assert_eq!(window.position(slot), WindowPosition::Inside);
            }
        }
    }
}
