//! Events that came before the roster or the list are looked at again, and nothing twice.

crate::on_both_engines!(
    a_roster_that_comes_later_finds_who_was_there,
    a_list_that_comes_later_makes_an_event_count,
    what_a_person_decided_stands,
    an_event_of_long_ago_is_left_alone,
);

mod scenario {
    use std::collections::BTreeSet;

    use care::{
        ids::{KindCode, PersonId, UnitCode},
        incident::{IncidentList, Tri},
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        feed::{
            intake::{Intake, Review, review},
            record::{EventRecord, Precision},
            roster,
            roster_intake::{RosterIntake, RosterTally},
        },
        store::{IncidentState, Organisation, PolicyKind},
    };

    use crate::support::{Fixture, NOW};

    async fn take(f: &Fixture, org: &Organisation, kind: &str, at: Instant) {
        let mut record = EventRecord::new("mka", "1", at, Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new(kind)]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        record.minor = Tri::Yes;
        let mut intake = Intake::begin(&f.store, org, "mka", "d".to_owned())
            .await
            .unwrap();
        intake.take(&[Ok(record)], NOW).await.unwrap();
        intake.finish(NOW).await.unwrap();
    }

    /// A roster with one colleague who was on the unit, as it comes by file.
    async fn roster(f: &Fixture, org: &Organisation) -> RosterTally {
        let csv = "kind,id,name,unit,from,until\n\
                   person,1001,Daan Visser,,,\n\
                   shift,1001,,17-101,2026-03-02 22:00,2026-03-03 07:00\n";
        let rows = roster::read(csv.as_bytes(), &org.time_zone).unwrap();
        let columns = rows.columns();
        let rows = rows.collect::<Result<_, _>>().unwrap();
        let digest = "r".to_owned();
        let intake = RosterIntake {
            store: &f.store,
            org,
            columns,
            digest,
        };
        intake.take(rows, NOW).await.unwrap()
    }

    async fn daan(f: &Fixture, org: &Organisation) -> PersonId {
        let tx = f.store.read("find", &org.id).await.unwrap();
        tx.people_by_roster_id(&["1001".to_owned()]).await.unwrap()[0]
            .id
            .clone()
    }

    async fn has_case(f: &Fixture, org: &Organisation) -> bool {
        let daan = daan(f, org).await;
        let tx = f.store.read("find", &org.id).await.unwrap();
        tx.open_case_of(&daan).await.unwrap().is_some()
    }

    async fn in_state(f: &Fixture, org: &Organisation, state: IncidentState) -> usize {
        let tx = f.store.read("count", &org.id).await.unwrap();
        tx.incidents_in(state, 9).await.unwrap().len()
    }

    /// A list that knows the word of this register for a drowning.
    async fn teach(f: &Fixture, org: &Organisation, word: &str) {
        let tx = f.store.write("teach", &org.id).await.unwrap();
        let (version, list): (i64, IncidentList) =
            tx.policy(PolicyKind::IncidentList).await.unwrap().unwrap();
        let text = serde_json::to_string(&list)
            .unwrap()
            .replace("\"drowning\"", &format!("\"{word}\""));
        let list: IncidentList = serde_json::from_str(&text).unwrap();
        let day = jiff::civil::date(2026, 3, 3);
        tx.publish_policy(
            PolicyKind::IncidentList,
            version + 1,
            day,
            &list,
            "words",
            None,
            NOW,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn a_roster_that_comes_later_finds_who_was_there(f: Fixture) {
        let org = f.organisation().await;
        take(&f, &org, "drowning", NOW).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        let since = NOW.minus(SignedDuration::from_hours(24));
        assert_eq!(tx.counted_without_people(since, 9).await.unwrap().len(), 1);
        drop(tx);
        assert_eq!(roster(&f, &org).await.reached, 1);
        assert!(has_case(&f, &org).await);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(
            tx.counted_without_people(since, 9)
                .await
                .unwrap()
                .is_empty()
        );
        drop(tx);
        assert_eq!(roster(&f, &org).await.reached, 0, "once is enough");
        assert_eq!(
            review(&f.store, &org, NOW).await.unwrap(),
            Review::default()
        );
    }

    pub async fn a_list_that_comes_later_makes_an_event_count(f: Fixture) {
        let org = f.organisation().await;
        roster(&f, &org).await;
        take(&f, &org, "te-water", NOW).await;
        assert_eq!(in_state(&f, &org, IncidentState::Counted).await, 0);
        teach(&f, &org, "te-water").await;
        let found = review(&f.store, &org, NOW).await.unwrap();
        assert_eq!(found.counted + found.to_confirm, 1, "{found:?}");
        assert_eq!(has_case(&f, &org).await, found.counted == 1);
        assert_eq!(
            review(&f.store, &org, NOW).await.unwrap(),
            Review::default()
        );
    }

    pub async fn what_a_person_decided_stands(f: Fixture) {
        let org = f.organisation().await;
        roster(&f, &org).await;
        take(&f, &org, "te-water", NOW).await;
        let tx = f.store.write("decide", &org.id).await.unwrap();
        let row = tx
            .incidents_in(IncidentState::Stored, 9)
            .await
            .unwrap()
            .remove(0);
        let (from, to) = (IncidentState::Stored, IncidentState::Dismissed);
        assert!(tx.move_incident(&row.id, from, to).await.unwrap());
        tx.commit().await.unwrap();
        teach(&f, &org, "te-water").await;
        assert_eq!(
            review(&f.store, &org, NOW).await.unwrap(),
            Review::default()
        );
        assert!(!has_case(&f, &org).await);
    }

    pub async fn an_event_of_long_ago_is_left_alone(f: Fixture) {
        let org = f.organisation().await;
        let long_ago = NOW.minus(SignedDuration::from_hours(24 * 30));
        take(&f, &org, "te-water", long_ago).await;
        teach(&f, &org, "te-water").await;
        assert_eq!(
            review(&f.store, &org, NOW).await.unwrap(),
            Review::default()
        );
        assert_eq!(in_state(&f, &org, IncidentState::Stored).await, 1);
    }
}
