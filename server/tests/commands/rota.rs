//! `veer rota`: the contract, plans that are judged, and files that are no instance.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::veer::root;

fn veer(arguments: &[&str], file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_veer"))
        .arg("rota")
        .args(arguments)
        .arg(file)
        .output()
        .expect("the program runs")
}

fn file(folder: &TempDir, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join("instance.json");
    std::fs::write(&path, text).unwrap();
    path
}

/// The tight instance of the benchmark, or one as tight where it is absent.
fn tight() -> Value {
    let shared =
        std::env::var_os("VEER_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    match std::fs::read(shared.join("data/rota-9.json")) {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap(),
        Err(_) => {
            json!({"S": 9, "D": 91, "unav": (0..9).map(|s| vec![s, s + 20]).collect::<Vec<_>>()})
        }
    }
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn made(instance: &Value, seconds: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, instance.to_string());
    let output = veer(
        &["generate", "--json", "--seconds", seconds, "--instance"],
        &path,
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `veer rota check` says of an instance with this plan, and whether it is content.
fn judged(instance: &Value, plan: &Value) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut instance = instance.clone();
    instance["plan"] = plan.clone();
    let output = veer(&["check"], &file(&folder, instance.to_string()));
    let told = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), told)
}

#[test]
fn the_tight_year_is_served_and_shared_out() {
    let instance = tight();
    let made = made(&instance, "120");
    assert_eq!(made["unmet"], json!([]));
    assert_eq!(made["violations"], json!([]));
    assert_eq!(made["proven"], true);
    let spread = |it: usize| made["spread"][it].as_u64().unwrap();
    assert!(spread(0) <= 1 && spread(1) <= 1, "{}", made["spread"]);
    let days = number(&instance["D"]);
    assert_eq!(made["plan"].as_array().unwrap().len(), days);
    let (content, told) = judged(&instance, &made["plan"]);
    assert!(content, "{told}");
    assert_eq!(told, "nothing is wrong with this plan\n");
}

/// Six people, of whom each serves twice a week, cannot serve fourteen duties.
#[test]
fn what_cannot_be_served_is_named_with_the_reason() {
    let instance = json!({"S": 6, "D": 14, "unav": [[0], [], [], [], [], []]});
    let made = made(&instance, "60");
    let unmet = made["unmet"].as_array().unwrap();
    assert_eq!(unmet.len(), 4);
    for open in unmet {
        let (day, duty) = (number(&open["day"]), number(&open["duty"]));
        assert_eq!(made["plan"][day][duty], Value::Null);
        let why = open["why"].as_array().unwrap();
        assert_eq!(why.len(), 6);
        let hindered = |it: &Value| !it["rules"].as_array().unwrap().is_empty();
        assert!(why.iter().all(hindered), "{open}");
    }
    let (content, told) = judged(&instance, &made["plan"]);
    assert!(!content);
    assert_eq!(told.matches("a duty that nobody serves").count(), 4);
    assert!(told.ends_with("4 violations\n"));
}

#[test]
fn each_violation_is_told_in_words() {
    let instance = json!({"S": 3, "D": 4, "unav": [[1], [], []]});
    let plan = json!([[0, 1], [0, 2], [2, null], [1, 1]]);
    let (content, told) = judged(&instance, &plan);
    assert!(!content);
    insta::assert_snapshot!(told, @"
    day 0 (monday, week 1): supporter 1 has 3 duties in this week; at most 2
    day 1 (tuesday, week 1): supporter 0 has had 0 free days since the last duty; at least 2
    day 1 (tuesday, week 1): supporter 0 is away
    day 2 (wednesday, week 1): a duty that nobody serves
    day 2 (wednesday, week 1): supporter 2 has had 0 free days since the last duty; at least 2
    day 3 (thursday, week 1): a duty that nobody serves
    day 3 (thursday, week 1): supporter 1 has two duties at the same time
    day 3 (thursday, week 1): supporter 1 has 2 duties on this day; at most 1
    8 violations
    ");
}

#[test]
fn wishes_are_met_where_they_can_be_and_cost_where_not() {
    // Three want the same day off, and eight of nine cannot serve on it but those.
    let day = |s: usize| json!({"s": s, "day": 3, "kind": "rather-not", "weight": s + 1});
    let unav: Vec<Vec<usize>> = (0..9)
        .map(|s| if s < 3 { vec![] } else { vec![3] })
        .collect();
    let wishes = [
        day(0),
        day(1),
        day(2),
        json!({"s": 4, "day": 9, "kind": "gladly"}),
    ];
    let instance = json!({"S": 9, "D": 14, "unav": unav, "wishes": wishes, "holidays": [5]});
    let made = made(&instance, "60");
    assert_eq!(made["unmet"], json!([]));
    let mut on_the_day: Vec<u64> = made["plan"][3]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    on_the_day.sort_unstable();
    // The two whose wish weighs least.
    assert_eq!(on_the_day, [0, 1]);
    assert!(made["plan"][9].as_array().unwrap().contains(&json!(4)));
    let costs: Vec<u64> = made["wishes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["cost"].as_u64().unwrap())
        .collect();
    assert_eq!(costs, [1, 2]);
}

#[test]
fn a_plan_that_is_made_again_changes_little() {
    let instance = json!({"S": 10, "D": 56, "unav": vec![Vec::<usize>::new(); 10]});
    let first = made(&instance, "60");
    let mut again = instance.clone();
    let serves = |day: usize| number(&first["plan"][day][0]);
    let away = serves(30);
    again["unav"][away] = json!([30]);
    again["plan"] = first["plan"].clone();
    again["keep"] = json!(14);
    let second = made(&again, "60");
    assert_eq!(second["unmet"], json!([]));
    assert_eq!(second["violations"], json!([]));
    let changed = second["changed"].as_u64().unwrap();
    assert!((1..=4).contains(&changed), "{changed}");
    for day in 0..14 {
        let sorted = |plan: &Value| {
            let mut people: Vec<Option<u64>> = plan[day]
                .as_array()
                .unwrap()
                .iter()
                .map(Value::as_u64)
                .collect();
            people.sort_unstable();
            people
        };
        assert_eq!(sorted(&second["plan"]), sorted(&first["plan"]), "day {day}");
    }
    assert!(
        !second["plan"][30]
            .as_array()
            .unwrap()
            .contains(&json!(away))
    );
}

#[test]
fn a_rota_can_be_read_as_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, r#"{"S": 1, "D": 2, "unav": [[1]]}"#);
    let output = veer(&["generate", "--instance"], &path);
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @"
    week  mon     tue     wed     thu     fri     sat     sun
       1  0 -     - -
    spread: 0 of all duties, 0 of weekends
    unmet: day 0 (monday, week 1): nobody for duty 2: 1 on duty that day
    unmet: day 1 (tuesday, week 1): nobody for duty 1: 1 too near another duty
    unmet: day 1 (tuesday, week 1): nobody for duty 2: 1 too near another duty
    no plan is better
    ");
}

#[test]
fn what_is_no_instance_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let cases: &[(&str, &str)] = &[
        ("", "it is not an instance"),
        ("nonsense", "it is not an instance"),
        ("[]", "it is not an instance"),
        ("{}", "missing field"),
        (r#"{"S": 0, "D": 1, "unav": []}"#, "\"S\" is 0"),
        (r#"{"S": 1, "D": 0, "unav": [[]]}"#, "\"D\" is 0"),
        (r#"{"S": 1, "D": 100000, "unav": [[]]}"#, "\"D\" is 100000"),
        (
            r#"{"S": 1000, "D": 1000, "unav": []}"#,
            "1000 supporters times 1000 days",
        ),
        (r#"{"S": -1, "D": 1, "unav": []}"#, "it is not an instance"),
        (
            r#"{"S": 1e99, "D": 1, "unav": []}"#,
            "it is not an instance",
        ),
        (
            r#"{"S": 2, "D": 3, "unav": [[]]}"#,
            "\"unav\" has 1 entries",
        ),
        (r#"{"S": 1, "D": 3, "unav": [[3]]}"#, "names 3"),
        (
            r#"{"S": 1, "D": 3, "unav": [[]], "more": 1}"#,
            "unknown field",
        ),
        (
            r#"{"S": 1, "D": 3, "unav": [[]], "holidays": [9]}"#,
            "\"holidays\" names 9",
        ),
        (
            r#"{"S": 1, "D": 3, "unav": [[]], "wishes": [{"s": 0, "kind": "gladly"}]}"#,
            "wish 0",
        ),
        (
            r#"{"S": 1, "D": 3, "unav": [[]], "wishes": [{"s": 7, "day": 1, "kind": "gladly"}]}"#,
            "wish 0 names 7",
        ),
        (
            r#"{"S": 1, "D": 3, "unav": [[]], "wishes": [{"s": 0, "day": 1, "kind": "gladly", "weight": 99}]}"#,
            "is 99",
        ),
        (
            r#"{"S": 1, "D": 1, "unav": [[]], "plan": [[0]]}"#,
            "day 0 of \"plan\" has 1 entries",
        ),
        (
            r#"{"S": 1, "D": 1, "unav": [[]], "plan": [[0, 1]]}"#,
            "names 1",
        ),
        (
            r#"{"S": 1, "D": 1, "unav": [[]], "keep": 1}"#,
            "\"keep\" names 1",
        ),
    ];
    for (text, expected) in cases {
        let path = file(&folder, text);
        for command in [&["generate", "--instance"][..], &["check"][..]] {
            let output = veer(command, &path);
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success(), "{text}");
            assert!(told.contains(expected), "{text}: {told}");
            assert!(!told.contains("panicked"), "{text}: {told}");
        }
    }
    let absent = veer(&["check"], &folder.path().join("absent"));
    assert!(!absent.status.success());
    let no_plan = veer(
        &["check"],
        &file(&folder, r#"{"S": 1, "D": 1, "unav": [[]]}"#),
    );
    assert!(String::from_utf8_lossy(&no_plan.stderr).contains("it has no \"plan\""));
    let huge = file(&folder, vec![b' '; 17 << 20]);
    let told = veer(&["check"], &huge);
    assert!(String::from_utf8_lossy(&told.stderr).contains("larger than 16 MB"));
}
