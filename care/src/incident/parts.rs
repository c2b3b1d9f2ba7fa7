//! The list as parts: one for each entry.

use super::{Entry, IncidentList, Rule, list};
use crate::edition::{Edition, Part};
use crate::label::Label;

impl Edition for IncidentList {
    fn parts(&self) -> Vec<Part> {
        self.entries.iter().map(part).collect()
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let entries = parts.iter().map(entry).collect::<Option<_>>()?;
        Some(Self {
            entries,
            ..self.clone()
        })
    }
}

fn part(entry: &Entry) -> Part {
    let reason = entry.disabled_reason.clone().unwrap_or_default();
    Part::new(entry.id.clone())
        .with("nl", [entry.label.nl.clone()])
        .with("en", [entry.label.en.clone()])
        .with("dispatch-nl", entry.dispatch_label.clone().map(|it| it.nl))
        .with("dispatch-en", entry.dispatch_label.clone().map(|it| it.en))
        .with("source", entry.source.clone())
        .with("rules", entry.rules.iter().map(Rule::line))
        .with("off", (!entry.enabled).then_some(reason))
}

fn entry(part: &Part) -> Option<Entry> {
    let said = |field: &str| part.line(field).unwrap_or_default().to_owned();
    let rules = part.field("rules").iter();
    let rules: Vec<Rule> = rules
        .map(|line| Rule::from_line(line))
        .collect::<Option<_>>()?;
    let kind = part.id.strip_prefix("kind-");
    let kind = kind.and_then(|number| number.parse().ok());
    (kind != Some(list::NEVER_RECORDED) || rules.is_empty()).then(|| Entry {
        id: part.id.clone(),
        kind,
        label: Label {
            nl: said("nl"),
            en: said("en"),
        },
        dispatch_label: part.line("dispatch-nl").map(|nl| Label {
            nl: nl.to_owned(),
            en: said("dispatch-en"),
        }),
        source: part.line("source").map(str::to_owned),
        rules,
        enabled: part.line("off").is_none(),
        disabled_reason: part.line("off").map(str::to_owned),
    })
}
