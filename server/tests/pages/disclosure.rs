//! What is told to whom (R102), and the yearly talk (R126).

crate::on_both_engines!(
    a_disclosure_says_one_sentence_and_the_colleague_sees_it,
    without_consent_or_need_nothing_is_told,
    no_field_takes_a_word_of_a_talk,
    nobody_else_discloses,
    a_yearly_talk_is_planned_and_held,
    nobody_else_plans_a_yearly_talk,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId};

    use crate::support::{Fixture, pages::House};

    /// Daan's case, kept by Sanne.
    async fn supported(house: &House) -> (PersonId, PersonId, String) {
        let daan = house.person("Daan Vermeer", &[]).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        let path = format!("/support/case/{case}/take");
        house.sign_in(&sanne).post(&path, &[]).await.location();
        (daan, sanne, format!("/support/case/{case}/disclose"))
    }

    const RECORD: [(&str, &str); 6] = [
        ("what", "time-off"),
        ("to", "manager"),
        ("why", "asked"),
        ("way", "phone"),
        ("on", "2026-03-03"),
        ("agreed", "yes"),
    ];

    pub async fn a_disclosure_says_one_sentence_and_the_colleague_sees_it(f: Fixture) {
        let house = House::new(f).await;
        let (daan, sanne, path) = supported(&house).await;
        let browser = house.sign_in(&sanne);
        let page = browser.get(&path).await.ok();
        assert!(page.says("Er is tijd vrij nodig"));
        let page = browser.post(&path, &RECORD[..2]).await.ok();
        for sentence in [
            "Daan Vermeer heeft tijd vrij nodig.",
            "Daan Vermeer needs time off.",
        ] {
            assert!(page.says(sentence), "{sentence}");
        }
        let answer = browser.post(&path, &RECORD).await;
        assert_eq!(answer.location(), path);
        assert_eq!(answer.flash(), "disclosure-recorded");
        for who in [&sanne, &daan] {
            let page = if *who == daan { "/me/record" } else { &path };
            let page = house.sign_in(who).get(page).await.ok();
            for words in [
                "De leidinggevende",
                "Daan Vermeer heeft tijd vrij nodig.",
                "Sanne Hoekstra",
                "Aan de telefoon",
            ] {
                assert!(page.says(words), "{words}");
            }
        }
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "disclosed"));
    }

    pub async fn without_consent_or_need_nothing_is_told(f: Fixture) {
        let house = House::new(f).await;
        let (daan, sanne, path) = supported(&house).await;
        let browser = house.sign_in(&sanne);
        let refused = browser.post(&path, &RECORD[..5]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Zonder toestemming"));
        let mut ahead = RECORD;
        ahead[4].1 = "2026-03-04";
        let refused = browser.post(&path, &ahead).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for to in ["planning", "hr"] {
            let mut fact = RECORD;
            (fact[0].1, fact[1].1) = ("deployed", to);
            for fields in [&fact[..2], &fact[..]] {
                let refused = browser.post(&path, fields).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
                assert!(!refused.says("is bij Daan Vermeer geweest"), "{to}");
            }
        }
        let record = house.sign_in(&daan).get("/me/record").await.ok();
        assert!(record.says("Er is nog niets doorgegeven."));
    }

    pub async fn no_field_takes_a_word_of_a_talk(f: Fixture) {
        let house = House::new(f).await;
        let (daan, sanne, path) = supported(&house).await;
        let browser = house.sign_in(&sanne);
        for at in 0..4 {
            let mut words = RECORD;
            words[at].1 = "he cannot sleep";
            let answer = browser.post(&path, &words).await;
            let refused = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY];
            assert!(refused.contains(&answer.status), "{:?}", words[at]);
            assert!(!answer.says("he cannot sleep"), "{:?}", words[at]);
        }
        let mut more = RECORD.to_vec();
        more.push(("note", "he cannot sleep"));
        browser.post(&path, &more).await.location();
        for (who, page) in [(&sanne, path.as_str()), (&daan, "/me/record")] {
            let page = house.sign_in(who).get(page).await.ok();
            assert!(!page.says("he cannot sleep"));
            assert!(!page.says("<textarea") && !page.says("type=\"text\""));
        }
    }

    pub async fn nobody_else_discloses(f: Fixture) {
        let house = House::new(f).await;
        let (daan, _, path) = supported(&house).await;
        let mut others = vec![daan];
        for role in Role::ALL.iter().copied() {
            others.push(house.person("Other", &[role]).await);
        }
        for other in others {
            let browser = house.sign_in(&other);
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
            let answer = browser.post(&path, &RECORD).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }

    pub async fn a_yearly_talk_is_planned_and_held(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        let karin = house
            .person("Karin Zijlstra", &[Role::Coordinator, Role::Supporter])
            .await;
        let browser = house.sign_in(&karin);
        let list = browser.get("/coordinate/annual").await.ok();
        assert!(list.says("Sanne Hoekstra") && list.says("Nog geen gesprek gehad"));
        let path = format!("/coordinate/annual/{sanne}");
        let plan = [("on", "2026-03-10"), ("with", karin.as_str())];
        assert_eq!(browser.post(&path, &plan).await.flash(), "annual-planned");
        let own = house.sign_in(&sanne).get("/support/annual").await.ok();
        assert!(own.says("Karin Zijlstra") && own.says("weerbaar"));
        let held = |on, next| [("on", on), ("next", next)];
        let late = browser
            .post(&format!("{path}/held"), &held("2026-03-02", "2027-03-03"))
            .await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = browser
            .post(&format!("{path}/held"), &held("2026-03-02", "2027-03-02"))
            .await;
        assert_eq!(done.flash(), "annual-held");
        let again = browser
            .post(&format!("{path}/held"), &held("2026-03-02", "2027-03-02"))
            .await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        house.wait(24 * 366);
        let list = browser.get("/coordinate/annual").await.ok();
        assert!(list.says("Had moeten zijn vóór"));
        let own_talk = format!("/coordinate/annual/{karin}");
        let with_oneself = browser
            .post(&own_talk, &[("on", "2027-06-01"), ("with", karin.as_str())])
            .await;
        assert_eq!(with_oneself.status, StatusCode::UNPROCESSABLE_ENTITY);
        let outside = [("on", "2027-06-01"), ("with", "psychologist")];
        assert_eq!(
            browser.post(&own_talk, &outside).await.flash(),
            "annual-planned"
        );
        let page = browser.get(&own_talk).await.ok();
        assert!(page.says("Psycholoog") && page.says("Veer bewaart alleen de datum."));
    }

    pub async fn nobody_else_plans_a_yearly_talk(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let path = format!("/coordinate/annual/{sanne}");
        for role in Role::ALL.iter().copied() {
            let other = house.person("Other", &[role]).await;
            let browser = house.sign_in(&other);
            let expected = |may| {
                if may {
                    StatusCode::OK
                } else {
                    StatusCode::NOT_FOUND
                }
            };
            let coordinates = expected(role == Role::Coordinator);
            for page in ["/coordinate/annual", path.as_str()] {
                assert_eq!(browser.get(page).await.status, coordinates, "{role} {page}");
            }
            let own = expected(role == Role::Supporter);
            assert_eq!(browser.get("/support/annual").await.status, own, "{role}");
        }
    }
}
