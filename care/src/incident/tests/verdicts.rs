//! What the shipped lists say, held against a table that people can read.

use crate::ids::KindCode;
use crate::incident::{EventFacts, IncidentList, Tri};

/// Reads `drowning minor fatal=no priority:A1` into facts.
fn event(words: &str) -> EventFacts {
    let mut facts = EventFacts::default();
    for word in words.split_whitespace() {
        if let Some(priority) = word.strip_prefix("priority:") {
            facts.priorities.insert(priority.to_owned());
            continue;
        }
        if let Some(extra) = word.strip_prefix("extra:") {
            facts.extra.insert(extra.to_owned());
            continue;
        }
        let (name, said) = match word.strip_suffix("=no") {
            Some(name) => (name, Tri::No),
            None => (word, Tri::Yes),
        };
        match name {
            "minor" => facts.minor = said,
            "fatal" => facts.fatal = said,
            "aggression" => facts.aggression = said,
            "alarm-button" => facts.alarm_button = said,
            "major" => facts.major = said,
            code => {
                assert_eq!(said, Tri::Yes, "{code} is a code and has no `=no`");
                let code = code.strip_prefix("code:").unwrap_or(code);
                facts.kind_codes.insert(KindCode::new(code));
            }
        }
    }
    facts
}

/// The crate's folder, asked when the test runs: clones may share what is built.
fn home() -> String {
    std::env::var("CARGO_MANIFEST_DIR").unwrap()
}

fn verdict(pack: &str, words: &str) -> String {
    let path = format!("{}/../packs/{pack}/incident-list.toml", home());
    let list: IncidentList = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    list.compile()
        .judge(&event(words))
        .map_or("-".to_owned(), |verdict| {
            format!(
                "{} {} {}",
                verdict.entry,
                verdict.certainty,
                verdict.facts.join(" ")
            )
        })
}

#[test]
fn every_line_of_the_table_is_so() {
    let path = format!("{}/golden/verdicts.txt", home());
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in lines {
        let [pack, words, expected] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("three columns are needed: {line}");
        };
        let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = verdict(pack.trim(), words);
        seen += 1;
        if said != expected {
            wrong.push(format!("{line}\n    it says: {said}"));
        }
    }
    assert!(
        seen > 70 && wrong.is_empty(),
        "{seen} lines\n{}",
        wrong.join("\n")
    );
}
