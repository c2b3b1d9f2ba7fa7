//! The names of things: a newtype per kind, so that they cannot be mixed up.
//!
//! Ids are made by the server (`UUIDv7` as text) or looked up in the store, so
//! `new` does not check them; `parse` is for text that comes from outside.

use serde::{Deserialize, Serialize};

/// The longest text that `parse` accepts, in bytes.
pub const LONGEST: usize = 64;

/// Whether a text from outside can be an id: 1 to 64 letters, digits, `-` or `_`.
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Names the thing by an id of our own store.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// Reads an id from outside: 1 to 64 letters, digits, `-` or `_`.
            pub fn parse(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An organisation.
    OrgId
);
id!(
    /// A person on the roster of an organisation.
    PersonId
);
id!(
    /// One event, however many dispatch rows it came in.
    IncidentId
);
id!(
    /// One care path of one person.
    CaseId
);
id!(
    /// The few people who may read some sealed notes: a case's id, or a yearly talk's.
    CircleId
);

/// A unit as dispatch writes it, such as `17-101`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitCode(String);

impl UnitCode {
    /// Takes the text without the space around it.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into().trim().to_owned())
    }

    /// Reads a unit code; `None` when nothing but space is left.
    pub fn parse(text: &str) -> Option<Self> {
        let code = Self::new(text);
        (!code.0.is_empty()).then_some(code)
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of event as dispatch codes it; upper and lower case are the same.
///
/// It is kept in lower case, so equality, order and hash agree with that, also
/// for a code that a person typed in a pack or that the store returns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct KindCode(String);

impl KindCode {
    /// Takes the text in lower case, without the space around it.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into().trim().to_lowercase())
    }

    /// Reads a kind code; `None` when nothing but space is left.
    pub fn parse(text: &str) -> Option<Self> {
        let code = Self::new(text);
        (!code.0.is_empty()).then_some(code)
    }

    /// The code as text, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for KindCode {
    fn from(code: String) -> Self {
        Self::new(code)
    }
}

impl From<KindCode> for String {
    fn from(code: KindCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for KindCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_from_outside_are_short_and_plain() {
        assert!(PersonId::parse("0197c1f2-7d3a-7000-8000-000000000001").is_some());
        for bad in ["", "a b", "a/b", "é", "a\0", &"x".repeat(65)] {
            assert_eq!(PersonId::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn kind_codes_compare_without_case_and_space() {
        assert_eq!(KindCode::new(" Drowning "), KindCode::new("DROWNING"));
        assert_eq!(KindCode::parse("  "), None);
        let stored: KindCode = serde_json::from_str("\"Drowning\"").unwrap();
        assert_eq!(stored.as_str(), "drowning");
    }

    #[test]
    fn unit_codes_keep_their_case() {
        assert_eq!(UnitCode::new(" E17 ").as_str(), "E17");
        assert_eq!(UnitCode::parse("\t"), None);
    }
}
