//! The digits that two people compare by telephone.

use sha2::{Digest as _, Sha256};

/// Twenty decimal digits of somebody's public keys, in groups of four.
///
/// The same as in the browser (`web/src/seal/identity.ts`).
pub fn fingerprint(recipient: &str, signer: &str) -> String {
    let digest = Sha256::digest(format!("{recipient}\n{signer}"));
    let number = digest
        .iter()
        .take(16)
        .fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
    let digits = format!("{:020}", number % 10_u128.pow(20));
    let groups: Vec<&str> = digits
        .as_bytes()
        .chunks(4)
        .filter_map(|group| str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_shows_the_same_digits() {
        let digits = fingerprint("age1pq1test", "c2lnbmVy");
        assert_eq!(digits, "3172 7347 1524 7109 2054");
    }
}
