//! Events that may still be told of again, the oldest leaving first.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    hash::BuildHasher,
};

use care::event::EventRecord;
use foldhash::fast::FixedState;

/// Within how many other events the messages about one event are joined.
pub const WINDOW: usize = 100_000;

/// Names an event by its source and number; two of a window never meet by chance.
pub(super) fn key(source: &str, number: &str) -> u64 {
    FixedState::default().hash_one((source, number))
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: u32,
    pub(super) from: u64,
    pub(super) length: u32,
}

/// A plain line, judged: no list names it, or the rule that wins by each list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brief {
    pub(super) key: u64,
    pub(super) at: i64,
    pub(super) place: Place,
    pub(super) wins: [Option<u8>; 2],
    /// Where its people stand among those of its chunk, and how many.
    pub(super) people: (u32, u32),
    /// Its first unit among those of its chunk.
    pub(super) unit: Option<u32>,
}

/// An event that may still be told of again.
pub(super) enum Pending {
    /// Told of once, plainly; what was worked out of it.
    Plain(Brief, Vec<u32>, Option<u32>),
    /// Told of more than once, or with others that were merged into it.
    Records(Vec<EventRecord>),
    /// It goes on in another.
    Gone,
}

/// The window.
pub(super) struct Open {
    /// How many events it holds.
    most: usize,
    events: VecDeque<Pending>,
    /// The serial number of the oldest.
    first: u64,
    serials: HashMap<u64, u64, FixedState>,
    keys: VecDeque<u64>,
}

impl Open {
    /// An empty window of so many events.
    pub(super) fn of(most: usize) -> Self {
        Self {
            most,
            events: VecDeque::new(),
            first: 0,
            serials: HashMap::default(),
            keys: VecDeque::new(),
        }
    }

    pub(super) fn find(&mut self, key: u64) -> Option<&mut Pending> {
        let serial = *self.serials.get(&key)?;
        let place = usize::try_from(serial.checked_sub(self.first)?).ok()?;
        self.events.get_mut(place)
    }

    /// Adds an event that is not told of yet; gives it back when one of this name is open.
    pub(super) fn add_new(&mut self, key: u64, event: Pending) -> Option<Pending> {
        let serial = self.first + self.events.len() as u64;
        match self.serials.entry(key) {
            Entry::Occupied(_) => Some(event),
            Entry::Vacant(place) => {
                place.insert(serial);
                self.keys.push_back(key);
                self.events.push_back(event);
                None
            }
        }
    }

    pub(super) fn add(&mut self, key: u64, event: Pending) {
        let serial = self.first + self.events.len() as u64;
        self.serials.insert(key, serial);
        self.keys.push_back(key);
        self.events.push_back(event);
    }

    /// Lets messages about one event reach the one in which it goes on.
    pub(super) fn redirect(&mut self, from: u64, to: u64) {
        if let Some(serial) = self.serials.get(&to).copied() {
            self.serials.insert(from, serial);
        }
    }

    /// The oldest, once the window is full; or all of them at the end.
    pub(super) fn leave(&mut self, all: bool) -> Option<Pending> {
        if !all && self.events.len() < self.most {
            return None;
        }
        let (key, event) = (self.keys.pop_front()?, self.events.pop_front()?);
        if self.serials.get(&key) == Some(&self.first) {
            self.serials.remove(&key);
        }
        self.first += 1;
        Some(event)
    }
}
