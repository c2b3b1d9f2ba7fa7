//! What one person's declaration or number must not tell another (R095, R165).

crate::on_both_engines!(
    a_tie_that_the_supporter_declared_is_not_in_the_colleagues_copy,
    staff_numbers_leave_an_event_with_what_they_led_to,
);

mod scenario {
    use care::{access::Role, ids::IncidentId, path::Requester};
    use veer::{
        entropy, retention,
        store::{IncidentRow, IncidentState},
    };

    use crate::support::{Fixture, pages::House};

    const DAY: i64 = 24;

    pub async fn a_tie_that_the_supporter_declared_is_not_in_the_colleagues_copy(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let id = house.ask(&daan, Requester::Self_).await;
        let (tz, now, by) = (&house.org.time_zone, house.now(), sanne.clone());
        let tx = house.write().await;
        tx.decide_case(&id, None, None, "assigned", now, tz, |case| case.assign(by))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let declared = house
            .sign_in(&sanne)
            .post("/me/ties", &[("person", daan.as_str())])
            .await;
        assert!(declared.status.is_redirection());
        assert!(house.case(&id).await.case.handover_due.is_some());
        let copy = house.sign_in(&daan).get("/me/record/copy.json").await.ok();
        let copy: serde_json::Value = serde_json::from_str(&copy.body).unwrap();
        let due = &copy["held"]["case"][0]["state"]["handover_due"];
        assert!(due["since"].is_number() || due["since"].is_string());
        assert!(due["reason"].is_null(), "it would tell of the tie");
    }

    pub async fn staff_numbers_leave_an_event_with_what_they_led_to(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let tx = house.write().await;
        let number = tx.person(&daan).await.unwrap().unwrap().roster_id;
        let id = IncidentId::new(entropy::new_id(house.now()));
        let row = |record: String| IncidentRow {
            id: id.clone(),
            source: "test".to_owned(),
            source_ref: "1".to_owned(),
            at: house.now(),
            state: IncidentState::Counted,
            entry: None,
            certainty: None,
            record,
            reasons: String::new(),
            list_version: 1,
            merged_into: None,
            received_at: house.now(),
        };
        let record = format!(r#"{{"dispatchers":["{number}"],"source":"test"}}"#);
        tx.save_incidents(&[row(record)]).await.unwrap();
        tx.commit().await.unwrap();
        let names = async || {
            let tx = house.write().await;
            let row = tx.incident(&id).await.unwrap().unwrap();
            row.record.contains(&number)
        };
        let night = async || {
            let (store, now) = (&house.fixture.store, house.now());
            retention::round(store, &house.org, now, house.clock.real_now())
                .await
                .unwrap()
        };
        house.wait(300 * DAY);
        night().await;
        assert!(names().await, "as long as the exposures are kept");
        house.wait(100 * DAY);
        night().await;
        assert!(!names().await);
    }
}
