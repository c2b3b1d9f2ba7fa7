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

/// The counts of a month.
pub(super) struct MonthView {
    /// Which month, in words.
    pub(super) name: String,
    pub(super) bars: Vec<Bar>,
    pub(super) height: usize,
}

/// One count, drawn.
pub(super) struct Bar {
    pub(super) words: String,
    /// The number, or that it is too small to say.
    pub(super) count: String,
    pub(super) few: bool,
    /// In per cent of the room.
    pub(super) width: u64,
    /// Where its words and its bar stand.
    pub(super) text_y: usize,
    pub(super) bar_y: usize,
    pub(super) count_y: usize,
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
    let bar = |(place, (kind, figure)): (usize, (&str, Figure))| Bar {
        words: page.text(&format!("coordinate-count-{kind}")),
        count: figure.shown().map_or_else(
            || t!(page, "coordinate-count-few", count = least),
            |count| count.to_string(),
        ),
        few: figure == Figure::Few,
        width: figure.shown().map_or(4, |count| count * 85 / most),
        text_y: place * STEP + 16,
        bar_y: place * STEP + 24,
        count_y: place * STEP + 37,
    };
    let bars: Vec<Bar> = figures.into_iter().enumerate().map(bar).collect();
    let height = bars.len() * STEP;
    Ok(MonthView { name, bars, height })
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
