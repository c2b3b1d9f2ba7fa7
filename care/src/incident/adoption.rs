//! From a draft of the list to its next version, within what is no setting (R001, R011, R051).

use jiff::civil::Date;

use super::{Entry, IncidentList, Kind, ListRefusal, list::NEVER_RECORDED, refusal};

/// The longest text of an entry: it stands on a button of a phone.
const LONGEST: usize = 120;

/// Makes the next version of a list out of a draft, or says everything that is against it.
///
/// Every line of the version before is still there, and an own request always counts. The version
/// counts from `today` on, never from before the one that it replaces.
///
/// # Errors
/// All refusals at once.
pub fn adopt(
    draft: &IncidentList,
    base: &IncidentList,
    version: u32,
    today: Date,
) -> Result<IncidentList, Vec<ListRefusal>> {
    let gone = base
        .entries
        .iter()
        .filter(|entry| draft.entry(&entry.id).is_none())
        .filter(|entry| entry.kind.is_none())
        .map(|entry| ListRefusal::EntryGone(entry.id.clone()));
    let mut refusals = refusal::refusals(draft);
    refusals.extend(gone);
    refusals.extend(draft.entries.iter().flat_map(Entry::own_refusals));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(IncidentList {
        version,
        source: base.source.clone(),
        effective: today.max(base.effective),
        entries: draft.entries.clone(),
    })
}

impl Entry {
    /// Everything that is wrong with this entry alone.
    pub fn refusals(&self) -> Vec<ListRefusal> {
        let mut refusals = refusal::entry_refusals(self);
        refusals.extend(self.own_refusals());
        refusals
    }

    /// Whether it can be taken out of judging: what one asks for oneself always counts.
    pub fn may_be_withdrawn(&self) -> bool {
        self.kind != Some(NEVER_RECORDED) && self.kind != Some(Kind::OwnRequest.number())
    }

    /// What the editor refuses beside what makes a list unreadable.
    fn own_refusals(&self) -> Vec<ListRefusal> {
        let reason = self.disabled_reason.iter();
        let dispatch = self.dispatch_label.iter();
        let mut texts = [&self.label.nl, &self.label.en]
            .into_iter()
            .chain(dispatch.flat_map(|label| [&label.nl, &label.en]))
            .chain(&self.source)
            .chain(reason);
        let long = texts.any(|text| text.chars().count() > LONGEST);
        let closed = !self.enabled && !self.may_be_withdrawn();
        let refused = [
            closed.then(|| ListRefusal::AlwaysOpen(self.id.clone())),
            long.then(|| ListRefusal::TooLong(self.id.clone())),
        ];
        refused.into_iter().flatten().collect()
    }
}
