//! Reads files in stretches of whole lines, on all threads, in order.

use std::{collections::BTreeMap, fs::File, io};

use care::{
    event::EventRecord,
    exposure::Crews,
    ids::{PersonId, UnitCode},
    incident::{CompiledList, Met, Rules},
    time::Instant,
};
use rayon::{ThreadPool, prelude::*};

use super::{
    Trial,
    clock::Clock,
    count::Count,
    line::{Line, is_plain},
    open::{Brief, Place, key},
    stretch::{Stretches, cut},
    words::Memo,
};
use crate::feed::{ndjson, reject::RejectReason};

/// What a part of a file came to.
#[derive(Default)]
pub(super) struct Part {
    pub(super) lines: u64,
    pub(super) told: Vec<Told>,
    pub(super) people: Vec<u32>,
    pub(super) units: Vec<Box<str>>,
}

/// What one line came to.
pub(super) enum Told {
    Plain(Brief),
    Record(Box<EventRecord>),
    /// The line's number within its part, and why it cannot be read.
    Bad(u64, RejectReason),
}

/// Reads lines; while one stretch is judged, the one before is counted and the next is fetched.
pub(super) fn lines(
    trial: &Trial<'_>,
    pool: &ThreadPool,
    mut file: File,
    number: u32,
    count: &mut Count<'_>,
    told: &mut (dyn FnMut(u64) + Send),
) -> io::Result<()> {
    let mut stretches = Stretches::new();
    let mut before: Vec<Part> = Vec::new();
    let mut stretch = stretches.next(&mut file, Vec::new())?;
    let mut spare = Vec::new();
    loop {
        let parts = stretch
            .as_ref()
            .map(|(from, bytes)| (*from, cut(bytes, pool.current_num_threads())));
        let done = parts.is_none();
        let work = || match &parts {
            None => Vec::new(),
            Some((from, parts)) => parts
                .par_iter()
                .map(|(at, part)| Hand::new(trial).read(part, number, from + at))
                .collect(),
        };
        let counted = std::mem::take(&mut before);
        let (counter, ahead) = (&mut *count, &mut stretches);
        let buffer = std::mem::take(&mut spare);
        let next = || {
            let next = ahead.next(&mut file, buffer);
            counter.parts(counted).and(next)
        };
        let (next, after) = pool.join(next, work);
        before = after;
        let read = std::mem::replace(&mut stretch, next?);
        told(read.as_ref().map_or(0, |(_, bytes)| bytes.len() as u64));
        if done {
            return Ok(());
        }
        spare = read.map_or_else(Vec::new, |(_, bytes)| bytes);
    }
}

/// One thread's reading of one part.
struct Hand<'a> {
    trial: &'a Trial<'a>,
    clock: Clock,
    kinds: Memo<Option<[Rules; 2]>>,
    priorities: Memo<Option<[Rules; 2]>>,
    codes: Memo<Option<[Rules; 2]>>,
    units: Memo<Option<usize>>,
    dispatchers: Memo<Option<u32>>,
    named: BTreeMap<Box<str>, u32>,
    crew: (Vec<usize>, Vec<u32>),
}

impl<'a> Hand<'a> {
    fn new(trial: &'a Trial<'a>) -> Self {
        Self {
            trial,
            clock: Clock::default(),
            kinds: Memo::new(),
            priorities: Memo::new(),
            codes: Memo::new(),
            units: Memo::new(),
            dispatchers: Memo::new(),
            named: BTreeMap::new(),
            crew: (Vec::new(), Vec::new()),
        }
    }

    fn read(mut self, bytes: &[u8], file: u32, offset: u64) -> Part {
        let mut part = Part::default();
        let mut from = offset;
        let mut plain = Line::default();
        let mut begin = 0;
        for end in memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]) {
            let end = (end + 1).min(bytes.len());
            let line = bytes.get(begin..end).unwrap_or_default();
            if line.is_empty() {
                continue;
            }
            begin = end;
            part.lines += 1;
            let place = Place {
                file,
                from,
                length: u32::try_from(line.len()).unwrap_or(u32::MAX),
            };
            from += line.len() as u64;
            if line.len() > ndjson::LONGEST_LINE + 2 {
                part.told
                    .push(Told::Bad(part.lines, RejectReason::LineTooLong));
                continue;
            }
            let text = line.trim_ascii();
            let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
            if text.is_empty() {
                continue;
            }
            let told = match self.plain(text, &mut plain, place, &mut part) {
                Some(brief) => Told::Plain(brief),
                None => match ndjson::parse_line(text, part.lines) {
                    Ok(record) => Told::Record(Box::new(record)),
                    Err(rejected) => Told::Bad(part.lines, rejected.reason),
                },
            };
            part.told.push(told);
        }
        part.units = vec![Box::default(); self.named.len()];
        for (name, place) in self.named {
            if let Some(unit) = part.units.get_mut(place as usize) {
                *unit = name;
            }
        }
        part
    }

    /// Judges a plain line; none leaves it to the full reader.
    fn plain<'b>(
        &mut self,
        text: &'b [u8],
        line: &mut Line<'b>,
        place: Place,
        part: &mut Part,
    ) -> Option<Brief> {
        if !line.read(text) {
            return None;
        }
        let at = line.at(&mut self.clock)?;
        let status = line.status()?;
        if line.is_merged() || line.units().iter().any(|unit| !is_plain(unit)) {
            return None;
        }
        let met = self.met(line)?;
        let mut brief = Brief {
            key: key(line.source(), line.id()),
            at,
            place,
            wins: [None; 2],
            people: (0, 0),
            unit: None,
        };
        if status.may_count() {
            let facts = line.facts();
            let lists = &self.trial.lists;
            for ((win, list), met) in brief.wins.iter_mut().zip(lists).zip(&met) {
                *win = list
                    .winner(met, facts)
                    .and_then(|place| u8::try_from(place).ok());
            }
        }
        if brief.wins.iter().any(Option::is_some) {
            brief.unit = line.units().first().map(|unit| self.unit(unit));
            brief.people = self.people(line, at, part);
        }
        Some(brief)
    }

    /// What the words of a line meet of each list; none when one is not plain.
    fn met(&mut self, line: &Line<'_>) -> Option<[Met; 2]> {
        let lists = self.trial.lists.as_slice();
        let mut met = [Met::default(); 2];
        for word in line.kinds() {
            let rules = self
                .kinds
                .get(word, |word| meaning(word, lists, CompiledList::of_code))?;
            for (met, rules) in met.iter_mut().zip(rules) {
                met.codes |= rules;
            }
        }
        for word in line.priority() {
            let rules = self
                .priorities
                .get(word, |word| meaning(word, lists, CompiledList::of_priority))?;
            for (met, rules) in met.iter_mut().zip(rules) {
                met.priorities |= rules;
            }
        }
        for word in line.codes() {
            let rules = self
                .codes
                .get(word, |word| meaning(word, lists, CompiledList::of_extra))?;
            for (met, rules) in met.iter_mut().zip(rules) {
                met.extra |= rules;
            }
        }
        Some(met)
    }

    fn unit(&mut self, name: &str) -> u32 {
        if let Some(known) = self.named.get(name) {
            return *known;
        }
        let next = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        self.named.insert(name.into(), next);
        next
    }

    fn people(&mut self, line: &Line<'_>, at: i64, part: &mut Part) -> (u32, u32) {
        let Some(crews) = self.trial.crews else {
            return (0, 0);
        };
        let (units, found) = &mut self.crew;
        units.clear();
        for unit in line.units() {
            units.extend(
                self.units
                    .get(unit, |unit| crews.unit(&UnitCode::new(unit))),
            );
        }
        crews.at(units, Instant::from_millis(at), found);
        for word in line.dispatchers() {
            let person = self
                .dispatchers
                .get(word, |word| crews.number(&PersonId::new(word)));
            found.extend(person.filter(|person| !found.contains(person)));
        }
        found.sort_unstable();
        let from = u32::try_from(part.people.len()).unwrap_or(u32::MAX);
        part.people.extend_from_slice(found);
        (from, u32::try_from(found.len()).unwrap_or_default())
    }
}

/// The rules of each list that a word meets; none when it is not plain.
fn meaning(
    word: &str,
    lists: &[&CompiledList],
    of: impl Fn(&CompiledList, &str) -> Rules,
) -> Option<[Rules; 2]> {
    let mut rules = [Rules::default(); 2];
    for (rules, list) in rules.iter_mut().zip(lists) {
        *rules = of(list, word);
    }
    is_plain(word).then_some(rules)
}

/// Everybody who was part of an event, by the crews of a trial.
pub(super) fn people_of(record: &EventRecord, crews: &Crews) -> Vec<u32> {
    let units: Vec<usize> = record
        .units
        .iter()
        .filter_map(|unit| crews.unit(unit))
        .collect();
    let mut found = Vec::new();
    crews.at(&units, record.at, &mut found);
    let named = record.dispatchers.iter();
    found.extend(named.filter_map(|named| crews.number(&PersonId::new(named.as_str()))));
    found.sort_unstable();
    found.dedup();
    found
}
