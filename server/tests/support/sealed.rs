//! What looks sealed from outside: the server sees no more of a file than this.

use std::fmt::Write as _;

use care::ids::PersonId;
use veer::{seal::signature::Seed, store::VaultKeys};

use super::pages::House;

/// What a hybrid recipient looks like.
pub const RECIPIENT: &str = "age1pq1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

/// A file that is sealed as far as its outside tells, to so many recipients of a kind.
pub fn file_to(kinds: &[&str], mark: u8) -> String {
    use data_encoding::{BASE64, BASE64_NOPAD};
    let mut text = "age-encryption.org/v1\n".to_owned();
    for kind in kinds {
        let share = BASE64_NOPAD.encode(&[mark; 1120]);
        let body = BASE64_NOPAD.encode(&[mark; 32]);
        let _ = write!(text, "-> {kind} {share}\n{body}\n");
    }
    let _ = writeln!(text, "--- {}", BASE64_NOPAD.encode(&[mark; 32]));
    let mut file = text.into_bytes();
    file.extend([mark; 16 + 16 + 40]);
    BASE64.encode(&file)
}

/// A file that is sealed to one of ours.
pub fn file(mark: u8) -> String {
    file_to(&["mlkem768x25519"], mark)
}

/// What somebody signs with.
pub fn seed(person: &PersonId) -> Seed {
    let mut bytes = [7; 32];
    for (to, from) in bytes.iter_mut().zip(person.as_str().bytes().rev()) {
        *to = from;
    }
    Seed::from_bytes(&bytes)
}

/// Gives somebody their next vault, as far as the server sees it.
pub async fn vault(house: &House, person: &PersonId) {
    let tx = house.write().await;
    let before = tx.vault_of(person).await.expect("read");
    let keys = VaultKeys {
        person: person.clone(),
        generation: before.map_or(1, |vault| vault.generation + 1),
        recipient: RECIPIENT.to_owned(),
        signer: seed(person).signer(),
        proof: "proof".to_owned(),
    };
    tx.make_vault(&keys, house.now()).await.expect("made");
    tx.commit().await.expect("committed");
}
