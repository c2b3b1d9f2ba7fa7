//! Rules and refusals of the list, in words.

use care::incident::{Certainty, Entry, IncidentList, ListRefusal, Rule, Tri};

use super::codes;
use crate::web::text::Texts;

/// A rule in one sentence.
pub(super) fn rule(rule: &Rule, l: Texts) -> String {
    let what = match rule.certainty {
        Certainty::Sure => t!(l, "list-sure"),
        Certainty::Confirm => t!(l, "list-confirm"),
    };
    let mut asked = Vec::new();
    if !rule.codes.is_empty() {
        let codes = rule.codes.iter();
        let codes: Vec<String> = codes.map(|code| codes::word(code.as_str(), l)).collect();
        asked.push(any(&codes, l));
    }
    let beside = beside_kinds(rule, l);
    if !beside.is_empty() {
        asked.push(beside);
    }
    format!("{what}: {}", asked.join("; "))
}

fn any(values: &[String], l: Texts) -> String {
    values.join(&format!(" {} ", t!(l, "list-or")))
}

/// What a rule asks beside kinds.
pub(super) fn beside_kinds(rule: &Rule, l: Texts) -> String {
    let mut asked = Vec::new();
    for (name, fact) in rule.facts() {
        let key = match fact {
            None => continue,
            Some(Tri::Yes) => format!("incident-reason-{name}"),
            Some(fact) => format!("incident-reason-{name}-{fact}"),
        };
        asked.push(l.get(&key));
    }
    if !rule.priority.is_empty() {
        let value = any(&rule.priority.iter().cloned().collect::<Vec<_>>(), l);
        asked.push(t!(l, "incident-reason-priority", value = value));
    }
    if !rule.extra.is_empty() {
        let value = any(&rule.extra.iter().cloned().collect::<Vec<_>>(), l);
        asked.push(t!(l, "incident-reason-extra", value = value));
    }
    asked.join("; ")
}

/// Where an entry comes from (R011).
pub(super) fn source(entry: &Entry, l: Texts) -> String {
    match (&entry.source, entry.kind) {
        (Some(source), _) => source.clone(),
        (None, Some(number)) => t!(l, "list-source-base", number = number),
        (None, None) => t!(l, "list-source-own"),
    }
}

/// How an entry is found, in short.
pub(super) fn found(entry: &Entry, l: Texts) -> String {
    let count = |certainty| {
        let rules = entry.rules.iter();
        rules.filter(|rule| rule.certainty == certainty).count()
    };
    let (sure, confirm) = (count(Certainty::Sure), count(Certainty::Confirm));
    match (sure, confirm) {
        (0, 0) => t!(l, "list-found-never"),
        (_, 0) => t!(l, "list-found-sure", sure = sure),
        (0, _) => t!(l, "list-found-confirm", confirm = confirm),
        _ => t!(l, "list-found-both", sure = sure, confirm = confirm),
    }
}

/// Why a list or an entry cannot stand.
pub(super) fn refusal(refusal: &ListRefusal, list: &IncidentList, l: Texts) -> String {
    let id = refusal.entry();
    let named = list.entry(&id);
    let label = named.map_or(id.as_str(), |entry| entry.label.text(l.language().as_str()));
    let what = l.get(&format!("list-refused-{}", code(refusal)));
    if label.is_empty() {
        what
    } else {
        format!("{label}: {what}")
    }
}

/// Why one entry cannot stand, on its own page.
pub(super) fn problem(refusal: &ListRefusal, l: Texts) -> String {
    l.get(&format!("list-refused-{}", code(refusal)))
}

fn code(refusal: &ListRefusal) -> &'static str {
    let code = refusal.code();
    code.strip_prefix("list-").unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;

    #[test]
    fn every_refusal_and_field_has_its_words() {
        let id = || "x".to_owned();
        let all = [
            ListRefusal::BaseMissing(1),
            ListRefusal::NoSuchKind(id()),
            ListRefusal::WrongId(id()),
            ListRefusal::DuplicateId(id()),
            ListRefusal::EmptyLabel(id()),
            ListRefusal::ReasonMissing(id()),
            ListRefusal::EmptyRule(id()),
            ListRefusal::NeverJudged(id()),
            ListRefusal::NoSuchEntry(id()),
            ListRefusal::AlwaysOpen(id()),
            ListRefusal::EntryGone(id()),
            ListRefusal::TooManyRules(id()),
            ListRefusal::TooLong(id()),
        ];
        for l in Language::ALL.map(Texts::new) {
            for refusal in &all {
                let key = format!("list-refused-{}", code(refusal));
                assert!(l.has(&key), "{key}");
            }
            for field in [
                "nl",
                "en",
                "dispatch-nl",
                "dispatch-en",
                "source",
                "rules",
                "off",
            ] {
                assert!(l.has(&format!("list-field-{field}")), "{field}");
            }
        }
    }

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let line = "sure;codes=drowning;priority=A0;minor=yes";
        let rule_of = Rule::from_line(line).unwrap();
        let said = rule(&rule_of, Texts::new(Language::En));
        assert_eq!(
            said,
            "Counts at once: Drowning; A child was involved; Urgency A0"
        );
    }
}
