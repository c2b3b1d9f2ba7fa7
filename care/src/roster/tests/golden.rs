//! The rules held against rotas made by hand, in a file that people can read.

use jiff::{
    ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};

use crate::ids::PersonId;
use crate::roster::*;
use crate::time::Instant;

/// A rota of the file, and what is said of it.
#[derive(Default)]
struct Case {
    name: String,
    limits: Limits,
    slots: Vec<Slot>,
    duties: Vec<Duty>,
    facts: Facts,
    expected: Vec<String>,
}

type Stretch = (PersonId, Instant, Instant);

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn moment(day: Date, clock: Time) -> Instant {
    amsterdam().to_zoned(day.to_datetime(clock)).unwrap().into()
}

/// `08:00-20:00` on a day; an end that is not later is on the next day.
fn hours(day: Date, hours: &str) -> (Instant, Instant) {
    let (from, until) = hours.split_once('-').unwrap();
    let (from, until): (Time, Time) = (from.parse().unwrap(), until.parse().unwrap());
    let last = if until > from { day } else { day + 1.day() };
    (moment(day, from), moment(last, until))
}

/// `anna 2026-03-02 08:00-20:00 every 7 times 4`, or `anna 2026-03-02 08:00 > 2026-03-03 09:00`.
fn stretches(words: &[&str]) -> Vec<Stretch> {
    let (person, day) = (PersonId::new(words[0]), words[1].parse::<Date>().unwrap());
    match &words[2..] {
        [from, ">", last, until] => {
            let last: Date = last.parse().unwrap();
            let from = moment(day, from.parse().unwrap());
            vec![(person, from, moment(last, until.parse().unwrap()))]
        }
        [times] => {
            let (from, until) = hours(day, times);
            vec![(person, from, until)]
        }
        [clock, "every", days, "times", times] => {
            let (days, times): (i64, i64) = (days.parse().unwrap(), times.parse().unwrap());
            let each = (0..times).map(|n| hours(day + (n * days).days(), clock));
            each.map(|(from, until)| (person.clone(), from, until))
                .collect()
        }
        other => panic!("{other:?}"),
    }
}

fn limits(words: &[&str]) -> Limits {
    let mut limits = Limits::default();
    for word in words {
        match word.split_once('=') {
            Some(("a-day", most)) => limits.a_day = most.parse().ok(),
            Some(("free", least)) => limits.free_days = least.parse().unwrap(),
            Some(("week", most)) => limits.a_week = most.parse().ok(),
            None if *word == "rest" => limits.rest_after_night_calls = true,
            _ => limits.regime = Regime::parse(word).unwrap(),
        }
    }
    limits
}

fn wanted(words: &[&str]) -> Vec<Slot> {
    let day: Date = words[0].parse().unwrap();
    let (from, until) = hours(day, words[1]);
    let places = words.get(2).map_or(1, |it| it[1..].parse().unwrap());
    let slot = |place| Slot {
        from,
        until,
        day,
        pattern: PatternCode::new("duty"),
        place,
    };
    (0..places).map(slot).collect()
}

impl Case {
    fn take(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let who = || PersonId::new(words[1]);
        match words[0] {
            "limits" => self.limits = limits(&words[1..]),
            "want" => self.slots.extend(wanted(&words[1..])),
            "duty" => self.duties.extend(stretches(&words[1..]).into_iter().map(
                |(person, from, until)| Duty {
                    person,
                    from,
                    until,
                },
            )),
            "work" => self
                .facts
                .work
                .extend(
                    stretches(&words[1..])
                        .into_iter()
                        .map(|(person, from, until)| Work {
                            person,
                            from,
                            until,
                        }),
                ),
            "call" => self
                .facts
                .calls
                .extend(
                    stretches(&words[1..])
                        .into_iter()
                        .map(|(person, from, until)| Call {
                            person,
                            from,
                            until,
                        }),
                ),
            "away" => self.facts.away.push(Away {
                person: who(),
                first: words[2].parse().unwrap(),
                last: words[3].parse().unwrap(),
            }),
            "eighteen" => self.facts.minors.push(Minor {
                person: who(),
                eighteen: words[2].parse().unwrap(),
            }),
            "pause" => {
                let at =
                    |day: &str, clock: &str| moment(day.parse().unwrap(), clock.parse().unwrap());
                let until = (words.len() > 4).then(|| at(words[5], words[6]));
                self.facts.pauses.push(Pause {
                    person: who(),
                    from: at(words[2], words[3]),
                    until,
                });
            }
            "->" => self.expected.push(words[1..].join(" ")),
            other => panic!("{other}"),
        }
    }

    fn found(&self) -> Vec<String> {
        let rota = Rota {
            slots: &self.slots,
            duties: &self.duties,
            facts: &self.facts,
            limits: &self.limits,
            tz: &amsterdam(),
        };
        let mut found: Vec<String> = check(&rota).iter().map(line).collect();
        found.sort();
        found
    }
}

fn line(violation: &Violation) -> String {
    let who = violation.person.as_ref().map_or("-", PersonId::as_str);
    let from = violation.from.zoned(&amsterdam());
    let line = format!(
        "{} {who} {}",
        violation.broken.code(),
        from.strftime("%Y-%m-%d %H:%M")
    );
    let numbers = match &violation.broken {
        Broken::TooManyInADay { count, most } | Broken::TooManyInAWeek { count, most } => {
            format!("{count} of {most}")
        }
        Broken::TooSoon { free, least } => format!("{free} of {least}"),
        Broken::TooFewDaysWithout { days } => format!("{days} of {LEAST_DAYS_WITHOUT}"),
        Broken::TooFewFreeStretches { stretches } => format!("{stretches} of 2"),
        Broken::TooMuchWork { minutes } => format!("{minutes} of {}", MOST_WORK.as_mins()),
        Broken::TooMuchOnAverage { nights, minutes } => format!("{nights} nights {minutes}"),
        Broken::TooLong { minutes } => format!("{minutes} of {}", 24 * 60),
        _ => return line,
    };
    format!("{line} {numbers}")
}

fn cases() -> Vec<Case> {
    let home = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let text = std::fs::read_to_string(format!("{home}/golden/rotas.txt")).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for line in text
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
    {
        match line.strip_prefix("= ") {
            Some(name) => cases.push(Case {
                name: name.to_owned(),
                ..Case::default()
            }),
            None => cases.last_mut().unwrap().take(line),
        }
    }
    cases
}

#[test]
fn every_rota_of_the_file_is_judged_as_it_says() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} rotas", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let mut expected = case.expected.clone();
        expected.sort();
        if case.found() != expected {
            wrong.push((&case.name, expected, case.found()));
        }
    }
    assert!(wrong.is_empty(), "(name, expected, found): {wrong:#?}");
}

/// Every rule is broken by some rota of the file and kept by another.
#[test]
fn the_file_breaks_every_rule() {
    let found: std::collections::BTreeSet<String> = cases()
        .iter()
        .flat_map(Case::found)
        .map(|it| it.split(' ').next().unwrap().to_owned())
        .collect();
    let all = [
        "after-night",
        "away",
        "backwards",
        "before-night",
        "empty",
        "overlap",
        "paused",
        "too-few-days-without",
        "too-few-free-stretches",
        "too-long",
        "too-many-in-a-day",
        "too-many-in-a-week",
        "too-much-on-average",
        "too-much-work",
        "too-soon",
        "too-young",
    ];
    assert!(found.iter().map(String::as_str).eq(all), "{found:?}");
}
