//! Whom I know privately.

crate::on_both_engines!(
    a_tie_is_seen_by_nobody_else,
    a_tie_makes_a_running_case_change_hands,
    a_forged_person_is_nobody,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::HandoverReason};

    use super::super::contacted;
    use crate::support::{Fixture, pages::House};

    pub async fn a_tie_is_seen_by_nobody_else(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let browser = house.sign_in(&daan);
        assert!(
            browser
                .get("/me/ties?q=boer")
                .await
                .ok()
                .says(sanne.as_str())
        );
        assert!(
            !browser
                .get("/me/ties?q=visser")
                .await
                .ok()
                .says(daan.as_str())
        );
        assert_eq!(
            browser
                .post("/me/ties", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-tied"
        );
        assert!(browser.get("/me/ties").await.ok().says("Sanne de Boer"));
        assert!(
            !house
                .sign_in(&sanne)
                .get("/me/ties")
                .await
                .ok()
                .says("Daan")
        );
        assert!(
            !house
                .sign_in(&sanne)
                .get("/me/record")
                .await
                .ok()
                .says("Daan")
        );
        // Matching knows it from either side.
        assert_eq!(
            house.read().await.ties(&sanne).await.expect("read"),
            std::slice::from_ref(&daan)
        );
        // The other one cannot take it away.
        let taken = house
            .sign_in(&sanne)
            .post("/me/ties/withdraw", &[("person", daan.as_str())])
            .await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);
        assert_eq!(
            browser
                .post("/me/ties/withdraw", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-untied"
        );
        assert!(
            house
                .read()
                .await
                .ties(&sanne)
                .await
                .expect("read")
                .is_empty()
        );
    }

    pub async fn a_tie_makes_a_running_case_change_hands(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = contacted(&house, &daan, &sanne).await.id;
        // Whichever of the two says so.
        house
            .sign_in(&sanne)
            .post("/me/ties", &[("person", daan.as_str())])
            .await;
        let due = house
            .case(&id)
            .await
            .case
            .handover_due
            .map(|due| due.reason);
        assert_eq!(due, Some(HandoverReason::Tie));
    }

    pub async fn a_forged_person_is_nobody(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let elsewhere = house.fixture.organisation().await;
        let stranger = house.person_of(&elsewhere.id, "Elders", &[]).await;
        let browser = house.sign_in(&daan);
        let forged = [
            "",
            "no-such-person",
            "'; DROP TABLE people",
            stranger.as_str(),
            daan.as_str(),
        ];
        for path in ["/me/ties", "/signal/concern"] {
            let mut bodies = Vec::new();
            for person in forged {
                let answer = browser.post(path, &[("person", person)]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {person}");
                bodies.push(answer.body);
            }
            bodies.dedup();
            assert_eq!(bodies.len(), 1, "{path}");
        }
        assert!(
            !browser
                .get("/me/ties?q=elders")
                .await
                .ok()
                .says(stranger.as_str())
        );
    }
}
