//! Signals: they go in, and whoever signals sees nothing of what follows.

crate::on_both_engines!(
    a_concern_gets_the_same_answer_whatever_is_known,
    who_was_concerned_is_nowhere_to_be_read,
    a_manager_sees_nothing_afterwards,
    a_manager_tells_the_colleague_first,
    a_manager_finds_their_own_staff_first,
    the_list_hangs_where_everybody_reads_it,
    rooms_of_others_are_not_there,
    a_search_finds_names_and_nothing_else,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        path::{Consent, Requester, Trigger},
    };

    use crate::support::{Fixture, pages::House};

    pub async fn a_concern_gets_the_same_answer_whatever_is_known(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let (free, busy) = (
            house.person("Vrij", &[]).await,
            house.person("Bezig", &[]).await,
        );
        let open = house.ask(&busy, Requester::Self_).await;
        let browser = house.sign_in(&daan);
        let mut seen = Vec::new();
        for person in [&free, &busy] {
            let answer = browser
                .post("/signal/concern", &[("person", person.as_str())])
                .await;
            let after = browser.get(answer.location()).await.ok();
            seen.push((
                answer.location().to_owned(),
                answer.flash().to_owned(),
                answer.body,
                after.body,
            ));
        }
        assert_eq!(seen[0], seen[1]);
        let case = house.case_of(&free).await.case;
        assert_eq!(
            (case.trigger, case.requester),
            (Trigger::Other, Requester::Colleague)
        );
        assert_eq!(case.consent, Consent::Asked);
        let row = house.case_of(&busy).await;
        assert_eq!((row.id, row.revision), (open, 1));
    }

    pub async fn who_was_concerned_is_nowhere_to_be_read(f: Fixture) {
        let house = House::new(f).await;
        let reporter = house.person("Robin Melder", &[]).await;
        let daan = house.person("Daan", &[]).await;
        house
            .sign_in(&reporter)
            .post("/signal/concern", &[("person", daan.as_str())])
            .await;
        let browser = house.sign_in(&daan);
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Een collega maakt zich zorgen om je.")
        );
        for path in ["/me", "/me/record", "/me/access"] {
            assert!(!browser.get(path).await.ok().says("Robin"), "{path}");
        }
        let row = house.case_of(&daan).await;
        let history = house
            .read()
            .await
            .changes_since(&row.id, 0)
            .await
            .expect("read");
        assert!(history.iter().all(|change| change.actor.is_none()));
    }

    pub async fn a_manager_sees_nothing_afterwards(f: Fixture) {
        let house = House::new(f).await;
        let boss = house.person("Els", &[Role::Manager]).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        let tx = house.write().await;
        for person in [&daan, &mo] {
            tx.set_line_manager(person, Some(&boss)).await.expect("set");
        }
        tx.commit().await.expect("committed");
        let browser = house.sign_in(&boss);
        let before = browser.get("/signal/referral").await.ok().body;
        let told = [("person", daan.as_str()), ("told", "yes")];
        assert_eq!(
            browser.post("/signal/referral", &told).await.location(),
            "/signal/thanks"
        );
        let row = house.case_of(&daan).await;
        assert_eq!(
            (row.case.requester, row.case.consent),
            (Requester::Manager, Consent::Asked)
        );
        // The page is the same as before, whatever became of it.
        assert_eq!(browser.get("/signal/referral").await.ok().body, before);
        let case = row.id.as_str();
        for path in [
            "/support",
            "/coordinate",
            &format!("/support/case/{case}"),
            &format!("/case/{case}"),
        ] {
            assert_eq!(
                browser.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        for path in [
            "/me",
            "/me/record",
            "/me/access",
            "/signal/thanks",
            "/signal/list",
        ] {
            let page = browser.get(path).await.ok();
            assert!(!page.says("Daan") && !page.says(case), "{path}");
        }
        // The colleague sees who asked.
        assert!(
            house
                .sign_in(&daan)
                .get("/me/access")
                .await
                .ok()
                .says("Els")
        );
    }

    pub async fn a_manager_tells_the_colleague_first(f: Fixture) {
        let house = House::new(f).await;
        let boss = house.person("Els", &[Role::Manager]).await;
        let daan = house.person("Daan", &[]).await;
        let answer = house
            .sign_in(&boss)
            .post(
                "/signal/referral",
                &[("person", daan.as_str()), ("q", "daan")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says("Zeg het eerst tegen je collega") && answer.says("checked"));
        assert_eq!(
            house.read().await.case_count(&daan).await.expect("counted"),
            0
        );
    }

    pub async fn a_manager_finds_their_own_staff_first(f: Fixture) {
        let house = House::new(f).await;
        let boss = house.person("Els", &[Role::Manager]).await;
        let (own, other) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        let tx = house.write().await;
        tx.set_line_manager(&own, Some(&boss)).await.expect("set");
        tx.commit().await.expect("committed");
        let browser = house.sign_in(&boss);
        let page = browser.get("/signal/referral").await.ok();
        assert!(page.says(own.as_str()) && !page.says(other.as_str()));
        let page = browser.get("/signal/referral?q=mo").await.ok();
        assert!(page.says(other.as_str()));
    }

    pub async fn the_list_hangs_where_everybody_reads_it(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Colleague,
            Role::Manager,
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
        ] {
            let who = house.person("Iemand", &[role]).await;
            let page = house.sign_in(&who).get("/signal/list").await.ok();
            assert_eq!(page.body.matches("class=\"name\"").count(), 10, "{role:?}");
            assert_eq!(
                page.says("href=\"/dispatch\">Meld"),
                role == Role::Dispatcher,
                "{role:?}"
            );
        }
        let who = house.person("Iemand", &[]).await;
        let english = house
            .sign_in(&who)
            .in_language("en")
            .get("/signal/list")
            .await
            .ok();
        assert!(english.says("Serious event with a child"));
    }

    pub async fn rooms_of_others_are_not_there(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&daan);
        // Where the reader is stands in the page's language form; all else is the same.
        let absent = |body: &str, path: &str| body.replace(path, "");
        let unknown = browser.get("/no-such-page").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        for path in ["/signal/referral", "/dispatch"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                absent(&answer.body, path),
                absent(&unknown.body, "/no-such-page"),
                "{path}"
            );
            let posted = browser
                .post(path, &[("person", "x"), ("entry", "kind-1")])
                .await;
            assert_eq!(posted.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(
            browser
                .post("/dispatch/replacement/1/arranged", &[])
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }

    pub async fn a_search_finds_names_and_nothing_else(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        for number in 0..25 {
            house.person(&format!("Jansen {number:02}"), &[]).await;
        }
        let browser = house.sign_in(&daan);
        let found = |body: &str| body.matches("type=\"radio\"").count();
        // Whom one worries about stands in no address that a proxy could keep.
        let page = browser.get("/signal/concern").await.ok();
        assert!(page.says("method=\"post\" action=\"/signal/concern/search\""));
        let answer = browser
            .post("/signal/concern/search", &[("q", "jansen")])
            .await;
        assert_eq!(found(&answer.ok().body), 20);
        assert_eq!(
            found(&browser.get("/signal/concern?q=jansen").await.ok().body),
            20
        );
        for nothing in [
            "",
            "?q=",
            "?q=j",
            "?q=%25%25",
            "?q=__",
            "?q=Daan",
            "?q=06-12345678",
        ] {
            assert_eq!(
                found(
                    &browser
                        .get(&format!("/signal/concern{nothing}"))
                        .await
                        .ok()
                        .body
                ),
                0,
                "{nothing}"
            );
        }
        let shown = browser
            .get("/signal/concern?q=%22%3E%3Cscript%3E")
            .await
            .ok();
        assert!(!shown.says("\"><script>"));
    }
}
