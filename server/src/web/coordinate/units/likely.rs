//! Which units of the roster a name looks like: offered first, and never more than that (R046).

use care::{exposure::folded, ids::UnitCode};
use strsim::osa_distance;

/// How many are offered before all others.
const OFFERED: usize = 3;

/// The units that a name looks like, the likeliest first.
pub(super) fn likely<'a>(told: &str, units: &'a [UnitCode]) -> Vec<&'a UnitCode> {
    let mut found: Vec<(u8, &UnitCode)> = units
        .iter()
        .filter_map(|unit| Some((rank(told, unit.as_str())?, unit)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(OFFERED);
    found.into_iter().map(|(_, unit)| unit).collect()
}

/// How far a name is from a unit; nothing when another number stands in it: that is another unit.
fn rank(told: &str, unit: &str) -> Option<u8> {
    let (told, unit) = (folded(told), folded(unit));
    if told == unit {
        return Some(0);
    }
    let (plain, of_unit) = (plain(&told), plain(&unit));
    let (number, of) = (digits(&told), digits(&unit));
    if plain == of_unit {
        Some(1)
    } else if !number.is_empty() && number == of {
        Some(if plain.ends_with(&of_unit) { 2 } else { 3 })
    } else if number.is_empty() && of.is_empty() {
        (osa_distance(&plain, &of_unit) == 1).then_some(4)
    } else {
        // Two digits that changed places, one too many or one that fell out.
        let slip = number.len() != of.len() || sorted(&number) == sorted(&of);
        (slip && number.len().min(of.len()) > 2 && osa_distance(&number, &of) == 1).then_some(5)
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

fn sorted(number: &str) -> Vec<char> {
    let mut digits: Vec<char> = number.chars().collect();
    digits.sort_unstable();
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(told: &str) -> Option<String> {
        let units = ["17-101", "17-102", "17-110", "OvD-G", "17-201"].map(UnitCode::new);
        likely(told, &units).first().map(ToString::to_string)
    }

    #[test]
    fn a_name_written_in_another_way_is_recognised() {
        for told in ["17101", "AMB 17-101", "amb17.101", "17-101 ", "17/101"] {
            assert_eq!(first(told).as_deref(), Some("17-101"), "{told}");
        }
        assert_eq!(first("ovdg").as_deref(), Some("OvD-G"));
        assert_eq!(first("OvD-GG").as_deref(), Some("OvD-G"));
        assert_eq!(first("17-1022").as_deref(), Some("17-102"));
    }

    #[test]
    fn another_number_is_another_unit() {
        for told in ["17-103", "18-101", "BRW 1", "KLPD", ""] {
            assert_eq!(first(told), None, "{told}");
        }
    }
}
