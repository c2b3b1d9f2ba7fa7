//! From which number on an organisation shows counts: a small one can point at somebody (R095).

/// The smallest count that can be chosen, and the one that holds when nothing is.
pub const SMALLEST: u32 = 5;
/// The largest: above it nothing would be shown to anybody.
pub const LARGEST: u32 = 100;

/// The smallest count that an organisation shows, if it may choose so.
pub fn smallest(chosen: u32) -> Option<u32> {
    (SMALLEST..=LARGEST).contains(&chosen).then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_choice_goes_below_the_guard_rail() {
        for chosen in 0..300 {
            let may = smallest(chosen);
            assert_eq!(may.is_some(), (5..=100).contains(&chosen), "{chosen}");
            assert!(may.is_none_or(|it| it == chosen));
        }
    }
}
