use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::list::NEVER_RECORDED;
use super::{Certainty, EventFacts, IncidentList, Rule, Tri};
use crate::ids::KindCode;

/// What the list says about one event, and on which facts.
///
/// A later issue words it for people from the entry and these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The id of the entry.
    pub entry: String,
    /// Whether a person should look first.
    pub certainty: Certainty,
    /// The facts that the rule asked for and found, in a fixed order:
    /// `code:…`, `priority:…`, `minor`, `fatal`, `aggression`, `alarm-button`,
    /// `major`, `extra:…`. A fact that had to be otherwise than yes says so, as
    /// in `minor:unknown`.
    pub facts: Vec<String>,
}

/// An incident list, ready to judge many events.
///
/// Rules stand in the order in which they win: what is sure before what is to
/// confirm, then the order of the list. Rules on kind codes are found by code,
/// so an event that no rule mentions costs next to nothing.
#[derive(Clone, Debug)]
pub struct CompiledList {
    rules: Vec<(String, Rule)>,
    by_code: BTreeMap<KindCode, Vec<usize>>,
    codeless: Vec<usize>,
}

impl CompiledList {
    pub(super) fn new(list: &IncidentList) -> Self {
        let mut rules: Vec<(String, Rule)> = list
            .enabled()
            .filter(|entry| entry.kind != Some(NEVER_RECORDED))
            .flat_map(|entry| {
                entry
                    .rules
                    .iter()
                    .map(|rule| (entry.id.clone(), plain(rule)))
            })
            .filter(|(_, rule)| !rule.is_empty())
            .collect();
        rules.sort_by_key(|(_, rule)| rule.certainty);
        let mut by_code: BTreeMap<KindCode, Vec<usize>> = BTreeMap::new();
        let mut codeless = Vec::new();
        for (index, (_, rule)) in rules.iter().enumerate() {
            if rule.codes.is_empty() {
                codeless.push(index);
            }
            for code in &rule.codes {
                by_code.entry(code.clone()).or_default().push(index);
            }
        }
        Self {
            rules,
            by_code,
            codeless,
        }
    }

    /// The verdict on one event; none when no entry fits.
    pub fn judge(&self, facts: &EventFacts) -> Option<Verdict> {
        let coded = facts
            .kind_codes
            .iter()
            .filter_map(|code| self.by_code.get(code));
        let asked: BTreeSet<usize> = coded.flatten().chain(&self.codeless).copied().collect();
        asked.into_iter().find_map(|index| {
            let (entry, rule) = self.rules.get(index)?;
            Some(Verdict {
                entry: entry.clone(),
                certainty: rule.certainty,
                facts: found(rule, facts)?,
            })
        })
    }
}

/// The rule with its text in the form in which facts are compared.
fn plain(rule: &Rule) -> Rule {
    Rule {
        priority: rule.priority.iter().map(|text| folded(text)).collect(),
        extra: rule.extra.iter().map(|text| folded(text)).collect(),
        ..rule.clone()
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The names of the facts that meet the rule; none when one does not.
fn found(rule: &Rule, facts: &EventFacts) -> Option<Vec<String>> {
    let mut names = Vec::new();
    if !rule.codes.is_empty() {
        let met = rule.codes.intersection(&facts.kind_codes);
        add(&mut names, met.map(|code| format!("code:{code}")))?;
    }
    add_any(&mut names, "priority", &rule.priority, &facts.priorities)?;
    let asked = [
        ("minor", rule.minor, facts.minor),
        ("fatal", rule.fatal, facts.fatal),
        ("aggression", rule.aggression, facts.aggression),
        ("alarm-button", rule.alarm_button, facts.alarm_button),
        ("major", rule.major, facts.major),
    ];
    for (name, asked, fact) in asked {
        match asked {
            None => {}
            Some(asked) if asked != fact => return None,
            Some(Tri::Yes) => names.push(name.to_owned()),
            Some(Tri::No) => names.push(format!("{name}:no")),
            Some(Tri::Unknown) => names.push(format!("{name}:unknown")),
        }
    }
    add_any(&mut names, "extra", &rule.extra, &facts.extra)?;
    Some(names)
}

/// Adds those that were asked and are there; none when some were asked in vain.
fn add_any(
    names: &mut Vec<String>,
    name: &str,
    asked: &BTreeSet<String>,
    there: &BTreeSet<String>,
) -> Option<()> {
    if asked.is_empty() {
        return Some(());
    }
    let there: BTreeSet<String> = there.iter().map(|text| folded(text)).collect();
    add(
        names,
        asked
            .intersection(&there)
            .map(|text| format!("{name}:{text}")),
    )
}

fn add(names: &mut Vec<String>, found: impl Iterator<Item = String>) -> Option<()> {
    let before = names.len();
    names.extend(found);
    (names.len() > before).then_some(())
}
