//! Changes to a list: each gives the next version, none removes anything (R044).

use super::{Entry, IncidentList, ListRefusal, refusal};

impl IncidentList {
    /// The next version with a local addition at the end.
    pub fn with_local(&self, entry: Entry) -> Result<Self, Vec<ListRefusal>> {
        let mut refusals = refusal::entry_refusals(&entry);
        if entry.kind.is_some() {
            refusals.push(ListRefusal::WrongId(entry.id.clone()));
        }
        if self.entry(&entry.id).is_some() {
            refusals.push(ListRefusal::DuplicateId(entry.id.clone()));
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let mut next = self.next();
        next.entries.push(entry);
        Ok(next)
    }

    /// The next version in which an entry does not take part, for a reason.
    pub fn with_disabled(&self, id: &str, reason: &str) -> Result<Self, ListRefusal> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(ListRefusal::ReasonMissing(id.to_owned()));
        }
        self.with_entry(id, |entry| {
            entry.enabled = false;
            entry.disabled_reason = Some(reason.to_owned());
        })
    }

    /// The next version in which an entry takes part again.
    pub fn with_enabled(&self, id: &str) -> Result<Self, ListRefusal> {
        self.with_entry(id, |entry| {
            entry.enabled = true;
            entry.disabled_reason = None;
        })
    }

    fn with_entry(&self, id: &str, change: impl FnOnce(&mut Entry)) -> Result<Self, ListRefusal> {
        let mut next = self.next();
        let entry = next.entries.iter_mut().find(|entry| entry.id == id);
        change(entry.ok_or_else(|| ListRefusal::NoSuchEntry(id.to_owned()))?);
        Ok(next)
    }

    fn next(&self) -> Self {
        Self {
            version: self.version.saturating_add(1),
            ..self.clone()
        }
    }
}
