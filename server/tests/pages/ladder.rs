//! The ladder as a document, with where it ends at nobody; the list to call by.

crate::on_both_engines!(
    a_ladder_is_drafted_previewed_and_adopted,
    a_ladder_that_ends_at_nobody_is_refused_in_words,
    dead_ends_are_told_before_they_happen,
    the_call_list_names_the_team_and_nobody_else,
);

mod scenario {
    use care::{
        access::Role,
        alerting::{ChannelKind, Ladder},
    };
    use veer::store::PolicyKind;

    use crate::support::{Fixture, NOW, pages::House};

    const LADDER: [(&str, &str); 13] = [
        ("seen", "0"),
        ("after-0", "0"),
        ("whom-0", "on-duty"),
        ("people-0", "2"),
        ("after-1", "7"),
        ("whom-1", "coordinators"),
        ("people-1", ""),
        ("rounds", "2"),
        ("again", "20"),
        ("hold", "45"),
        ("each", "4"),
        ("quiet-from", "23:00"),
        ("quiet-until", "06:30"),
    ];

    pub async fn a_ladder_is_drafted_previewed_and_adopted(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let carla = house.sign_in(&carla);
        let page = carla.get("/coordinate/alerting").await.ok();
        for words in [
            "Na 5 minuten",
            "Veer: je wordt gevraagd. Open Veer.",
            "Het eerste contact",
        ] {
            assert!(page.says(words), "{words}");
        }
        let to = carla.post("/coordinate/alerting", &LADDER).await;
        assert_eq!(to.location(), "/coordinate/alerting/preview");
        let page = carla.get("/coordinate/alerting/preview").await.ok();
        assert!(page.says("2 opvangers die dienst hebben") && page.says("45 minuten"));
        let seen = page.body.split("name=\"seen\" value=\"").nth(1).unwrap();
        let seen = seen.split('"').next().unwrap();
        let fields = [("seen", seen), ("why", "Sneller bij ons"), ("begins", "")];
        carla
            .post("/coordinate/alerting/adopt", &fields)
            .await
            .location();
        let tx = house.read().await;
        let (version, ladder): (i64, Ladder) = tx
            .policy(PolicyKind::Alerting, house.now())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (version, ladder.hold_minutes, ladder.rungs.len()),
            (1, 45, 2)
        );
    }

    pub async fn a_ladder_that_ends_at_nobody_is_refused_in_words(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let carla = house.sign_in(&carla);
        let with = |name: &str, value: &'static str| {
            LADDER.map(|(field, was)| (field, if field == name { value } else { was }))
        };
        let end = [("people-1", "1")];
        let ends: Vec<_> = with("whom-1", "on-duty")
            .into_iter()
            .filter(|(field, _)| *field != "people-1")
            .chain(end)
            .collect();
        let refused = carla.post("/coordinate/alerting", &ends).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.says("De laatste trede moet de coördinatoren vragen"));
        for (field, value, words) in [
            ("rounds", "99", "heel getal"),
            ("hold", "x", "heel getal"),
            ("quiet-until", "", "Vul twee tijden in"),
        ] {
            let refused = carla
                .post("/coordinate/alerting", &with(field, value))
                .await;
            assert_eq!(refused.status.as_u16(), 422, "{field}");
            assert!(refused.says(words), "{field}");
        }
        let nothing = carla.get("/coordinate/alerting/preview").await.ok();
        assert!(!nothing.says("name=\"why\""));
    }

    pub async fn dead_ends_are_told_before_they_happen(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let anna = house.person("Anna Jansen", &[Role::Supporter]).await;
        house.duty(&anna, 24).await;
        let browser = house.sign_in(&carla);
        let page = browser.get("/coordinate/alerting").await.ok();
        assert!(page.says("Geen enkele coördinator is te bereiken"));
        assert!(page.says("Anna Jansen heeft dienst vanaf"));
        assert!(page.says("heeft niemand dienst"));
        let tx = house.write().await;
        for (id, person) in [("c-1", &carla), ("c-2", &anna)] {
            tx.add_channel(id, person, ChannelKind::Mail, "x@example.org", NOW)
                .await
                .unwrap();
            tx.prove_channel(id, NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        let page = browser.get("/coordinate/alerting").await.ok();
        assert!(!page.says("Geen enkele coördinator") && !page.says("Anna Jansen"));
    }

    pub async fn the_call_list_names_the_team_and_nobody_else(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let anna = house.person("Anna Jansen", &[Role::Supporter]).await;
        let carla = house.person("Carla Smit", &[Role::Coordinator]).await;
        house.duty(&anna, 24).await;
        house.incident(&[&daan]).await;
        for who in [&anna, &carla] {
            let page = house.sign_in(who).get("/coordinate/call-list").await.ok();
            assert!(page.says("Anna Jansen") && page.says("Carla Smit"));
            assert!(!page.says("Daan Visser"));
        }
        let hidden = house.sign_in(&daan).get("/coordinate/call-list").await;
        assert_eq!(hidden.status.as_u16(), 404);
    }
}
