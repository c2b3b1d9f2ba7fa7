//! Times as a feed writes them most often, read without taking them apart twice.

use jiff::civil::Date;

const DAY: i64 = 86_400_000;

/// Remembers the day that was read last: the next line is mostly of the same one.
#[derive(Default)]
pub(super) struct Clock {
    day: [u8; 10],
    begins: i64,
}

impl Clock {
    /// `2026-10-24T07:31:00+02:00`, with or without a fraction, as milliseconds since 1970 in UTC.
    ///
    /// None for everything else, also where it is a time: the full reader decides about that.
    pub(super) fn read(&mut self, text: &str) -> Option<i64> {
        let bytes = text.as_bytes();
        let (day, rest) = bytes.split_first_chunk::<10>()?;
        let (clock, rest) = rest.split_first_chunk::<9>()?;
        let [b'T', h1, h2, b':', m1, m2, b':', s1, s2] = *clock else {
            return None;
        };
        let hour = two(h1, h2, 23)?;
        let minute = two(m1, m2, 59)?;
        let second = two(s1, s2, 59)?;
        let (fraction, rest) = fraction(rest)?;
        let offset = offset(rest)?;
        let millis = ((hour * 60 + minute) * 60 + second) * 1_000 + fraction;
        let at = self.begins(*day)? + millis - offset;
        (0..7_258_118_400_000).contains(&at).then_some(at)
    }

    fn begins(&mut self, day: [u8; 10]) -> Option<i64> {
        if day != self.day {
            let text = std::str::from_utf8(&day).ok()?;
            let (year, rest) = text.split_once('-')?;
            let date: Date = text
                .parse()
                .ok()
                .filter(|_| year.len() == 4 && rest.len() == 5)?;
            let days = date.since(Date::constant(1970, 1, 1)).ok()?.get_days();
            self.begins = i64::from(days) * DAY;
            self.day = day;
        }
        Some(self.begins)
    }
}

fn two(tens: u8, ones: u8, most: i64) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let number = digit(tens)? * 10 + digit(ones)?;
    (number <= most).then_some(number)
}

/// Milliseconds of `.5` to `.500000000`; what is finer falls off.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = rest.strip_prefix(b".") else {
        return Some((0, rest));
    };
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=9).contains(&count) {
        return None;
    }
    let (digits, rest) = digits.split_at_checked(count)?;
    let digit = |place: usize| digits.get(place).map_or(0, |byte| i64::from(byte - b'0'));
    Some((digit(0) * 100 + digit(1) * 10 + digit(2), rest))
}

fn offset(rest: &[u8]) -> Option<i64> {
    match *rest {
        [b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = two(h1, h2, 23)? * 60 + two(m1, m2, 59)?;
            Some(if sign == b'-' { -minutes } else { minutes } * 60_000)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_it_reads_is_what_the_library_reads(
            text in "(1969|1970|2026|2199|0000|9999)-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?(Z|z|[+-][0-2][0-9]:?[0-5][0-9])",
        ) {
            let library = text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
            if let Some(at) = Clock::default().read(&text) {
                prop_assert_eq!(Some(at), library, "{}", text);
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            _ = Clock::default().read(&text);
        }
    }

    #[test]
    fn a_plain_time_is_read() {
        let mut clock = Clock::default();
        for text in [
            "2026-10-24T07:31:00+02:00",
            "2026-10-24T07:31:00.5Z",
            "2024-02-29T23:59:59.999999999-11:30",
        ] {
            let library: Timestamp = text.parse().unwrap();
            assert_eq!(clock.read(text), Some(library.as_millisecond()), "{text}");
        }
        assert_eq!(clock.read("2026-02-30T00:00:00Z"), None);
    }
}
