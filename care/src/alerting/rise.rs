//! What should have been done by now and was not; when to look again.

use super::{Alert, Answer, Ladder, Reach, Whom, minutes};
use crate::ids::PersonId;
use crate::time::Instant;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// How long an open alert is left alone at most: who comes on duty meanwhile is found then.
const REST_MINUTES: u32 = 10;

/// Ask this person now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Who.
    pub person: PersonId,
    /// In which round, from 0.
    pub round: u32,
    /// At which rung, from 0.
    pub rung: u32,
    /// As what.
    pub whom: Whom,
}

/// Who is to be asked now, in order.
///
/// A rung is due at its time, and at once when everyone who was asked before it has said no or
/// when the rungs before it found nobody. A rung that was climbed is not climbed again. With the
/// facts unchanged, later never asks fewer people: what was due stays due until it is done.
pub fn due_actions(
    alert: &Alert,
    ladder: &Ladder,
    reach: &Reach,
    tz: &TimeZone,
    now: Instant,
) -> Vec<Ask> {
    let need = alert.need(ladder, now);
    let begins = alert.begins(ladder, tz);
    if need == 0 || now < begins {
        return Vec::new();
    }
    let mut climb = Climb::new(alert, need);
    for (round, number, rung, after) in ladder.steps() {
        if climb.is_done(round, number) {
            continue;
        }
        let is_due = begins.plus(minutes(after)) <= now;
        if !is_due && !climb.is_stuck() {
            break;
        }
        climb.ask(round, number, rung.whom, rung.people, reach);
    }
    if climb.asks.is_empty() {
        climb.ask_newcomers(ladder, reach);
    }
    climb.asks
}

/// When the alert has to be looked at next; `None` when nobody is needed.
pub fn next_look(alert: &Alert, ladder: &Ladder, tz: &TimeZone, now: Instant) -> Option<Instant> {
    if alert.waiting == 0 {
        return None;
    }
    let begins = alert.begins(ladder, tz);
    let hold = minutes(ladder.hold_minutes);
    let holds = alert.asked.iter().filter_map(|asked| match asked.answer {
        Some((Answer::Coming, at)) => Some(at.plus(hold)),
        _ => None,
    });
    let steps = ladder
        .steps()
        .map(|(.., after)| begins.plus(minutes(after)));
    let rest = now.max(begins).plus(minutes(REST_MINUTES));
    let ahead = holds.chain(steps).filter(|at| *at > now);
    Some(ahead.min().map_or(rest, |next| next.min(rest)))
}

/// The first step of the ladder that was not climbed, and when its time comes; it comes sooner when
/// everyone before it says no.
///
/// `None` when the last round is over: then the board alone goes on saying that somebody is needed.
pub fn step_ahead(alert: &Alert, ladder: &Ladder, tz: &TimeZone) -> Option<(Instant, Whom)> {
    let asked = alert.asked.iter();
    let last = asked.map(|asked| (asked.round, asked.rung)).max();
    let mut steps = ladder.steps();
    let (.., rung, after) =
        steps.find(|(round, rung, ..)| last.is_none_or(|last| (*round, *rung) > last))?;
    Some((alert.begins(ladder, tz).plus(minutes(after)), rung.whom))
}

/// One climb up the ladder, with what it decided so far.
struct Climb<'a> {
    alert: &'a Alert,
    need: u32,
    /// Said no, to whatever question of this alert.
    cannot: BTreeSet<&'a PersonId>,
    /// The last step that was climbed: round and rung.
    last: Option<(u32, u32)>,
    asks: Vec<Ask>,
}

impl<'a> Climb<'a> {
    fn new(alert: &'a Alert, need: u32) -> Self {
        let said_no = alert.asked.iter().filter_map(|asked| match asked.answer {
            Some((Answer::Cannot, _)) => Some(&asked.person),
            _ => None,
        });
        Self {
            alert,
            need,
            cannot: said_no.collect(),
            last: alert
                .asked
                .iter()
                .map(|asked| (asked.round, asked.rung))
                .max(),
            asks: Vec::new(),
        }
    }

    /// Whether this step or one after it was climbed.
    fn is_done(&self, round: u32, rung: u32) -> bool {
        self.last.is_some_and(|last| last >= (round, rung))
    }

    /// Nobody is thinking it over: everyone said no, or nobody could be asked.
    fn is_stuck(&self) -> bool {
        self.asks.is_empty() && self.alert.asked.iter().all(|asked| asked.answer.is_some())
    }

    /// Asks at one rung.
    fn ask(&mut self, round: u32, rung: u32, whom: Whom, people: u32, reach: &Reach) {
        let (pool, most) = match whom {
            Whom::OnDuty => (&reach.on_duty, people.max(self.need)),
            Whom::Coordinators => (&reach.coordinators, u32::MAX),
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut taken = 0;
        for person in pool {
            if taken < most && self.is_free(person, round) {
                taken += 1;
                let person = person.clone();
                self.asks.push(Ask {
                    person,
                    round,
                    rung,
                    whom,
                });
            }
        }
    }

    /// Asks those on duty whom no round has found, once the ladder has gone on to the coordinators.
    ///
    /// They came on duty since. While a supporter is still asked, they wait for the next rung.
    fn ask_newcomers(&mut self, ladder: &Ladder, reach: &Reach) {
        let Some((round, number)) = self.last else {
            return;
        };
        let rung = usize::try_from(number)
            .ok()
            .and_then(|n| ladder.rungs.get(n));
        if rung.is_some_and(|rung| rung.whom == Whom::OnDuty) {
            return;
        }
        let asked = self.alert.asked.iter().map(|asked| &asked.person);
        let known: BTreeSet<&PersonId> = asked.collect();
        let new = reach
            .on_duty
            .iter()
            .filter(|person| !known.contains(person));
        let reach = Reach {
            on_duty: new.cloned().collect(),
            coordinators: Vec::new(),
        };
        self.ask(round, number, Whom::OnDuty, 1, &reach);
    }

    /// Neither said no nor was asked in this round already.
    fn is_free(&self, person: &PersonId, round: u32) -> bool {
        let asked = self.alert.asked.iter();
        !self.cannot.contains(person)
            && !self.asks.iter().any(|ask| ask.person == *person)
            && !asked
                .into_iter()
                .any(|asked| asked.person == *person && asked.round == round)
    }
}
