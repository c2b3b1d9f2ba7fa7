//! `veer verify-export`: whether an export is whole, and whose it is. Opens nothing, needs no key.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::seal::fingerprint::fingerprint;
use crate::seal::manifest::{self, Listed, Manifest};
use crate::seal::structure;

const MANIFEST: &str = ".manifest.json";
const LARGEST_MANIFEST: u64 = 1 << 20;
const LARGEST_FILE: u64 = 256 << 20;

/// What to check, and whose signature to expect.
#[derive(Args)]
pub(super) struct Options {
    /// Folder with an export: its `.age` files and their `.manifest.json`.
    dir: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
    /// The signer that is expected: the public key, or the twenty digits of the fingerprint.
    #[arg(long)]
    signer: Option<String>,
}

/// What was found about one file.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Finding {
    file: String,
    /// Empty when all is well.
    fault: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<Signed>,
}

/// Who signed a manifest, and over what.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Signed {
    signer: String,
    fingerprint: Option<String>,
    circle: String,
    revision: u64,
    at: String,
}

/// Checks a folder, prints a line per file, and tells whether all is well.
pub(super) fn run(options: &Options, out: &mut impl Write) -> anyhow::Result<bool> {
    let findings = judge(&options.dir, options.signer.as_deref())?;
    let good = findings.iter().all(|it| it.fault.is_none());
    if options.json {
        let told = serde_json::json!({"good": good, "files": findings});
        writeln!(out, "{told}")?;
    } else {
        print(&findings, good, out)?;
    }
    Ok(good)
}

fn print(findings: &[Finding], good: bool, out: &mut impl Write) -> std::io::Result<()> {
    for Finding {
        file,
        fault,
        recipients,
        signed,
    } in findings
    {
        // a name may carry anything, and stands on somebody's terminal
        let file = file.escape_debug();
        if let Some(fault) = fault {
            writeln!(out, "BAD  {file}: {fault}")?;
            continue;
        }
        match (recipients, signed) {
            (Some(count), _) => {
                writeln!(out, "ok   {file}: sealed to {count} hybrid recipient(s)")?;
            }
            (_, Some(by)) => {
                let Signed {
                    signer,
                    circle,
                    revision,
                    at,
                    ..
                } = by;
                writeln!(
                    out,
                    "ok   {file}: case {circle:?}, revision {revision}, {at:?}"
                )?;
                writeln!(out, "     signed by {signer}")?;
                if let Some(digits) = &by.fingerprint {
                    writeln!(out, "     fingerprint {digits}")?;
                }
            }
            _ => writeln!(out, "ok   {file}")?,
        }
    }
    let verdict = if good {
        "The export is whole. Compare the signer with the person who made it."
    } else {
        "The export is not as it was made. Ask for it again."
    };
    writeln!(out, "{verdict}")
}

fn judge(dir: &Path, expected: Option<&str>) -> anyhow::Result<Vec<Finding>> {
    let names = names(dir)?;
    let manifests: Vec<&String> = names.iter().filter(|it| it.ends_with(MANIFEST)).collect();
    ensure!(
        !manifests.is_empty(),
        "{} has no manifest (*{MANIFEST}): nothing says what belongs to the export",
        dir.display()
    );
    let mut findings = Vec::new();
    let mut listed = BTreeSet::new();
    for name in manifests {
        match believed(&dir.join(name), expected) {
            Ok((manifest, signed)) => {
                findings.push(Finding {
                    file: name.clone(),
                    fault: None,
                    recipients: None,
                    signed: Some(signed),
                });
                for file in &manifest.files {
                    listed.insert(file.name.clone());
                    findings.push(held(dir, file));
                }
            }
            Err(fault) => findings.push(bad(name, &fault)),
        }
    }
    let strays = names
        .iter()
        .filter(|it| !it.ends_with(MANIFEST) && !listed.contains(*it));
    for name in strays {
        if let Some(fault) = stray(&dir.join(name))? {
            findings.push(bad(name, &anyhow::anyhow!(fault)));
        }
    }
    Ok(findings)
}

fn names(dir: &Path) -> anyhow::Result<BTreeSet<String>> {
    let entries = fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let name = entry
            .with_context(|| format!("reading {}", dir.display()))?
            .file_name();
        names.insert(name.to_string_lossy().into_owned());
    }
    Ok(names)
}

fn believed(path: &Path, expected: Option<&str>) -> anyhow::Result<(Manifest, Signed)> {
    let bytes = content(path, LARGEST_MANIFEST)?;
    let text = String::from_utf8(bytes).map_err(|_| manifest::Disbelief::Form)?;
    let (manifest, signer) = manifest::read(&text)?;
    let digits = manifest
        .recipient
        .as_ref()
        .map(|recipient| fingerprint(recipient, &signer));
    if let Some(expected) = expected {
        let spaceless = |text: &str| text.split_whitespace().collect::<String>();
        let known = expected.trim() == signer
            || digits.as_deref().map(spaceless) == Some(spaceless(expected));
        ensure!(
            known,
            "is signed by {signer}, not by the signer that you expect"
        );
    }
    let statement = Signed {
        signer,
        fingerprint: digits,
        circle: manifest.circle.clone(),
        revision: manifest.revision,
        at: manifest.at.clone(),
    };
    Ok((manifest, statement))
}

fn held(dir: &Path, file: &Listed) -> Finding {
    match sealed(dir, file) {
        Ok(recipients) => Finding {
            file: file.name.clone(),
            fault: None,
            recipients: Some(recipients),
            signed: None,
        },
        Err(fault) => bad(&file.name, &fault),
    }
}

fn sealed(dir: &Path, file: &Listed) -> anyhow::Result<usize> {
    let bytes = content(&dir.join(&file.name), LARGEST_FILE)?;
    let size = u64::try_from(bytes.len())?;
    ensure!(
        size == file.bytes,
        "has {size} bytes, the manifest says {}",
        file.bytes
    );
    let digest = HEXLOWER.encode(&Sha256::digest(&bytes));
    ensure!(
        digest == file.sha256,
        "is not the file that was signed (another SHA-256)"
    );
    let sealed = structure::hybrid(&bytes)?;
    Ok(sealed.recipients)
}

/// What is wrong with something that no manifest names; a readme beside an export is nobody's worry.
fn stray(path: &Path) -> anyhow::Result<Option<&'static str>> {
    let kind = fs::symlink_metadata(path).with_context(|| format!("reading {}", path.display()))?;
    if kind.is_dir() {
        return Ok(Some("is a folder; an export has none"));
    }
    if !kind.is_file() {
        return Ok(Some("is not a plain file"));
    }
    let by_name = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("age"));
    if by_name || begins_as_age(path)? {
        return Ok(Some("is a sealed file that no believed manifest names"));
    }
    Ok(None)
}

fn begins_as_age(path: &Path) -> anyhow::Result<bool> {
    let mut start = Vec::new();
    let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    file.take(64).read_to_end(&mut start)?;
    let marks: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE"];
    Ok(marks.iter().any(|mark| start.starts_with(mark)))
}

fn content(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let Ok(kind) = fs::symlink_metadata(path) else {
        anyhow::bail!("is missing");
    };
    ensure!(kind.is_file(), "is not a plain file");
    ensure!(
        kind.len() <= most,
        "is larger than an export can be ({} bytes)",
        kind.len()
    );
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn bad(name: &str, fault: &anyhow::Error) -> Finding {
    Finding {
        file: name.to_owned(),
        fault: Some(format!("{fault:#}")),
        recipients: None,
        signed: None,
    }
}
