//! Walks along the chain, row by row, and says what does not fit and how.
//!
//! Pure, and of constant size whatever the length of the log: it holds the last digests, one row
//! ahead, and the checkpoints.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::finding::{Findings, Kind};
use crate::store::{ChainHead, ChainRow, genesis};

/// How many digests it remembers, to tell rows put in between from rows taken away.
const REMEMBERED: usize = 64;
/// How far from its place the number of a moved row is looked for.
const REACH: i64 = 100;
/// For how many rows it is looked for; a log in ruins needs no more names for it.
const SEARCHES: u32 = 200;

/// A walk along one organisation's chain.
pub struct Walk<'a> {
    org: &'a str,
    checkpoints: &'a BTreeMap<i64, String>,
    first: i64,
    /// The digests of the rows passed, the last one at the back.
    passed: VecDeque<String>,
    /// The number of the last row passed.
    last: i64,
    /// How far the rows stand before the number that they were written with.
    shift: i64,
    /// Whether the last row did not fit, so that the next one's link says nothing new.
    suspect: bool,
    /// The numbers whose rows stand elsewhere; what stands there was moved as well.
    moved: BTreeSet<i64>,
    ahead: Option<ChainRow>,
    searches: u32,
    /// The checkpoints that were held against a row, by number.
    held: BTreeSet<i64>,
    rows: u64,
    findings: Findings,
}

/// What a walk came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Rows passed.
    pub rows: u64,
    /// The digest of the last row.
    pub head: String,
    /// Checkpoints that were held against the rows.
    pub checked: u64,
    /// What does not fit.
    pub findings: Findings,
}

impl<'a> Walk<'a> {
    /// Begins before the row with the number `first`.
    #[must_use]
    pub fn begin(org: &'a str, first: i64, checkpoints: &'a BTreeMap<i64, String>) -> Self {
        Self {
            org,
            checkpoints,
            first,
            passed: VecDeque::from([genesis(first)]),
            last: first - 1,
            shift: 0,
            suspect: false,
            moved: BTreeSet::new(),
            ahead: None,
            searches: 0,
            held: BTreeSet::new(),
            rows: 0,
            findings: Findings::default(),
        }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: ChainRow) {
        if let Some(before) = self.ahead.take() {
            self.judge(&before, Some(&row));
        }
        self.ahead = Some(row);
    }

    /// Notes something that was found beside the chain.
    pub fn note(&mut self, kind: Kind, number: i64, until: i64) {
        self.findings.add(kind, number, until);
    }

    /// Ends where the head row says that the log ends.
    #[must_use]
    pub fn finish(mut self, head: &ChainHead) -> Walked {
        if let Some(before) = self.ahead.take() {
            self.judge(&before, None);
        }
        let (written, reached) = (head.last(), self.last + self.shift);
        let newest = self.passed.back().cloned().unwrap_or_default();
        if reached < written {
            self.note(Kind::Truncated, reached + 1, written);
        } else if reached > written {
            self.note(Kind::Inserted, written + 1, self.last);
        } else if !self.suspect && !self.ends_with(head, &newest) {
            self.note(Kind::Head, self.last, self.last);
        }
        self.note_unheld(written.max(reached));
        Walked {
            rows: self.rows,
            head: newest,
            checked: self.held.len() as u64,
            findings: self.findings,
        }
    }

    /// Whether the head row has the digest that these rows end with.
    fn ends_with(&self, head: &ChainHead, newest: &str) -> bool {
        if self.rows == 0 && head.first == 0 {
            head.head.is_empty()
        } else {
            newest == head.head
        }
    }

    /// Checkpoints that no row was held against: what they speak of is not there.
    fn note_unheld(&mut self, end: i64) {
        let checkpoints = self.checkpoints;
        let unheld = |number: &&i64| !self.held.contains(number);
        let unheld: Vec<i64> = checkpoints.keys().filter(unheld).copied().collect();
        if let Some(last) = unheld.iter().rfind(|number| **number < self.first) {
            self.note(Kind::Truncated, 1, *last);
        }
        let within = self.first..=end;
        for number in unheld.iter().filter(|number| within.contains(number)) {
            self.note(Kind::Checkpoint, *number, *number);
        }
        if let Some(last) = unheld.last().filter(|number| **number > end) {
            self.note(Kind::Truncated, end + 1, *last);
        }
    }

    fn judge(&mut self, row: &ChainRow, next: Option<&ChainRow>) {
        self.rows += 1;
        let gap = row.number > self.last + 1;
        if gap {
            self.note(Kind::Deleted, self.last + 1, row.number - 1);
        }
        let linked = self.passed.back() == Some(&row.previous);
        let written = self.written_as(row);
        let fits = match written {
            None => self.judge_unknown(row, next),
            Some(number) if linked || gap => {
                self.shift = number - row.number;
                self.pass(row);
                true
            }
            Some(number) => self.judge_unlinked(row, number, next),
        };
        if let Some(number) = written {
            self.hold_against_checkpoint(row, number);
        }
        self.suspect = !fits;
        self.last = row.number;
    }

    /// A row whose digest fits no number: changed, or made by somebody who cannot count.
    fn judge_unknown(&mut self, row: &ChainRow, next: Option<&ChainRow>) -> bool {
        if next.is_some_and(|next| self.passed.back() == Some(&next.previous)) {
            // The next one follows the row before as if this one were not there.
            self.note(Kind::Inserted, row.number, row.number);
        } else {
            self.note(Kind::Edited, row.number, row.number);
            self.pass(row);
        }
        false
    }

    /// A genuine row that does not follow the one before.
    fn judge_unlinked(&mut self, row: &ChainRow, written: i64, next: Option<&ChainRow>) -> bool {
        let shift = written - row.number;
        let since = self
            .passed
            .iter()
            .rev()
            .position(|hash| *hash == row.previous);
        let fits = if shift == self.shift {
            if !self.suspect {
                // The row before was written anew, digest and all; or this one is the first.
                let number = if self.rows == 1 {
                    row.number
                } else {
                    self.last
                };
                self.note(Kind::Edited, number, number);
            }
            true
        } else if !self.moved.contains(&row.number) && self.goes_on(row, shift, next) {
            match since.and_then(|since| i64::try_from(since).ok()) {
                Some(rows) => self.note(Kind::Inserted, row.number - rows, row.number - 1),
                None if shift > self.shift => {
                    self.note(Kind::Deleted, row.number + self.shift, written - 1);
                }
                None => self.note(Kind::Reordered, row.number, row.number),
            }
            self.shift = shift;
            true
        } else {
            self.note(Kind::Reordered, row.number, row.number);
            self.moved.insert(written);
            false
        };
        self.pass(row);
        fits
    }

    /// Whether the rows from here on were all moved as far.
    fn goes_on(&self, row: &ChainRow, shift: i64, next: Option<&ChainRow>) -> bool {
        match next {
            Some(next) => {
                next.previous == row.hash && next.is_authentic(self.org, next.number + shift)
            }
            None => !self.suspect,
        }
    }

    /// The number that a row was written with, as its digest says.
    fn written_as(&mut self, row: &ChainRow) -> Option<i64> {
        let is = |number: i64| row.is_authentic(self.org, number).then_some(number);
        if let Some(number) = is(row.number + self.shift).or_else(|| is(row.number)) {
            return Some(number);
        }
        if self.searches == SEARCHES {
            return None;
        }
        self.searches += 1;
        (1..=REACH).find_map(|far| is(row.number + far).or_else(|| is(row.number - far)))
    }

    fn hold_against_checkpoint(&mut self, row: &ChainRow, number: i64) {
        if let Some(hash) = self.checkpoints.get(&number) {
            self.held.insert(number);
            if *hash != row.hash {
                self.note(Kind::Checkpoint, self.first, number);
            }
        }
    }

    fn pass(&mut self, row: &ChainRow) {
        if self.passed.len() == REMEMBERED {
            self.passed.pop_front();
        }
        self.passed.push_back(row.hash.clone());
    }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
