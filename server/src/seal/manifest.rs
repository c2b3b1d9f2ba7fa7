//! The manifest beside an export: which files belong to it, signed.

use serde::Deserialize;
use thiserror::Error;

use super::signature;

const FORMAT: &str = "veer-export/1";
/// Beyond this a name is refused by some file system.
const LONGEST_NAME: usize = 200;

/// What an export is of, and the files that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    pub org: String,
    pub circle: String,
    pub revision: u64,
    /// By the clock of whoever made the export, ISO 8601 UTC.
    pub at: String,
    /// The public recipient of whoever made it; with the signer it makes the fingerprint.
    #[serde(default)]
    pub recipient: Option<String>,
    pub files: Vec<Listed>,
}

/// One file that a manifest names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    pub name: String,
    /// Hexadecimal, lower case.
    pub sha256: String,
    pub bytes: u64,
}

/// Why a manifest is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Disbelief {
    #[error("is not a manifest of an export")]
    Form,
    #[error("its signature does not fit: it was changed, or signed by another key")]
    Signature,
    #[error("names no file")]
    Empty,
    #[error("names a file in a way that is not allowed: {0:?}")]
    Name(String),
    #[error("names {0:?} twice")]
    Twice(String),
}

#[derive(Deserialize)]
struct Signed {
    format: String,
    payload: String,
    signer: String,
    signature: String,
}

/// Reads a manifest whose signature fits; returns it with its signer, base64.
///
/// Whose key the signer is, the caller judges.
pub fn read(text: &str) -> Result<(Manifest, String), Disbelief> {
    let signed: Signed = serde_json::from_str(text).map_err(|_| Disbelief::Form)?;
    if signed.format != FORMAT {
        return Err(Disbelief::Form);
    }
    let over = format!("{FORMAT}\n{}", signed.payload);
    signature::verify(&over, &signed.signature, &signed.signer)
        .map_err(|_| Disbelief::Signature)?;
    let manifest: Manifest = serde_json::from_str(&signed.payload).map_err(|_| Disbelief::Form)?;
    check_names(&manifest.files)?;
    Ok((manifest, signed.signer))
}

fn check_names(files: &[Listed]) -> Result<(), Disbelief> {
    if files.is_empty() {
        return Err(Disbelief::Empty);
    }
    for (at, file) in files.iter().enumerate() {
        if !is_plain(&file.name) {
            return Err(Disbelief::Name(file.name.clone()));
        }
        if files
            .iter()
            .take(at)
            .any(|it| it.name.eq_ignore_ascii_case(&file.name))
        {
            return Err(Disbelief::Twice(file.name.clone()));
        }
    }
    Ok(())
}

/// A name without any way out of its folder, on any system: `veer-7f3k.age`.
pub fn is_plain(name: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    name.len() <= LONGEST_NAME
        && name
            .strip_suffix(".age")
            .is_some_and(|stem| !stem.is_empty())
        && name.starts_with(|it: char| it.is_ascii_alphanumeric())
        && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::signature::Seed;
    use super::*;

    fn signed(payload: &str) -> String {
        let seed = Seed::from_bytes(&[4; 32]);
        let signature = seed.sign(&format!("{FORMAT}\n{payload}"));
        let signer = seed.signer();
        json!({"format": FORMAT, "payload": payload, "signer": signer, "signature": signature})
            .to_string()
    }

    fn payload(names: &[&str]) -> String {
        let file = |name| json!({"name": name, "sha256": "00", "bytes": 1});
        let files: Vec<_> = names.iter().map(file).collect();
        json!({"org": "o", "circle": "c", "revision": 1, "at": "x", "files": files}).to_string()
    }

    #[test]
    fn a_signed_manifest_is_read_with_its_signer() {
        let (manifest, signer) = read(&signed(&payload(&["a.age", "b.age"]))).unwrap();
        assert_eq!(manifest.files.len(), 2);
        assert_eq!(signer, Seed::from_bytes(&[4; 32]).signer());
    }

    #[test]
    fn a_change_after_signing_is_found() {
        let text = signed(&payload(&["a.age"]));
        let changed = read(&text.replace("a.age", "b.age"));
        assert_eq!(changed, Err(Disbelief::Signature));
        assert_eq!(read("{}"), Err(Disbelief::Form));
        assert_eq!(read("\u{0}"), Err(Disbelief::Form));
        assert_eq!(read(&signed("[]")), Err(Disbelief::Form));
        assert_eq!(read(&signed(&payload(&[]))), Err(Disbelief::Empty));
    }

    #[test]
    fn a_name_has_no_way_out_of_its_folder() {
        for name in [
            "",
            ".age",
            "../a.age",
            "/a.age",
            "a/b.age",
            "a\\b.age",
            "..age",
            ".hidden.age",
            "C:a.age",
            "a.age\n",
            "a\u{0}.age",
            "é.age",
            "a.txt",
            "a.age/",
            "-rf.age",
            "a.AGE",
        ] {
            assert!(!is_plain(name), "{name:?}");
            let read = read(&signed(&payload(&[name])));
            assert_eq!(read, Err(Disbelief::Name(name.to_owned())));
        }
        assert!(is_plain("veer-7f3k.age"));
        assert!(!is_plain(&format!("{}.age", "a".repeat(197))));
        let twice = read(&signed(&payload(&["a.age", "A.age"])));
        assert_eq!(twice, Err(Disbelief::Twice("A.age".to_owned())));
    }
}
