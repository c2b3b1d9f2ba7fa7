//! The words against a plain-text list, and the markup around them.

use jiff::civil::DateTime;

use super::*;
use crate::web::text::Language;

const WORDS: &str = include_str!("words.txt");

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn seen_from(now: Instant, language: Language) -> Calendar {
    Calendar {
        texts: Texts::new(language),
        zone: amsterdam(),
        now,
    }
}

/// `2026-03-03T14:00`, with `@+02` where the clock shows it twice.
fn moment(text: &str) -> Instant {
    if let Some((local, offset)) = text.split_once('@') {
        let exact = format!("{local}{offset}:00").parse::<jiff::Timestamp>();
        return exact.unwrap().into();
    }
    let local: DateTime = text.parse().unwrap();
    local.to_zoned(amsterdam()).unwrap().into()
}

fn told(calendar: &Calendar, what: &str) -> String {
    let words: Vec<&str> = what.split_whitespace().collect();
    let date = |text: &str| text.parse::<Date>().unwrap();
    let hours = |text: &str| SignedDuration::from_hours(text.parse().unwrap());
    let markup = match words[..] {
        ["when", at] => calendar.when(moment(at)),
        ["ago", at] => calendar.ago(moment(at)),
        ["span", at] => return calendar.span(moment(at)),
        ["day", day] => calendar.day(date(day)),
        ["full", day] => calendar.full_day(date(day)),
        ["elapsed", anchor, from, to] => {
            let window = Window::elapsed(moment(anchor), hours(from), hours(to));
            calendar.window_after(moment(anchor), &window)
        }
        ["civil", first, last] => {
            let window = Window::civil(date(first), date(last), &amsterdam());
            calendar.window_after(Instant::default(), &window)
        }
        _ => panic!("{what}"),
    };
    markup.words()
}

#[test]
fn moments_are_told_as_the_list_says() {
    let mut now = Instant::default();
    let mut lines = 0;
    for line in WORDS.lines() {
        if let Some(at) = line.strip_prefix("now ") {
            now = moment(at);
        } else if let [what, nl, en] = line.split(" | ").collect::<Vec<_>>()[..] {
            assert_eq!(told(&seen_from(now, Language::Nl), what), nl, "{line}");
            assert_eq!(told(&seen_from(now, Language::En), what), en, "{line}");
            lines += 1;
        }
    }
    assert!(lines > 30);
}

#[test]
fn the_markup_holds_the_exact_second() {
    let at = moment("2026-03-03T03:12:09");
    let calendar = seen_from(at, Language::Nl);
    assert_eq!(
        calendar.when(at).to_string(),
        "<time datetime=\"2026-03-03T03:12:09+01:00\" title=\"2026-03-03 03:12:09\">vandaag 03:12</time>"
    );
    assert_eq!(
        calendar.day(at.date(&amsterdam())).to_string(),
        "<time datetime=\"2026-03-03\">vandaag</time>"
    );
    assert!(calendar.ago(at).to_string().contains(" data-relative"));
}

#[test]
fn a_window_that_opens_within_a_day_says_when() {
    let window = Window {
        opens: moment("2026-03-05T14:00"),
        ..Window::civil(
            "2026-03-05".parse().unwrap(),
            "2026-03-06".parse().unwrap(),
            &amsterdam(),
        )
    };
    let calendar = seen_from(moment("2026-03-03T12:00"), Language::Nl);
    assert_eq!(calendar.window(&window).words(), "do 14:00 tot en met vr");
}

#[test]
fn the_ends_of_the_calendar_can_be_told() {
    for language in Language::ALL {
        for now in [Instant::FIRST, Instant::default(), Instant::LAST] {
            let calendar = seen_from(now, language);
            for at in [Instant::FIRST, Instant::default(), Instant::LAST] {
                assert!(calendar.when(at).words().contains(':'));
                let _told = calendar.span(at);
            }
        }
    }
}

/// From the evening before to the morning after.
#[test]
fn no_two_half_hours_of_a_changing_night_read_alike() {
    for start in ["2026-03-28T22:00", "2026-10-24T22:00"] {
        let start = moment(start);
        let calendar = seen_from(start, Language::Nl);
        let told: Vec<String> = (0..20)
            .map(|half| start.plus(SignedDuration::from_mins(30 * half)))
            .map(|at| calendar.when(at).words())
            .collect();
        let mut unique = told.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), told.len(), "{told:?}");
    }
}
