//! Reads times as sources write them, and places them in a time zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use care::time::Instant;

use super::record::Precision;
use super::reject::RejectReason;

/// A format for times, in the notation of `strftime`.
#[derive(Clone, Debug)]
pub struct TimeFormat {
    text: String,
    /// The format as a fixed layout of digits, which is read some ten times faster.
    fixed: Option<Vec<Piece>>,
    has_hour: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Hour,
    Hour12,
    Minute,
    Second,
    Meridiem,
    Literal(u8),
}

/// A time as it was written: by the calendar, or with its own offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A day.
    Day(Date),
    /// A time on the clock of the source.
    Civil(DateTime),
    /// A moment, because the offset is written with it.
    Moment(Timestamp),
}

impl TimeFormat {
    /// Takes a format over; tells what is wrong with it if it cannot be used.
    pub fn new(format: &str) -> Result<Self, String> {
        let text = format
            .replace("%T", "%H:%M:%S")
            .replace("%R", "%H:%M")
            .replace("%F", "%Y-%m-%d");
        let sample = DateTime::constant(2001, 2, 3, 16, 5, 6, 0)
            .to_zoned(TimeZone::UTC)
            .map_err(|error| error.to_string())?;
        let example = strtime::format(&text, &sample).map_err(|error| error.to_string())?;
        let read = strtime::parse(&text, &example).map_err(|error| error.to_string())?;
        read.to_date()
            .map_err(|_| format!("the format {format:?} holds no complete date"))?;
        if read.iana_time_zone().is_some() {
            return Err(format!(
                "{format:?} holds the name of a zone: use an offset, %z"
            ));
        }
        Ok(Self {
            fixed: fixed_layout(&text),
            has_hour: read.hour().is_some(),
            text,
        })
    }

    /// Whether the format holds a time of day beside the date.
    pub fn has_hour(&self) -> bool {
        self.has_hour
    }

    /// Reads a time; `None` if it does not fit or lies outside 1970 to 2199.
    pub fn read(&self, text: &str) -> Option<Written> {
        let quick = self
            .fixed
            .as_ref()
            .and_then(|layout| read_fixed(layout, text.as_bytes()));
        let written = match quick {
            Some(civil) if self.has_hour => Written::Civil(civil),
            Some(civil) => Written::Day(civil.date()),
            None => self.read_slowly(text)?,
        };
        let year = match written {
            Written::Day(date) => date.year(),
            Written::Civil(civil) => civil.year(),
            Written::Moment(moment) => Offset::UTC.to_datetime(moment).year(),
        };
        (1970..2200).contains(&year).then_some(written)
    }

    fn read_slowly(&self, text: &str) -> Option<Written> {
        let read = strtime::parse(&self.text, text).ok()?;
        if read.offset().is_some() || read.timestamp().is_some() {
            read.to_timestamp().ok().map(Written::Moment)
        } else if self.has_hour {
            read.to_datetime().ok().map(Written::Civil)
        } else {
            read.to_date().ok().map(Written::Day)
        }
    }
}

fn fixed_layout(format: &str) -> Option<Vec<Piece>> {
    let mut layout = Vec::new();
    let mut bytes = format.bytes();
    while let Some(byte) = bytes.next() {
        layout.push(match byte {
            b'%' => match bytes.next()? {
                b'Y' => Piece::Year,
                b'm' => Piece::Month,
                b'd' => Piece::Day,
                b'H' => Piece::Hour,
                b'I' => Piece::Hour12,
                b'M' => Piece::Minute,
                b'S' => Piece::Second,
                b'p' => Piece::Meridiem,
                _ => return None,
            },
            // A space stands for any amount of space, which only the slow way reads.
            literal => Piece::Literal(literal),
        });
    }
    let halves = layout.contains(&Piece::Hour12) == layout.contains(&Piece::Meridiem);
    halves.then_some(layout)
}

fn read_fixed(layout: &[Piece], mut text: &[u8]) -> Option<DateTime> {
    let (mut year, mut month, mut day) = (0, 0, 0);
    let (mut hour, mut minute, mut second) = (0, 0, 0);
    let mut afternoon = None;
    for piece in layout {
        match piece {
            Piece::Year => year = digits(&mut text, 4)?,
            Piece::Month => month = digits(&mut text, 2)?,
            Piece::Day => day = digits(&mut text, 2)?,
            Piece::Hour => hour = digits(&mut text, 2)?,
            Piece::Hour12 => {
                hour = digits(&mut text, 2)?;
                if !(1..=12).contains(&hour) {
                    return None;
                }
            }
            Piece::Minute => minute = digits(&mut text, 2)?,
            Piece::Second => second = digits(&mut text, 2)?,
            Piece::Meridiem => {
                let (half, rest) = text.split_at_checked(2)?;
                text = rest;
                afternoon = Some(match half {
                    b"AM" | b"am" => false,
                    b"PM" | b"pm" => true,
                    _ => return None,
                });
            }
            Piece::Literal(literal) => {
                let (first, rest) = text.split_first()?;
                if first != literal {
                    return None;
                }
                text = rest;
            }
        }
    }
    if !text.is_empty() {
        return None;
    }
    let hour = match afternoon {
        None => hour,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let small = |value: i16| i8::try_from(value).ok();
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Some(date.to_datetime(time))
}

fn digits(text: &mut &[u8], count: usize) -> Option<i16> {
    let (digits, rest) = text.split_at_checked(count)?;
    *text = rest;
    digits.iter().try_fold(0_i16, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i16::from(byte - b'0'))
    })
}

/// What becomes of a time that the clock jumped over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// The row goes to quarantine.
    #[default]
    Quarantine,
    /// The time moves on by the length of the jump.
    Shift,
}

/// What becomes of a time that the clock showed twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlap {
    /// The first of the two moments.
    #[default]
    Earlier,
    /// The second of the two moments.
    Later,
    /// The row goes to quarantine.
    Quarantine,
}

/// The time zone of a source, with what to do when its clock changes.
#[derive(Clone, Debug)]
pub struct Zone {
    tz: TimeZone,
    gap: Gap,
    overlap: Overlap,
    /// A stretch of civil time with one offset, so that most lookups are sums.
    steady: Option<Steady>,
}

#[derive(Clone, Copy, Debug)]
struct Steady {
    from: Timestamp,
    to: Timestamp,
    offset: Offset,
}

impl Zone {
    /// A zone in which nothing was looked up yet.
    pub fn new(tz: TimeZone, gap: Gap, overlap: Overlap) -> Self {
        Self {
            tz,
            gap,
            overlap,
            steady: None,
        }
    }

    /// The time zone itself.
    pub fn time_zone(&self) -> &TimeZone {
        &self.tz
    }

    /// The moment that was meant.
    pub fn resolve(&mut self, written: Written) -> Result<(Instant, Precision), RejectReason> {
        match written {
            Written::Moment(moment) => Ok((moment.into(), Precision::Exact)),
            Written::Day(date) => Ok((Instant::start_of(date, &self.tz), Precision::Day)),
            Written::Civil(civil) => self.resolve_civil(civil),
        }
    }

    fn resolve_civil(&mut self, civil: DateTime) -> Result<(Instant, Precision), RejectReason> {
        let unreadable = |_| RejectReason::TimeUnreadable;
        // The clock reading as if it were UTC, to compare and to subtract from.
        let reading = Offset::UTC.to_timestamp(civil).map_err(unreadable)?;
        if let Some(steady) = self.steady
            && (steady.from..steady.to).contains(&reading)
        {
            let moment = steady.offset.to_timestamp(civil).map_err(unreadable)?;
            return Ok((moment.into(), Precision::Exact));
        }
        let found = self.tz.to_ambiguous_timestamp(civil);
        let precision = match found.offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                self.steady = self.steady_around(reading, offset);
                Precision::Exact
            }
            AmbiguousOffset::Gap { .. } if self.gap == Gap::Quarantine => {
                return Err(RejectReason::TimeDoesNotExist);
            }
            AmbiguousOffset::Gap { .. } => Precision::Exact,
            AmbiguousOffset::Fold { .. } if self.overlap == Overlap::Quarantine => {
                return Err(RejectReason::TimeIsAmbiguous);
            }
            AmbiguousOffset::Fold { .. } => Precision::Overlap,
        };
        let moment = match (found.offset(), self.overlap) {
            (AmbiguousOffset::Fold { .. }, Overlap::Later) => found.later(),
            _ => found.compatible(),
        };
        Ok((moment.map_err(unreadable)?.into(), precision))
    }

    /// The readings that surely have the same offset: a day off any change.
    fn steady_around(&self, reading: Timestamp, offset: Offset) -> Option<Steady> {
        let day = SignedDuration::from_hours(24);
        let moment = reading
            .checked_sub(SignedDuration::from_secs(offset.seconds().into()))
            .ok()?;
        let before = self.tz.preceding(moment).next();
        let after = self.tz.following(moment).next();
        let from = before.map_or(Timestamp::MIN, |change| change.timestamp());
        let to = after.map_or(Timestamp::MAX, |change| change.timestamp());
        let shift = SignedDuration::from_secs(offset.seconds().into());
        let within = |change: Timestamp, room: SignedDuration| {
            change.saturating_add(shift)?.saturating_add(room)
        };
        Some(Steady {
            from: within(from, day).ok()?,
            to: within(to, day.checked_neg()?).ok()?,
            offset,
        })
    }
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
