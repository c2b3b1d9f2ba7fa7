//! Reads a live feed: one JSON object per line.
//!
//! A sender that knows more than Veer asks for may send it: members that
//! `docs/intake.md` does not name are passed over and never kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use care::ids::{KindCode, UnitCode};
use care::incident::Tri;
use care::time::Instant;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::csv::{FileError, Parsed};
use super::record::{EventRecord, Precision, Status};
use super::reject::{Field, Place, RejectReason, Rejected};
use super::text;
use super::when;

/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 64 << 10;

mod lines;

pub use lines::Lines;

/// Reads every line of a body; empty lines are passed over.
pub fn read(mut body: &[u8]) -> impl Iterator<Item = Parsed> {
    let mut lines = Lines::default();
    std::iter::from_fn(move || {
        while !body.is_empty() {
            if let Some(parsed) = lines.push(&mut body) {
                return Some(parsed);
            }
        }
        lines.finish()
    })
}

/// Reads every line of a stream; memory stays below a few lines' length whatever it holds.
pub fn read_from<R: Read>(reader: R) -> impl Iterator<Item = Result<Parsed, FileError>> {
    let mut reader = BufReader::with_capacity(LONGEST_LINE, reader);
    let mut lines = Lines::default();
    let mut ended = false;
    std::iter::from_fn(move || {
        while !ended {
            let mut bytes = match reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    ended = true;
                    return Some(Err(error.into()));
                }
            };
            let before = bytes.len();
            ended = bytes.is_empty();
            let parsed = if ended {
                lines.finish()
            } else {
                lines.push(&mut bytes)
            };
            let taken = before - bytes.len();
            reader.consume(taken);
            if let Some(parsed) = parsed {
                return Some(Ok(parsed));
            }
        }
        None
    })
}

/// Reads one line, with or without its line ending.
///
/// A line need not name its source: whoever knows the feed puts it on.
///
/// # Errors
/// The rejection's place counts from the beginning of the line.
pub fn parse_line(bytes: &[u8], line: u64) -> Result<EventRecord, Rejected> {
    let place = Place {
        byte_from: 0,
        byte_to: bytes.len() as u64,
        line,
    };
    let bytes = bytes.trim_ascii();
    if bytes.len() > LONGEST_LINE {
        return Err(Rejected::bare(place, RejectReason::LineTooLong));
    }
    let members = members(bytes).map_err(|reason| Rejected::bare(place, reason))?;
    members.record().map_err(|reason| Rejected {
        place,
        reason,
        fields: members.kept(),
        cell: None,
    })
}

fn members(bytes: &[u8]) -> Result<Members, RejectReason> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(RejectReason::InvalidEncoding);
    }
    let members: Members = match serde_json::from_slice(bytes) {
        Ok(members) => members,
        Err(error) if error.is_data() => return Err(RejectReason::NotAnObject),
        Err(_) => return Err(RejectReason::NotJson),
    };
    if members.twice {
        return Err(RejectReason::MemberTwice);
    }
    Ok(members)
}

/// The members that have a meaning; whatever else was there is gone.
#[derive(Debug, Default)]
struct Members {
    known: BTreeMap<&'static str, Value>,
    twice: bool,
}

const KNOWN: [&str; 17] = [
    "source",
    "id",
    "revision",
    "at",
    "until",
    "kinds",
    "priority",
    "units",
    "dispatchers",
    "minor",
    "fatal",
    "aggression",
    "alarm_button",
    "major",
    "codes",
    "status",
    "merged_into",
];

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if let Some(&name) = KNOWN.iter().find(|known| **known == name) {
                members.twice |= members.known.insert(name, map.next_value()?).is_some();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(members)
    }
}

impl Members {
    fn record(&self) -> Result<EventRecord, RejectReason> {
        let source = self.word("source")?.unwrap_or_default();
        let id = self.word("id")?.ok_or(RejectReason::IdMissing)?;
        let at = self.moment("at")?.ok_or(RejectReason::TimeMissing)?;
        let mut record = EventRecord::new(source, id, at, Precision::Exact);
        record.until = self.moment("until")?;
        if record.until.is_some_and(|until| until < at) {
            return Err(RejectReason::EndsBeforeItBegins);
        }
        record.revision = match self.get("revision") {
            None => None,
            Some(value) => Some(value.as_i64().ok_or(RejectReason::WrongType)?),
        };
        record.kind_codes = self.words("kinds")?.map(KindCode::new).collect();
        record.priorities = self.words("priority")?.collect();
        record.units = self.words("units")?.map(UnitCode::new).collect();
        record.dispatchers = self.words("dispatchers")?.collect();
        record.minor = self.tri("minor")?;
        record.fatal = self.tri("fatal")?;
        record.aggression = self.tri("aggression")?;
        record.alarm_button = self.tri("alarm_button")?;
        record.major = self.tri("major")?;
        let codes = self.words("codes")?;
        record.extra = codes.map(|code| code.to_lowercase()).collect();
        record.merged_into = self.words("merged_into")?.collect();
        let status = self.status()?;
        record.status = match status {
            Some(status) => status,
            None if record.merged_into.is_empty() => Status::Active,
            None => Status::Merged,
        };
        // Said, and not only assumed: a later revision takes a cancelling back with it.
        let active = status == Some(Status::Active) && record.revision.is_some();
        Ok(if active { record.said_active() } else { record })
    }

    /// A member that says something: `null` is the same as absent.
    fn get(&self, name: &str) -> Option<&Value> {
        self.known.get(name).filter(|value| !value.is_null())
    }

    fn word(&self, name: &str) -> Result<Option<String>, RejectReason> {
        self.get(name).map_or(Ok(None), word)
    }

    fn words(&self, name: &str) -> Result<impl Iterator<Item = String>, RejectReason> {
        let words: BTreeSet<String> = match self.get(name) {
            None => BTreeSet::new(),
            Some(Value::Array(values)) => values
                .iter()
                .filter_map(|value| word(value).transpose())
                .collect::<Result<_, _>>()?,
            Some(value) => word(value)?.into_iter().collect(),
        };
        Ok(words.into_iter())
    }

    fn moment(&self, name: &str) -> Result<Option<Instant>, RejectReason> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => when::with_offset(text).map(Some),
            Some(_) => Err(RejectReason::WrongType),
        }
    }

    fn tri(&self, name: &str) -> Result<Tri, RejectReason> {
        match self.get(name) {
            None => Ok(Tri::Unknown),
            Some(Value::Bool(true)) => Ok(Tri::Yes),
            Some(Value::Bool(false)) => Ok(Tri::No),
            Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "yes" | "true" => Ok(Tri::Yes),
                "no" | "false" => Ok(Tri::No),
                "unknown" | "" => Ok(Tri::Unknown),
                _ => Err(RejectReason::WrongType),
            },
            Some(_) => Err(RejectReason::WrongType),
        }
    }

    fn status(&self) -> Result<Option<Status>, RejectReason> {
        let word = self.word("status")?;
        let read = |word: String| Status::parse(&word).ok_or(RejectReason::WrongType);
        word.map(read).transpose()
    }

    fn kept(&self) -> BTreeMap<Field, String> {
        let mut kept = BTreeMap::new();
        let members = [
            (Field::Id, "id"),
            (Field::Unit, "units"),
            (Field::Kind, "kinds"),
            (Field::Priority, "priority"),
            (Field::At, "at"),
        ];
        for (field, name) in members {
            if let Ok(words) = self.words(name) {
                let joined = words.collect::<Vec<_>>().join(" ");
                let is_told = field != Field::At || text::looks_like_time(&joined);
                if is_told && (1..=text::LONGEST_KEPT).contains(&joined.len()) {
                    kept.insert(field, joined);
                }
            }
        }
        kept
    }
}

/// A short text, or a whole number as text; `None` if nothing is in it.
fn word(value: &Value) -> Result<Option<String>, RejectReason> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            Cow::Owned(number.to_string())
        }
        _ => return Err(RejectReason::WrongType),
    };
    text::fits(&text, text::LONGEST_ID)?;
    if text.chars().any(char::is_control) {
        return Err(RejectReason::ControlCharacter);
    }
    Ok((!text.is_empty()).then(|| text.into_owned()))
}

#[cfg(test)]
#[path = "ndjson/tests.rs"]
mod tests;
