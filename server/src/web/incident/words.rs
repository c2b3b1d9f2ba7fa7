//! Codes of an event in words: the list's entry, the facts that matched, the roles.

use care::{
    exposure::ExposureRole,
    incident::{DismissWhy, IncidentList},
    time::Instant,
};

use crate::{
    feed::intake::{CORRECTED, DAY_ONLY, HEAVIER, KEPT, LATER, MERGED, REPORTED},
    store::{IncidentRow, PolicyKind, StoreError, Tx},
    web::text::Texts,
};

/// The facts of a verdict that stand alone, and the beginnings of those that carry a value.
const FACTS: [&str; 15] = [
    "minor",
    "fatal",
    "aggression",
    "alarm-button",
    "major",
    REPORTED,
    DAY_ONLY,
    LATER,
    HEAVIER,
    MERGED,
    CORRECTED,
    KEPT,
    "cancelled",
    "test",
    "exercise",
];
const VALUED: [&str; 3] = ["code:", "priority:", "extra:"];

/// The organisation's incident list that is in force, if it has one.
pub(in super::super) async fn list(
    tx: &Tx,
    now: Instant,
) -> Result<Option<IncidentList>, StoreError> {
    Ok(tx
        .policy(PolicyKind::IncidentList, now)
        .await?
        .map(|(_, list)| list))
}

/// What happened, in the words of the list; another event when it names none (R051).
pub(in super::super) fn entry(row: &IncidentRow, list: Option<&IncidentList>, l: Texts) -> String {
    let entry = row
        .entry
        .as_deref()
        .zip(list)
        .and_then(|(id, list)| list.entry(id));
    entry.map_or_else(
        || t!(l, "incident-other"),
        |entry| entry.label.text(l.language().as_str()).to_owned(),
    )
}

/// Why an event does not count after all.
pub(in super::super) fn dismissed(why: DismissWhy, l: Texts) -> String {
    l.get(&format!("event-why-{why}"))
}

/// The facts that matched, one sentence each.
pub(in super::super) fn reasons(text: &str, l: Texts) -> Vec<String> {
    facts(text).iter().map(|fact| reason(fact, l)).collect()
}

/// Facts are kept with spaces between them; a code of a source may hold spaces itself.
fn facts(text: &str) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let begins = VALUED.iter().any(|prefix| word.starts_with(prefix))
            || FACTS.iter().any(|fact| {
                word.strip_prefix(fact)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
            });
        match facts.last_mut().filter(|_| !begins) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => facts.push(word.to_owned()),
        }
    }
    facts
}

fn reason(fact: &str, l: Texts) -> String {
    let key = match fact.split_once(':') {
        Some(("priority", value)) => {
            return t!(l, "incident-reason-priority", value = value.to_uppercase());
        }
        Some(("extra", value)) => return t!(l, "incident-reason-extra", value = value),
        Some(("code", value)) => format!("incident-code-{value}"),
        Some((fact, value)) => format!("incident-reason-{fact}-{value}"),
        None => format!("incident-reason-{fact}"),
    };
    if l.has(&key) {
        return l.get(&key);
    }
    let raw = fact.split_once(':').map_or(fact, |(_, value)| value);
    t!(l, "incident-reason-extra", value = raw)
}

/// How somebody was part of it.
pub(super) fn role(role: ExposureRole, l: Texts) -> String {
    match role {
        ExposureRole::Crew => t!(l, "incident-role-crew"),
        ExposureRole::Dispatcher => t!(l, "incident-role-dispatcher"),
        ExposureRole::Added => t!(l, "incident-role-added"),
        ExposureRole::Supporter => t!(l, "incident-role-supporter"),
        ExposureRole::Duration => t!(l, "incident-role-duration"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;

    const CODES: &str = include_str!("../../../../docs/kind-codes.md");

    /// The kinds; further codes such as `alarms:2` are told with their own text.
    fn codes() -> impl Iterator<Item = &'static str> {
        CODES
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .filter(|code| !code.contains(':'))
    }

    #[test]
    fn every_code_of_the_vocabulary_has_words() {
        assert!(codes().count() > 40);
        for language in Language::ALL {
            let l = Texts::new(language);
            for code in codes() {
                assert!(l.has(&format!("incident-code-{code}")), "{code}");
            }
        }
    }

    #[test]
    fn every_fact_of_a_verdict_has_words() {
        for l in Language::ALL.map(Texts::new) {
            for fact in ["minor", "fatal", "aggression", "alarm-button", "major"] {
                for key in [
                    fact.to_owned(),
                    format!("{fact}-no"),
                    format!("{fact}-unknown"),
                ] {
                    assert!(l.has(&format!("incident-reason-{key}")), "{key}");
                }
            }
            for mark in [REPORTED, DAY_ONLY, LATER, HEAVIER] {
                assert!(l.has(&format!("incident-reason-{mark}")), "{mark}");
            }
        }
    }

    #[test]
    fn a_code_with_spaces_stays_one_reason() {
        let told = facts("code:gas leak minor:unknown priority:a0 minor");
        assert_eq!(
            told,
            ["code:gas leak", "minor:unknown", "priority:a0", "minor"]
        );
        let l = Texts::new(Language::En);
        assert_eq!(reasons("code:drowning code:odd one minor", l).len(), 3);
        assert!(reasons("code:odd one", l)[0].contains("odd one"));
    }
}
