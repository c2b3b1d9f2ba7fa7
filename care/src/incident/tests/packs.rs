//! The incident lists that Veer ships hold, and speak the documented codes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::ids::KindCode;
use crate::incident::{IncidentList, ListRefusal};

fn root() -> PathBuf {
    // asked when the test runs: clones may share what is built
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("..")
}

fn lists() -> Vec<(String, IncidentList)> {
    let mut lists = Vec::new();
    for pack in std::fs::read_dir(root().join("packs")).unwrap() {
        let path = pack.unwrap().path().join("incident-list.toml");
        if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.display().to_string();
            let list = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            lists.push((name, list));
        }
    }
    assert!(lists.len() >= 4, "the packs are missing");
    lists
}

/// The codes in the first column of the tables, with `a:2 … a:5` written out.
fn documented() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/kind-codes.md")).unwrap();
    let mut codes = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cell = line.split('|').nth(1).unwrap();
        let named: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        if let [first, last] = named[..] {
            let (name, from) = first.split_once(':').unwrap();
            let (_, to) = last.split_once(':').unwrap();
            let range = from.parse::<u32>().unwrap()..=to.parse().unwrap();
            codes.extend(range.map(|n| format!("{name}:{n}")));
        } else {
            codes.extend(named.into_iter().map(str::to_owned));
        }
    }
    codes
}

#[test]
fn every_shipped_list_holds_without_a_warning() {
    for (name, list) in lists() {
        assert_eq!(list.validate(), Ok(()), "{name}");
        assert!(list.warnings().is_empty(), "{name}");
    }
}

#[test]
fn every_code_that_a_list_asks_for_is_documented() {
    let documented = documented();
    for (name, list) in lists() {
        for rule in list.entries.iter().flat_map(|entry| &entry.rules) {
            let codes = rule.codes.iter().map(KindCode::as_str);
            for code in codes.chain(rule.extra.iter().map(String::as_str)) {
                assert!(documented.contains(code), "{name}: {code}");
            }
        }
    }
}

#[test]
fn what_dispatch_cannot_know_has_no_rules() {
    for (name, list) in lists() {
        for id in ["kind-5", "kind-6", "kind-8", "kind-10"] {
            assert!(list.entry(id).unwrap().rules.is_empty(), "{name} {id}");
        }
    }
}

#[test]
fn the_parser_refuses_rules_on_eight() {
    let text = std::fs::read_to_string(root().join("packs/ambulance/incident-list.toml")).unwrap();
    let with_rule = text.replace(
        "kind = 8\n",
        "kind = 8\nrules = [{ major = \"yes\", certainty = \"sure\" }]\n",
    );
    assert_ne!(text, with_rule);
    let error = toml::from_str::<IncidentList>(&with_rule).unwrap_err();
    let refusal = ListRefusal::NeverJudged("kind-8".to_owned());
    assert!(error.to_string().contains(&refusal.to_string()), "{error}");
}

/// A dispatcher reads what a call is to a dispatcher, not to a crew (R107).
#[test]
fn the_dispatch_room_has_words_of_its_own() {
    let lists = lists();
    let (_, list) = lists
        .iter()
        .find(|(name, _)| name.contains("dispatch"))
        .unwrap();
    let told = |number: u8| {
        let entry = list.entry(&format!("kind-{number}")).unwrap();
        entry.dispatch_label.is_some()
    };
    assert!((1..=7).all(told));
}

/// What wears people down without an incident has a line of its own (R152).
#[test]
fn the_forensic_list_knows_what_lasts() {
    let lists = lists();
    let (_, list) = lists
        .iter()
        .find(|(name, _)| name.contains("forensic"))
        .unwrap();
    let entry = list.entry("local-lasting-strain").unwrap();
    assert!(entry.kind.is_none() && !entry.rules.is_empty());
}
