use super::*;
use crate::seal::signature::Seed;

/// The example of the reference library: what every other implementation says.
const ID: &str = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
const AT: i64 = 1_649_367_553;
const BODY: &[u8] = br#"{"email":"test@example.com","username":"test_user"}"#;
const KEY: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const V1: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

fn now() -> Instant {
    Instant::from_millis(AT * 1000)
}

fn key(text: &str) -> HookKey {
    HookKey::parse(text).unwrap()
}

fn holds(keys: &[HookKey], signatures: &str, body: &[u8], now: Instant) -> bool {
    let at = AT.to_string();
    Signed::parse(ID, &at, signatures).is_some_and(|signed| signed.is_by(keys, body, now))
}

#[test]
fn a_message_of_the_reference_library_is_believed() {
    assert!(holds(&[key(KEY)], V1, BODY, now()));
    let other = HookKey::new_secret();
    for (keys, signatures, body) in [
        (vec![other.clone()], V1, BODY),
        (vec![], V1, BODY),
        (vec![key(KEY)], V1, &BODY[1..]),
        (vec![key(KEY)], &V1[3..], BODY),
        (vec![key(KEY)], &V1[..20], BODY),
        (vec![key(KEY)], "", BODY),
        (vec![key(KEY)], "v1,", BODY),
        (vec![key(KEY)], &V1.replace("v1", "v1a"), BODY),
        (vec![key(KEY)], &V1.replace("v1", "v2"), BODY),
    ] {
        assert!(!holds(&keys, signatures, body, now()), "{signatures}");
    }
}

#[test]
fn while_keys_change_either_counts() {
    let both = [HookKey::new_secret(), key(KEY)];
    assert!(holds(&both, V1, BODY, now()));
    let several = format!("v2,x v1,AAAA nonsense {V1} v1,BBBB");
    assert!(holds(&[key(KEY)], &several, BODY, now()));
    let buried = format!("{}{V1}", "v1,AAAA ".repeat(MOST_SIGNATURES));
    assert!(!holds(&[key(KEY)], &buried, BODY, now()));
}

#[test]
fn a_message_is_believed_for_five_minutes_either_way() {
    for (seconds, good) in [
        (0, true),
        (300, true),
        (-300, true),
        (301, false),
        (-301, false),
    ] {
        let now = now().plus(SignedDuration::from_secs(seconds));
        assert_eq!(holds(&[key(KEY)], V1, BODY, now), good, "{seconds}");
    }
}

#[test]
fn a_public_key_believes_its_other_half_alone() {
    let (anna, bram) = (Seed::from_bytes(&[1; 32]), Seed::from_bytes(&[2; 32]));
    let public = key(&format!("whpk_{}", anna.signer()));
    assert!(public.is_public());
    let text = format!("{ID}.{AT}.{}", std::str::from_utf8(BODY).unwrap());
    let by = |seed: &Seed| format!("v1a,{}", seed.sign(&text));
    assert!(holds(
        std::slice::from_ref(&public),
        &by(&anna),
        BODY,
        now()
    ));
    assert!(!holds(
        std::slice::from_ref(&public),
        &by(&bram),
        BODY,
        now()
    ));
    assert!(!holds(
        std::slice::from_ref(&public),
        &by(&anna),
        b"{}",
        now()
    ));
    assert!(!holds(
        &[public],
        &by(&anna).replace("v1a", "v1"),
        BODY,
        now()
    ));
}

#[test]
fn headers_that_could_mean_two_things_are_none() {
    let long = "x".repeat(LONGEST_ID + 1);
    for id in ["", "a.b", "a b", "a\n", "é", &long] {
        assert!(Signed::parse(id, "1649367553", V1).is_none(), "{id}");
    }
    for at in ["", "-1", "+1", "1.5", " 1", "1e9", "9999999999999", "x"] {
        assert!(Signed::parse(ID, at, V1).is_none(), "{at}");
    }
}

#[test]
fn a_key_is_read_back_and_a_weak_one_refused() {
    let made = HookKey::new_secret();
    assert_eq!(HookKey::parse(&made.reveal()), Some(made.clone()));
    assert_eq!(key(KEY).reveal(), KEY);
    assert_eq!(format!("{made:?}"), "HookKey(..)");
    let short = format!("whsec_{}", BASE64.encode(&[1; 23]));
    let long = format!("whsec_{}", BASE64.encode(&[1; 65]));
    let weak = format!("whpk_{}", BASE64.encode(&[0; 32]));
    for text in [
        "",
        "whsec_",
        "whpk_",
        "whsk_AAAA",
        "whsec_é",
        &short,
        &long,
        &weak,
        &KEY[6..],
    ] {
        assert_eq!(HookKey::parse(text), None, "{text}");
    }
}
