//! What comes of each event: signals of the lists, what changes, how often it came to people.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use care::{
    event::EventRecord,
    exposure::Recent,
    incident::{Certainty, CompiledList, Shift},
    time::Instant,
};
use jiff::{ToSpan, civil::Weekday};

use super::{
    Trial,
    again::Again,
    open::Place,
    outcome::{ByPerson, Change, Outcome, Said, Signals},
};

/// How many changed events are told one by one.
const CHANGES: usize = 1_000;

/// The counting of a trial.
pub(super) struct Tally<'a> {
    trial: &'a Trial<'a>,
    ledger: Option<&'a mut (dyn Write + Send)>,
    pub(super) outcome: Outcome,
    recent: Recent,
}

/// One event on its way out of the window.
pub(super) struct Event<'e> {
    pub(super) at: i64,
    pub(super) wins: [Option<usize>; 2],
    pub(super) people: &'e [u32],
    pub(super) unit: Option<&'e str>,
}

/// From where an event can be read again.
pub(super) enum Origin<'e> {
    Line(Place),
    Record(&'e EventRecord),
}

impl<'a> Tally<'a> {
    pub(super) fn new(trial: &'a Trial<'a>, ledger: Option<&'a mut (dyn Write + Send)>) -> Self {
        Self {
            trial,
            ledger,
            outcome: Outcome {
                lists: vec![Signals::default(); trial.lists.len()],
                people: trial.crews.map(|_| ByPerson::default()),
                ..Outcome::default()
            },
            recent: Recent::default(),
        }
    }

    /// Counts one event.
    pub(super) fn settle(
        &mut self,
        event: &Event<'_>,
        origin: &Origin<'_>,
        again: &mut Again,
    ) -> io::Result<()> {
        self.outcome.events += 1;
        if event.wins.iter().all(Option::is_none) {
            return Ok(());
        }
        let trial = self.trial;
        let said = |place: usize, list: &'a CompiledList| list.rule(place);
        let rules: Vec<Option<(&str, Certainty)>> = trial
            .lists
            .iter()
            .zip(event.wins)
            .map(|(list, win)| said(win?, list))
            .collect();
        let zoned = Instant::from_millis(event.at).zoned(&trial.zone);
        let monday = zoned.date() - i32::from(zoned.weekday().since(Weekday::Monday)).days();
        let week = monday.to_string();
        let hour = usize::try_from(zoned.hour()).unwrap_or_default();
        for (signals, rule) in self.outcome.lists.iter_mut().zip(&rules) {
            let Some((entry, certainty)) = rule else {
                continue;
            };
            signals.all.add(*certainty);
            add(&mut signals.entries, entry, *certainty);
            add(&mut signals.weeks, &week, *certainty);
            add(
                &mut signals.units,
                event.unit.unwrap_or_default(),
                *certainty,
            );
            if let Some(said) = signals.hours.get_mut(hour) {
                said.add(*certainty);
            }
        }
        if rules.first().copied().flatten().is_some() {
            self.expose(event, origin, again)?;
        }
        if let [after, before] = rules.as_slice()
            && let Some(shift) = Shift::of(*before, *after)
        {
            *self.outcome.changed.entry(shift).or_default() += 1;
            if self.outcome.changes.len() < CHANGES {
                let change = self.change(shift, origin, again)?;
                self.outcome.changes.push(change);
            }
        }
        Ok(())
    }

    fn expose(
        &mut self,
        event: &Event<'_>,
        origin: &Origin<'_>,
        again: &mut Again,
    ) -> io::Result<()> {
        let Some(by_person) = &mut self.outcome.people else {
            return Ok(());
        };
        by_person.without_people += u64::from(event.people.is_empty());
        let mut lines = Vec::new();
        for person in event.people {
            let [lately, long] = self
                .recent
                .add(*person as usize, Instant::from_millis(event.at));
            by_person.exposures += 1;
            by_person.most_30 = by_person.most_30.max(lately);
            by_person.most_90 = by_person.most_90.max(long);
            if self.ledger.is_some() {
                lines.push((*person, lately, long));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let number = match origin {
            Origin::Record(record) => record.source_ref.clone(),
            Origin::Line(place) => again.record(*place)?.source_ref,
        };
        let crews = self.trial.crews;
        for (person, lately, long) in lines {
            let who = crews.and_then(|crews| crews.person(person));
            if let (Some(ledger), Some(who)) = (&mut self.ledger, who) {
                writeln!(ledger, "{number},{who},{},{lately},{long}", event.at)?;
            }
        }
        Ok(())
    }

    fn change(&self, shift: Shift, origin: &Origin<'_>, again: &mut Again) -> io::Result<Change> {
        let read;
        let record = match origin {
            Origin::Record(record) => *record,
            Origin::Line(place) => {
                read = again.record(*place)?;
                &read
            }
        };
        let facts = record.facts();
        let judge = |list: Option<&&CompiledList>| {
            list.filter(|_| record.status.may_count())
                .and_then(|list| list.judge(&facts))
        };
        Ok(Change {
            incident: record.source_ref.clone(),
            at: record.at.zoned(&self.trial.zone).timestamp().to_string(),
            shift,
            before: judge(self.trial.lists.get(1)),
            after: judge(self.trial.lists.first()),
        })
    }

    pub(super) fn finish(mut self) -> io::Result<Outcome> {
        if let Some(ledger) = &mut self.ledger {
            ledger.flush()?;
        }
        Ok(self.outcome)
    }
}

fn add(all: &mut BTreeMap<String, Said>, name: &str, certainty: Certainty) {
    if let Some(said) = all.get_mut(name) {
        said.add(certainty);
    } else {
        let mut said = Said::default();
        said.add(certainty);
        all.insert(name.to_owned(), said);
    }
}
