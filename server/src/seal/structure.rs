//! Holds a file against the outer form of age v1, without any key.
//!
//! What is taken in must at least be sealed, and to post-quantum hybrid
//! recipients alone: a page that would send clear text, or a note sealed to an
//! older kind of key, is refused at the door (R003).

mod header;

use data_encoding::BASE64;
use thiserror::Error;

pub use header::Stanza;

/// Nonce of the payload, and the tag of each chunk.
const NONCE: usize = 16;
const TAG: usize = 16;
const CHUNK: usize = 64 * 1024 + TAG;

const HYBRID: &str = "mlkem768x25519";
const HYBRID_SHARE: usize = 1120;
const FILE_KEY_BODY: usize = 32;
/// The highest work (log2) that a lock by words may ask of a device.
const MOST_WORK: u8 = 18;

/// What a sealed file is, as far as its outside tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Hybrid recipients, at least one; or the one lock by words.
    pub recipients: usize,
    /// Bytes of what is sealed inside.
    pub content: usize,
}

/// Why a file is not a sealed file of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// Not the base64 that we write: standard alphabet, with padding.
    #[error("is not base64")]
    NotBase64,
    /// Does not begin as age v1 does.
    #[error("is not an age v1 file")]
    NotAge,
    /// A header that the format does not allow.
    #[error("has a damaged header")]
    Header,
    /// Another kind of recipient, alone or beside ours.
    #[error("is not sealed to hybrid recipients alone")]
    Recipients,
    /// Too short, or cut where no chunk can end.
    #[error("is cut off")]
    Payload,
}

/// Checks a file sealed to hybrid recipients and nobody else.
pub fn hybrid(file: &[u8]) -> Result<Sealed, Fault> {
    let (stanzas, payload) = header::read(file)?;
    for stanza in &stanzas {
        if stanza.kind() != HYBRID {
            return Err(Fault::Recipients);
        }
        let &[share] = stanza.arguments() else {
            return Err(Fault::Header);
        };
        if header::decoded(share)? != HYBRID_SHARE || stanza.body != FILE_KEY_BODY {
            return Err(Fault::Header);
        }
    }
    Ok(Sealed {
        recipients: stanzas.len(),
        content: content(payload)?,
    })
}

/// Checks a lock by words: one scrypt stanza, of bearable work, and nothing else.
pub fn words(file: &[u8]) -> Result<Sealed, Fault> {
    let (stanzas, payload) = header::read(file)?;
    let [stanza] = stanzas.as_slice() else {
        return Err(Fault::Recipients);
    };
    if stanza.kind() != "scrypt" {
        return Err(Fault::Recipients);
    }
    let &[salt, work] = stanza.arguments() else {
        return Err(Fault::Header);
    };
    let bearable = work
        .parse()
        .is_ok_and(|work: u8| (1..=MOST_WORK).contains(&work));
    if !bearable || work.starts_with(['0', '+']) {
        return Err(Fault::Header);
    }
    if header::decoded(salt)? != 16 || stanza.body != FILE_KEY_BODY {
        return Err(Fault::Header);
    }
    Ok(Sealed {
        recipients: 1,
        content: content(payload)?,
    })
}

/// [`hybrid`], from the base64 in which files are sent and stored.
pub fn hybrid_text(text: &str) -> Result<Sealed, Fault> {
    hybrid(&bytes(text)?)
}

/// [`words`], from the base64 in which files are sent and stored.
pub fn words_text(text: &str) -> Result<Sealed, Fault> {
    words(&bytes(text)?)
}

fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    BASE64.decode(text.as_bytes()).map_err(|_| Fault::NotBase64)
}

/// The size of what the payload holds; only the first chunk may be empty.
fn content(payload: &[u8]) -> Result<usize, Fault> {
    let chunks = payload.len().checked_sub(NONCE).ok_or(Fault::Payload)?;
    let (full, last) = (chunks / CHUNK, chunks % CHUNK);
    let tags = match (full, last) {
        (0, last) if last < TAG => return Err(Fault::Payload),
        (0, _) => TAG,
        (_, 0) => full * TAG,
        (_, last) if last <= TAG => return Err(Fault::Payload),
        _ => (full + 1) * TAG,
    };
    Ok(chunks - tags)
}

#[cfg(test)]
#[path = "structure/tests.rs"]
mod tests;
