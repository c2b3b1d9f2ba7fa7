//! What somebody would gladly do, or rather not, when a rota is made (R103). Never a reason.

use jiff::civil::{Date, Weekday};

use crate::codes::codes;

codes! {
    /// Which way a wish goes.
    pub enum Wish {
        /// I would like it.
        Gladly = "gladly",
        /// Rather not.
        RatherNot = "rather-not",
    }
}

/// What a wish is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// One day.
    Day(Date),
    /// A day of each week, from Monday (0).
    Weekday(u8),
    /// A duty of the pattern, by its code.
    Duty(String),
}

impl About {
    /// Its kind, as it is kept.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Day(_) => "day",
            Self::Weekday(_) => "weekday",
            Self::Duty(_) => "duty",
        }
    }

    /// What it names, as it is kept.
    pub fn name(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Weekday(day) => day.to_string(),
            Self::Duty(code) => code.clone(),
        }
    }

    /// Reads what was kept or typed; none when it names nothing.
    pub fn parse(kind: &str, name: &str) -> Option<Self> {
        match kind {
            "day" => name.parse().ok().map(Self::Day),
            "weekday" => name.parse().ok().filter(|day| *day < 7).map(Self::Weekday),
            "duty" => {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                let fits = (1..=40).contains(&name.len()) && name.chars().all(plain);
                fits.then(|| Self::Duty(name.to_owned()))
            }
            _ => None,
        }
    }

    /// Whether it is about a duty of this code that begins on this day.
    pub fn is_about(&self, duty: &str, day: Date) -> bool {
        match self {
            Self::Day(one) => *one == day,
            Self::Weekday(one) => offset(day.weekday()) == *one,
            Self::Duty(code) => code == duty,
        }
    }
}

fn offset(day: Weekday) -> u8 {
    u8::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let all = [
            About::Day(date(2026, 3, 4)),
            About::Weekday(6),
            About::Duty("night".to_owned()),
        ];
        for about in all {
            assert_eq!(About::parse(about.kind(), &about.name()), Some(about));
        }
        for (kind, name) in [
            ("day", "tomorrow"),
            ("weekday", "7"),
            ("duty", ""),
            ("duty", "a b"),
            ("year", "1"),
        ] {
            assert_eq!(About::parse(kind, name), None, "{kind} {name}");
        }
    }

    #[test]
    fn a_wish_is_about_the_day_on_which_a_duty_begins() {
        let wednesday = date(2026, 3, 4);
        assert!(About::Weekday(2).is_about("night", wednesday));
        assert!(!About::Weekday(3).is_about("night", wednesday));
        assert!(About::Day(wednesday).is_about("day", wednesday));
        assert!(About::Duty("night".to_owned()).is_about("night", wednesday));
        assert!(!About::Duty("night".to_owned()).is_about("day", wednesday));
    }
}
