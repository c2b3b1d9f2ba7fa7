//! Moments in words: words first, the exact second in the markup.
//!
//! "morgen 14:00", "di 3 mrt 03:12", "do 14:00 tot vr 14:00 (48-72 uur)".
//! Always on the clock and calendar of the organisation, in 24-hour time.

use std::fmt::{self, Write as _};

use askama::filters::{Escaper as _, Html, HtmlSafe};
use care::time::{Instant, Window, WindowEnd};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Zoned};

use super::text::Texts;

/// Tells moments as they are seen from one moment, in one zone and language.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The language.
    pub texts: Texts,
    /// The organisation's zone.
    pub zone: TimeZone,
    /// The moment that "today" and "tomorrow" are seen from.
    pub now: Instant,
}

impl Calendar {
    /// A moment: "vandaag 14:00", "morgen 14:00", "do 14:00", "di 3 mrt 03:12".
    pub fn when(&self, at: Instant) -> Markup {
        let zoned = at.zoned(&self.zone);
        let words = format!("{} {}", self.near_day(zoned.date()), self.clock(&zoned));
        tag(&exact(&zoned), &[("title", &spoken(&zoned))], &words)
    }

    /// A calendar day: "vandaag", "morgen", "di 3 mrt".
    pub fn day(&self, date: Date) -> Markup {
        tag(&date.to_string(), &[], &self.near_day(date))
    }

    /// A calendar day that does not depend on today: "di 3 mrt 2026".
    pub fn full_day(&self, date: Date) -> Markup {
        let words = format!("{} {}", self.weekday_and_day(date), date.year());
        tag(&date.to_string(), &[], &words)
    }

    /// A window: "do 14:00 tot vr 14:00", or by whole days "di 3 mrt tot en met vr 6 mrt".
    pub fn window(&self, window: &Window) -> Markup {
        let l = self.texts;
        let opens = window.opens.zoned(&self.zone);
        match window.end {
            WindowEnd::Included => {
                let from = self.when(window.opens);
                let to = self.when(window.closes);
                Markup(t!(l, "time-window", from = from.0, to = to.0))
            }
            WindowEnd::Excluded => {
                let last = last_day(window, &self.zone);
                if opens.date() == last {
                    return self.day(last);
                }
                let from = if window.opens == Instant::start_of(opens.date(), &self.zone) {
                    self.day(opens.date())
                } else {
                    self.when(window.opens)
                };
                Markup(t!(
                    l,
                    "time-window-days",
                    from = from.0,
                    to = self.day(last).0
                ))
            }
        }
    }

    /// A window with the hours after its anchor: "do 14:00 tot vr 14:00 (48-72 uur)".
    pub fn window_after(&self, anchor: Instant, window: &Window) -> Markup {
        let words = self.window(window);
        if window.end == WindowEnd::Excluded {
            return words;
        }
        let from = window.opens.since(anchor).as_hours();
        let to = window.closes.since(anchor).as_hours();
        let l = self.texts;
        let hours = t!(l, "time-window-hours", from = from, to = to);
        Markup(format!("{words} ({hours})"))
    }

    /// A moment by its distance: "26 uur geleden", "over 3 dagen".
    pub fn ago(&self, at: Instant) -> Markup {
        let l = self.texts;
        let span = self.span(at);
        let words = if at > self.now {
            t!(l, "time-ahead", span = span)
        } else {
            t!(l, "time-ago", span = span)
        };
        let zoned = at.zoned(&self.zone);
        tag(
            &exact(&zoned),
            &[("title", &spoken(&zoned)), ("data-relative", "")],
            &words,
        )
    }

    /// How long ago or ahead a moment is, in its largest unit: "26 uur", "3 dagen".
    ///
    /// Hours run to two days, as "26 uur" says more than "1 dag".
    pub fn span(&self, at: Instant) -> String {
        self.length(at.since(self.now).abs())
    }

    /// A length in its largest unit, rounded down: "5 min", "26 uur", "3 dagen".
    pub fn length(&self, length: SignedDuration) -> String {
        let l = self.texts;
        let minutes = length.as_mins();
        if minutes < 60 {
            t!(l, "time-minutes", count = minutes)
        } else if minutes < 48 * 60 {
            t!(l, "time-hours", count = length.as_hours())
        } else {
            t!(l, "time-days", count = (length.as_hours() / 24))
        }
    }

    /// The day as one says it from today; past days and far days carry their date.
    fn near_day(&self, date: Date) -> String {
        let l = self.texts;
        let today = self.now.date(&self.zone);
        match (date - today).get_days() {
            0 => t!(l, "time-today"),
            1 => t!(l, "time-tomorrow"),
            -1 => t!(l, "time-yesterday"),
            2..=6 => self.weekday(date.weekday()),
            _ if date.year() == today.year() => self.weekday_and_day(date),
            _ => format!("{} {}", self.weekday_and_day(date), date.year()),
        }
    }

    fn weekday_and_day(&self, date: Date) -> String {
        let weekday = self.weekday(date.weekday());
        format!("{weekday} {} {}", date.day(), self.month(date.month()))
    }

    /// The time of day; in the hour that happens twice it says which one.
    fn clock(&self, zoned: &Zoned) -> String {
        let l = self.texts;
        let time = hours_and_minutes(zoned.time());
        let twice = self.zone.to_ambiguous_timestamp(zoned.datetime()).offset();
        match twice {
            AmbiguousOffset::Fold { before, .. } if zoned.offset() == before => {
                t!(l, "time-first-of-two", time = time)
            }
            AmbiguousOffset::Fold { .. } => t!(l, "time-second-of-two", time = time),
            AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => time,
        }
    }

    fn weekday(&self, weekday: Weekday) -> String {
        let l = self.texts;
        match weekday {
            Weekday::Monday => t!(l, "time-monday"),
            Weekday::Tuesday => t!(l, "time-tuesday"),
            Weekday::Wednesday => t!(l, "time-wednesday"),
            Weekday::Thursday => t!(l, "time-thursday"),
            Weekday::Friday => t!(l, "time-friday"),
            Weekday::Saturday => t!(l, "time-saturday"),
            Weekday::Sunday => t!(l, "time-sunday"),
        }
    }

    fn month(&self, month: i8) -> String {
        let l = self.texts;
        match month {
            1 => t!(l, "time-january"),
            2 => t!(l, "time-february"),
            3 => t!(l, "time-march"),
            4 => t!(l, "time-april"),
            5 => t!(l, "time-may"),
            6 => t!(l, "time-june"),
            7 => t!(l, "time-july"),
            8 => t!(l, "time-august"),
            9 => t!(l, "time-september"),
            10 => t!(l, "time-october"),
            11 => t!(l, "time-november"),
            _ => t!(l, "time-december"),
        }
    }
}

/// The last day inside a civil window, which closes at that day's 24:00.
fn last_day(window: &Window, zone: &TimeZone) -> Date {
    window
        .closes
        .minus(SignedDuration::from_millis(1))
        .date(zone)
}

fn hours_and_minutes(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The exact second for a `datetime` attribute, with the offset it was told in.
fn exact(zoned: &Zoned) -> String {
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The exact second for a reader who points at it.
fn spoken(zoned: &Zoned) -> String {
    zoned.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Ready markup: every part of it was escaped when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup(String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

impl askama::FastWritable for Markup {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

impl Markup {
    /// The words without the markup, for a text or an attribute.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for c in self.0.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => words.push(c),
                _ => {}
            }
        }
        words
    }
}

fn tag(datetime: &str, attributes: &[(&str, &str)], words: &str) -> Markup {
    let mut out = format!("<time datetime=\"{datetime}\"");
    for (name, value) in attributes {
        let _infallible = write!(out, " {name}=\"{value}\"");
    }
    let _infallible = write!(out, ">{}</time>", Escaped(words));
    Markup(out)
}

/// Words that stand in markup.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Html.write_escaped_str(&mut *f, self.0)
    }
}

#[cfg(test)]
mod tests;
