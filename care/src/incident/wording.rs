//! What becomes of the words that dispatch uses: counting, counting only with more, or nowhere (R044).

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, IncidentList, Rule};
use crate::ids::KindCode;

impl Rule {
    /// Whether it asks for anything beside kinds, so that a kind alone does not meet it.
    pub fn asks_beside_kinds(&self) -> bool {
        let facts = self.facts().iter().any(|(_, fact)| fact.is_some());
        facts || !self.priority.is_empty() || !self.extra.is_empty()
    }
}

impl IncidentList {
    /// Kinds of a rule that count nowhere by themselves: only when the rule's other facts are there.
    ///
    /// Somebody who adds a word to such a rule may think that it counts from then on (R044).
    pub fn only_with_more(&self, rule: &Rule) -> BTreeSet<KindCode> {
        if !rule.asks_beside_kinds() {
            return BTreeSet::new();
        }
        let plain = self.enabled().flat_map(|entry| &entry.rules);
        let plain = plain.filter(|rule| !rule.asks_beside_kinds());
        let alone: BTreeSet<&KindCode> = plain.flat_map(|rule| &rule.codes).collect();
        let codes = rule.codes.iter().filter(|code| !alone.contains(code));
        codes.cloned().collect()
    }

    /// Kinds of an entry that count only with more, and did not stand so in it before.
    pub fn newly_only_with_more(&self, was: &Entry, entry: &Entry) -> BTreeSet<KindCode> {
        let known: BTreeSet<&KindCode> = was.rules.iter().flat_map(|rule| &rule.codes).collect();
        let found = entry
            .rules
            .iter()
            .flat_map(|rule| self.only_with_more(rule));
        found.filter(|code| !known.contains(code)).collect()
    }

    /// Every kind that a rule which takes part names.
    pub fn named_kinds(&self) -> BTreeSet<&KindCode> {
        let rules = self.enabled().flat_map(|entry| &entry.rules);
        rules.flat_map(|rule| &rule.codes).collect()
    }

    /// Kinds that events had and that no rule names, with how many had them, the most frequent first.
    ///
    /// An event with such a kind may still count by another kind or by a fact: it is the word that
    /// counts nowhere. `never` are those of which somebody said so.
    pub fn unnamed_kinds<'a>(
        &self,
        events: impl IntoIterator<Item = &'a BTreeSet<KindCode>>,
        never: &BTreeSet<KindCode>,
    ) -> Vec<(KindCode, usize)> {
        let named = self.named_kinds();
        let mut found: BTreeMap<&KindCode, usize> = BTreeMap::new();
        for code in events.into_iter().flatten() {
            if !named.contains(code) && !never.contains(code) {
                *found.entry(code).or_default() += 1;
            }
        }
        let mut found: Vec<(KindCode, usize)> = found
            .into_iter()
            .map(|(code, count)| (code.clone(), count))
            .collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        found
    }

    /// The list with a kind put in an entry, so that a person is asked about events of it.
    ///
    /// It joins the rule of the entry that asks for kinds alone and asks a person, or is a new one.
    /// None when there is no such entry, or it is never judged (C18).
    pub fn with_kind(&self, entry: &str, code: &KindCode) -> Option<Self> {
        let mut list = self.clone();
        let found = list.entries.iter_mut().find(|known| known.id == entry)?;
        if found.recorded_as() != found.id {
            return None;
        }
        let asks = |rule: &&mut Rule| {
            rule.certainty == super::Certainty::Confirm
                && !rule.asks_beside_kinds()
                && !rule.is_empty()
        };
        match found.rules.iter_mut().find(asks) {
            Some(rule) => {
                rule.codes.insert(code.clone());
            }
            None => found.rules.push(Rule {
                codes: BTreeSet::from([code.clone()]),
                ..Rule::default()
            }),
        }
        Some(list)
    }
}
