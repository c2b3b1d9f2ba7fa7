//! What is recorded, and who looked.

crate::on_both_engines!(
    what_is_recorded_can_be_read,
    who_looked_can_be_read,
    each_view_is_logged_once,
);

mod scenario {
    use care::{access::Role, path::Requester};

    use super::super::contacted;
    use crate::support::{Fixture, pages::House};

    pub async fn what_is_recorded_can_be_read(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        house.wait(24);
        house.incident(&[&daan]).await;
        contacted(&house, &daan, &sanne).await;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me/record").await.ok();
        for text in [
            "Ernstig voorval met een kind",
            "2 gebeurtenissen in 2 dagen.",
            "eerste contact",
            "Sanne",
            "je zei: later",
        ] {
            assert!(page.says(text), "{text}");
        }
        let english = house
            .sign_in(&daan)
            .in_language("en")
            .get("/me/record")
            .await
            .ok();
        assert!(english.says("2 events in 2 days."));
        assert!(
            house
                .sign_in(&sanne)
                .get("/me/record")
                .await
                .ok()
                .says("Er is geen opvang voor je geweest.")
        );
    }

    pub async fn who_looked_can_be_read(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let row = house.case(&house.ask(&daan, Requester::Self_).await).await;
        let browser = house.sign_in(&daan);
        assert!(
            browser
                .get("/me/access")
                .await
                .ok()
                .says("Niemand heeft gekeken.")
        );
        let tx = house.write().await;
        let actor = tx
            .person(&sanne)
            .await
            .expect("read")
            .expect("Sanne")
            .pseudonym;
        let view = |action, place| veer::store::View {
            actor: veer::store::Actor::Person(&actor),
            on_behalf: "supporter",
            client: "computer",
            action,
            place,
            cases: vec![&row.pseudonym],
        };
        tx.log_access(view("view", "/support/case/{id}"), house.now())
            .await
            .expect("logged");
        tx.log_access(view("taken", "/support/case/{id}/take"), house.now())
            .await
            .expect("logged");
        let gone = veer::store::View {
            actor: veer::store::Actor::Person("gone"),
            on_behalf: "coordinator",
            client: "computer",
            action: "view",
            place: "/coordinate",
            cases: vec![&row.pseudonym],
        };
        tx.log_access(gone, house.now()).await.expect("logged");
        tx.commit().await.expect("committed");
        let page = browser.get("/me/access").await.ok();
        for text in [
            "Sanne de Boer",
            "Opvanger: opende je opvang",
            "nam je opvang op zich",
            "Iemand die hier niet meer werkt",
            "niet wat",
        ] {
            assert!(page.says(text), "{text}");
        }
        assert!(!page.says("Daan:"));
        let other = house.person("Mo", &[]).await;
        assert!(
            house
                .sign_in(&other)
                .get("/me/access")
                .await
                .ok()
                .says("Niemand heeft gekeken.")
        );
    }

    pub async fn each_view_is_logged_once(f: Fixture) {
        let house = House::new(f).await;
        let roles = [Role::Manager, Role::Dispatcher];
        let daan = house.person("Daan", &roles).await;
        let row = house.case(&house.ask(&daan, Requester::Self_).await).await;
        let browser = house.sign_in(&daan);
        let own = ["/me", "/me/record", "/me/access"];
        let others = [
            "/me/ties",
            "/signal/concern",
            "/signal/referral",
            "/signal/thanks",
            "/signal/list",
            "/dispatch",
        ];
        for path in own.iter().chain(&others) {
            let before = house.access_log().await.len();
            browser.get(path).await.ok();
            let log = house.access_log().await;
            assert_eq!(log.len(), before + 1, "{path}");
            let entry = log.last().expect("a row");
            assert_eq!(
                (entry.action.as_str(), entry.place.as_str()),
                ("view", *path)
            );
            let shown: &[String] = if own.contains(path) {
                std::slice::from_ref(&row.pseudonym)
            } else {
                &[]
            };
            assert_eq!(entry.cases, shown, "{path}");
        }
    }
}
