//! The chain of the access log: what exactly a row's digest covers (R095).
//!
//! Every field stands behind its length, so that no two different rows give the same bytes; the
//! digest of the row before is one of the fields. A property test holds both.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Names the encoding, so that a later one can never be mistaken for it.
const FORMAT: &str = "veer-access/1";

/// One row as its digest sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// The organisation whose chain it is.
    pub org: &'a str,
    /// The row's number.
    pub number: i64,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Who, under a pseudonym.
    pub actor: &'a str,
    /// In which role, and so on whose behalf.
    pub on_behalf: &'a str,
    /// With which kind of client.
    pub client: &'a str,
    /// What was done.
    pub action: &'a str,
    /// On which page.
    pub place: &'a str,
    /// Pseudonyms of the cases, parted by spaces.
    pub cases: &'a str,
    /// The digest of the row before, or the [`genesis`].
    pub previous: &'a str,
}

impl Link<'_> {
    /// The bytes that are digested: the format, the two numbers, and each text behind its length.
    #[must_use]
    pub fn encoded(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512 + self.cases.len());
        bytes.extend_from_slice(FORMAT.as_bytes());
        bytes.extend_from_slice(&self.number.to_be_bytes());
        bytes.extend_from_slice(&self.at.to_be_bytes());
        let texts = [
            self.org,
            self.actor,
            self.on_behalf,
            self.client,
            self.action,
            self.place,
            self.cases,
            self.previous,
        ];
        for text in texts {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes
    }

    /// The row's digest: SHA-256 in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.encoded()))
    }
}

/// What stands in place of a digest before the first row; it says where the chain begins.
#[must_use]
pub fn genesis(first: i64) -> String {
    format!("genesis-{first}")
}

/// The name under which a list of cases is found again: the digest of that list.
pub(super) fn set_name(cases: &str) -> String {
    if cases.is_empty() {
        String::new()
    } else {
        HEXLOWER.encode(&Sha256::digest(cases))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Fields = ((i64, i64), [String; 8]);

    fn link(((number, at), texts): &Fields) -> Link<'_> {
        let [
            org,
            actor,
            on_behalf,
            client,
            action,
            place,
            cases,
            previous,
        ] = texts;
        Link {
            org,
            number: *number,
            at: *at,
            actor,
            on_behalf,
            client,
            action,
            place,
            cases,
            previous,
        }
    }

    /// Short texts of few letters, so that fields that only differ in where they end are common.
    fn fields() -> impl Strategy<Value = Fields> {
        let text = || "[a\0 ]{0,3}";
        let texts = [
            text(),
            text(),
            text(),
            text(),
            text(),
            text(),
            text(),
            text(),
        ];
        ((0..3_i64, 0..3_i64), texts)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_two_rows_have_the_same_bytes(one in fields(), other in fields()) {
            prop_assert_eq!(one == other, link(&one).encoded() == link(&other).encoded());
            prop_assert_eq!(one == other, link(&one).hash() == link(&other).hash());
        }

        #[test]
        fn a_letter_may_not_move_to_the_next_field(one in fields(), from in 0..7_usize) {
            let mut other = one.clone();
            if let Some(letter) = other.1[from].pop() {
                other.1[from + 1].insert(0, letter);
                prop_assert_ne!(link(&one).encoded(), link(&other).encoded());
            }
        }
    }

    #[test]
    fn the_digest_is_pinned() {
        // A change of the encoding would break every log that exists: make a new format instead.
        let link = Link {
            org: "org-1",
            number: 1,
            at: 1_772_503_920_000,
            actor: "p1",
            on_behalf: "supporter",
            client: "phone",
            action: "view",
            place: "/support",
            cases: "c1 c2",
            previous: &genesis(1),
        };
        assert_eq!(
            link.hash(),
            "73bd5958a33fed67a625de38e0389ba1f8b323e45fdf87e372918e6bba4cbac7"
        );
    }
}
