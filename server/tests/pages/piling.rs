//! What piles up explains itself, to the team and to who wishes to see it (R050, R092, R152).

crate::on_both_engines!(
    a_nudge_says_what_it_is_made_of,
    only_who_wishes_sees_that_it_adds_up_and_nobody_else_knows,
    a_hard_stretch_counts_until_it_is_over,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, exposure::ExposureRole, ids::PersonId};
    use veer::store::HELD;

    use crate::support::{Fixture, pages::House};

    /// Three events in a week on one colleague, two of them with a child.
    async fn pile(house: &House, person: &PersonId) {
        for minor in ["yes", "no", "yes"] {
            let incident = house.incident(&[]).await;
            let tx = house.write().await;
            let mut row = tx.incident(&incident).await.unwrap().unwrap();
            row.record = format!("{{\"minor\":\"{minor}\"}}");
            tx.save_incidents(&[row]).await.unwrap();
            tx.commit().await.unwrap();
            house.expose(&incident, &[person]).await;
            house.wait(48);
        }
    }

    pub async fn a_nudge_says_what_it_is_made_of(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        pile(&house, &daan).await;
        let home = house.sign_in(&sanne).get("/support").await.ok();
        let nl = "3 gebeurtenissen in 5 dagen, 2 met kinderen";
        assert!(home.says(nl), "{}", home.body);
        let home = house
            .sign_in(&sanne)
            .in_language("en")
            .get("/support")
            .await;
        assert!(home.says("3 events in 5 days, 2 with children"));
    }

    pub async fn only_who_wishes_sees_that_it_adds_up_and_nobody_else_knows(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house
            .person("Sanne", &[Role::Supporter, Role::Coordinator])
            .await;
        pile(&house, &daan).await;
        let own = house.sign_in(&daan);
        let line = "Je had 3 gebeurtenissen in 5 dagen, 2 met kinderen.";
        assert!(!own.get("/me").await.ok().says(line), "off until one asks");
        let record = own.get("/me/record").await.ok();
        assert!(record.says("name=\"wish\" value=\"on\""));
        assert_eq!(
            own.post("/me/piling", &[("wish", "on")]).await.flash(),
            "me-piling-on"
        );
        let home = own.get("/me").await.ok();
        assert!(home.says(line) && home.says("formaction=\"/me/piling/away\""));
        assert!(
            !home
                .body
                .split("</title>")
                .next()
                .unwrap()
                .contains("gebeurtenissen")
        );
        // Nobody else: not in the team's pages, not in the log beyond a place.
        let other = house.sign_in(&sanne);
        for path in ["/support", "/coordinate"] {
            let page = other.get(path).await.ok();
            assert!(!page.says("piling"), "{path}");
        }
        let log = house.access_log().await;
        let noted: Vec<_> = log
            .iter()
            .filter(|it| it.place.contains("piling"))
            .collect();
        assert!(noted.iter().all(|it| it.action == "own-ledger"));
        let part = HELD.iter().find(|part| part.name == "nudge-wish").unwrap();
        assert_eq!(house.read().await.held(part, &daan).await.unwrap().len(), 1);
        // Put away it is gone here; the team still has its own.
        assert_eq!(
            own.post("/me/piling/away", &[]).await.flash(),
            "me-piling-away"
        );
        assert!(!own.get("/me").await.ok().says(line));
        assert!(other.get("/support").await.ok().says("3 gebeurtenissen"));
        // Off again leaves nothing behind.
        own.post("/me/piling", &[("wish", "off")]).await.location();
        assert!(
            house
                .read()
                .await
                .held(part, &daan)
                .await
                .unwrap()
                .is_empty()
        );
        let odd = own.post("/me/piling", &[("wish", "maybe")]).await;
        assert!(odd.status.is_client_error());
    }

    pub async fn a_hard_stretch_counts_until_it_is_over(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let emma = house.person("Emma", &[]).await;
        let own = house.sign_in(&daan);
        for odd in ["2026-03-04", "2020-01-01", "soon", ""] {
            let answer = own.post("/me/strain", &[("from", odd)]).await;
            assert!(answer.status.is_client_error(), "{odd}");
        }
        let begun = own.post("/me/strain", &[("from", "2026-01-12")]).await;
        assert_eq!(begun.flash(), "me-strain-begun");
        let page = own.get("/me/record").await.ok();
        assert!(page.says("Een zware periode") && page.says("action=\"/me/strain/end\""));
        let twice = own.post("/me/strain", &[("from", "2026-01-12")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let tx = house.read().await;
        let ledger = tx.ledger(&daan, house.now()).await.unwrap();
        assert_eq!(ledger.len(), 1, "it goes on, however long ago it began");
        assert_eq!(ledger[0].exposure.role, ExposureRole::Duration);
        drop(tx);
        // Only one's own.
        let id = ledger[0].id.as_str();
        let other = house
            .sign_in(&emma)
            .post("/me/strain/end", &[("strain", id)])
            .await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        house.wait(1);
        let own = house.sign_in(&daan);
        let over = own.post("/me/strain/end", &[("strain", id)]).await;
        assert_eq!(over.flash(), "me-strain-over");
        house.wait(1);
        let tx = house.read().await;
        assert!(tx.ledger(&daan, house.now()).await.unwrap().is_empty());
    }
}
