//! Every code that a page turns into words has its words, in both languages.

use care::path::{
    Channel, ClosingReason, EarlyReason, MissReason, Outcome, PathRefusal, ReferralConsent,
    Requester, Stage, Wish, deployability::Light,
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
