//! The words of what a column can be.

use crate::{
    feed::{
        mapping::EventField,
        roster::{Column, profile::RowKind},
    },
    store::ImportKind,
    web::text::Texts,
};

/// A column of the file with what it can be.
pub(super) struct ColumnView {
    /// Its place, from 0.
    pub(super) at: usize,
    /// The file's own name of it.
    pub(super) name: String,
    /// The word that is chosen.
    pub(super) chosen: String,
}

/// The words and names of what a column can be, in the order in which people look for them.
pub(super) fn options(kind: ImportKind, l: Texts) -> Vec<(&'static str, String)> {
    let name = |word: &'static str| (word, l.get(&key(kind, word)));
    words(kind).into_iter().map(name).collect()
}

/// What every row can be about.
pub(super) fn every(l: Texts) -> Vec<(&'static str, String)> {
    let name = |kind: RowKind| {
        let word = kind.as_str();
        (word, l.get(&format!("desk-import-every-{word}")))
    };
    RowKind::ALL.into_iter().map(name).collect()
}

fn words(kind: ImportKind) -> Vec<&'static str> {
    match kind {
        ImportKind::Register => EventField::ALL.iter().map(|(_, word)| *word).collect(),
        ImportKind::Roster => Column::ALL.iter().map(|it| it.as_str()).collect(),
    }
}

fn key(kind: ImportKind, word: &str) -> String {
    format!("desk-import-{}-{word}", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::choice::{DELIMITERS, ENCODINGS, PROBLEMS};
    use super::*;
    use crate::{
        feed::{mapping::DayOrder, sheet::NotASheet},
        web::text::Language,
    };

    #[test]
    fn everything_that_can_be_chosen_or_refused_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            let mut keys: Vec<String> = [ImportKind::Register, ImportKind::Roster]
                .into_iter()
                .flat_map(|kind| words(kind).into_iter().map(move |word| key(kind, word)))
                .collect();
            let every = RowKind::ALL.map(|kind| format!("desk-import-every-{}", kind.as_str()));
            keys.extend(every);
            keys.extend(PROBLEMS.map(|code| format!("desk-import-problem-{code}")));
            keys.extend(NotASheet::ALL.map(|why| format!("desk-import-no-{}", why.code())));
            keys.extend(DayOrder::ALL.map(|it| format!("desk-import-days-{}", it.code())));
            keys.extend(DELIMITERS.map(|(_, word)| format!("desk-import-by-{word}")));
            keys.extend(ENCODINGS.map(|(_, word)| format!("desk-import-text-{word}")));
            for key in keys {
                assert!(l.has(&key), "{key}");
            }
        }
    }
}
