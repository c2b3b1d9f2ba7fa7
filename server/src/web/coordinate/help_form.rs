//! An item of practical help as it is typed (C27).

use serde::Deserialize;

use crate::store::HelpItem;

/// The longest name of an item: it stands on a button of a phone.
const LONGEST: usize = 60;
/// The most items that anybody can look through within a first contact.
pub(super) const MOST: usize = 20;

/// What the coordinator typed.
#[derive(Default, Clone, Deserialize)]
pub(super) struct Typed {
    pub(super) nl: String,
    pub(super) en: String,
    /// What stood there when the page was read; empty for something new.
    #[serde(default)]
    pub(super) was_nl: String,
    #[serde(default)]
    pub(super) was_en: String,
}

impl Typed {
    /// The fields of an item as it stands.
    pub(super) fn of(item: &HelpItem) -> Self {
        Self {
            nl: item.label_nl.clone(),
            en: item.label_en.clone(),
            was_nl: item.label_nl.clone(),
            was_en: item.label_en.clone(),
        }
    }

    /// The same words, beside what stands there now.
    pub(super) fn again(&self, item: &HelpItem) -> Self {
        Self {
            nl: self.nl.clone(),
            en: self.en.clone(),
            ..Self::of(item)
        }
    }

    /// Whether somebody else gave the item other names since the page was read.
    pub(super) fn is_behind(&self, item: &HelpItem) -> bool {
        let read = !self.was_nl.is_empty() || !self.was_en.is_empty();
        read && (self.was_nl != item.label_nl || self.was_en != item.label_en)
    }

    /// The names in both languages without the space around them, or the key of what is wrong.
    pub(super) fn names(&self) -> Result<(String, String), &'static str> {
        let (nl, en) = (self.nl.trim(), self.en.trim());
        if nl.is_empty() || en.is_empty() {
            return Err("coordinate-help-empty");
        }
        let fits =
            |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        if fits(nl) && fits(en) {
            Ok((nl.to_owned(), en.to_owned()))
        } else {
            Err("coordinate-help-long")
        }
    }
}

/// Whether the list has an item of these names already.
pub(super) fn has(items: &[HelpItem], nl: &str, en: &str) -> bool {
    items
        .iter()
        .any(|item| item.label_nl == nl && item.label_en == en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_a_short_name_in_both_languages() {
        let names = |nl: &str, en: &str| {
            Typed {
                nl: nl.to_owned(),
                en: en.to_owned(),
                ..Typed::default()
            }
            .names()
        };
        assert_eq!(
            names(" Taxi ", "Taxi"),
            Ok(("Taxi".to_owned(), "Taxi".to_owned()))
        );
        assert_eq!(names("Taxi", " "), Err("coordinate-help-empty"));
        assert_eq!(names("Taxi", &"x".repeat(61)), Err("coordinate-help-long"));
        assert_eq!(names("Ta\u{0}xi", "Taxi"), Err("coordinate-help-long"));
    }
}
