//! The codes of a person's copy in words: what other pages call them, or a word of the copy's own.

use crate::web::{colleague, deed, text::Texts};

/// Of which texts a column's codes are the endings; the first that has one says it, the copy's own last.
const WORDS: &[(&str, &[&str])] = &[
    ("action", &[]),
    ("code", &["incident-code-"]),
    ("consent", &["disclosure-consent-"]),
    ("gender", &["choose-gender-"]),
    ("interviewer", &["annual-with-"]),
    (
        "kind",
        &[
            "erased-",
            "watch-request-",
            "retention-kind-",
            "recovery-kind-",
        ],
    ),
    ("language", &["tongue-"]),
    ("line", &["choose-line-"]),
    ("method", &[]),
    ("place", &[]),
    ("reason", &["disclosure-why-", "recovery-reason-"]),
    ("role", &["me-role-"]),
    ("roles", &[]),
    ("severity", &[]),
    ("slot", &["sealed-slot-"]),
    ("staff_group", &[]),
    ("step", &["stage-"]),
    ("to_whom", &["disclosure-to-"]),
    ("wave", &["major-wave-"]),
    (
        "why",
        &["watch-request-why-", "watch-again-why-", "event-why-"],
    ),
    ("what", &["support-log-", "disclosure-what-"]),
];

/// What stands in a column, in words as far as it is codes: names and numbers stay as they are.
pub(super) fn said(l: Texts, column: &str, text: &str) -> String {
    let Some((_, families)) = WORDS.iter().find(|(name, _)| *name == column) else {
        return text.to_owned();
    };
    match column {
        "action" => deed::done(l, text),
        "place" => deed::room(l, text),
        "staff_group" => colleague::group(text, l),
        // a way and a day
        "consent" => text
            .split(' ')
            .map(|part| one(l, families, part))
            .collect::<Vec<_>>()
            .join(", "),
        "roles" => text
            .split_whitespace()
            .map(|role| deed::role(l, role).unwrap_or_else(|| role.to_owned()))
            .collect::<Vec<_>>()
            .join(", "),
        _ => one(l, families, text),
    }
}

fn one(l: Texts, families: &[&str], code: &str) -> String {
    let is_code = !code.is_empty()
        && code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let keys = families
        .iter()
        .chain(&["copy-word-"])
        .map(|family| format!("{family}{code}"));
    let key = keys.filter(|_| is_code).find(|key| l.has(key));
    key.map_or_else(|| code.to_owned(), |key| l.get(&key))
}

#[cfg(test)]
mod tests {
    use care::{
        access::Role,
        exposure::{ExposureRole, Severity},
        path::Stage,
    };

    use super::*;
    use crate::{store::CHANGES, web::text::Language};

    #[test]
    fn every_code_has_its_words() {
        let mut codes: Vec<(&str, &str)> = vec![
            ("step", "nothing"),
            ("method", "words"),
            ("method", "passkey"),
        ];
        codes.extend(CHANGES.iter().map(|code| ("what", *code)));
        codes.extend(ExposureRole::ALL.iter().map(|role| ("role", role.code())));
        codes.extend(
            Severity::ALL
                .iter()
                .map(|severity| ("severity", severity.code())),
        );
        codes.extend(Role::ALL.iter().map(|role| ("roles", role.code())));
        codes.extend(["notes", "case", "exposures", "ties", "refused"].map(|kind| ("kind", kind)));
        for stage in ["first-contact", "talk-1", "outcome-3", "offer"] {
            assert!(Stage::parse(stage).is_some());
            codes.push(("step", stage));
        }
        for language in Language::ALL {
            let l = Texts::new(language);
            for (column, code) in &codes {
                let said = said(l, column, code);
                // one word is the same in a language or two
                let same = [
                    ("method", "passkey"),
                    ("severity", "normal"),
                    ("severity", "heavy"),
                    ("severity", "light"),
                ];
                assert!(
                    said != *code || same.contains(&(*column, *code)),
                    "{column} {code}: {said}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        let l = Texts::new(Language::Nl);
        for (column, text) in [
            ("name", "Daan Vermeer"),
            ("phone", "06-12345678"),
            ("label", "light"),
            ("login", "done"),
            ("what", ""),
        ] {
            assert_eq!(said(l, column, text), text);
        }
        assert_eq!(said(l, "roles", "colleague supporter"), "Collega, Opvanger");
    }
}
