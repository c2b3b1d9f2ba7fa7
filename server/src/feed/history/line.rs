//! A plain line of a live feed, taken apart without copying.

use std::fmt;

use care::{event::Status, incident::Tri};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::clock::Clock;
use crate::feed::{ndjson::LONGEST_LINE, text::LONGEST_ID};

/// The most words of all members of a plain line.
const MOST: usize = 16;

/// The members that the incident list and the crew ask for; others are passed over.
///
/// Everything unusual (escapes, numbers for words, members twice) is an error here and is left to
/// the full reader. One line is filled again and again: what it holds is not moved.
#[derive(Default)]
pub(super) struct Line<'a> {
    id: &'a str,
    at: &'a str,
    until: Option<&'a str>,
    source: Option<&'a str>,
    status: Option<&'a str>,
    words: [&'a str; MOST],
    filled: u8,
    kinds: Span,
    priority: Span,
    codes: Span,
    units: Span,
    dispatchers: Span,
    merged_into: Span,
    minor: Fact,
    fatal: Fact,
    aggression: Fact,
    alarm_button: Fact,
    major: Fact,
}

/// Where the words of a member stand among those of the line.
#[derive(Clone, Copy, Default)]
struct Span(u8, u8);

impl<'a> Line<'a> {
    /// Reads a line into this one; false when it is not plain.
    pub(super) fn read(&mut self, bytes: &'a [u8]) -> bool {
        if bytes.len() > LONGEST_LINE {
            return false;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return false;
        };
        let mut json = sonic_rs::Deserializer::from_str(text);
        let read = Members(self).deserialize(&mut json);
        if read.and_then(|()| json.end()).is_err() {
            return false;
        }
        let named = [self.id, self.source.unwrap_or("-")];
        let words = [self.dispatchers(), self.words(self.merged_into)];
        named
            .into_iter()
            .all(|word| !word.is_empty() && is_plain(word))
            && words.into_iter().flatten().all(|word| is_plain(word))
    }

    fn words(&self, span: Span) -> &[&'a str] {
        let span = usize::from(span.0)..usize::from(span.1);
        self.words.get(span).unwrap_or_default()
    }

    pub(super) fn kinds(&self) -> &[&'a str] {
        self.words(self.kinds)
    }

    pub(super) fn priority(&self) -> &[&'a str] {
        self.words(self.priority)
    }

    pub(super) fn codes(&self) -> &[&'a str] {
        self.words(self.codes)
    }

    pub(super) fn units(&self) -> &[&'a str] {
        self.words(self.units)
    }

    pub(super) fn dispatchers(&self) -> &[&'a str] {
        self.words(self.dispatchers)
    }

    pub(super) fn source(&self) -> &'a str {
        self.source.unwrap_or_default()
    }

    pub(super) fn id(&self) -> &'a str {
        self.id
    }

    /// When it happened; none when a time is not plain, or it ends before it begins.
    pub(super) fn at(&self, clock: &mut Clock) -> Option<i64> {
        let at = clock.read(self.at)?;
        match self.until {
            None => Some(at),
            Some(until) => clock.read(until).filter(|until| *until >= at).map(|_| at),
        }
    }

    /// How far it is; none when the word is not known.
    pub(super) fn status(&self) -> Option<Status> {
        match self.status {
            Some(word) => Status::parse(word),
            None if self.is_merged() => Some(Status::Merged),
            None => Some(Status::Active),
        }
    }

    /// Whether it may go on in another event.
    pub(super) fn is_merged(&self) -> bool {
        !self.words(self.merged_into).is_empty()
    }

    pub(super) fn facts(&self) -> [Tri; 5] {
        [
            self.minor,
            self.fatal,
            self.aggression,
            self.alarm_button,
            self.major,
        ]
        .map(|fact| fact.0)
    }
}

/// Fills a line with the members of an object.
struct Members<'l, 'a>(&'l mut Line<'a>);

impl<'de: 'a, 'a> DeserializeSeed<'de> for Members<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Members<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let line = self.0;
        line.begin();
        let mut seen = 0_u32;
        while let Some(name) = map.next_key::<&'de str>()? {
            let place = match name {
                "id" => {
                    line.id = map.next_value()?;
                    0
                }
                "at" => {
                    line.at = map.next_value()?;
                    1
                }
                "until" => {
                    line.until = map.next_value()?;
                    2
                }
                "source" => {
                    line.source = map.next_value()?;
                    3
                }
                "status" => {
                    line.status = map.next_value()?;
                    4
                }
                "revision" => {
                    map.next_value::<Option<i64>>()?;
                    5
                }
                "kinds" => {
                    line.kinds = map.next_value_seed(Words(line))?;
                    6
                }
                "priority" => {
                    line.priority = map.next_value_seed(Words(line))?;
                    7
                }
                "codes" => {
                    line.codes = map.next_value_seed(Words(line))?;
                    8
                }
                "units" => {
                    line.units = map.next_value_seed(Words(line))?;
                    9
                }
                "dispatchers" => {
                    line.dispatchers = map.next_value_seed(Words(line))?;
                    10
                }
                "merged_into" => {
                    line.merged_into = map.next_value_seed(Words(line))?;
                    11
                }
                "minor" => {
                    line.minor = map.next_value()?;
                    12
                }
                "fatal" => {
                    line.fatal = map.next_value()?;
                    13
                }
                "aggression" => {
                    line.aggression = map.next_value()?;
                    14
                }
                "alarm_button" => {
                    line.alarm_button = map.next_value()?;
                    15
                }
                "major" => {
                    line.major = map.next_value()?;
                    16
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if seen & (1 << place) != 0 {
                return Err(A::Error::custom("a member twice"));
            }
            seen |= 1 << place;
        }
        // Without number or moment it is no event.
        if seen & 0b11 == 0b11 {
            Ok(())
        } else {
            Err(A::Error::custom("a member is missing"))
        }
    }
}

impl Line<'_> {
    /// Forgets the line before; words beyond those that are filled again are never looked at.
    fn begin(&mut self) {
        (self.until, self.source, self.status) = (None, None, None);
        self.filled = 0;
        let spans = [
            &mut self.kinds,
            &mut self.priority,
            &mut self.codes,
            &mut self.units,
            &mut self.dispatchers,
            &mut self.merged_into,
        ];
        for span in spans {
            *span = Span::default();
        }
        let facts = [
            &mut self.minor,
            &mut self.fatal,
            &mut self.aggression,
            &mut self.alarm_button,
            &mut self.major,
        ];
        for fact in facts {
            *fact = Fact::default();
        }
    }
}

/// Whether a word is read as it stands: printable, without space around it, and short.
pub(super) fn is_plain(word: &str) -> bool {
    word.len() <= LONGEST_ID
        && word.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !word.starts_with(' ')
        && !word.ends_with(' ')
}

/// One word, or a few: put among those of the line.
struct Words<'l, 'a>(&'l mut Line<'a>);

impl<'a> Words<'_, 'a> {
    fn add(&mut self, word: &'a str) -> bool {
        let place = self.0.words.get_mut(usize::from(self.0.filled));
        self.0.filled += u8::from(place.is_some());
        place.map(|place| *place = word).is_some()
    }
}

impl<'de: 'a, 'a> DeserializeSeed<'de> for Words<'_, 'a> {
    type Value = Span;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Span, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Words<'_, 'a> {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain text or a few")
    }

    fn visit_unit<E>(self) -> Result<Span, E> {
        Ok(Span::default())
    }

    fn visit_borrowed_str<E: Error>(mut self, word: &'de str) -> Result<Span, E> {
        let from = self.0.filled;
        if self.add(word) {
            Ok(Span(from, from + 1))
        } else {
            Err(E::custom("many words"))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Span, A::Error> {
        let from = self.0.filled;
        while let Some(word) = list.next_element::<&'de str>()? {
            if !self.add(word) {
                return Err(A::Error::custom("many words"));
            }
        }
        Ok(Span(from, self.0.filled))
    }
}

/// Yes, no or unknown, in the ways of a live feed.
#[derive(Clone, Copy, Default)]
struct Fact(Tri);

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FactVisitor)
    }
}

struct FactVisitor;

impl<'de> Visitor<'de> for FactVisitor {
    type Value = Fact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("yes, no or unknown")
    }

    fn visit_unit<E>(self) -> Result<Fact, E> {
        Ok(Fact(Tri::Unknown))
    }

    fn visit_bool<E>(self, known: bool) -> Result<Fact, E> {
        Ok(Fact(Tri::from(known)))
    }

    fn visit_borrowed_str<E: Error>(self, word: &'de str) -> Result<Fact, E> {
        match word {
            "yes" => Ok(Fact(Tri::Yes)),
            "no" => Ok(Fact(Tri::No)),
            "unknown" => Ok(Fact(Tri::Unknown)),
            _ => Err(E::custom("another word")),
        }
    }
}
