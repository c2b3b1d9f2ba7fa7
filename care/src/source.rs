//! A source of events that falls silent: nobody would hear of what happens (R046, R060).

use jiff::SignedDuration;

use crate::time::Instant;

/// The shortest time between two signs of life that can be expected.
pub const SHORTEST: SignedDuration = SignedDuration::from_mins(5);
/// The longest: a source that is heard less than once a month tells nothing by being silent.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How often a source is expected to be heard, if that can be expected.
pub fn expected(chosen: SignedDuration) -> Option<SignedDuration> {
    (SHORTEST..=LONGEST).contains(&chosen).then_some(chosen)
}

/// For how long a source has been silent beyond what is expected of it; `None` while all is well.
///
/// One that was never heard counts from the moment it got its token. Heard at exactly the last
/// moment is heard in time.
pub fn silent_for(
    heard: Option<Instant>,
    given: Instant,
    expected: Option<SignedDuration>,
    now: Instant,
) -> Option<SignedDuration> {
    let silence = now.since(heard.unwrap_or(given));
    (silence > expected?).then_some(silence)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn silence_begins_just_after_what_is_expected(
            given in 0i64..1_000_000, heard in prop::option::of(0i64..1_000_000),
            expected in 1i64..100_000, later in 0i64..200_000,
        ) {
            let at = Instant::from_millis;
            let last = heard.unwrap_or(given);
            let limit = SignedDuration::from_millis(expected);
            let found = silent_for(heard.map(at), at(given), Some(limit), at(last + later));
            prop_assert_eq!(found.is_some(), later > expected);
            prop_assert!(found.is_none_or(|it| it == SignedDuration::from_millis(later)));
            prop_assert_eq!(silent_for(heard.map(at), at(given), None, at(i64::MAX / 2)), None);
        }
    }

    #[test]
    fn nonsense_is_not_expected() {
        for (minutes, can) in [
            (0, false),
            (4, false),
            (5, true),
            (44_640, true),
            (44_641, false),
        ] {
            let chosen = SignedDuration::from_mins(minutes);
            assert_eq!(expected(chosen).is_some(), can, "{minutes}");
        }
    }
}
