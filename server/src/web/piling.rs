//! What piled up on somebody, in words: how many, over how long, and what they were (R050, R092).

use super::text::Texts;
use crate::store::{MadeOf, NudgeRow};

/// "four events in 21 days, two with children"; what is not known is not said.
pub(super) fn words(l: Texts, nudge: &NudgeRow) -> String {
    let days = nudge.span_days.max(1);
    let whole = t!(l, "support-nudge", count = nudge.count, days = days);
    let parts = nudge.made_of.into_iter().flat_map(|it| of_them(l, it));
    std::iter::once(whole)
        .chain(parts)
        .collect::<Vec<_>>()
        .join(", ")
}

fn of_them(l: Texts, made_of: MadeOf) -> Vec<String> {
    let MadeOf {
        minors,
        supported,
        strains,
    } = made_of;
    let parts = [
        (minors, t!(l, "piling-minors", count = minors)),
        (supported, t!(l, "piling-supported", count = supported)),
        (strains, t!(l, "piling-strains", count = strains)),
    ];
    let some = parts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(_, words)| words).collect()
}

#[cfg(test)]
mod tests {
    use care::{ids::PersonId, time::Instant};

    use super::*;
    use crate::web::text::Language;

    fn nudge(made_of: Option<MadeOf>) -> NudgeRow {
        NudgeRow {
            id: "n".to_owned(),
            person: PersonId::new("p"),
            at: Instant::FIRST,
            count: 4,
            span_days: 21,
            made_of,
        }
    }

    #[test]
    fn it_says_what_piled_up_and_an_old_one_still_reads_well() {
        let (nl, en) = (Texts::new(Language::Nl), Texts::new(Language::En));
        assert_eq!(words(nl, &nudge(None)), "4 gebeurtenissen in 21 dagen");
        let parts = |minors, supported, strains| {
            nudge(Some(MadeOf {
                minors,
                supported,
                strains,
            }))
        };
        assert_eq!(
            words(nl, &parts(2, 1, 0)),
            "4 gebeurtenissen in 21 dagen, 2 met kinderen, één keer als opvanger"
        );
        assert_eq!(
            words(en, &parts(1, 0, 1)),
            "4 events in 21 days, one with a child, one hard stretch"
        );
        assert_eq!(words(en, &parts(0, 0, 0)), "4 events in 21 days");
    }
}
