//! An entry as it is typed.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    incident::{Certainty, Entry, Rule, Tri},
    label::Label,
};

use super::codes;
use crate::web::text::Texts;

/// The most rules that an entry can have here.
const MOST: usize = 12;

/// What was typed, as the page shows it again.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) nl: String,
    pub(super) en: String,
    pub(super) source: String,
    /// What the dispatch room calls it, in Dutch and in English; none when the form did not ask.
    pub(super) dispatch: Option<[String; 2]>,
    pub(super) rules: Vec<RuleTyped>,
    /// The version that the page showed.
    pub(super) seen: i64,
    /// What is looked for among the kinds that occur.
    pub(super) find: String,
    /// Whether the form only asked for that.
    pub(super) only_finds: bool,
}

/// A rule as it is typed.
#[derive(Default)]
pub(super) struct RuleTyped {
    /// Kinds in words, one on each line.
    pub(super) codes: String,
    /// Urgencies, with commas between.
    pub(super) priority: String,
    /// Further codes, with commas between.
    pub(super) extra: String,
    facts: BTreeMap<&'static str, &'static str>,
    pub(super) sure: bool,
    /// What is to be known of its words.
    pub(super) warning: Option<String>,
}

impl RuleTyped {
    /// What it asks of a fact: `yes`, `no`, `unknown` or nothing.
    pub(super) fn fact(&self, name: &str) -> &str {
        self.facts.get(name).copied().unwrap_or_default()
    }

    /// Whether it names a kind.
    pub(super) fn has(&self, code: &str) -> bool {
        let mut named = self.codes.lines().filter_map(codes::read);
        named.any(|named| named.as_str() == code)
    }

    /// Whether it asks for more than kinds.
    pub(super) fn asks_more(&self) -> bool {
        !self.facts.is_empty() || !self.priority.is_empty() || !self.extra.is_empty()
    }

    fn of(rule: &Rule, l: Texts) -> Self {
        let codes = rule.codes.iter();
        let codes: Vec<String> = codes.map(|code| codes::word(code.as_str(), l)).collect();
        let joined = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(", ");
        let facts = rule.facts().into_iter();
        Self {
            codes: codes.join("\n"),
            priority: joined(&rule.priority),
            extra: joined(&rule.extra),
            facts: facts
                .filter_map(|(name, fact)| Some((name, fact?.code())))
                .collect(),
            sure: rule.certainty == Certainty::Sure,
            warning: None,
        }
    }

    /// The rule that it makes.
    pub(super) fn rule(&self) -> Rule {
        let set = |text: &str| -> BTreeSet<String> {
            let words = text.split(',').map(str::trim);
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mut rule = Rule {
            codes: self.codes.lines().filter_map(codes::read).collect(),
            priority: set(&self.priority),
            extra: set(&self.extra),
            certainty: if self.sure {
                Certainty::Sure
            } else {
                Certainty::Confirm
            },
            ..Rule::default()
        };
        for (name, value) in &self.facts {
            if let Some(place) = rule.fact_mut(name) {
                *place = Tri::parse(value);
            }
        }
        rule
    }
}

impl Typed {
    /// An entry as it is, with room for one more rule.
    pub(super) fn of(entry: &Entry, seen: i64, l: Texts) -> Self {
        let mut rules: Vec<RuleTyped> = entry
            .rules
            .iter()
            .map(|rule| RuleTyped::of(rule, l))
            .collect();
        if rules.len() < MOST {
            rules.push(RuleTyped::default());
        }
        Self {
            nl: entry.label.nl.clone(),
            en: entry.label.en.clone(),
            source: entry.source.clone().unwrap_or_default(),
            dispatch: entry
                .dispatch_label
                .clone()
                .map(|label| [label.nl, label.en]),
            rules,
            seen,
            ..Self::default()
        }
    }

    /// A new entry.
    pub(super) fn blank(seen: i64) -> Self {
        Self {
            rules: vec![RuleTyped::default()],
            seen,
            ..Self::default()
        }
    }

    /// What a form brought; `codes-0` is the first rule's.
    pub(super) fn read(form: &BTreeMap<String, String>) -> Self {
        let said = |name: &str| form.get(name).cloned().unwrap_or_default();
        let rule = |number: usize| {
            let said = |name: &str| said(&format!("{name}-{number}"));
            let names = Rule::default().facts().map(|(name, _)| name).into_iter();
            let facts = names.filter_map(|name| Some((name, Tri::parse(&said(name))?.code())));
            RuleTyped {
                codes: with_picks(said("codes"), form, number),
                priority: said("priority"),
                extra: said("extra"),
                facts: facts.collect(),
                sure: said("certainty") == "sure",
                warning: None,
            }
        };
        let there = |number: &usize| form.contains_key(&format!("codes-{number}"));
        Self {
            nl: said("nl"),
            en: said("en"),
            source: said("source"),
            dispatch: form
                .contains_key("dispatch-nl")
                .then(|| ["dispatch-nl", "dispatch-en"].map(said)),
            rules: (0..MOST).take_while(there).map(rule).collect(),
            seen: said("seen").parse().unwrap_or_default(),
            find: said("find"),
            // Enter looks for a word that was typed just now, and keeps the entry otherwise.
            only_finds: form.contains_key("only-find")
                || form.contains_key("enter") && said("find") != said("found"),
        }
    }

    /// What the dispatch room calls it in this language, as the page shows it.
    pub(super) fn in_dispatch(&self, at: usize) -> &str {
        let words = self.dispatch.as_ref().and_then(|words| words.get(at));
        words.map_or("", String::as_str)
    }

    /// The entry as it would be; a rule that asks nothing is left out.
    pub(super) fn entry(&self, was: &Entry) -> Entry {
        let rules = self.rules.iter().map(RuleTyped::rule);
        let source = self.source.trim();
        let dispatch_label = match &self.dispatch {
            Some(words) => in_dispatch(words),
            None => was.dispatch_label.clone(),
        };
        Entry {
            label: Label::new(&self.nl, &self.en),
            source: (!source.is_empty()).then(|| source.to_owned()),
            dispatch_label,
            rules: rules.filter(|rule| !rule.is_empty()).collect(),
            ..was.clone()
        }
    }
}

/// The kinds of a rule as typed, with those that were ticked; `pick-0-smoke` is the first rule's.
fn with_picks(mut typed: String, form: &BTreeMap<String, String>, number: usize) -> String {
    let prefix = format!("pick-{number}-");
    for code in form.keys().filter_map(|name| name.strip_prefix(&prefix)) {
        if !typed.is_empty() && !typed.ends_with('\n') {
            typed.push('\n');
        }
        typed.push_str(code);
    }
    typed
}

/// The dispatch room's own words; one language stands for both, and none for the list's words.
fn in_dispatch([nl, en]: &[String; 2]) -> Option<Label> {
    match (nl.trim(), en.trim()) {
        ("", "") => None,
        (one, "") | ("", one) => Some(Label::new(one, one)),
        (nl, en) => Some(Label::new(nl, en)),
    }
}
