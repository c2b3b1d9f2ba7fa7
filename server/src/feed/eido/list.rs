//! What a member may hold: a short text, a link, one part or a list of them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess,
    SeqAccess, Visitor,
};

use crate::feed::reject::RejectReason;
use crate::feed::text;

/// The most parts that are read of one list.
pub const MOST: usize = 10_000;

/// How the refusal of a longer list begins.
pub const TOO_MANY: &str = "too many parts";

/// A short text, or a whole number as text; nothing when it is empty or `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(Result<Option<String>, RejectReason>);

impl Default for Word {
    fn default() -> Self {
        Self(Ok(None))
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Self::default()
        } else if text.len() > text::LONGEST_VALUE {
            Self(Err(RejectReason::ValueTooLong))
        } else if text.chars().any(char::is_control) {
            Self(Err(RejectReason::ControlCharacter))
        } else {
            Self(Ok(Some(text.to_owned())))
        }
    }

    /// The text.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub fn text(&self) -> Result<Option<&str>, RejectReason> {
        match &self.0 {
            Ok(text) => Ok(text.as_deref()),
            Err(reason) => Err(*reason),
        }
    }

    /// The text, if it can be used.
    pub fn usable(&self) -> Option<&str> {
        self.text().ok().flatten()
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor)
    }
}

struct WordVisitor;

impl Visitor<'_> for WordVisitor {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Word, E> {
        Ok(Word::new(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
        Ok(Word::new(&number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Word, E> {
        Ok(Word::new(&number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Word, E> {
        Ok(Word::default())
    }
}

/// A link to a component by its id: `{"$ref": "id"}`, or the id as a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link(pub Word);

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinkVisitor)
    }
}

struct LinkVisitor;

impl<'de> Visitor<'de> for LinkVisitor {
    type Value = Link;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a link")
    }

    fn visit_str<E>(self, text: &str) -> Result<Link, E> {
        Ok(Link(Word::new(text.strip_prefix("$ref:").unwrap_or(text))))
    }

    fn visit_unit<E>(self) -> Result<Link, E> {
        Ok(Link::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Link, A::Error> {
        let mut link: Option<Word> = None;
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name != "$ref" {
                map.next_value::<IgnoredAny>()?;
            } else if link.replace(map.next_value()?).is_some() {
                return Err(A::Error::duplicate_field("$ref"));
            }
        }
        Ok(Link(link.unwrap_or_default()))
    }
}

/// One part, or a list of parts; senders write either.
#[derive(Clone, Debug)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one part or a list of parts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = seq.next_element_seed(Part(PhantomData))? {
            if parts.len() == MOST {
                return Err(A::Error::custom(TOO_MANY));
            }
            parts.extend(part);
        }
        Ok(List(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<List<T>, A::Error> {
        Part(PhantomData).visit_map(map).map(one)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<List<T>, E> {
        Part(PhantomData).visit_str(text).map(one)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<List<T>, E> {
        Part(PhantomData).visit_i64(number).map(one)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<List<T>, E> {
        Part(PhantomData).visit_u64(number).map(one)
    }

    fn visit_unit<E>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }
}

fn one<T>(part: Option<T>) -> List<T> {
    List(part.into_iter().collect())
}

/// A part that is no list itself; `null` is none.
struct Part<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Part<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Part<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        T::deserialize(text.into_deserializer()).map(Some)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
        T::deserialize(number.into_deserializer()).map(Some)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        T::deserialize(number.into_deserializer()).map(Some)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}
