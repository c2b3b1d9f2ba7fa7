//! Documents that an organisation keeps in versions, and what two of them differ in (R001, R011).
//!
//! One mechanism for all of them: a document is told as parts with fields ([`Edition`]), [`diff()`]
//! says in which of these two versions differ, and [`apply()`] makes the same changes to another
//! version. A draft that began from an older version can so be laid on the newest one, and what
//! two people changed at once is told instead of lost.

mod apply;
mod diff;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use apply::{Applied, apply};
pub use diff::{Change, diff};

/// The longest reason for a new version, in characters.
pub const LONGEST_WHY: usize = 300;

/// One part of a document: an entry of a list, or all of it.
///
/// Its name is unique within the document. A field that says nothing is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub id: String,
    fields: BTreeMap<&'static str, Vec<String>>,
}

impl Part {
    /// A part of this name without fields.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            fields: BTreeMap::new(),
        }
    }

    /// The same part with this field; several lines where it is a list.
    #[must_use]
    pub fn with(mut self, field: &'static str, lines: impl IntoIterator<Item = String>) -> Self {
        self.set(field, lines.into_iter().collect());
        self
    }

    /// What a field says; nothing when it is not there.
    pub fn field(&self, field: &str) -> &[String] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// The first line of a field.
    pub fn line(&self, field: &str) -> Option<&str> {
        self.field(field).first().map(String::as_str)
    }

    /// The names of the fields that say something.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.fields.keys().copied()
    }

    fn set(&mut self, field: &'static str, lines: Vec<String>) {
        if lines.is_empty() {
            self.fields.remove(field);
        } else {
            self.fields.insert(field, lines);
        }
    }
}

/// A document that is kept in versions.
pub trait Edition: Sized {
    /// Its parts, in order. Version, date and reason are not among them.
    fn parts(&self) -> Vec<Part>;

    /// The same document with other parts; none when they cannot be its parts.
    #[must_use]
    fn with_parts(&self, parts: &[Part]) -> Option<Self>;
}

/// The reason for a new version without the space around it; none when nothing is said, or more
/// than anybody reads (R011).
pub fn why(text: &str) -> Option<&str> {
    let text = text.trim();
    (1..=LONGEST_WHY)
        .contains(&text.chars().count())
        .then_some(text)
}
