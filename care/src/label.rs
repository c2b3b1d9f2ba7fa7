//! A short text in both languages.

use serde::{Deserialize, Serialize};

/// A name for people to read, in Dutch and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Label {
    /// Takes both texts without the space around them.
    pub fn new(nl: &str, en: &str) -> Self {
        Self {
            nl: nl.trim().to_owned(),
            en: en.trim().to_owned(),
        }
    }

    /// The text in a language by its tag; Dutch for `nl` and `nl-…`, else English.
    pub fn text(&self, language: &str) -> &str {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("nl") {
            &self.nl
        } else {
            &self.en
        }
    }

    /// Whether a reader of either language finds something.
    pub fn is_complete(&self) -> bool {
        !self.nl.trim().is_empty() && !self.en.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_speaks_both_languages() {
        let label = Label::new(" Kind ", "Child");
        assert_eq!(label.text("nl"), "Kind");
        assert_eq!(label.text("nl-BE"), "Kind");
        assert_eq!(label.text("en"), "Child");
        assert_eq!(label.text("de"), "Child");
        assert!(!Label::new("", "Child").is_complete());
    }
}
