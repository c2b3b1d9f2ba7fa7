//! What the browser seals, an independent reader of the format opens; what was changed, it refuses.
//!
//! The files are made by `web/src/seal` itself, run in node.

#[cfg(test)]
#[path = "independent/age.rs"]
mod age;

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;
    use std::sync::LazyLock;

    use data_encoding::BASE64;
    use serde_json::Value;
    use veer::seal::{manifest, signature, structure};

    use super::age::{Fault, Opener, open, recipient_of};

    /// What the browser's code made: see `web/test/fixtures.mjs`.
    static MADE: LazyLock<Value> = LazyLock::new(|| {
        // asked when the test runs: clones may share what is built
        let home = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
        let web = Path::new(&home).join("../web");
        let output = Command::new("node")
            .arg("test/fixtures.mjs")
            .current_dir(&web)
            .output()
            .expect("node runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", web.display());
        serde_json::from_slice(&output.stdout).expect("JSON")
    });

    fn text(pointer: &str) -> &'static str {
        MADE.pointer(pointer)
            .and_then(Value::as_str)
            .expect(pointer)
    }

    fn file(pointer: &str) -> Vec<u8> {
        BASE64.decode(text(pointer).as_bytes()).expect(pointer)
    }

    fn mine() -> Opener<'static> {
        Opener::Identity(text("/identity"))
    }

    fn sizes() -> Vec<(usize, Vec<u8>)> {
        let list = MADE["sizes"].as_array().expect("sizes").iter();
        list.map(|it| {
            let length = usize::try_from(it["length"].as_u64().expect("a length")).unwrap();
            let file = BASE64
                .decode(it["file"].as_str().unwrap().as_bytes())
                .unwrap();
            (length, file)
        })
        .collect()
    }

    #[test]
    fn it_reads_what_the_browser_seals() {
        for (length, file) in sizes() {
            assert_eq!(open(&file, &mine()).unwrap(), vec![7; length]);
            assert_eq!(structure::hybrid(&file).unwrap().content, length);
        }
        assert_eq!(recipient_of(text("/identity")).unwrap(), text("/recipient"));
        let lock = open(&file("/lockByWords"), &Opener::Words(text("/words"))).unwrap();
        assert_eq!(String::from_utf8(lock).unwrap(), text("/identityFile"));
        let lock = open(
            &file("/lockByPasskey"),
            &Opener::Identity(text("/passkeyIdentity")),
        )
        .unwrap();
        assert_eq!(String::from_utf8(lock).unwrap(), text("/identityFile"));
    }

    #[test]
    fn it_reads_a_note_from_the_vault_words_alone() {
        let lock = open(&file("/lockByWords"), &Opener::Words(text("/words"))).unwrap();
        let lock = String::from_utf8(lock).unwrap();
        let identity = lock.lines().find(|it| !it.starts_with('#')).unwrap();
        let wrap = open(&file("/wrap"), &Opener::Identity(identity)).unwrap();
        let wrap: Value = serde_json::from_slice(&wrap).unwrap();
        let circle = wrap["identity"].as_str().unwrap();
        let note = open(&file("/note"), &Opener::Identity(circle)).unwrap();
        let note: Value = serde_json::from_slice(&note).unwrap();
        let payload = note["payload"].as_str().unwrap();
        assert!(payload.contains("what was said"));
        let signed = format!("veer-note/1\n{payload}");
        let (mark, signer) = (
            note["signature"].as_str().unwrap(),
            note["signer"].as_str().unwrap(),
        );
        signature::verify(&signed, mark, signer).unwrap();
        assert_eq!(
            open(&file("/note"), &Opener::Identity(identity)),
            Err(Fault::NoMatch)
        );
    }

    #[test]
    fn it_refuses_what_was_changed() {
        let (_, whole) = sizes().pop().unwrap();
        let payload = whole.len() - structure_payload(&whole);
        for at in [
            0,
            25,
            1500,
            1560,
            payload - 2,
            payload,
            payload + 20,
            whole.len() - 1,
        ] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(open(&changed, &mine()).is_err(), "byte {at}");
        }
        for length in [
            0,
            10,
            1600,
            payload + 16,
            payload + 16 + 65_552,
            whole.len() - 1,
        ] {
            assert!(open(&whole[..length], &mine()).is_err(), "cut to {length}");
        }
        let (head, chunks) = whole.split_at(payload + 16);
        let (one, rest) = chunks.split_at(65_552);
        let (two, rest) = rest.split_at(65_552);
        let swapped = [head, two, one, rest].concat();
        assert_eq!(open(&swapped, &mine()), Err(Fault::Payload));
    }

    fn structure_payload(file: &[u8]) -> usize {
        let mark = file.windows(5).position(|it| it == b"\n--- ").unwrap();
        let end = file[mark + 1..].iter().position(|it| *it == b'\n').unwrap();
        file.len() - (mark + 1 + end + 1)
    }

    #[test]
    fn another_key_and_other_words_open_nothing() {
        let (_, file_of_mine) = sizes().remove(0);
        let other = Opener::Identity(text("/passkeyIdentity"));
        assert_eq!(open(&file_of_mine, &other), Err(Fault::NoMatch));
        let words = Opener::Words("eight other words that were never this vault");
        assert_eq!(open(&file("/lockByWords"), &words), Err(Fault::NoMatch));
        assert_eq!(open(&file("/lockByWords"), &mine()), Err(Fault::NoMatch));
    }

    #[test]
    fn the_server_verifies_what_the_browser_signs() {
        let keys = &MADE["keys"];
        let field = |name: &str| keys[name].as_str().unwrap();
        let bound = format!(
            "veer-vault/1\norg-1\nanna\n1\n{}\n{}",
            field("recipient"),
            field("signer")
        );
        signature::verify(&bound, field("proof"), field("signer")).unwrap();
        assert!(
            signature::verify(
                &bound.replace("anna", "bram"),
                field("proof"),
                field("signer")
            )
            .is_err()
        );
        let (read, signer) = manifest::read(text("/manifest")).unwrap();
        assert_eq!((read.revision, signer.as_str()), (2, field("signer")));
        structure::words(&file("/lockByWords")).unwrap();
        assert!(structure::hybrid(&file("/lockByWords")).is_err());
        let digits = veer::seal::fingerprint::fingerprint(field("recipient"), field("signer"));
        assert_eq!(digits, text("/fingerprint"));
    }
}
