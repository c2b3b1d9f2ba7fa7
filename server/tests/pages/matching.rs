//! Who sees and takes what: involvement, other organisations, pauses, hand-overs.

crate::on_both_engines!(
    who_was_there_neither_sees_nor_takes_it,
    who_stands_close_does_not_see_it,
    untrained_and_paused_cannot_take,
    who_turns_out_to_be_involved_hands_over,
    a_case_goes_back_to_the_team,
    another_organisation_finds_nothing,
    a_nudge_becomes_a_path_once,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::Requester};
    use veer::{entropy, store::NudgeRow};

    use crate::support::{Fixture, pages::House};

    const STEPS: [&str; 13] = [
        "take",
        "picture",
        "contact",
        "consent",
        "offer",
        "plan",
        "move",
        "hold",
        "miss",
        "refer",
        "acute",
        "light",
        "hand-over",
    ];

    pub async fn who_was_there_neither_sees_nor_takes_it(f: Fixture) {
        let house = House::new(f).await;
        let [daan, bram] = [
            house.person("Daan Visser", &[]).await,
            house.person("Bram", &[Role::Supporter]).await,
        ];
        house.incident(&[&daan, &bram]).await;
        let browser = house.sign_in(&bram);
        let home = browser.get("/support").await.ok();
        assert!(!home.says("Daan Visser"), "{}", home.body);
        for whom in [&daan, &bram] {
            let case = house.case_of(whom).await;
            let take = browser
                .post(&format!("/support/case/{}/take", case.id.as_str()), &[])
                .await;
            assert_eq!(take.status, StatusCode::NOT_FOUND);
            assert_eq!(house.case_of(whom).await.supporter, None);
        }
    }

    pub async fn who_stands_close_does_not_see_it(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let [manager, tied, refused] = [
            house.person("Mia", &[Role::Supporter]).await,
            house.person("Tom", &[Role::Supporter]).await,
            house.person("Rik", &[Role::Supporter]).await,
        ];
        let tx = house.write().await;
        tx.set_line_manager(&daan, Some(&manager)).await.unwrap();
        tx.declare_tie(&daan, &tied).await.unwrap();
        tx.refuse_supporter(&daan, &refused, house.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house.incident(&[&daan]).await;
        let take = format!(
            "/support/case/{}/take",
            house.case_of(&daan).await.id.as_str()
        );
        for who in [&manager, &tied, &refused] {
            let browser = house.sign_in(who);
            assert!(!browser.get("/support").await.ok().says("Daan Visser"));
            assert_eq!(browser.post(&take, &[]).await.status, StatusCode::NOT_FOUND);
        }
    }

    pub async fn untrained_and_paused_cannot_take(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let take = format!(
            "/support/case/{}/take",
            house.case_of(&daan).await.id.as_str()
        );
        let browser = house.sign_in(&sanne);
        assert_eq!(
            browser.post("/support/pause", &[]).await.flash(),
            "support-paused"
        );
        assert!(!browser.get("/support").await.ok().says("Daan Visser"));
        let refused = browser.post(&take, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            browser.post("/support/resume", &[]).await.flash(),
            "support-resumed"
        );
        // A year on the training has run out: the signal shows, the button does not.
        house.wait(24 * 310);
        let home = browser.get("/support").await.ok();
        assert!(
            home.says("Daan Visser") && !home.says("Neem over"),
            "{}",
            home.body
        );
        assert_eq!(
            browser.post(&take, &[]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }

    pub async fn who_turns_out_to_be_involved_hands_over(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let [sanne, joost] = [
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Joost", &[Role::Supporter]).await,
        ];
        let bram = house.person("Bram", &[Role::Supporter]).await;
        let incident = house.incident(&[&daan, &bram]).await;
        let id = house.case_of(&daan).await.id;
        let address = format!("/support/case/{}", id.as_str());
        let browser = house.sign_in(&sanne);
        browser
            .post(&format!("{address}/take"), &[])
            .await
            .location();
        house.expose(&incident, &[&sanne]).await;
        let home = browser.get("/support").await.ok();
        assert!(home.says("Over te dragen"), "{}", home.body);
        let page = browser.get(&address).await.ok();
        assert!(
            page.says("Dit moet iemand anders overnemen.") && !page.says("tel:06"),
            "{}",
            page.body
        );
        let revision = house.case(&id).await.revision.to_string();
        let work = browser
            .post(
                &format!("{address}/picture"),
                &[("revision", &revision), ("how", "skip")],
            )
            .await;
        assert_eq!(work.status, StatusCode::NOT_FOUND);
        let choice = browser.get(&format!("{address}/hand-over")).await.ok();
        assert!(
            choice.says("Joost") && !choice.says("Bram"),
            "{}",
            choice.body
        );
        let hand = |to: &'static str| [("revision", revision.clone()), ("to", to.to_owned())];
        let to_bram = [("revision", revision.as_str()), ("to", bram.as_str())];
        let refused = browser
            .post(&format!("{address}/hand-over"), &to_bram)
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let forged = hand("nobody");
        let fields: Vec<(&str, &str)> = forged
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(
            browser
                .post(&format!("{address}/hand-over"), &fields)
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        let to_joost = [("revision", revision.as_str()), ("to", joost.as_str())];
        assert_eq!(
            browser
                .post(&format!("{address}/hand-over"), &to_joost)
                .await
                .flash(),
            "support-handed-over"
        );
        assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
        house.sign_in(&joost).get(&address).await.ok();
    }

    pub async fn a_case_goes_back_to_the_team(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let [sanne, joost] = [
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Joost", &[Role::Supporter]).await,
        ];
        let id = house.ask(&daan, Requester::Self_).await;
        let address = format!("/support/case/{}", id.as_str());
        let browser = house.sign_in(&sanne);
        browser
            .post(&format!("{address}/take"), &[])
            .await
            .location();
        let page = browser.get(&format!("{address}/hand-over")).await.ok();
        let back = [("revision", page.revision()), ("to", "team")];
        assert_eq!(
            browser
                .post(&format!("{address}/hand-over"), &back)
                .await
                .flash(),
            "support-handed-over"
        );
        assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(
            house
                .sign_in(&joost)
                .get("/support")
                .await
                .ok()
                .says("Neem over")
        );
    }

    pub async fn another_organisation_finds_nothing(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = house.case_of(&daan).await.id;
        house
            .sign_in(&sanne)
            .post(&format!("/support/case/{}/take", id.as_str()), &[])
            .await
            .location();
        let other = house.fixture.organisation().await;
        let spy = house
            .person_of(&other.id, "Spy", &[Role::Supporter, Role::Coordinator])
            .await;
        let browser = house.sign_in_to(&other.id, &spy);
        let revision = house.case(&id).await.revision.to_string();
        let never = entropy::new_id(house.now());
        for step in STEPS {
            let ask = async |id: &str| {
                browser
                    .post(
                        &format!("/support/case/{id}/{step}"),
                        &[("revision", &revision)],
                    )
                    .await
            };
            let (theirs, nobodys) = (ask(id.as_str()).await, ask(&never).await);
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{step}");
            assert_eq!(theirs.body, nobodys.body, "{step}");
        }
        for page in ["", "/acute", "/hand-over"] {
            let theirs = browser
                .get(&format!("/support/case/{}{page}", id.as_str()))
                .await;
            let nobodys = browser.get(&format!("/support/case/{never}{page}")).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{page}");
            assert_eq!(
                theirs.body.replace(id.as_str(), ""),
                nobodys.body.replace(&never, ""),
                "{page}"
            );
        }
        assert_eq!(house.case(&id).await.revision.to_string(), revision);
    }

    pub async fn a_nudge_becomes_a_path_once(f: Fixture) {
        let house = House::new(f).await;
        let [daan, sanne] = [
            house.person("Daan Visser", &[]).await,
            house.person("Sanne", &[Role::Supporter]).await,
        ];
        let colleague = house.sign_in(&daan);
        let nudge = |person| NudgeRow {
            id: entropy::new_id(house.now()),
            person,
            at: house.now(),
            count: 4,
            span_days: 21,
            made_of: None,
        };
        let (one, own) = (nudge(daan.clone()), nudge(sanne.clone()));
        let tx = house.write().await;
        tx.save_nudge(&one).await.unwrap();
        tx.save_nudge(&own).await.unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&sanne);
        let home = browser.get("/support").await.ok();
        assert!(
            home.says("4 gebeurtenissen in 21 dagen") && !home.says(&own.id),
            "{}",
            home.body
        );
        let open = format!("/support/nudge/{}/open", one.id);
        assert_eq!(
            colleague.post(&open, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            browser.post(&open, &[]).await.flash(),
            "support-nudge-opened"
        );
        house.case_of(&daan).await;
        assert_eq!(browser.post(&open, &[]).await.status, StatusCode::NOT_FOUND);
        let settle = format!("/support/nudge/{}/settle", own.id);
        assert_eq!(
            browser.post(&settle, &[]).await.status,
            StatusCode::NOT_FOUND
        );
    }
}
