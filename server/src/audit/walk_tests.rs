//! Every way of tampering with a small log is found, and an honest log passes.

use super::super::finding::Finding;
use super::*;
use crate::store::Link;
use proptest::prelude::*;

const ORG: &str = "org-1";

/// A row as the store would write it after `previous`.
fn row(number: i64, previous: &str, action: &str) -> ChainRow {
    let mut row = ChainRow {
        number,
        at: 1_772_503_920_000 + number,
        actor: format!("p{}", number % 3),
        on_behalf: "supporter".to_owned(),
        client: "phone".to_owned(),
        action: action.to_owned(),
        place: "/support".to_owned(),
        cases: "c1 c2".to_owned(),
        shown: String::new(),
        previous: previous.to_owned(),
        hash: String::new(),
    };
    row.hash = digest(&row, number);
    row
}

fn digest(row: &ChainRow, number: i64) -> String {
    Link {
        org: ORG,
        number,
        at: row.at,
        actor: &row.actor,
        on_behalf: &row.on_behalf,
        client: &row.client,
        action: &row.action,
        place: &row.place,
        cases: &row.cases,
        previous: &row.previous,
    }
    .hash()
}

/// An honest log from `first` on, with its head.
fn log(first: i64, rows: i64) -> (Vec<ChainRow>, ChainHead) {
    let mut log: Vec<ChainRow> = Vec::new();
    for number in first..first + rows {
        let previous = log
            .last()
            .map_or_else(|| genesis(first), |row| row.hash.clone());
        log.push(row(number, &previous, "view"));
    }
    let head = ChainHead {
        next_number: first + rows,
        head: log.last().map_or_else(String::new, |row| row.hash.clone()),
        first,
        verified_number: 0,
        verified_at: 0,
        broken_number: 0,
        checkpoint_number: 0,
        checkpoint_at: 0,
    };
    (log, head)
}

fn walk(rows: Vec<ChainRow>, head: &ChainHead, checkpoints: &BTreeMap<i64, String>) -> Walked {
    let mut walk = Walk::begin(ORG, head.first, checkpoints);
    for row in rows {
        walk.take(row);
    }
    walk.finish(head)
}

fn found(rows: Vec<ChainRow>, head: &ChainHead) -> Vec<(Kind, i64, i64)> {
    let told = walk(rows, head, &BTreeMap::new()).findings.told;
    let plain = |finding: Finding| (finding.kind, finding.number, finding.until);
    told.into_iter().map(plain).collect()
}

/// Gives the rows from `at` on numbers that are `by` higher, as who closes or makes a gap would.
fn renumber(log: &mut [ChainRow], at: usize, by: i64) {
    log[at..].iter_mut().for_each(|row| row.number += by);
}

#[test]
fn an_honest_log_passes() {
    for first in [1, 251] {
        for rows in [1, 2, 200] {
            let (log, head) = log(first, rows);
            let walked = walk(log, &head, &BTreeMap::from([(first, head.head.clone())]));
            assert_eq!(walked.rows, rows.unsigned_abs());
            assert_eq!(walked.head, head.head);
            // The checkpoint is only right for the log of one row.
            assert_eq!(walked.findings.count, u64::from(rows > 1));
            assert_eq!(walked.checked, 1);
        }
    }
}

#[test]
fn an_edited_row_is_named() {
    let edits: [fn(&mut ChainRow); 10] = [
        |row| row.at += 1,
        |row| row.actor.push('x'),
        |row| row.on_behalf = "coordinator".to_owned(),
        |row| row.client.clear(),
        |row| row.action = "closed".to_owned(),
        |row| row.place.push('/'),
        |row| row.cases = "c1 c3".to_owned(),
        |row| row.previous = genesis(99),
        |row| row.hash.clear(),
        // Digest and all: the next row, or the head, still knows the old one.
        |row| {
            row.actor.push('x');
            row.hash = digest(row, row.number);
        },
    ];
    for edit in edits {
        for at in [0, 5, 8] {
            let (mut log, head) = log(1, 10);
            edit(&mut log[at]);
            let number = log[at].number;
            assert_eq!(found(log, &head), [(Kind::Edited, number, number)]);
        }
    }
    let (mut log, head) = log(1, 10);
    log[9].actor.push('x');
    assert_eq!(found(log.clone(), &head), [(Kind::Edited, 10, 10)]);
    log[9].hash = digest(&log[9], 10);
    assert_eq!(found(log, &head), [(Kind::Head, 10, 10)]);
}

#[test]
fn deleted_rows_are_named_also_when_the_gap_is_closed() {
    let (mut gone, head) = log(1, 20);
    gone.drain(4..7);
    assert_eq!(found(gone.clone(), &head), [(Kind::Deleted, 5, 7)]);
    renumber(&mut gone, 4, -3);
    assert_eq!(found(gone, &head), [(Kind::Deleted, 5, 7)]);
    let (mut gone, head) = log(1, 20);
    gone.remove(0);
    assert_eq!(found(gone, &head), [(Kind::Deleted, 1, 1)]);
}

#[test]
fn reordered_rows_are_named() {
    for (one, other) in [(3, 4), (2, 15), (0, 19), (17, 18), (18, 19)] {
        let (mut log, head) = log(1, 20);
        log.swap(one, other);
        log[one].number = i64::try_from(one + 1).unwrap();
        log[other].number = i64::try_from(other + 1).unwrap();
        let (first, second) = (log[one].number, log[other].number);
        assert_eq!(
            found(log, &head),
            [
                (Kind::Reordered, first, first),
                (Kind::Reordered, second, second)
            ]
        );
    }
}

#[test]
fn a_cut_end_is_named() {
    let (mut cut, head) = log(1, 20);
    cut.truncate(12);
    assert_eq!(found(cut.clone(), &head), [(Kind::Truncated, 13, 20)]);
    // The number of the head is set back too, but not its digest.
    let mut short = head.clone();
    short.next_number = 13;
    assert_eq!(found(cut, &short), [(Kind::Head, 12, 12)]);
    assert_eq!(found(Vec::new(), &head), [(Kind::Truncated, 1, 20)]);
}

#[test]
fn a_cut_of_log_and_head_shows_by_a_checkpoint() {
    let (mut cut, whole) = log(1, 20);
    let kept = BTreeMap::from([(12, cut[11].hash.clone()), (18, cut[17].hash.clone())]);
    cut.truncate(12);
    let mut head = whole;
    head.next_number = 13;
    head.head.clone_from(&cut[11].hash);
    assert_eq!(found(cut.clone(), &head), [], "the chain alone cannot know");
    let walked = walk(cut, &head, &kept);
    let told = walked.findings.told;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind, told[0].number, told[0].until),
        (Kind::Truncated, 13, 18)
    );
    assert_eq!(walked.checked, 1);
}

#[test]
fn a_log_written_anew_shows_by_a_checkpoint() {
    let (honest, head) = log(1, 20);
    let kept = BTreeMap::from([(18, honest[17].hash.clone())]);
    let (mut forged, mut forged_head) = log(1, 20);
    let mut previous = genesis(1);
    for row in &mut forged {
        row.actor = "nobody".to_owned();
        row.previous = previous;
        row.hash = digest(row, row.number);
        previous = row.hash.clone();
    }
    forged_head.head.clone_from(&previous);
    assert_eq!(found(forged.clone(), &forged_head), []);
    let told = walk(forged, &forged_head, &kept).findings.told;
    assert_eq!((told[0].kind, told[0].until), (Kind::Checkpoint, 18));
    assert_eq!(walk(honest, &head, &kept).findings.count, 0);
}

#[test]
fn inserted_rows_are_named() {
    // Made by somebody who cannot reckon a digest, and by somebody who can.
    for clever in [false, true] {
        let (mut log, mut head) = log(1, 20);
        let mut extra = row(8, &log[6].hash, "taken");
        if !clever {
            extra.hash = "0".repeat(64);
        }
        renumber(&mut log, 7, 1);
        log.insert(7, extra);
        assert!(found(log.clone(), &head).contains(&(Kind::Inserted, 8, 8)));
        head.next_number += 1;
        assert_eq!(
            found(log, &head)[0],
            (Kind::Inserted, 8, 8),
            "clever: {clever}"
        );
    }
    let (mut log, head) = log(1, 20);
    let extra = row(21, &log[19].hash, "taken");
    log.push(extra);
    assert_eq!(found(log, &head), [(Kind::Inserted, 21, 21)]);
}

/// What somebody with a database client does to a log.
#[derive(Debug, Clone)]
enum Harm {
    Edit(usize, u8),
    Delete(usize, bool),
    Swap(usize, usize),
    Cut(usize),
    Insert(usize, bool),
    Repeat(usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (0..40_usize, 0..9_u8).prop_map(|(at, what)| Harm::Edit(at, what)),
        (0..40_usize, any::<bool>()).prop_map(|(at, closed)| Harm::Delete(at, closed)),
        (0..40_usize, 1..39_usize).prop_map(|(at, far)| Harm::Swap(at, (at + far) % 40)),
        (0..40_usize).prop_map(Harm::Cut),
        (0..40_usize, any::<bool>()).prop_map(|(at, clever)| Harm::Insert(at, clever)),
        (0..40_usize).prop_map(Harm::Repeat),
    ]
}

fn inflict(log: &mut Vec<ChainRow>, harm: &Harm) {
    let number = |at: usize| i64::try_from(at).unwrap() + 1;
    match *harm {
        Harm::Edit(at, what) => {
            let row = &mut log[at];
            match what {
                0 => row.at -= 1,
                1 => row.actor = "p9".to_owned(),
                2 => row.on_behalf = "privacy".to_owned(),
                3 => row.client = "computer".to_owned(),
                4 => row.action = "taken".to_owned(),
                5 => row.place = "/desk".to_owned(),
                6 => row.cases = "c1".to_owned(),
                7 => row.previous = "0".repeat(64),
                _ => row.hash = "0".repeat(64),
            }
        }
        Harm::Delete(at, closed) => {
            log.remove(at);
            if closed {
                renumber(log, at, -1);
            }
        }
        Harm::Swap(one, other) => {
            log.swap(one, other);
            log[one].number = number(one);
            log[other].number = number(other);
        }
        Harm::Cut(at) => log.truncate(at),
        Harm::Insert(at, clever) => {
            let previous = at
                .checked_sub(1)
                .map_or_else(|| genesis(1), |at| log[at].hash.clone());
            let mut extra = row(number(at), &previous, "taken");
            if !clever {
                extra.hash = previous;
            }
            renumber(log, at, 1);
            log.insert(at, extra);
        }
        Harm::Repeat(at) => {
            let mut again = log[at].clone();
            again.number += 1;
            renumber(log, at + 1, 1);
            log.insert(at + 1, again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_done_to_a_log_is_found(harm in harm()) {
        let (mut log, head) = log(1, 40);
        inflict(&mut log, &harm);
        prop_assert!(!found(log, &head).is_empty());
    }

    #[test]
    fn two_harms_do_not_hide_each_other(one in harm(), other in harm()) {
        let (mut log, head) = log(1, 80);
        let honest = log.clone();
        inflict(&mut log, &one);
        if log.len() > 41 {
            inflict(&mut log, &other);
        }
        // Two swaps of the same rows do nothing.
        prop_assert!(log == honest || !found(log, &head).is_empty());
    }
}
