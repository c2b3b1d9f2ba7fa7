//! Sources that fall silent, and what the organisation says of itself.

crate::on_both_engines!(
    a_silent_source_is_told_on_the_desk,
    a_revoked_key_can_be_put_back_for_an_hour,
    another_zone_is_never_set_silently,
    settings_are_versions_with_a_reason,
    the_company_doctor_stands_on_the_help_card,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;
    use jiff::SignedDuration;

    use crate::support::{Fixture, pages::House};

    pub async fn a_silent_source_is_told_on_the_desk(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        browser
            .post("/desk/feed", &[("source", "noord")])
            .await
            .ok();
        let key = house.read().await.feed_tokens().await.unwrap()[0]
            .token_key
            .clone();
        let at = format!("/desk/feed/{key}/expect");
        for bad in ["0", "4", "-5", "x", "999999999999999999"] {
            let refused = browser.post(&at, &[("minutes", bad)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
        let expected = browser.post(&at, &[("minutes", "60")]).await;
        assert_eq!(expected.flash(), "desk-feed-expected");
        let silent = async |minutes: i64| {
            let real = house
                .clock
                .real_now()
                .plus(SignedDuration::from_mins(minutes));
            house.read().await.silent_sources(real).await.unwrap().len()
        };
        assert_eq!((silent(59).await, silent(62).await), (0, 1));
        assert!(!browser.get("/desk").await.ok().says("te lang niet"));
        let before = house.clock.real_now().plus(SignedDuration::from_hours(-2));
        let tx = house.write().await;
        assert!(tx.hear_feed(&key, before).await.unwrap());
        tx.commit().await.unwrap();
        assert!(
            browser
                .get("/desk")
                .await
                .ok()
                .says("We horen noord te lang niet")
        );
        assert!(browser.get("/desk/feed").await.ok().says("Te lang stil"));
        browser.post(&at, &[("minutes", "")]).await.location();
        assert_eq!(silent(9_999).await, 0);
    }

    pub async fn a_revoked_key_can_be_put_back_for_an_hour(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        browser
            .post("/desk/feed", &[("source", "noord")])
            .await
            .ok();
        let key = house.read().await.feed_tokens().await.unwrap()[0]
            .token_key
            .clone();
        let at = format!("/desk/feed/{key}");
        browser.post(&format!("{at}/revoke"), &[]).await.location();
        let (store, now) = (&house.fixture.store, house.clock.real_now());
        assert!(store.feed_token(&key).await.unwrap().is_none());
        let back = browser.post(&format!("{at}/restore"), &[]).await;
        assert_eq!(back.flash(), "desk-feed-restored");
        assert!(store.feed_token(&key).await.unwrap().is_some());
        let tx = house.write().await;
        let long_ago = now.plus(SignedDuration::from_hours(-2));
        tx.revoke_feed_token(&key, long_ago).await.unwrap();
        tx.commit().await.unwrap();
        let late = browser.post(&format!("{at}/restore"), &[]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
    }

    const FORM: [(&str, &str); 8] = [
        ("version", "0"),
        ("name", "Ambulance Zuid"),
        ("time_zone", "Europe/Amsterdam"),
        ("language", "nl"),
        ("company_doctor", "Dr. Vos, 010-1234567"),
        ("team_phones", "010-7654321"),
        ("smallest_count", "7"),
        ("why", "Besluit van maart"),
    ];

    fn with(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
        let other =
            |it: &(&'static str, &'static str)| if it.0 == field { (field, value) } else { *it };
        FORM.iter().map(other).collect()
    }

    pub async fn another_zone_is_never_set_silently(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let zone = "America/New_York";
        let asks = browser
            .post("/desk/organisation", &with("time_zone", zone))
            .await;
        assert_eq!(asks.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asks.says("Er loopt nu geen opvang") && asks.says("Ambulance Zuid"));
        let now = async || {
            house
                .fixture
                .store
                .organisation(&house.org.id)
                .await
                .unwrap()
                .unwrap()
        };
        assert_eq!(now().await.time_zone.iana_name(), Some("Europe/Amsterdam"));
        let mut sure = with("time_zone", zone);
        sure.push(("zone_sure", zone));
        let set = browser.post("/desk/organisation", &sure).await;
        assert_eq!(set.flash(), "desk-organisation-saved");
        assert_eq!(now().await.time_zone.iana_name(), Some(zone));
    }

    pub async fn settings_are_versions_with_a_reason(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        for (field, value) in [
            ("why", " "),
            ("name", ""),
            ("smallest_count", "4"),
            ("time_zone", "Mars/X"),
        ] {
            let refused = browser
                .post("/desk/organisation", &with(field, value))
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        }
        let saved = browser.post("/desk/organisation", &FORM).await;
        assert_eq!(saved.flash(), "desk-organisation-saved");
        let late = browser
            .post("/desk/organisation", &with("name", "Elders"))
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("value=\"Elders\"") && late.says("name=\"version\" value=\"1\""));
        let again = house
            .fixture
            .store
            .organisation(&house.org.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (again.name.as_str(), again.smallest_count),
            ("Ambulance Zuid", 7)
        );
        for role in [Role::Hr, Role::PrivacyOfficer, Role::Coordinator] {
            let person = house.person(role.code(), &[role]).await;
            let answer = house.sign_in(&person).get("/desk/organisation").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }

    pub async fn the_company_doctor_stands_on_the_help_card(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan", &[]).await;
        assert!(!house.sign_in(&daan).get("/me").await.ok().says("Dr. Vos"));
        let browser = house.sign_in(&admin);
        browser.post("/desk/organisation", &FORM).await.location();
        assert!(
            house
                .sign_in(&daan)
                .get("/me")
                .await
                .ok()
                .says("Dr. Vos, 010-1234567")
        );
    }
}
