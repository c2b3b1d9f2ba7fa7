//! The text before the payload: version, recipients, mac (C2SP age v1).

use data_encoding::BASE64_NOPAD;

use super::Fault;

const VERSION: &[u8] = b"age-encryption.org/v1";
/// Characters of a full line of a body.
const LINE: usize = 64;
const MAC: usize = 32;

/// One recipient: the words of its line, and how many bytes its body has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stanza<'a> {
    kind: &'a str,
    arguments: Vec<&'a str>,
    pub body: usize,
}

impl Stanza<'_> {
    /// The kind of recipient.
    pub fn kind(&self) -> &str {
        self.kind
    }

    /// What follows the kind.
    pub fn arguments(&self) -> &[&str] {
        &self.arguments
    }
}

/// The recipients of a file, at least one, and what follows the header.
pub fn read(file: &[u8]) -> Result<(Vec<Stanza<'_>>, &[u8]), Fault> {
    let (version, mut rest) = line(file).map_err(|_| Fault::NotAge)?;
    if version.as_bytes() != VERSION {
        return Err(Fault::NotAge);
    }
    let mut stanzas = Vec::new();
    loop {
        let (text, after) = line(rest)?;
        if let Some(mac) = text.strip_prefix("--- ") {
            if stanzas.is_empty() || decoded(mac)? != MAC {
                return Err(Fault::Header);
            }
            return Ok((stanzas, after));
        }
        let (kind, arguments) = opening(text)?;
        let (body, after) = body(after)?;
        stanzas.push(Stanza {
            kind,
            arguments,
            body,
        });
        rest = after;
    }
}

/// How many bytes a text in base64 without padding stands for.
pub fn decoded(text: &str) -> Result<usize, Fault> {
    let bytes = BASE64_NOPAD.decode(text.as_bytes());
    bytes.map(|bytes| bytes.len()).map_err(|_| Fault::Header)
}

fn opening(text: &str) -> Result<(&str, Vec<&str>), Fault> {
    let words = text.strip_prefix("-> ").ok_or(Fault::Header)?;
    let mut words = words.split(' ');
    let kind = words.next().ok_or(Fault::Header)?;
    let arguments: Vec<&str> = words.collect();
    if kind.is_empty() || arguments.iter().any(|it| it.is_empty()) {
        return Err(Fault::Header);
    }
    Ok((kind, arguments))
}

/// Full lines, then one that is shorter, possibly empty.
fn body(mut rest: &[u8]) -> Result<(usize, &[u8]), Fault> {
    let mut bytes = 0;
    loop {
        let (text, after) = line(rest)?;
        if text.len() > LINE {
            return Err(Fault::Header);
        }
        bytes += decoded(text)?;
        rest = after;
        if text.len() < LINE {
            return Ok((bytes, rest));
        }
    }
}

/// One line of printable ASCII, and what follows its line feed.
fn line(bytes: &[u8]) -> Result<(&str, &[u8]), Fault> {
    let end = bytes.iter().position(|it| *it == b'\n');
    let (text, rest) = end
        .and_then(|end| bytes.split_at_checked(end))
        .ok_or(Fault::Header)?;
    if !text.iter().all(|it| (b' '..=b'~').contains(it)) {
        return Err(Fault::Header);
    }
    let text = str::from_utf8(text).map_err(|_| Fault::Header)?;
    Ok((text, rest.get(1..).unwrap_or_default()))
}
