//! Follows links between components, also those that lead in a circle or nowhere.

use std::collections::HashMap;

use super::list::{List, Word};

/// A component that others link to.
pub trait Linked {
    /// Its id.
    fn id(&self) -> &Word;
    /// The component that it stands for, if it is itself a link.
    fn onward(&self) -> &Word;
}

/// The components of one kind, by id. Of two with one id the first counts.
pub struct Links<'d, T>(HashMap<&'d str, &'d T>);

/// More steps than any sender has reason for; a circle ends here.
const MOST_STEPS: usize = 8;

impl<'d, T: Linked> Links<'d, T> {
    pub fn new(list: &'d List<T>) -> Self {
        let mut by_id = HashMap::new();
        for part in &list.0 {
            if let Some(id) = part.id().usable() {
                by_id.entry(id).or_insert(part);
            }
        }
        Self(by_id)
    }

    /// The component that an id leads to; none if it leads nowhere or in a circle.
    pub fn follow(&self, id: &str) -> Option<&'d T> {
        let mut part = *self.0.get(id)?;
        for _ in 0..MOST_STEPS {
            match part.onward().usable() {
                None => return Some(part),
                Some(next) => part = *self.0.get(next)?,
            }
        }
        None
    }
}
