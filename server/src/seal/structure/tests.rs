use data_encoding::{BASE64, BASE64_NOPAD};
use proptest::prelude::*;

use super::*;

const VERSION: &str = "age-encryption.org/v1\n";

fn stanza(opening: &str, body: usize) -> String {
    let body = BASE64_NOPAD.encode(&vec![7; body]);
    let mut lines = vec![format!("-> {opening}")];
    let mut rest = body.as_str();
    while rest.len() >= 64 {
        lines.push(rest[..64].to_owned());
        rest = &rest[64..];
    }
    lines.push(rest.to_owned());
    lines.join("\n") + "\n"
}

fn share(length: usize) -> String {
    BASE64_NOPAD.encode(&vec![1; length])
}

fn to_hybrid() -> String {
    stanza(&format!("mlkem768x25519 {}", share(1120)), 32)
}

fn to_words(work: &str) -> String {
    stanza(&format!("scrypt {} {work}", share(16)), 32)
}

fn file(stanzas: &[String], payload: usize) -> Vec<u8> {
    let mac = BASE64_NOPAD.encode(&[2; 32]);
    let mut bytes = format!("{VERSION}{}--- {mac}\n", stanzas.concat()).into_bytes();
    bytes.extend(vec![3; payload]);
    bytes
}

#[test]
fn a_hybrid_file_passes_and_says_its_size() {
    for (payload, content) in [
        (32, 0),
        (33, 1),
        (16 + CHUNK, 65_536),
        (16 + CHUNK + 17, 65_537),
        (16 + 2 * CHUNK, 131_072),
    ] {
        let sealed = Sealed {
            recipients: 2,
            content,
        };
        let file = file(&[to_hybrid(), to_hybrid()], payload);
        assert_eq!(hybrid(&file), Ok(sealed), "{payload}");
        assert_eq!(hybrid_text(&BASE64.encode(&file)), Ok(sealed));
    }
}

#[test]
fn a_payload_that_no_chunk_can_end_so_is_cut_off() {
    for payload in [0, 15, 16, 31, 16 + CHUNK + 1, 16 + CHUNK + 16] {
        let cut = hybrid(&file(&[to_hybrid()], payload));
        assert_eq!(cut, Err(Fault::Payload), "{payload}");
    }
}

#[test]
fn another_kind_of_recipient_is_refused_alone_and_beside() {
    let x25519 = stanza(&format!("X25519 {}", share(32)), 32);
    for stanzas in [
        vec![x25519.clone()],
        vec![to_hybrid(), x25519.clone()],
        vec![x25519, to_hybrid()],
        vec![to_words("17")],
        vec![stanza("some-grease x y", 5), to_hybrid()],
    ] {
        assert_eq!(hybrid(&file(&stanzas, 50)), Err(Fault::Recipients));
    }
}

#[test]
fn a_hybrid_recipient_of_the_wrong_size_is_refused() {
    for foul in [
        stanza(&format!("mlkem768x25519 {}", share(1119)), 32),
        stanza(&format!("mlkem768x25519 {}", share(1120)), 31),
        stanza(&format!("mlkem768x25519 {}", share(1120)), 48),
        stanza(&format!("mlkem768x25519 {} x", share(1120)), 32),
        stanza("mlkem768x25519", 32),
        stanza("mlkem768x25519 !", 32),
    ] {
        assert_eq!(hybrid(&file(&[foul], 50)), Err(Fault::Header));
    }
}

#[test]
fn a_lock_by_words_passes_when_its_work_is_bearable() {
    for work in ["1", "17", "18"] {
        assert!(words(&file(&[to_words(work)], 50)).is_ok(), "{work}");
    }
    for work in ["0", "19", "64", "017", "+17", "-1", "x", "999"] {
        let asked = words(&file(&[to_words(work)], 50));
        assert_eq!(asked, Err(Fault::Header), "{work}");
    }
    assert_eq!(words(&file(&[to_hybrid()], 50)), Err(Fault::Recipients));
    let two = [to_words("17"), to_words("17")];
    assert_eq!(words(&file(&two, 50)), Err(Fault::Recipients));
}

#[test]
fn what_is_no_age_file_is_refused() {
    for text in [
        "",
        "\n",
        "hello",
        "age-encryption.org/v1",
        "age-encryption.org/v2\n",
    ] {
        assert_eq!(hybrid(text.as_bytes()), Err(Fault::NotAge), "{text:?}");
    }
    let mac = BASE64_NOPAD.encode(&[2; 32]);
    for rest in [
        String::new(),
        format!("--- {mac}\n"),
        format!("-> \n\n--- {mac}\n"),
        format!("-> mlkem768x25519  x\n\n--- {mac}\n"),
        format!("->mlkem768x25519 x\n\n--- {mac}\n"),
        format!("{}---{mac}\n", to_hybrid()),
        format!("{}--- {mac}=\n", to_hybrid()),
        format!("{}--- AAAA\n", to_hybrid()),
        format!("{}--- {mac}", to_hybrid()),
        to_hybrid(),
    ] {
        let read = hybrid(format!("{VERSION}{rest}").as_bytes());
        assert_eq!(read, Err(Fault::Header), "{rest:?}");
    }
    for text in ["é", "AAA", "AAAA=", "AA==\n", "AB=="] {
        assert_eq!(hybrid_text(text), Err(Fault::NotBase64), "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_input_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        _ = hybrid(&bytes);
        _ = words(&bytes);
        let mut aged = VERSION.as_bytes().to_vec();
        aged.extend(&bytes);
        _ = hybrid(&aged);
    }

    #[test]
    fn a_changed_header_never_panics_and_a_cut_one_never_passes(
        at in 0_usize..1700, byte in any::<u8>(), payload in 32_usize..100,
    ) {
        let whole = file(&[to_hybrid()], payload);
        let end = whole.len() - payload;
        prop_assert!(hybrid(&whole[..at.min(end)]).is_err());
        let mut changed = whole;
        if let Some(place) = changed.get_mut(at) {
            *place = byte;
        }
        _ = hybrid(&changed);
    }
}
