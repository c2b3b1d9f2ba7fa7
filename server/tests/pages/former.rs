//! A role that is taken while somebody works: said clearly, and nothing that they typed is lost.

crate::on_both_engines!(
    who_lost_a_role_reads_so_and_gets_the_text_back,
    who_never_had_the_role_finds_nothing,
    a_case_stays_as_absent_as_before_for_who_lost_the_role,
    who_was_signed_out_meanwhile_gets_the_text_back,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::{Role, RoleSet},
        ids::PersonId,
        staff::Given,
    };

    use crate::support::{Fixture, pages::House};

    async fn take_roles(house: &House, from: &PersonId) {
        let tx = house.write().await;
        let left = Given {
            roles: RoleSet::from(Role::Colleague),
            ..Given::default()
        };
        tx.set_roles(from, left, house.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn who_lost_a_role_reads_so_and_gets_the_text_back(f: Fixture) {
        let house = House::new(f).await;
        house.person("Ada", &[Role::Administrator]).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        browser.get("/coordinate/help").await.ok();
        take_roles(&house, &carla).await;
        let form = [
            ("nl", "Een <b>lift</b> naar huis"),
            ("en", "爱 a lift"),
            ("was_nl", "Wat er Stond"),
            ("revision", "3"),
        ];
        let told = browser.post("/coordinate/help", &form).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN);
        for said in [
            "Je rol is gestopt",
            "Coördinator",
            "vandaag",
            "Ada",
            "Een &#60;b&#62;lift&#60;/b&#62; naar huis",
            "爱 a lift",
            "niets opgeslagen",
        ] {
            assert!(told.says(said), "{said} {}", told.body);
        }
        assert!(!told.says("Wat er Stond"), "the page itself said that");
        let list = house.read().await.practical_help().await.unwrap();
        assert!(!list.iter().any(|item| item.label_en == "爱 a lift"));
        let read = browser.get("/coordinate").await;
        assert_eq!(read.status, StatusCode::FORBIDDEN);
        assert!(!read.says("<textarea"), "nothing was typed");
        let english = house.sign_in(&carla).in_language("en");
        let english = english.get("/coordinate/tasks").await;
        assert!(english.says("Your role has ended"));
        assert_eq!(
            browser.get("/desk").await.status,
            StatusCode::NOT_FOUND,
            "a role that was never hers"
        );
        house.wait(9 * 24);
        let later = browser.get("/coordinate").await;
        assert_eq!(later.status, StatusCode::NOT_FOUND);
    }

    pub async fn who_never_had_the_role_finds_nothing(f: Fixture) {
        let house = House::new(f).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        take_roles(&house, &mo).await;
        let browser = house.sign_in(&mo);
        for path in ["/coordinate", "/desk/people", "/manage", "/dispatch"] {
            let other = "/".to_owned() + &"x".repeat(path.len() - 1);
            let (answer, nowhere) = (browser.get(path).await, browser.get(&other).await);
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            let said = answer.body.replace(path, "here");
            assert_eq!(said, nowhere.body.replace(&other, "here"));
            assert_eq!(answer.headers, nowhere.headers);
        }
        assert_eq!(browser.get("/support").await.status, StatusCode::FORBIDDEN);
        let stranger = house.stranger().get("/support").await;
        assert!(stranger.location().starts_with("/sign-in"));
    }

    pub async fn who_was_signed_out_meanwhile_gets_the_text_back(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        browser.get("/coordinate/help").await.ok();
        let tx = house.write().await;
        tx.end_sessions_of(&carla).await.unwrap();
        tx.commit().await.unwrap();
        let form = [("nl", "Een lift naar huis"), ("passphrase", "Geheim Woord")];
        let told = browser.post("/coordinate/help", &form).await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED);
        assert!(told.says("Meld je eerst aan") && told.says("Een lift naar huis"));
        assert!(!told.says("Geheim Woord"));
        let nothing = browser.post("/coordinate/help", &[("to", "up")]).await;
        assert_eq!(nothing.location(), "/sign-in");
        let stranger = house.stranger().post("/coordinate/help", &form).await;
        assert_eq!(stranger.location(), "/sign-in", "no session, no text");
    }

    pub async fn a_case_stays_as_absent_as_before_for_who_lost_the_role(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house
            .person("Sanne", &[Role::Supporter, Role::Coordinator])
            .await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        let browser = house.sign_in(&sanne);
        let at = format!("/support/case/{case}");
        browser.post(&format!("{at}/take"), &[]).await.location();
        browser.get(&at).await.ok();
        take_roles(&house, &sanne).await;
        let absent = "0".repeat(case.as_str().len());
        let form = [("revision", "1"), ("why", "Wat ik net schreef")];
        for path in ["", "/contact", "/close", "/hand-over", "/refer"] {
            let here = format!("{at}{path}");
            let nowhere = format!("/support/case/{absent}{path}");
            let pairs = [
                (browser.get(&here).await, browser.get(&nowhere).await),
                (
                    browser.post(&here, &form).await,
                    browser.post(&nowhere, &form).await,
                ),
            ];
            for (one, other) in pairs {
                assert_eq!(one.status, other.status, "{path}");
                assert_ne!(one.status, StatusCode::FORBIDDEN, "{path}");
                assert_eq!(
                    one.body.replace(&here, ""),
                    other.body.replace(&nowhere, "")
                );
                assert_eq!(one.headers, other.headers, "{path}");
            }
        }
    }
}
