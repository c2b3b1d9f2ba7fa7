//! The light: this shift, and nothing about support.

crate::on_both_engines!(
    red_asks_for_a_replacement_without_a_person,
    green_and_orange_ask_for_nobody,
);

mod scenario {
    use axum::http::StatusCode;
    use care::path::deployability::Light;

    use crate::support::{Fixture, pages::House};

    pub async fn red_asks_for_a_replacement_without_a_person(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let browser = house.sign_in(&daan);
        let answer = browser.post("/me/light", &[("light", "red")]).await;
        assert_eq!(
            (answer.location(), answer.flash()),
            ("/me", "me-light-replacement")
        );
        let open = house
            .read()
            .await
            .open_replacements(house.now())
            .await
            .expect("read");
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].unit.as_str(), "17-101");
        let row = format!("{open:?}");
        assert!(
            !row.contains(daan.as_str()) && !row.contains("Daan"),
            "{row}"
        );
        // Red twice asks once.
        assert_eq!(
            browser.post("/me/light", &[("light", "red")]).await.flash(),
            "me-light"
        );
        assert_eq!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .len(),
            1
        );
        // Another colleague on the same unit cannot take it back.
        let mo = house.person("Mo", &[]).await;
        house.shift(&mo, "17-101", 8).await;
        let undo = format!("/me/light/undo/none/{}", open[0].id);
        assert_eq!(
            house.sign_in(&mo).post(&undo, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(browser.post(&undo, &[]).await.flash(), "me-light-undone");
        assert!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .is_empty()
        );
        assert_eq!(
            house
                .read()
                .await
                .deployability(&daan, house.now())
                .await
                .expect("read")
                .light(house.now()),
            None
        );
    }

    pub async fn green_and_orange_ask_for_nobody(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let browser = house.sign_in(&daan);
        for (light, expected) in [("green", Light::Green), ("orange", Light::Orange)] {
            assert_eq!(
                browser.post("/me/light", &[("light", light)]).await.flash(),
                "me-light"
            );
            let lit = house
                .read()
                .await
                .deployability(&daan, house.now())
                .await
                .expect("read");
            assert_eq!(lit.light(house.now()), Some(expected));
        }
        assert!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .is_empty()
        );
        assert!(browser.get("/me").await.ok().says("Dit geldt tot"));
        house.wait(13);
        assert!(!browser.get("/me").await.ok().says("Dit geldt tot"));
        assert_eq!(
            browser.post("/me/light", &[("light", "blue")]).await.status,
            StatusCode::BAD_REQUEST
        );
    }
}
