//! A question with big answers: the card is the label.

use askama::{Template, filters::HtmlSafe};

use super::fields::{Fields, Problem};
use crate::web::text::Texts;

/// One question, answered by one choice or by several.
#[derive(Clone, Debug, Template)]
#[template(path = "support/group.html")]
pub(super) struct Group {
    name: &'static str,
    kind: &'static str,
    legend: String,
    hint: Option<String>,
    error: Option<String>,
    row: bool,
    items: Vec<Item>,
}

/// One answer.
#[derive(Clone, Debug)]
struct Item {
    value: String,
    label: String,
    light: &'static str,
    chosen: bool,
}

/// Every part of it is escaped where it is rendered.
impl HtmlSafe for Group {}

impl Group {
    /// A question with one answer.
    pub(super) fn one(name: &'static str, legend: String) -> Self {
        Self {
            name,
            kind: "radio",
            legend,
            hint: None,
            error: None,
            row: false,
            items: Vec::new(),
        }
    }

    /// A question with any number of answers.
    pub(super) fn any(name: &'static str, legend: String) -> Self {
        Self {
            kind: "checkbox",
            ..Self::one(name, legend)
        }
    }

    /// Answers beside each other.
    pub(super) fn in_a_row(mut self) -> Self {
        self.row = true;
        self
    }

    /// A line under the question.
    pub(super) fn with_hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds an answer.
    pub(super) fn item(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.items.push(Item {
            value: value.into(),
            label: label.into(),
            light: "",
            chosen: false,
        });
        self
    }

    /// Adds an answer that shows a light: `go`, `wait` or `stop`.
    pub(super) fn light(mut self, value: &str, label: String, light: &'static str) -> Self {
        self = self.item(value, label);
        if let Some(item) = self.items.last_mut() {
            item.light = light;
        }
        self
    }

    /// Adds the answers of a closed set; `family` and the code make the key of the text.
    pub(super) fn codes<'a>(
        self,
        l: Texts,
        family: &str,
        codes: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        codes.into_iter().fold(self, |group, code| {
            group.item(code, l.get(&format!("{family}{code}")))
        })
    }

    /// Chooses what was typed before, or this.
    pub(super) fn filled(mut self, fields: &Fields, otherwise: &str) -> Self {
        for item in &mut self.items {
            item.chosen = if fields.is_empty() {
                item.value == otherwise
            } else {
                fields.has(self.name, &item.value)
            };
        }
        self
    }

    /// Says what is wrong with the answer, if something is.
    pub(super) fn checked(mut self, l: Texts, problems: &[Problem]) -> Self {
        self.error = problems
            .iter()
            .find(|problem| problem.field == self.name)
            .map(|found| l.get(&found.key));
        self
    }

    /// What a screen reader reads with the answers.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
