//! Reads the body of a webhook: what it holds, alone or in an envelope.
//!
//! The Standard Webhooks recommend `{"type": …, "timestamp": …, "data": {…}}`. What stands in `data` is
//! read, and nothing else of the envelope; senders without one are understood too.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::csv::Parsed;
use super::eido::{self, Piece, Pieces, Reading};
use super::ndjson;
use super::reject::{Place, RejectReason, Rejected};

/// What the messages of a webhook hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Events, as a live feed sends them.
    Events,
    /// EIDO documents.
    Eido,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Events, Self::Eido];

    /// The word under which it is stored and stands in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Eido => "eido",
        }
    }

    /// The format that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

/// Reads everything that a body holds: one object, several in an array, or one per line.
pub fn read<'a>(body: &'a [u8], format: Format, reading: &Reading<'a>) -> Messages<'a> {
    Messages {
        outer: Stretch::new(body, 0, 1),
        inner: None,
        format,
        reading: *reading,
    }
}

/// What a body holds, in the order in which it stands there.
pub struct Messages<'a> {
    outer: Stretch<'a>,
    /// The data of the envelope that was found last.
    inner: Option<Stretch<'a>>,
    format: Format,
    reading: Reading<'a>,
}

/// A part of the body that is searched for objects.
struct Stretch<'a> {
    bytes: &'a [u8],
    pieces: Pieces<&'a [u8]>,
    /// Where in the body it begins.
    at: u64,
    line: u64,
}

impl<'a> Stretch<'a> {
    fn new(bytes: &'a [u8], at: u64, line: u64) -> Self {
        let pieces = Pieces::new(bytes);
        Self {
            bytes,
            pieces,
            at,
            line,
        }
    }

    /// The next object with its place in the body, or why what stands there is none.
    fn advance(&mut self) -> Option<(Place, Result<&'a [u8], RejectReason>)> {
        // bytes at hand can always be read
        let Piece { place, broken, .. } = self.pieces.advance().ok()??;
        let from = usize::try_from(place.byte_from).ok()?;
        let to = usize::try_from(place.byte_to).ok()?;
        let bytes = self.bytes.get(from..to).unwrap_or_default();
        let place = Place {
            byte_from: place.byte_from + self.at,
            byte_to: place.byte_to + self.at,
            line: place.line + self.line - 1,
        };
        Some((place, broken.map_or(Ok(bytes), Err)))
    }
}

impl Iterator for Messages<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        loop {
            if let Some(inner) = &mut self.inner {
                if let Some((place, found)) = inner.advance() {
                    return Some(self.parse(place, found));
                }
                self.inner = None;
            }
            let (place, found) = self.outer.advance()?;
            let bytes = match found {
                Ok(bytes) => bytes,
                Err(reason) => return Some(self.parse(place, Err(reason))),
            };
            match data(bytes) {
                Ok(Some((from, data))) => {
                    let before = bytes.get(..from).unwrap_or_default();
                    let lines = before.split(|byte| *byte == b'\n').skip(1).count() as u64;
                    let at = place.byte_from + from as u64;
                    self.inner = Some(Stretch::new(data, at, place.line + lines));
                }
                Ok(None) => return Some(self.parse(place, Ok(bytes))),
                Err(reason) => return Some(self.parse(place, Err(reason))),
            }
        }
    }
}

impl Messages<'_> {
    fn parse(&self, place: Place, found: Result<&[u8], RejectReason>) -> Parsed {
        let read = match (found, self.format) {
            (Err(reason), _) => Err(Rejected::bare(place, reason)),
            (Ok(bytes), Format::Events) => ndjson::parse_line(bytes, place.line),
            (Ok(bytes), Format::Eido) => eido::parse(bytes, &self.reading),
        };
        match read {
            Ok(record) => Parsed::Read(record, place),
            Err(rejected) => Parsed::Rejected(Rejected { place, ..rejected }),
        }
    }
}

/// What an envelope holds and where in it that begins; `None` where the object is no envelope.
fn data(bytes: &[u8]) -> Result<Option<(usize, &[u8])>, RejectReason> {
    // What cannot be taken apart here is told by the reader of its format.
    let Ok(envelope) = serde_json::from_slice::<Envelope<'_>>(bytes) else {
        return Ok(None);
    };
    let (true, false, Some(data)) = (envelope.is_typed, envelope.is_event, envelope.data) else {
        return Ok(None);
    };
    if envelope.twice {
        return Err(RejectReason::MemberTwice);
    }
    let data = data.get().as_bytes();
    // it was borrowed from these bytes, so it begins among them
    let from = data.as_ptr().addr().saturating_sub(bytes.as_ptr().addr());
    let holds = data.starts_with(b"{") || data.starts_with(b"[");
    Ok(holds.then_some((from, data)))
}

/// As much of an object as tells whether it is an envelope.
#[derive(Default)]
struct Envelope<'a> {
    /// It has a text that says of what type it is.
    is_typed: bool,
    /// It has the moment of an event itself.
    is_event: bool,
    data: Option<&'a RawValue>,
    twice: bool,
}

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor)
    }
}

struct EnvelopeVisitor;

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = Envelope<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<'de>, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match name.as_ref() {
                "type" => {
                    let value: &RawValue = map.next_value()?;
                    envelope.twice |= envelope.is_typed;
                    envelope.is_typed = value.get().starts_with('"');
                }
                "data" => {
                    let value = map.next_value()?;
                    envelope.twice |= envelope.data.replace(value).is_some();
                }
                name => {
                    envelope.is_event |= name == "at";
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

#[cfg(test)]
#[path = "envelope/tests.rs"]
mod tests;
