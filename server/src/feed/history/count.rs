//! Joins what was told of each event, in the order of the file, and hands it on to be counted.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{self, Write},
};

use care::event::{self, EventRecord};

use super::{
    Trial,
    again::Again,
    open::{Brief, Open, Pending, WINDOW, key},
    outcome::Outcome,
    read::{Part, Told, people_of},
    tally::{Event, Origin, Tally},
};
use crate::feed::{
    csv::{FileError, Parsed},
    reject::RejectReason,
};

/// How many bad lines are told one by one.
const BAD: usize = 20;
/// How many units are told apart.
const UNITS: usize = 1_000;

/// The joining of a trial.
pub(super) struct Count<'a> {
    trial: &'a Trial<'a>,
    tally: Tally<'a>,
    open: Open,
    again: Again,
    /// Which events go on in one that nobody told of yet.
    waiting: HashMap<u64, Vec<u64>>,
    /// Lines of parts before.
    lines: u64,
    units: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl<'a> Count<'a> {
    pub(super) fn new(trial: &'a Trial<'a>, ledger: Option<&'a mut (dyn Write + Send)>) -> Self {
        Self::within(WINDOW, trial, ledger)
    }

    /// Joins messages about one event as long as fewer than so many others stand between.
    pub(super) fn within(
        window: usize,
        trial: &'a Trial<'a>,
        ledger: Option<&'a mut (dyn Write + Send)>,
    ) -> Self {
        Self {
            trial,
            tally: Tally::new(trial, ledger),
            open: Open::of(window),
            again: Again::default(),
            waiting: HashMap::new(),
            lines: 0,
            units: HashMap::new(),
            names: Vec::new(),
        }
    }

    /// Where lines of a file are read again.
    pub(super) fn reads(&mut self, number: u32, file: File) {
        self.again.add(number, file);
        self.lines = 0;
    }

    pub(super) fn parts(&mut self, parts: Vec<Part>) -> io::Result<()> {
        for part in parts {
            for told in part.told {
                match told {
                    Told::Plain(brief) => self.plain(brief, &part.people, &part.units)?,
                    Told::Record(record) => self.record(*record)?,
                    Told::Bad(line, reason) => self.bad(self.lines + line, reason),
                }
            }
            self.lines += part.lines;
        }
        Ok(())
    }

    /// Counts records of a format that is read as a whole.
    pub(super) fn records(
        &mut self,
        records: impl Iterator<Item = Result<Parsed, FileError>>,
    ) -> Result<(), FileError> {
        for record in records {
            match record? {
                Parsed::Read(record, _) => self.record(record)?,
                Parsed::Rejected(rejected) => self.bad(rejected.place.line, rejected.reason),
            }
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, reason: RejectReason) {
        self.tally.outcome.read += 1;
        *self
            .tally
            .outcome
            .rejected
            .entry(reason.code())
            .or_default() += 1;
        if self.tally.outcome.bad_lines.len() < BAD {
            self.tally.outcome.bad_lines.push((line, reason.code()));
        }
    }

    fn plain(&mut self, brief: Brief, people: &[u32], units: &[Box<str>]) -> io::Result<()> {
        let (from, count) = brief.people;
        let people = people
            .get(from as usize..(from + count) as usize)
            .unwrap_or_default();
        let unit = brief.unit.and_then(|place| units.get(place as usize));
        let unit = unit.map(|name| self.unit(name));
        let pending = Pending::Plain(brief, people.to_vec(), unit);
        // Told of before, or waited for: the line is read in full.
        let waited = self.waiting.contains_key(&brief.key);
        if waited || self.open.add_new(brief.key, pending).is_some() {
            let record = self.again.record(brief.place)?;
            return self.record(record);
        }
        self.tally.outcome.read += 1;
        self.leave(false)
    }

    fn unit(&mut self, name: &str) -> u32 {
        if let Some(known) = self.units.get(name) {
            return *known;
        }
        let name = if self.names.len() < UNITS { name } else { "" };
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let number = *self.units.entry(name.into()).or_insert(next);
        if number == next {
            self.names.push(name.into());
        }
        number
    }

    /// Joins a message to its event, or begins one.
    pub(super) fn record(&mut self, record: EventRecord) -> io::Result<()> {
        self.tally.outcome.read += 1;
        let own = key(&record.source, &record.source_ref);
        let mut records = vec![record];
        if let Some(pending) = self.open.find(own) {
            match std::mem::replace(pending, Pending::Gone) {
                Pending::Plain(brief, ..) => records.insert(0, self.again.record(brief.place)?),
                Pending::Records(known) => records.splice(0..0, known).for_each(drop),
                Pending::Gone => {}
            }
            let records = joined(records);
            if let Some(pending) = self.open.find(own) {
                *pending = Pending::Records(records);
            }
        } else {
            self.open.add(own, Pending::Records(records));
        }
        self.go_on(own)?;
        for waited in self.waiting.remove(&own).unwrap_or_default() {
            self.go_on(waited)?;
        }
        self.leave(false)
    }

    /// Moves a group to the one in which one of its events goes on, if that one is open.
    fn go_on(&mut self, own: u64) -> io::Result<()> {
        let Some(Pending::Records(records)) = self.open.find(own) else {
            return Ok(());
        };
        let targets = onward(records);
        for target in targets {
            if self.open.find(target).is_none() {
                self.wait(target, own);
                continue;
            }
            let Some(Pending::Records(records)) = self
                .open
                .find(own)
                .map(|pending| std::mem::replace(pending, Pending::Gone))
            else {
                return Ok(());
            };
            if let Some(records) = self.hand_over(target, records)? {
                if let Some(pending) = self.open.find(own) {
                    *pending = Pending::Records(records);
                }
                continue;
            }
            return self.go_on(target);
        }
        Ok(())
    }

    /// Remembers who goes on in an event of which nobody told yet, within bounds.
    fn wait(&mut self, target: u64, own: u64) {
        if self.waiting.len() >= WINDOW {
            self.waiting.clear();
        }
        let waiting = self.waiting.entry(target).or_default();
        if waiting.len() < WINDOW && !waiting.contains(&own) {
            waiting.push(own);
        }
    }

    /// Joins records to an open event; gives them back when it is not open.
    fn hand_over(
        &mut self,
        target: u64,
        records: Vec<EventRecord>,
    ) -> io::Result<Option<Vec<EventRecord>>> {
        let mut there = match self.open.find(target) {
            Some(Pending::Records(there)) => std::mem::take(there),
            Some(Pending::Plain(brief, ..)) => {
                let place = brief.place;
                vec![self.again.record(place)?]
            }
            Some(Pending::Gone) | None => return Ok(Some(records)),
        };
        for record in &records {
            let moved = key(&record.source, &record.source_ref);
            self.open.redirect(moved, target);
        }
        there.extend(records);
        if let Some(pending) = self.open.find(target) {
            *pending = Pending::Records(joined(there));
        }
        Ok(None)
    }

    fn leave(&mut self, all: bool) -> io::Result<()> {
        while let Some(pending) = self.open.leave(all) {
            match pending {
                Pending::Gone => {}
                Pending::Plain(brief, people, unit) => {
                    let name = unit.and_then(|unit| self.names.get(unit as usize)).cloned();
                    let event = Event {
                        at: brief.at,
                        wins: brief.wins.map(|win| win.map(usize::from)),
                        people: &people,
                        unit: name.as_deref(),
                    };
                    self.tally
                        .settle(&event, &Origin::Line(brief.place), &mut self.again)?;
                }
                Pending::Records(records) => {
                    let open = |target: &u64| self.open.find(*target).is_some();
                    let left = match onward(&records).into_iter().find(open) {
                        Some(target) => self.hand_over(target, records)?,
                        None => Some(records),
                    };
                    if let Some(records) = left {
                        self.settle_records(records)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Counts an event of which everything is known already.
    pub(super) fn joined(&mut self, event: EventRecord) -> io::Result<()> {
        self.tally.outcome.read += 1;
        self.settle_records(vec![event])
    }

    fn settle_records(&mut self, records: Vec<EventRecord>) -> io::Result<()> {
        let mut group: BTreeMap<String, EventRecord> = records
            .into_iter()
            .map(|record| (record.source_ref.clone(), record))
            .collect();
        let merged = event::gather(&mut group);
        for (number, record) in group {
            if merged.contains_key(&number) {
                continue;
            }
            let facts = record.facts();
            let counts = record.status.may_count();
            let mut wins = [None; 2];
            for (win, list) in wins.iter_mut().zip(&self.trial.lists) {
                *win = counts.then(|| list.place(&facts)).flatten();
            }
            let people = self
                .trial
                .crews
                .map_or_else(Vec::new, |crews| people_of(&record, crews));
            let unit = record.units.first().map(ToString::to_string);
            let event = Event {
                at: record.at.millis(),
                wins,
                people: &people,
                unit: unit.as_deref(),
            };
            self.tally
                .settle(&event, &Origin::Record(&record), &mut self.again)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<Outcome> {
        self.leave(true)?;
        self.tally.finish()
    }
}

/// The events outside a group in which events of it go on.
fn onward(records: &[EventRecord]) -> Vec<u64> {
    let within = |number: &str| records.iter().any(|record| record.source_ref == number);
    let onward = records.iter().filter_map(|record| {
        let number = record.continues_in().filter(|number| !within(number))?;
        Some(key(&record.source, number))
    });
    onward.collect()
}

/// Records of a group, each event once.
fn joined(records: Vec<EventRecord>) -> Vec<EventRecord> {
    let mut all: Vec<EventRecord> = Vec::with_capacity(records.len());
    for record in records {
        let same = |known: &&mut EventRecord| {
            known.source == record.source && known.source_ref == record.source_ref
        };
        match all.iter_mut().find(same) {
            Some(known) => {
                known.merge(&record);
            }
            None => all.push(record),
        }
    }
    all
}
