mod dismissals;
mod editing;
mod holds;
mod judges;
mod packs;
mod verdicts;
mod wordings;

use super::*;
use crate::label::Label;

/// An entry of the base list without rules.
fn base(number: u8) -> Entry {
    Entry {
        id: format!("kind-{number}"),
        kind: Some(number),
        label: Label::new("een", "one"),
        source: None,
        dispatch_label: None,
        rules: Vec::new(),
        enabled: true,
        disabled_reason: None,
    }
}

/// A local addition with these rules.
fn local(name: &str, rules: Vec<Rule>) -> Entry {
    Entry {
        id: format!("local-{name}"),
        kind: None,
        dispatch_label: None,
        rules,
        ..base(0)
    }
}

/// The ten, without rules.
fn ten() -> IncidentList {
    IncidentList {
        version: 1,
        source: "a test".to_owned(),
        effective: jiff::civil::date(2026, 1, 1),
        entries: (1..=10).map(base).collect(),
    }
}

fn list_with(entries: impl IntoIterator<Item = Entry>) -> IncidentList {
    let mut list = ten();
    list.entries.extend(entries);
    list
}

fn coded(codes: &[&str], certainty: Certainty) -> Rule {
    Rule {
        codes: codes
            .iter()
            .copied()
            .map(crate::ids::KindCode::new)
            .collect(),
        certainty,
        ..Rule::default()
    }
}
