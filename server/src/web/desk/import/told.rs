//! What came of a file, in numbers that point at nobody.

use care::figures::publish;

use super::uploads::Tallied;
use crate::web::page::Page;

/// The numbers of what came in, in words, and how many rows did not.
pub(super) fn told(tally: &Tallied, page: &Page) -> (Vec<(String, u64)>, u64) {
    match tally {
        Tallied::Register(tally) => (
            vec![
                (t!(page, "desk-import-read"), tally.read),
                (t!(page, "desk-import-new"), tally.new),
                (t!(page, "desk-import-joined"), tally.joined),
                (t!(page, "desk-import-duplicate"), tally.duplicate),
            ],
            tally.quarantined,
        ),
        Tallied::Roster(tally) => (
            vec![
                (t!(page, "desk-import-read"), tally.read),
                (t!(page, "desk-import-people"), tally.people),
                (t!(page, "desk-import-shifts"), tally.shifts),
                (t!(page, "desk-import-duties"), tally.duties),
            ],
            tally.quarantined,
        ),
    }
}

/// What became of the new events of a register; `None` for a roster, and when nothing was new.
///
/// The administrator keeps files and sees no case (R109). How many events count could be read as a
/// count of cases, and of one row it would tell what happened to its crew. Therefore:
///
/// - only events that this file told first are counted. What the list says of those, who holds the
///   file and the list can see for themselves. Of a known event the number would also hold what
///   the team decided about it since: reading the same file again would then ask after one event;
/// - people are not counted at all: that nobody was on shift, or two were, says who they are;
/// - the parts are shown by [`publish`], with the smallest count of the organisation: below it, and
///   where one number would give another away, none is said. A file of one event tells nothing.
///
/// Rows read, new, joined and known are facts of the file itself, and are shown as they are.
pub(super) fn fates(tally: &Tallied, page: &Page, least: u64) -> Option<Vec<(String, String)>> {
    let Tallied::Register(tally) = tally else {
        return None;
    };
    let fates = tally.fates;
    let parts = [fates.counts, fates.too_old, fates.waits, fates.stays];
    if parts.iter().all(|count| *count == 0) {
        return None;
    }
    let few = || t!(page, "desk-import-fate-few", count = least);
    let words = [
        t!(page, "desk-import-fate-counts"),
        t!(page, "desk-import-fate-too-old"),
        t!(page, "desk-import-fate-waits"),
        t!(page, "desk-import-fate-stays"),
    ];
    let figures = publish(&parts, least).parts.into_iter();
    let said = figures.map(|it| it.shown().map_or_else(few, |count| count.to_string()));
    Some(words.into_iter().zip(said).collect())
}
