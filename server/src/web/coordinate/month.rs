//! This month in counts, as far as they may be shown: a drawing and its table (R094a).

use care::figures::{Figure, Figures, publish};
use jiff::civil::Date;

use crate::{
    store::{StoreError, Tx},
    web::page::Page,
};

/// What is counted: single kinds, and kinds that add up.
const ROWS: [&[&str]; 6] = [
    &["incident"],
    &["case-opened"],
    &["first-contact"],
    &["talk-1", "talk-2", "talk-3"],
    &["referral", "acute-referral"],
    &["debriefing"],
];
/// The height of a bar with its words, in pixels.
const STEP: usize = 52;

/// The counts of a month, drawn.
pub(in crate::web) struct MonthView {
    /// Which month, in words.
    pub(in crate::web) name: String,
    pub(in crate::web) bars: Vec<Bar>,
    pub(in crate::web) height: usize,
}

/// One count, drawn.
pub(in crate::web) struct Bar {
    pub(in crate::web) words: String,
    /// The number, or that it is too small to say.
    pub(in crate::web) count: String,
    pub(in crate::web) few: bool,
    /// In per cent of the room.
    pub(in crate::web) width: u64,
    /// Where its words and its bar stand.
    pub(in crate::web) text_y: usize,
    pub(in crate::web) bar_y: usize,
    pub(in crate::web) count_y: usize,
}

impl MonthView {
    /// Draws counts below each other: the words, the number as it is shown, whether that is "few",
    /// and the width in per cent.
    pub(in crate::web) fn drawn(
        name: String,
        rows: impl IntoIterator<Item = (String, String, bool, u64)>,
    ) -> Self {
        let rows = rows.into_iter().enumerate();
        let bars: Vec<Bar> = rows
            .map(|(place, (words, count, few, width))| Bar {
                words,
                count,
                few,
                width,
                text_y: place * STEP + 16,
                bar_y: place * STEP + 24,
                count_y: place * STEP + 37,
            })
            .collect();
        let height = bars.len() * STEP;
        Self { name, bars, height }
    }
}

/// The counts of the month of this day, with its name; `least` is the smallest that is shown (R095).
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    (today, name): (Date, String),
    least: u64,
) -> Result<MonthView, StoreError> {
    let zone = &page.reader().calendar.zone;
    let counts = tx.month(today.first_of_month(), zone).await?;
    let mut figures: Vec<(&str, Figure)> = Vec::new();
    for kinds in ROWS {
        let parts: Vec<u64> = kinds
            .iter()
            .map(|kind| counts.get(*kind).copied().unwrap_or(0))
            .collect();
        figures.extend(row(kinds, &publish(&parts, least)));
    }
    let most = figures
        .iter()
        .filter_map(|(_, figure)| figure.shown())
        .max();
    let most = most.unwrap_or(0).max(least);
    let bar = |(kind, figure): (&str, Figure)| {
        let few = || t!(page, "coordinate-count-few", count = least);
        (
            page.text(&format!("coordinate-count-{kind}")),
            figure.shown().map_or_else(few, |count| count.to_string()),
            figure == Figure::Few,
            figure.shown().map_or(4, |count| count * 85 / most),
        )
    };
    Ok(MonthView::drawn(name, figures.into_iter().map(bar)))
}

/// The parts of a row, with their total where there are several; one that is nothing, or too little
/// to say, says it once.
fn row<'a>(kinds: &[&'a str], figures: &Figures) -> Vec<(&'a str, Figure)> {
    match kinds {
        [kind] => vec![(*kind, figures.total)],
        _ if matches!(figures.total, Figure::Few | Figure::Shown(0)) => {
            vec![(whole(kinds), figures.total)]
        }
        _ => {
            let parts = kinds.iter().copied().zip(figures.parts.iter().copied());
            std::iter::once((whole(kinds), figures.total))
                .chain(parts)
                .collect()
        }
    }
}

fn whole(kinds: &[&str]) -> &'static str {
    if kinds.contains(&"talk-1") {
        "talks"
    } else {
        "referrals"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_count_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for kind in ROWS.concat().into_iter().chain(["talks", "referrals"]) {
                assert!(l.has(&format!("coordinate-count-{kind}")), "{kind}");
            }
        }
    }

    #[test]
    fn a_total_stands_before_its_parts_and_nothing_is_said_once() {
        let kinds = ["talk-1", "talk-2", "talk-3"];
        let shown = row(&kinds, &publish(&[9, 8, 7], 5));
        assert_eq!(shown[0], ("talks", Figure::Shown(24)));
        assert_eq!(shown.len(), 4);
        assert_eq!(row(&kinds, &publish(&[0, 0, 0], 5)).len(), 1);
        assert_eq!(row(&kinds, &publish(&[2, 0, 1], 5)).len(), 1);
    }
}
