//! A reader of age files, written from the format's specification alone (C2SP age v1).
//!
//! It shares no code with the library in the browser, nor with the `age` crate:
//! only primitives. What both read is therefore the format, not a habit of one.

use std::fmt;

use bech32::Bech32;
use bech32::primitives::decode::UncheckedHrpstring;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use data_encoding::BASE64_NOPAD;
use hkdf::Hkdf;
use hmac_of_rustcrypto::{Hmac, Mac as _};
use ml_kem::kem::Decapsulate as _;
use ml_kem::{EncodedSizeUser as _, KemCore as _, MlKem768};
use sha2_of_rustcrypto::Sha256;
use sha3::digest::{ExtendableOutput as _, Update as _, XofReader as _};
use sha3::{Digest as _, Sha3_256, Shake256};
use x25519_dalek::{PublicKey, StaticSecret};

const CHUNK: usize = 64 * 1024 + 16;

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Header(&'static str),
    NoMatch,
    Mac,
    Payload,
    Key,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// With what a file is tried.
pub enum Opener<'a> {
    /// `AGE-SECRET-KEY-PQ-1…`
    Identity(&'a str),
    Words(&'a str),
}

struct Stanza {
    arguments: Vec<String>,
    body: Vec<u8>,
}

/// Opens a file: everything it holds, or a fault.
pub fn open(file: &[u8], opener: &Opener<'_>) -> Result<Vec<u8>, Fault> {
    let header = Header::read(file)?;
    let file_key = match opener {
        Opener::Identity(identity) => {
            let key = HybridKey::parse(identity)?;
            first(&header.stanzas, |stanza| key.unwrap(stanza))?
        }
        Opener::Words(words) => by_words(&header.stanzas, words)?,
    };
    let mac_key = derive(&file_key, None, b"header");
    let mut mac =
        <Hmac<Sha256> as hmac_of_rustcrypto::Mac>::new_from_slice(&mac_key).expect("any length");
    hmac_of_rustcrypto::Mac::update(&mut mac, header.signed);
    mac.verify_slice(&header.mac).map_err(|_| Fault::Mac)?;
    payload(&file_key, header.payload)
}

struct Header<'a> {
    stanzas: Vec<Stanza>,
    mac: Vec<u8>,
    /// From the first byte up to and including `---`.
    signed: &'a [u8],
    payload: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(file: &'a [u8]) -> Result<Self, Fault> {
        let mut at = 0;
        let mut line = || {
            let end = file[at..]
                .iter()
                .position(|it| *it == b'\n')
                .ok_or(Fault::Header("end"))?;
            let text =
                std::str::from_utf8(&file[at..at + end]).map_err(|_| Fault::Header("text"))?;
            if !text.bytes().all(|it| (0x20..0x7f).contains(&it)) {
                return Err(Fault::Header("text"));
            }
            let start = at;
            at += end + 1;
            Ok((start, at, text))
        };
        if line()?.2 != "age-encryption.org/v1" {
            return Err(Fault::Header("version"));
        }
        let mut stanzas = Vec::new();
        loop {
            let (start, after, text) = line()?;
            if let Some(mac) = text.strip_prefix("--- ") {
                let mac = base64(mac)?;
                if mac.len() != 32 || stanzas.is_empty() {
                    return Err(Fault::Header("mac"));
                }
                let (signed, payload) = (&file[..start + 3], &file[after..]);
                return Ok(Self {
                    stanzas,
                    mac,
                    signed,
                    payload,
                });
            }
            let words = text.strip_prefix("-> ").ok_or(Fault::Header("stanza"))?;
            let arguments: Vec<String> = words.split(' ').map(str::to_owned).collect();
            if arguments.iter().any(String::is_empty) {
                return Err(Fault::Header("stanza"));
            }
            let mut body = Vec::new();
            loop {
                let text = line()?.2;
                if text.len() > 64 {
                    return Err(Fault::Header("body"));
                }
                body.extend(base64(text)?);
                if text.len() < 64 {
                    break;
                }
            }
            stanzas.push(Stanza { arguments, body });
        }
    }
}

fn base64(text: &str) -> Result<Vec<u8>, Fault> {
    BASE64_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| Fault::Header("base64"))
}

fn first(
    stanzas: &[Stanza],
    unwrap: impl Fn(&Stanza) -> Result<Option<Vec<u8>>, Fault>,
) -> Result<Vec<u8>, Fault> {
    for stanza in stanzas {
        if let Some(key) = unwrap(stanza)? {
            return Ok(key);
        }
    }
    Err(Fault::NoMatch)
}

/// The halves of a hybrid key, from its seed of 32 bytes.
struct HybridKey {
    kem: <MlKem768 as ml_kem::KemCore>::DecapsulationKey,
    curve: StaticSecret,
    curve_public: PublicKey,
    kem_public: Vec<u8>,
}

impl HybridKey {
    fn parse(identity: &str) -> Result<Self, Fault> {
        let seed = bech32_of(identity, "AGE-SECRET-KEY-PQ-").ok_or(Fault::Key)?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| Fault::Key)?;
        let mut expanded = [0; 96];
        let mut shake = Shake256::default();
        shake.update(&seed);
        shake.finalize_xof().read(&mut expanded);
        let part =
            |from: usize| -> [u8; 32] { expanded[from..from + 32].try_into().expect("32 bytes") };
        let (kem, public) = MlKem768::generate_deterministic(&part(0).into(), &part(32).into());
        let curve = StaticSecret::from(part(64));
        let curve_public = PublicKey::from(&curve);
        Ok(Self {
            kem,
            curve,
            curve_public,
            kem_public: public.as_bytes().to_vec(),
        })
    }

    fn unwrap(&self, stanza: &Stanza) -> Result<Option<Vec<u8>>, Fault> {
        if stanza.arguments[0] != "mlkem768x25519" {
            return Ok(None);
        }
        let [_, share] = stanza.arguments.as_slice() else {
            return Err(Fault::Header("hybrid"));
        };
        let share = base64(share)?;
        if share.len() != 1088 + 32 || stanza.body.len() != 32 {
            return Err(Fault::Header("hybrid"));
        }
        let (kem_share, curve_share) = share.split_at(1088);
        let kem_share = kem_share.try_into().map_err(|_| Fault::Header("hybrid"))?;
        let by_kem = self
            .kem
            .decapsulate(&kem_share)
            .map_err(|()| Fault::Header("hybrid"))?;
        let curve_share: [u8; 32] = curve_share.try_into().expect("32 bytes");
        let by_curve = self.curve.diffie_hellman(&PublicKey::from(curve_share));
        if !by_curve.was_contributory() {
            return Err(Fault::Header("hybrid"));
        }
        let mut combined = Sha3_256::new();
        for part in [
            by_kem.as_slice(),
            by_curve.as_bytes(),
            &curve_share,
            self.curve_public.as_bytes(),
        ] {
            sha3::Digest::update(&mut combined, part);
        }
        sha3::Digest::update(&mut combined, br"\.//^\");
        let (key, nonce) = hpke(&combined.finalize(), b"age-encryption.org/mlkem768x25519");
        Ok(unseal(&key, &nonce, &stanza.body))
    }
}

/// The public recipient of an identity.
pub fn recipient_of(identity: &str) -> Result<String, Fault> {
    let key = HybridKey::parse(identity)?;
    let mut bytes = key.kem_public.clone();
    bytes.extend(key.curve_public.as_bytes());
    let mut text = String::new();
    let name = bech32::Hrp::parse("age1pq").expect("a name");
    // by hand: the format knows no limit of length, the library does
    let words: Vec<u8> = {
        use bech32::primitives::iter::{ByteIterExt as _, Fe32IterExt as _};
        bytes
            .iter()
            .copied()
            .bytes_to_fes()
            .with_checksum::<NoLimit>(&name)
            .bytes()
            .collect()
    };
    text.push_str(std::str::from_utf8(&words).map_err(|_| Fault::Key)?);
    Ok(text)
}

/// Bech32 without its limit of 90 characters, as age writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoLimit {}

impl bech32::Checksum for NoLimit {
    type MidstateRepr = <Bech32 as bech32::Checksum>::MidstateRepr;
    const CODE_LENGTH: usize = 8192;
    const CHECKSUM_LENGTH: usize = Bech32::CHECKSUM_LENGTH;
    const GENERATOR_SH: [u32; 5] = Bech32::GENERATOR_SH;
    const TARGET_RESIDUE: u32 = Bech32::TARGET_RESIDUE;
}

fn bech32_of(text: &str, name: &str) -> Option<Vec<u8>> {
    let checked = UncheckedHrpstring::new(text)
        .ok()?
        .validate_and_remove_checksum::<Bech32>()
        .ok()?;
    let named = checked.hrp().as_str().eq_ignore_ascii_case(name);
    named.then(|| checked.byte_iter().collect())
}

/// HPKE in base mode, with the shared secret that the hybrid KEM gave (RFC 9180).
fn hpke(shared: &[u8], info: &[u8]) -> ([u8; 32], [u8; 12]) {
    // KEM 0x647a, KDF HKDF-SHA256, AEAD ChaCha20Poly1305
    let suite = [b"HPKE".as_slice(), &[0x64, 0x7a, 0, 1, 0, 3]].concat();
    let extract = |salt: &[u8], label: &[u8], ikm: &[u8]| {
        let labelled = [b"HPKE-v1".as_slice(), &suite, label, ikm].concat();
        Hkdf::<Sha256>::extract(Some(salt), &labelled)
    };
    let (psk, _) = extract(b"", b"psk_id_hash", b"");
    let (info, _) = extract(b"", b"info_hash", info);
    let context = [&[0], psk.as_slice(), info.as_slice()].concat();
    let (_, secret) = extract(shared, b"secret", b"");
    let expand = |label: &[u8], out: &mut [u8]| {
        let length = u16::try_from(out.len()).expect("short").to_be_bytes();
        let labelled = [&length, b"HPKE-v1".as_slice(), &suite, label, &context].concat();
        secret.expand(&labelled, out).expect("short");
    };
    let (mut key, mut nonce) = ([0; 32], [0; 12]);
    expand(b"key", &mut key);
    expand(b"base_nonce", &mut nonce);
    (key, nonce)
}

fn by_words(stanzas: &[Stanza], words: &str) -> Result<Vec<u8>, Fault> {
    let [stanza] = stanzas else {
        return Err(Fault::NoMatch);
    };
    let [kind, salt, work] = stanza.arguments.as_slice() else {
        return Err(Fault::NoMatch);
    };
    if kind != "scrypt" {
        return Err(Fault::NoMatch);
    }
    let (salt, work) = (
        base64(salt)?,
        work.parse().map_err(|_| Fault::Header("scrypt"))?,
    );
    if salt.len() != 16 || work > 20 || stanza.body.len() != 32 {
        return Err(Fault::Header("scrypt"));
    }
    let parameters = scrypt::Params::new(work, 8, 1, 32).map_err(|_| Fault::Header("scrypt"))?;
    let labelled = [b"age-encryption.org/v1/scrypt".as_slice(), &salt].concat();
    let mut key = [0; 32];
    scrypt::scrypt(words.as_bytes(), &labelled, &parameters, &mut key).expect("32 bytes");
    unseal(&key, &[0; 12], &stanza.body).ok_or(Fault::NoMatch)
}

fn unseal(key: &[u8; 32], nonce: &[u8; 12], sealed: &[u8]) -> Option<Vec<u8>> {
    ChaCha20Poly1305::new(Key::from_slice(key))
        .decrypt(Nonce::from_slice(nonce), sealed)
        .ok()
}

fn derive(key: &[u8], salt: Option<&[u8]>, info: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(salt, key)
        .expand(info, &mut out)
        .expect("32 bytes");
    out
}

/// STREAM: chunks of 64 KiB with a counter and a mark on the last.
fn payload(file_key: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let (nonce, mut rest) = bytes.split_at_checked(16).ok_or(Fault::Payload)?;
    let key = derive(file_key, Some(nonce), b"payload");
    let mut plain = Vec::new();
    for counter in 0_u64.. {
        let last = rest.len() <= CHUNK;
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&counter.to_be_bytes());
        nonce[11] = u8::from(last);
        let opened = unseal(&key, &nonce, chunk).ok_or(Fault::Payload)?;
        if last && counter > 0 && opened.is_empty() {
            return Err(Fault::Payload);
        }
        plain.extend(opened);
        if last {
            break;
        }
        rest = after;
    }
    Ok(plain)
}
