//! Words of a feed that were seen before, and what they mean to the lists.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// How many words are remembered; a feed has a few hundred, a hostile one any number.
const MOST: usize = 20_000;

/// What each word means, worked out once.
pub(super) struct Memo<V> {
    known: HashMap<Box<str>, V, FixedState>,
}

impl<V: Copy> Memo<V> {
    pub(super) fn new() -> Self {
        Self {
            known: HashMap::with_hasher(FixedState::default()),
        }
    }

    pub(super) fn get(&mut self, word: &str, meaning: impl FnOnce(&str) -> V) -> V {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let found = meaning(word);
        if self.known.len() < MOST {
            self.known.insert(word.into(), found);
        }
        found
    }
}
