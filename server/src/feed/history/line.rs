//! A plain line of a live feed, taken apart without copying.

use std::fmt;

use care::{event::Status, incident::Tri};
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

use super::clock::Clock;
use crate::feed::{ndjson::LONGEST_LINE, text::LONGEST_ID};

/// The most words of one member in a plain line.
const MOST: usize = 6;

/// The members that the incident list and the crew ask for; others are passed over.
///
/// Everything unusual (escapes, numbers for words, members twice) is an error here and is left to
/// the full reader.
#[derive(Deserialize)]
pub(super) struct Line<'a> {
    #[serde(borrow)]
    id: &'a str,
    #[serde(borrow)]
    at: &'a str,
    #[serde(borrow, default)]
    until: Option<&'a str>,
    #[serde(borrow, default)]
    source: Option<&'a str>,
    #[serde(default, rename = "revision")]
    _revision: Option<i64>,
    #[serde(borrow, default)]
    pub(super) kinds: Words<'a>,
    #[serde(borrow, default)]
    pub(super) priority: Words<'a>,
    #[serde(borrow, default)]
    pub(super) codes: Words<'a>,
    #[serde(borrow, default)]
    pub(super) units: Words<'a>,
    #[serde(borrow, default)]
    dispatchers: Words<'a>,
    #[serde(borrow, default)]
    merged_into: Words<'a>,
    #[serde(default)]
    minor: Fact,
    #[serde(default)]
    fatal: Fact,
    #[serde(default)]
    aggression: Fact,
    #[serde(default)]
    alarm_button: Fact,
    #[serde(default)]
    major: Fact,
    #[serde(borrow, default)]
    status: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// Reads a line; none when it is not plain.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > LONGEST_LINE {
            return None;
        }
        let line: Self = sonic_rs::from_slice(bytes).ok()?;
        let named = [line.id, line.source.unwrap_or("-")];
        let words = [&line.dispatchers, &line.merged_into].map(Words::all);
        let plain = named
            .into_iter()
            .all(|word| !word.is_empty() && is_plain(word))
            && words.into_iter().flatten().all(|word| is_plain(word));
        plain.then_some(line)
    }

    pub(super) fn source(&self) -> &'a str {
        self.source.unwrap_or_default()
    }

    pub(super) fn dispatchers(&self) -> &[&'a str] {
        self.dispatchers.all()
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
            None if self.merged_into.all().is_empty() => Some(Status::Active),
            None => Some(Status::Merged),
        }
    }

    /// Whether it may go on in another event.
    pub(super) fn is_merged(&self) -> bool {
        !self.merged_into.all().is_empty()
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

/// Whether a word is read as it stands: printable, without space around it, and short.
pub(super) fn is_plain(word: &str) -> bool {
    word.len() <= LONGEST_ID
        && word.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !word.starts_with(' ')
        && !word.ends_with(' ')
}

/// One word, or a few.
#[derive(Default)]
pub(super) struct Words<'a> {
    all: [&'a str; MOST],
    count: usize,
}

impl<'a> Words<'a> {
    pub(super) fn all(&self) -> &[&'a str] {
        self.all.get(..self.count).unwrap_or_default()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain text or a few")
    }

    fn visit_unit<E>(self) -> Result<Words<'de>, E> {
        Ok(Words::default())
    }

    fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Words<'de>, E> {
        let mut words = Words::default();
        if let Some(first) = words.all.first_mut() {
            *first = word;
            words.count = 1;
        }
        Ok(words)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Words<'de>, A::Error> {
        let mut words = Words::default();
        while let Some(word) = list.next_element::<&'de str>()? {
            let place = words.all.get_mut(words.count);
            *place.ok_or_else(|| A::Error::custom("many words"))? = word;
            words.count += 1;
        }
        Ok(words)
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
