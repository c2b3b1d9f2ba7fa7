//! `veer verify-export` on exports that are good, tampered, incomplete, swapped or no export at all.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use data_encoding::{BASE64_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use veer::seal::fingerprint::fingerprint;
use veer::seal::signature::Seed;

const MANIFEST: &str = "veer-7f3k.manifest.json";
const FILE: &str = "veer-7f3k.age";
const RECIPIENT: &str = "age1pq1test";

/// Bytes with the outside of a sealed file; what is inside nobody asks.
fn age_file(mark: u8) -> Vec<u8> {
    let share = BASE64_NOPAD.encode(&[mark; 1120]);
    let body = BASE64_NOPAD.encode(&[mark; 32]);
    let mut file =
        format!("age-encryption.org/v1\n-> mlkem768x25519 {share}\n{body}\n--- {body}\n")
            .into_bytes();
    file.extend([mark; 100]);
    file
}

fn seed() -> Seed {
    Seed::from_bytes(&[5; 32])
}

fn listed(name: &str, file: &[u8]) -> Value {
    json!({"name": name, "sha256": HEXLOWER.encode(&Sha256::digest(file)), "bytes": file.len()})
}

fn manifest(files: &[Value]) -> String {
    let payload = json!({
        "org": "o", "circle": "c-1", "revision": 3, "at": "2026-08-19T21:04:00Z",
        "recipient": RECIPIENT, "files": files,
    })
    .to_string();
    let signature = seed().sign(&format!("veer-export/1\n{payload}"));
    let signer = seed().signer();
    json!({"format": "veer-export/1", "payload": payload, "signer": signer, "signature": signature})
        .to_string()
}

/// A good export, of two files.
fn export() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (age_file(1), age_file(2));
    fs::write(folder.path().join(FILE), &one).unwrap();
    fs::write(folder.path().join("veer-other.age"), &two).unwrap();
    let files = [listed(FILE, &one), listed("veer-other.age", &two)];
    fs::write(folder.path().join(MANIFEST), manifest(&files)).unwrap();
    folder
}

fn verify(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_veer"))
        .arg("verify-export")
        .arg(folder)
        .args(more)
        .output()
        .unwrap()
}

/// What is said of a bad export; it must be refused.
fn refusal(folder: &Path, more: &[&str]) -> String {
    let output = verify(folder, more);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn refused(change: impl FnOnce(&Path), because: &str) {
    let folder = export();
    change(folder.path());
    let said = refusal(folder.path(), &[]);
    assert!(said.contains(because), "{said}");
}

#[test]
fn a_good_export_passes_and_names_its_signer() {
    let folder = export();
    fs::write(folder.path().join("readme.txt"), "hello").unwrap();
    let output = verify(folder.path(), &[]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&seed().signer()), "{said}");
    assert_eq!(said.matches("ok   ").count(), 3, "{said}");
    let told: Value = serde_json::from_slice(&verify(folder.path(), &["--json"]).stdout).unwrap();
    assert_eq!(told["good"], true);
    assert_eq!(told["files"][0]["signed"]["revision"], 3);
}

#[test]
fn the_expected_signer_is_held_against_key_or_fingerprint() {
    let folder = export();
    let digits = fingerprint(RECIPIENT, &seed().signer());
    for good in [seed().signer(), digits.clone(), digits.replace(' ', "")] {
        assert!(verify(folder.path(), &["--signer", &good]).status.success());
    }
    let other = Seed::from_bytes(&[6; 32]).signer();
    for bad in [other.as_str(), "0000 0000 0000 0000 0000", "", "x"] {
        let said = refusal(folder.path(), &["--signer", bad]);
        assert!(said.contains("not by the signer that you expect"), "{said}");
    }
}

#[test]
fn a_tampered_file_is_found() {
    let change = |at: usize| {
        move |folder: &Path| {
            let mut file = age_file(1);
            let place = at.min(file.len() - 1);
            file[place] ^= 1;
            fs::write(folder.join(FILE), file).unwrap();
        }
    };
    for at in [0, 30, 1500, usize::MAX] {
        refused(change(at), "another SHA-256");
    }
}

#[test]
fn a_missing_and_an_extra_file_are_found() {
    refused(
        |folder| fs::remove_file(folder.join(FILE)).unwrap(),
        "is missing",
    );
    let extra = |name: &'static str| {
        move |folder: &Path| fs::write(folder.join(name), age_file(9)).unwrap()
    };
    for name in ["extra.age", "extra.AGE", "extra.bin", "extra"] {
        refused(extra(name), "no believed manifest names");
    }
    refused(
        |folder| fs::create_dir(folder.join("more")).unwrap(),
        "is a folder",
    );
}

#[test]
fn swapped_and_truncated_files_are_found() {
    refused(
        |folder| {
            fs::write(folder.join(FILE), age_file(2)).unwrap();
            fs::write(folder.join("veer-other.age"), age_file(1)).unwrap();
        },
        "another SHA-256",
    );
    refused(
        |folder| fs::write(folder.join(FILE), &age_file(1)[..200]).unwrap(),
        "has 200 bytes",
    );
}

#[test]
fn what_is_signed_must_be_sealed_to_hybrid_recipients_too() {
    for (file, because) in [
        (b"clear text".to_vec(), "is not an age v1 file"),
        (age_file(1)[..age_file(1).len() - 80].to_vec(), "is cut off"),
        (
            String::from_utf8_lossy(&age_file(1))
                .replace("mlkem768x25519", "X25519")
                .into_bytes(),
            "hybrid recipients alone",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), &file).unwrap();
        fs::write(
            folder.path().join(MANIFEST),
            manifest(&[listed(FILE, &file)]),
        )
        .unwrap();
        let said = refusal(folder.path(), &[]);
        assert!(said.contains(because), "{said}");
    }
}

#[test]
fn a_changed_or_nonsense_manifest_is_not_believed() {
    let write = |text: String| move |folder: &Path| fs::write(folder.join(MANIFEST), text).unwrap();
    let good = manifest(&[listed(FILE, &age_file(1))]);
    refused(write(good.replace("c-1", "c-2")), "signature does not fit");
    refused(
        write(good.replace(&seed().signer(), &Seed::from_bytes(&[6; 32]).signer())),
        "signature does not fit",
    );
    for garbage in ["", "{}", "[]", "null", "\u{0}\u{1}", &"[".repeat(100_000)] {
        refused(write(garbage.to_owned()), "is not a manifest");
    }
    refused(
        |folder| fs::write(folder.join(MANIFEST), [0xff, 0xfe]).unwrap(),
        "is not a manifest",
    );
    refused(
        |folder| fs::remove_file(folder.join(MANIFEST)).unwrap(),
        "has no manifest",
    );
}

#[test]
fn a_name_cannot_lead_out_of_the_folder() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.age");
    fs::write(&secret, age_file(1)).unwrap();
    for name in [
        "../secret.age",
        secret.to_str().unwrap(),
        "a/../../secret.age",
        ".secret.age",
    ] {
        let text = manifest(&[listed(name, &age_file(1))]);
        refused(
            |folder| fs::write(folder.join(MANIFEST), text).unwrap(),
            "not allowed",
        );
    }
    refused(
        |folder| {
            fs::remove_file(folder.join(FILE)).unwrap();
            std::os::unix::fs::symlink(&secret, folder.join(FILE)).unwrap();
        },
        "is not a plain file",
    );
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let said = refusal(Path::new("/nowhere/at/all"), &[]);
    assert!(said.contains("/nowhere/at/all"), "{said}");
}
