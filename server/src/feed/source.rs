//! What a source may be called.

use super::intake::OWN_SOURCE;

/// Whether a source can have this name: as profiles write it, and not that of our own reports.
#[must_use]
pub fn is_source(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(plain) && name != OWN_SOURCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_a_plain_name_of_its_own() {
        assert!(is_source("meldkamer-noord2"));
        for name in [
            "",
            "a b",
            "é",
            "a/b",
            "Meldkamer",
            &"x".repeat(41),
            OWN_SOURCE,
        ] {
            assert!(!is_source(name), "{name}");
        }
    }
}
