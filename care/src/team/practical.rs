use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::label::Label;

/// Something practical that the team can arrange, such as a ride home (C27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpItem {
    /// What a first contact records; never changes.
    pub code: String,
    /// What people read; may be reworded.
    pub label: Label,
    /// Whether it can be ticked from now on. What was ticked before stays.
    #[serde(default = "offered")]
    pub offered: bool,
}

const fn offered() -> bool {
    true
}

/// The practical help that this organisation offers, in its order (C27).
///
/// The handbook asks for practical help at the first contact and never says what
/// it is. The default is therefore ours, and each organisation makes it its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<HelpItem>", into = "Vec<HelpItem>")]
pub struct HelpList(Vec<HelpItem>);

/// Why a list of practical help cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HelpRefusal {
    /// Two items have the same code.
    #[error("two items have the code {0:?}")]
    DuplicateCode(String),
    /// A code is not made of lower-case letters, digits and hyphens.
    #[error("{0:?} is no code: lower-case letters, digits and hyphens only")]
    BadCode(String),
    /// A text is missing in one of the languages.
    #[error("the item {0:?} needs a text in both languages")]
    EmptyLabel(String),
}

impl HelpRefusal {
    /// A stable name for messages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateCode(_) => "help-duplicate-code",
            Self::BadCode(_) => "help-bad-code",
            Self::EmptyLabel(_) => "help-empty-label",
        }
    }
}

impl Default for HelpList {
    /// A way home, a replacement, clothing, the family, paperwork (C27).
    fn default() -> Self {
        let item = |code: &str, nl: &str, en: &str| HelpItem {
            code: code.to_owned(),
            label: Label::new(nl, en),
            offered: true,
        };
        Self(vec![
            item("ride-home", "Vervoer naar huis", "A ride home"),
            item(
                "replacement",
                "Iemand die je dienst overneemt",
                "Someone to take over your shift",
            ),
            item(
                "clothing",
                "Schone kleding of douche",
                "Clean clothes or a shower",
            ),
            item("family", "Je thuisfront bellen", "Calling your family"),
            item("paperwork", "Hulp bij formulieren", "Help with forms"),
        ])
    }
}

impl HelpList {
    /// Takes a list that an organisation wrote, or says everything that is wrong.
    pub fn new(items: Vec<HelpItem>) -> Result<Self, Vec<HelpRefusal>> {
        let refusals = Self::refusals(&items);
        if refusals.is_empty() {
            Ok(Self(items))
        } else {
            Err(refusals)
        }
    }

    fn refusals(items: &[HelpItem]) -> Vec<HelpRefusal> {
        let mut refusals = Vec::new();
        let mut seen = BTreeSet::new();
        for item in items {
            let code = item.code.clone();
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            if item.code.is_empty() || !item.code.bytes().all(plain) {
                refusals.push(HelpRefusal::BadCode(code.clone()));
            }
            if !item.label.is_complete() {
                refusals.push(HelpRefusal::EmptyLabel(code.clone()));
            }
            if !seen.insert(&item.code) {
                refusals.push(HelpRefusal::DuplicateCode(code));
            }
        }
        refusals
    }

    /// What can be ticked now, in the organisation's order.
    pub fn offered(&self) -> impl Iterator<Item = &HelpItem> {
        self.0.iter().filter(|item| item.offered)
    }

    /// The item with this code, also when it is no longer offered.
    pub fn item(&self, code: &str) -> Option<&HelpItem> {
        self.0.iter().find(|item| item.code == code)
    }

    /// The ticks that mean something here; unknown and withdrawn codes fall away.
    pub fn ticked<'a>(&self, codes: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        codes
            .into_iter()
            .filter(|code| self.item(code).is_some_and(|item| item.offered))
            .map(str::to_owned)
            .collect()
    }
}

impl TryFrom<Vec<HelpItem>> for HelpList {
    type Error = HelpRefusal;

    /// Takes a list or gives the first reason why it cannot stand.
    fn try_from(items: Vec<HelpItem>) -> Result<Self, HelpRefusal> {
        match Self::refusals(&items).into_iter().next() {
            Some(refusal) => Err(refusal),
            None => Ok(Self(items)),
        }
    }
}

impl From<HelpList> for Vec<HelpItem> {
    fn from(list: HelpList) -> Self {
        list.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_list_stands_by_itself() {
        let list = HelpList::default();
        let text = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<HelpList>(&text).unwrap(), list);
    }

    #[test]
    fn a_withdrawn_item_is_still_readable_and_no_longer_ticked() {
        let mut items = HelpList::default().0;
        items[0].offered = false;
        let list = HelpList::new(items).unwrap();
        assert!(list.item("ride-home").is_some());
        assert!(list.offered().all(|item| item.code != "ride-home"));
        let ticked = list.ticked(["ride-home", "family", "a castle"]);
        assert_eq!(ticked, BTreeSet::from(["family".to_owned()]));
    }

    #[test]
    fn a_broken_list_is_refused_with_every_reason() {
        let item = |code: &str, nl: &str| HelpItem {
            code: code.to_owned(),
            label: Label::new(nl, "x"),
            offered: true,
        };
        let refusals = HelpList::new(vec![item("a", "a"), item("a", ""), item("A b", "b")]);
        let codes: Vec<_> = refusals
            .unwrap_err()
            .iter()
            .map(HelpRefusal::code)
            .collect();
        assert_eq!(
            codes,
            ["help-empty-label", "help-duplicate-code", "help-bad-code"]
        );
    }
}
