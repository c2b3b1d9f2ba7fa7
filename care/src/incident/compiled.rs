//! A list made ready: which rules an event meets, as bits, and what it says of it in words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{BitAnd, BitOr, BitOrAssign};

use serde::{Deserialize, Serialize};

use super::list::NEVER_RECORDED;
use super::{Certainty, EventFacts, IncidentList, Rule, Tri};

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

/// The most rules that take part in one list: nobody could keep more in mind.
pub const MOST_RULES: usize = 128;

/// Some rules of one list, a bit for each, the rule that wins first in the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules(u128);

impl Rules {
    fn one(index: usize) -> Self {
        Self(1 << index)
    }

    fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize)
    }
}

impl BitOr for Rules {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Rules {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Rules {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// The rules of one list that the words of an event meet; joins as the event does, by uniting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// By its kinds.
    pub codes: Rules,
    /// By its priorities.
    pub priorities: Rules,
    /// By its further codes.
    pub extra: Rules,
}

/// The five facts, in the order minor, fatal, aggression, alarm button, major.
pub type Facts = [Tri; 5];

/// Words that rules of one kind ask for.
#[derive(Clone, Debug, Default)]
struct Words {
    asked: BTreeMap<String, Rules>,
    /// Rules that ask for no such word.
    free: Rules,
}

impl Words {
    fn add(&mut self, index: usize, words: impl ExactSizeIterator<Item = String>) {
        if words.len() == 0 {
            self.free |= Rules::one(index);
        }
        for word in words {
            *self.asked.entry(word).or_default() |= Rules::one(index);
        }
    }

    fn of(&self, word: &str) -> Rules {
        self.asked.get(word).copied().unwrap_or_default()
    }
}

/// An incident list, ready to judge many events.
///
/// Rules stand in the order in which they win: what is sure before what is to
/// confirm, then the order of the list. Each word and each fact knows the rules
/// that it meets, so a verdict is a handful of ANDs, whatever the list holds.
#[derive(Clone, Debug)]
pub struct CompiledList {
    rules: Vec<(String, Rule)>,
    codes: Words,
    priorities: Words,
    extra: Words,
    /// For each fact and each of its values, the rules that do not speak against it.
    facts: [[Rules; 3]; 5],
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
        rules.truncate(MOST_RULES);
        let mut compiled = Self {
            rules: Vec::new(),
            codes: Words::default(),
            priorities: Words::default(),
            extra: Words::default(),
            facts: Default::default(),
        };
        for (index, (_, rule)) in rules.iter().enumerate() {
            let codes = rule.codes.iter().map(ToString::to_string);
            compiled.codes.add(index, codes);
            compiled
                .priorities
                .add(index, rule.priority.iter().cloned());
            compiled.extra.add(index, rule.extra.iter().cloned());
            for (values, (_, asked)) in compiled.facts.iter_mut().zip(rule.facts()) {
                for (value, met) in Tri::ALL.iter().zip(values) {
                    if asked.is_none_or(|asked| asked == *value) {
                        *met |= Rules::one(index);
                    }
                }
            }
        }
        Self { rules, ..compiled }
    }

    /// The rules that a kind code meets, in any case and with space around it.
    pub fn of_code(&self, code: &str) -> Rules {
        self.codes.of(&folded(code))
    }

    /// The rules that a priority meets.
    pub fn of_priority(&self, priority: &str) -> Rules {
        self.priorities.of(&folded(priority))
    }

    /// The rules that a further code meets.
    pub fn of_extra(&self, code: &str) -> Rules {
        self.extra.of(&folded(code))
    }

    /// The rule that wins for what an event meets, by its place; none when no entry fits.
    pub fn winner(&self, met: &Met, facts: Facts) -> Option<usize> {
        let mut open = (met.codes | self.codes.free)
            & (met.priorities | self.priorities.free)
            & (met.extra | self.extra.free);
        for (values, fact) in self.facts.iter().zip(facts) {
            open = open & values.get(fact as usize).copied().unwrap_or_default();
        }
        open.first()
    }

    /// The entry and certainty of the rule at a place.
    pub fn rule(&self, place: usize) -> Option<(&str, Certainty)> {
        let (entry, rule) = self.rules.get(place)?;
        Some((entry, rule.certainty))
    }

    /// The rule that wins for an event, by its place; none when no entry fits.
    pub fn place(&self, facts: &EventFacts) -> Option<usize> {
        self.winner(&self.met(facts), facts.all())
    }

    fn met(&self, facts: &EventFacts) -> Met {
        let mut met = Met::default();
        for code in &facts.kind_codes {
            met.codes |= self.codes.of(code.as_str());
        }
        for priority in &facts.priorities {
            met.priorities |= self.of_priority(priority);
        }
        for code in &facts.extra {
            met.extra |= self.of_extra(code);
        }
        met
    }

    /// The verdict on one event; none when no entry fits.
    pub fn judge(&self, facts: &EventFacts) -> Option<Verdict> {
        let (entry, rule) = self.rules.get(self.place(facts)?)?;
        Some(Verdict {
            entry: entry.clone(),
            certainty: rule.certainty,
            facts: found(rule, facts)?,
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
    for ((name, asked), fact) in rule.facts().into_iter().zip(facts.all()) {
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
