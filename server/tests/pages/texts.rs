//! Every code that a page turns into words has its words, in both languages.

use care::{
    disclosure::{ConsentWay, DisclosureReason, DisclosureRefusal, Listener, Told},
    path::{
        Channel, ClosingReason, EarlyReason, MissReason, Outcome, PathRefusal, ReferralConsent,
        Requester, Stage, Wish, deployability::Light,
    },
    recovery::RecoveryReason,
    team::{AnnualRefusal, AnnualTopic, Interviewer},
};
use veer::{
    store::CHANGES,
    web::text::{Language, Texts},
};

fn keys() -> Vec<String> {
    let family = |prefix: &'static str, codes: Vec<&'static str>| {
        codes.into_iter().map(move |code| format!("{prefix}{code}"))
    };
    let mut keys = vec!["stale-changed".to_owned()];
    keys.extend(family("refusal-", PathRefusal::CODES.to_vec()));
    keys.extend(family("refusal-", vec!["cannot-take", "other-case-open"]));
    keys.extend(family("stale-", CHANGES.to_vec()));
    keys.extend(family("support-log-", CHANGES.to_vec()));
    keys.extend(family("stage-", Stage::all().map(Stage::code).collect()));
    keys.extend(family(
        "support-requester-",
        Requester::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-channel-",
        Channel::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-wish-",
        Wish::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-early-",
        EarlyReason::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-outcome-",
        Outcome::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-miss-",
        MissReason::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-close-",
        ClosingReason::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-consent-",
        ReferralConsent::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-light-",
        Light::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "support-source-",
        vec!["crew", "officer", "dispatcher", "manager", "other"],
    ));
    keys.extend(family(
        "support-need-",
        vec!["soon", "practical", "off-duty", "debriefing", "more-people"],
    ));
    keys.extend(of_recovery());
    keys
}

/// Recovery, disclosures and the yearly talk.
fn of_recovery() -> Vec<String> {
    let family = |prefix: &'static str, codes: Vec<&'static str>| {
        codes.into_iter().map(move |code| format!("{prefix}{code}"))
    };
    let reasons: Vec<_> = RecoveryReason::ALL.iter().map(|c| c.code()).collect();
    let mut keys: Vec<String> = family("recovery-reason-", reasons.clone()).collect();
    keys.extend(family("recovery-why-", reasons));
    keys.extend(family(
        "recovery-do-",
        vec!["take", "give", "finish", "rehearse"],
    ));
    keys.extend(family(
        "recovery-mine-",
        vec!["open", "done", "refused", "withdrawn"],
    ));
    keys.extend(family(
        "refusal-recovery-",
        vec![
            "too-few-shares",
            "more-than-holders",
            "too-many-holders",
            "may-not-hold",
            "no-vault",
        ],
    ));
    keys.extend(family(
        "stale-recovery-",
        vec![
            "is-off",
            "no-consent",
            "nothing-missing",
            "ended",
            "taken",
            "too-few",
            "team",
        ],
    ));
    let told: Vec<_> = Told::ALL.iter().map(|c| c.code()).collect();
    keys.extend(family("disclosure-what-", told.clone()));
    keys.extend(family("disclosure-say-", told));
    keys.extend(family(
        "disclosure-to-",
        Listener::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "disclosure-why-",
        DisclosureReason::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "disclosure-consent-",
        ConsentWay::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "disclosure-problem-",
        DisclosureRefusal::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "annual-with-",
        Interviewer::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "annual-topic-",
        AnnualTopic::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys.extend(family(
        "annual-problem-",
        AnnualRefusal::ALL.iter().map(|c| c.code()).collect(),
    ));
    keys
}

#[test]
fn every_code_has_its_words() {
    for language in Language::ALL {
        let texts = Texts::new(language);
        let missing: Vec<String> = keys().into_iter().filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.as_str());
    }
}
