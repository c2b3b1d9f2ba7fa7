//! Reads times in the formats that sources use.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};

/// A format for times, in the notation of `strftime`.
#[derive(Clone, Debug)]
pub struct TimeFormat {
    text: String,
    /// The format as a fixed layout of digits, which is read some ten times faster.
    pub(super) fixed: Option<Vec<Piece>>,
    has_hour: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
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
