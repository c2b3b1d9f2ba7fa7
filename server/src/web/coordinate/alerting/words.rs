//! The ladder's values and refusals, in words.

use care::alerting::{LadderRefusal, Whom};

use crate::web::text::Texts;

/// Why a ladder cannot be used.
pub(super) fn refusal(refusal: LadderRefusal, l: Texts) -> String {
    l.get(&format!("alerting-refused-{refusal}"))
}

/// Who is asked at a rung.
pub(super) fn whom(whom: Whom, people: u32, l: Texts) -> String {
    match whom {
        Whom::OnDuty => t!(l, "alerting-whom-duty-count", count = people),
        Whom::Coordinators => t!(l, "alerting-whom-coordinators"),
    }
}

/// A moment of the ladder.
pub(super) fn after(minutes: u32, l: Texts) -> String {
    match minutes {
        0 => t!(l, "alerting-at-once"),
        minutes => t!(l, "alerting-after", count = minutes),
    }
}

/// A line of a field, as the documents tell it.
pub(super) fn line(field: &str, line: &str, l: Texts) -> String {
    let number = || line.parse::<u32>().unwrap_or_default();
    match field {
        "rungs" => rung(line, l).unwrap_or_else(|| line.to_owned()),
        "rounds" => t!(l, "alerting-times", count = number()),
        "again" | "hold" => t!(l, "alerting-minutes", count = number()),
        "quiet" => line.replace(' ', " – "),
        _ => line.to_owned(),
    }
}

fn rung(line: &str, l: Texts) -> Option<String> {
    let mut words = line.split(' ');
    let minutes = words.next()?.parse().ok()?;
    let who = Whom::parse(words.next()?)?;
    let people = words.next()?.parse().ok()?;
    Some(format!("{}: {}", after(minutes, l), whom(who, people, l)))
}
