//! Values and refusals of the protocol, in words.

use care::protocol::{ACTIVITIES, ANCHOR, FADING, ProtocolRefusal, Tunable};

use crate::web::text::Texts;

/// What a field is called.
pub(super) fn field(field: &str, l: Texts) -> String {
    match field {
        ANCHOR => t!(l, "protocol-anchor"),
        ACTIVITIES => t!(l, "protocol-activities"),
        field if Tunable::parse(field).is_some() => l.get(&format!("protocol-value-{field}")),
        FADING => t!(l, "protocol-fading"),
        _ => t!(l, "protocol-weights"),
    }
}

/// A value in words: with its unit, or the anchor's name.
pub(super) fn line(field: &str, line: &str, l: Texts) -> String {
    match (field, Tunable::parse(field), line.parse()) {
        (ANCHOR, ..) => l.get(&format!("protocol-anchor-{line}")),
        (FADING, ..) => l.get(&format!("protocol-fading-{line}")),
        (_, Some(value), Ok(number)) => amount(value, number, l),
        _ => line.to_owned(),
    }
}

/// A number with its unit.
pub(super) fn amount(value: Tunable, number: u32, l: Texts) -> String {
    let code = value.code();
    if value == Tunable::ReofferAfterDays && number == 0 {
        t!(l, "protocol-never")
    } else if value.is_points() {
        t!(l, "protocol-points", count = number)
    } else if value.is_share() {
        t!(l, "protocol-share", count = number)
    } else if code.ends_with("months") {
        t!(l, "protocol-months", count = number)
    } else if code.ends_with("minutes") {
        t!(l, "protocol-minutes", count = number)
    } else if code.contains("hours") {
        t!(l, "protocol-hours", count = number)
    } else {
        t!(l, "protocol-days", count = number)
    }
}

/// Why a value is refused; a guard-rail says that it is none (R001, R004, R069, R072, R161).
pub(super) fn refusal(refusal: &ProtocolRefusal, l: Texts) -> String {
    match refusal {
        ProtocolRefusal::OutOfRange(field) => match Tunable::of_field(field) {
            Some(value) => {
                let (least, most) = value.range();
                let name = l.get(&format!("protocol-value-{value}"));
                t!(
                    l,
                    "protocol-refused-range",
                    name = name,
                    least = least,
                    most = most
                )
            }
            None => t!(l, "protocol-refused-weights"),
        },
        ProtocolRefusal::OutOfOrder(field) => {
            let weight = Tunable::of_field(field).is_some_and(Tunable::is_points);
            let name = Tunable::of_field(field).map_or_else(
                || (*field).to_owned(),
                |value| l.get(&format!("protocol-value-{value}")),
            );
            if weight {
                t!(l, "protocol-refused-weight-order", name = name)
            } else {
                t!(l, "protocol-refused-order", name = name)
            }
        }
        ProtocolRefusal::EmotionalDebriefing(name) => {
            t!(l, "protocol-refused-debriefing", name = name.as_str())
        }
        other => l.get(&format!("protocol-refused-{}", other.code())),
    }
}

/// The field of the form that a refusal is about.
pub(super) fn place(refusal: &ProtocolRefusal) -> &'static str {
    match refusal {
        ProtocolRefusal::OutOfRange(field) | ProtocolRefusal::OutOfOrder(field) => {
            Tunable::of_field(field).map_or("locked", Tunable::code)
        }
        ProtocolRefusal::EmotionalDebriefing(_) => ACTIVITIES,
        _ => "locked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;
    use care::protocol::{Anchor, Fading, Source};

    #[test]
    fn every_value_anchor_source_and_guard_rail_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            let values = Tunable::ALL.iter();
            let mut keys: Vec<String> = values.map(|it| format!("protocol-value-{it}")).collect();
            keys.extend(Anchor::ALL.iter().map(|it| format!("protocol-anchor-{it}")));
            keys.extend(Fading::ALL.iter().map(|it| format!("protocol-fading-{it}")));
            keys.extend(Source::ALL.iter().map(|it| format!("protocol-source-{it}")));
            for code in [
                "talks-are-three",
                "involved-stay-out",
                "message-is-no-contact",
                "source-missing",
                "effective-too-early",
            ] {
                keys.push(format!("protocol-refused-{code}"));
            }
            for key in keys {
                assert!(l.has(&key), "{key}");
            }
        }
    }
}
