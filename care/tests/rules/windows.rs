//! The golden files hold, and the test that says so can fail.

use crate::golden::check;

const WINDOWS: &str = include_str!("../../golden/windows.txt");
const FIRST_CONTACT: &str = include_str!("../../golden/first-contact.txt");

/// What windows.txt must hold whatever else it holds.
const REQUIRED: &[&str] = &[
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 after 47:59:59 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 after 48:00:00 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 after 72:00:00 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 after 72:00:01 ->",
    // Days 28 and 42.
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 2 at 2026-02-08 23:59:59 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 2 at 2026-02-09 00:00:00 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 2 at 2026-02-23 23:59:59 ->",
    "2026-01-12 09:30:00 Europe/Amsterdam -> talk 2 at 2026-02-24 00:00:00 ->",
    // Three months from 30 November, without and with a leap day.
    "2026-11-30 12:00:00 Europe/Amsterdam -> talk 3 closes ->",
    "2027-11-30 12:00:00 Europe/Amsterdam -> talk 3 closes ->",
    // Spring, elapsed and civil.
    "2026-03-27 12:00:00 Europe/Amsterdam -> talk 1 opens ->",
    "2026-03-27 12:00:00 Europe/Amsterdam -> talk 1 closes ->",
    "2026-02-15 00:00:00 Europe/Amsterdam -> talk 2 after 1031:00:00 ->",
    "2025-12-29 12:00:00 Europe/Amsterdam -> talk 3 closes ->",
    // Autumn, elapsed and civil.
    "2026-10-23 12:00:00 Europe/Amsterdam -> talk 1 opens ->",
    "2026-10-23 12:00:00 Europe/Amsterdam -> talk 1 closes ->",
    "2026-09-13 00:00:00 Europe/Amsterdam -> talk 2 after 1033:00:00 ->",
    "2026-07-25 12:00:00 Europe/Amsterdam -> talk 3 closes ->",
];

const REQUIRED_CONTACT: &[&str] = &[
    "first contact after 24:00:00 ->",
    "first contact after 24:00:01 ->",
];

#[test]
fn the_windows_are_as_written() {
    check(WINDOWS, REQUIRED).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
}

#[test]
fn the_first_contact_is_due_as_written() {
    check(FIRST_CONTACT, REQUIRED_CONTACT).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
}

#[test]
fn an_empty_file_fails() {
    assert!(check("", &[]).is_err());
    assert!(check("# only a comment\n\n", &[]).is_err());
}

#[test]
fn a_missing_line_fails() {
    for part in REQUIRED {
        let without: Vec<&str> = WINDOWS
            .lines()
            .filter(|line| {
                !line
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(part)
            })
            .collect();
        let faults = check(&without.join("\n"), REQUIRED).unwrap_err();
        assert_eq!(faults, [format!("no line has `{part}`")]);
    }
}

#[test]
fn a_wrong_line_fails() {
    let cases = WINDOWS.lines().filter(|line| line.contains("->"));
    for line in cases.filter(|line| !line.starts_with('#')) {
        let (question, answer) = line.rsplit_once("-> ").unwrap();
        let other = match answer {
            "before" | "after" => "inside",
            "inside" => "before",
            _ => "2026-01-01 00:00:00",
        };
        assert!(
            check(&format!("{question}-> {other}"), &[]).is_err(),
            "{line}"
        );
    }
    for broken in [
        "2026-01-12 09:30:00 Europe/Amsterdam -> talk 4 opens -> 2026-01-14 09:30:00",
        "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 opens",
        "2026-01-12 09:30:00 Europe/Nowhere -> talk 1 opens -> 2026-01-14 09:30:00",
        "2026-03-29 02:30:00 Europe/Amsterdam -> talk 1 opens -> 2026-03-31 03:30:00",
        "2026-10-25 02:30:00 Europe/Amsterdam -> talk 1 opens -> 2026-10-27 02:30:00",
        "2026-01-12 09:30:00 Europe/Amsterdam -> talk 1 after 47:60:00 -> before",
    ] {
        assert!(check(broken, &[]).is_err(), "{broken}");
    }
}
