use std::collections::BTreeSet;

use super::*;

const FILES: [&str; 2] = [
    include_str!("../../../../packs/codes/apco.toml"),
    include_str!("../../../../packs/codes/nl.toml"),
];
const VOCABULARY: &str = include_str!("../../../../docs/kind-codes.md");

fn kinds(meaning: Option<&Meaning>) -> Vec<&str> {
    let kinds = meaning.into_iter().flat_map(|meaning| &meaning.kinds);
    kinds.map(KindCode::as_str).collect()
}

#[test]
fn every_shipped_mapping_speaks_the_vocabulary() {
    let known: BTreeSet<&str> = VOCABULARY
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    for file in FILES {
        let table = CodeTable::parse(file).unwrap();
        assert!(table.codes.len() > 80);
        for (code, meaning) in &table.codes {
            for kind in &meaning.kinds {
                assert!(known.contains(kind.as_str()), "{code}: {kind}");
            }
        }
    }
    for name in NAMES {
        assert!(!CodeTable::built_in(name).unwrap().codes.is_empty());
    }
    assert!(CodeTable::built_in("GMS").is_none());
}

#[test]
fn space_case_and_unknown_codes_are_no_trouble() {
    let apco = CodeTable::built_in("apco").unwrap();
    let help = apco.meaning("HLP1 ").unwrap();
    assert_eq!(help.alarm_button, Tri::Yes);
    assert_eq!(apco.meaning(" mayday"), Some(help));
    assert_eq!(kinds(apco.meaning("XTRICATE")), ["entrapment"]);
    assert_eq!(apco.meaning("XTRACATE"), apco.meaning("XTRICATE"));
    assert_eq!(apco.meaning("NOT-A-CODE"), None);
    assert_eq!(apco.meaning(""), None);
}

#[test]
fn a_path_is_read_as_its_longest_known_beginning() {
    let nl = CodeTable::built_in("nl").unwrap();
    let child = nl.meaning("Gezondheid › Reanimatie › Kind").unwrap();
    assert_eq!(child.minor, Tri::Yes);
    assert_eq!(nl.meaning("gezondheid/REANIMATIE / kind"), Some(child));
    let steps = ["gezondheid", "reanimatie", "kind"].map(str::to_owned);
    assert_eq!(nl.path(&steps), Some(child));
    let home = nl.meaning("Gezondheid › Reanimatie › Thuis");
    assert_eq!(home, nl.meaning("Gezondheid > Reanimatie"));
    assert_eq!(kinds(home), ["resuscitation"]);
    assert_eq!(nl.meaning("Reanimatie"), None);
    assert_eq!(nl.path(&["reanimatie".to_owned()]), None);
}

#[test]
fn a_mistake_in_a_mapping_is_told() {
    let told = |codes: &str| {
        CodeTable::parse(&format!(
            "name = \"x\"\nseparators = [\"/\"]\n[codes]\n{codes}"
        ))
        .unwrap_err()
        .to_string()
    };
    assert!(told("\"A / B\" = \"fall\"\n\"a/b\" = \"fall\"").contains("twice"));
    assert!(told("\"A\" = \" \"").contains("no kind"));
    assert!(told("\"A\" = []").contains("no kind"));
    assert!(told("\"A\" = { kind = \"x\" }").contains("expected a kind"));
    assert!(told("\"A\" = { kinds = \"x\", minor = \"maybe\" }").contains("expected a kind"));
}

#[test]
fn what_a_code_tells_never_takes_anything_away() {
    let at = care::time::Instant::from_millis(0);
    let mut record = EventRecord::new("s", "1", at, crate::feed::Precision::Exact);
    record.minor = Tri::Yes;
    let nl = CodeTable::built_in("nl").unwrap();
    nl.meaning("Gezondheid › Reanimatie › Volwassene")
        .unwrap()
        .tell(&mut record);
    assert_eq!(record.minor, Tri::Yes);
}
