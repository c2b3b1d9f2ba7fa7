//! Whether each staff group has its first contact as soon as the others (R012).

crate::on_both_engines!(
    groups_stand_beside_each_other_without_a_small_one,
    an_empty_quarter_says_so_and_no_other_address_is_there,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId};

    use crate::support::{self, Fixture, pages::House};

    /// So many colleagues of a staff group, all of them on one event.
    async fn crew(house: &House, group: &str, count: usize) -> Vec<PersonId> {
        let draft = |place: usize| {
            let mut draft = support::person(&format!("{group} {place}"), &[]);
            group.clone_into(&mut draft.staff_group);
            draft
        };
        let drafts: Vec<_> = (0..count).map(draft).collect();
        let tx = house.write().await;
        tx.save_people(&drafts).await.unwrap();
        tx.commit().await.unwrap();
        let people: Vec<PersonId> = drafts.into_iter().map(|draft| draft.id).collect();
        house.incident(&people.iter().collect::<Vec<_>>()).await;
        people
    }

    pub async fn groups_stand_beside_each_other_without_a_small_one(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let drivers = crew(&house, "ambulance", 8).await;
        crew(&house, "dispatch", 2).await;
        crew(&house, "hospital", 6).await;
        let case = house.case_of(&drivers[0]).await;
        let supporter = house.sign_in(&sanne);
        let take = format!("/support/case/{}/take", case.id);
        supporter.post(&take, &[]).await.location();
        let browser = house.sign_in(&carla);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.body.contains("href=\"/coordinate/equality/2026-q1\""));
        let fresh = browser.get("/coordinate/equality/2026-q1").await.ok();
        assert!(
            fresh.body.contains("class=\"empty\""),
            "all may still be in time"
        );
        house.wait(24 * 3);
        let page = house
            .sign_in(&carla)
            .get("/coordinate/equality/2026-q1")
            .await
            .ok();
        let row = |group: &str| {
            let rest = page
                .body
                .split(&format!("<th scope=\"row\">{group}"))
                .nth(1);
            rest.and_then(|rest| rest.split("</tr>").next())
                .unwrap()
                .to_owned()
        };
        assert!(row("ambulance").contains(">8<"), "{}", row("ambulance"));
        for hidden in ["meldkamer", "hospital"] {
            let row = row(hidden);
            assert!(!row.contains(">2<") && !row.contains(">6<"), "{row}");
            assert!(row.contains("te weinig"));
        }
        for name in ["Sanne", "ambulance 0", "dispatch 1"] {
            assert!(!page.says(name), "{name}");
        }
        let log = house.access_log().await;
        assert!(
            log.iter()
                .any(|row| row.place == "/coordinate/equality/{quarter}")
        );
    }

    pub async fn an_empty_quarter_says_so_and_no_other_address_is_there(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        let page = browser.get("/coordinate/equality/2025-q4").await.ok();
        assert!(page.body.contains("class=\"empty\"") && page.says("2026, 1e kwartaal"));
        for absent in ["2026-q2", "2026-q5", "1999-q1", "x", "2026"] {
            let answer = browser.get(&format!("/coordinate/equality/{absent}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
        }
        let manager = house.person("Karin", &[Role::Manager]).await;
        let other = house
            .sign_in(&manager)
            .get("/coordinate/equality/2025-q4")
            .await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
}
