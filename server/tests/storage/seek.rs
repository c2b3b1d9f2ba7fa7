//! People are found when the roster comes after the event, and nobody twice.

crate::on_both_engines!(
    a_roster_that_comes_later_finds_who_was_there,
    an_event_of_long_ago_is_left_alone,
);

mod scenario {
    use std::collections::BTreeSet;

    use care::{
        ids::{KindCode, PersonId, UnitCode},
        incident::Tri,
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
            roster,
            roster_intake::{RosterIntake, RosterTally},
        },
        store::Organisation,
    };

    use crate::support::{Fixture, NOW};

    /// The shift in which it happens.
    const TONIGHT: &str = "2026-03-02 22:00,2026-03-03 07:00";

    async fn take(f: &Fixture, org: &Organisation, kind: &str, at: Instant) {
        let mut record = EventRecord::new("mka", "1", at, Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new(kind)]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        record.minor = Tri::Yes;
        let mut intake = Intake::begin(&f.store, org, "mka", "d".to_owned(), NOW)
            .await
            .unwrap();
        intake.take(&[Ok(record)], NOW).await.unwrap();
        intake.finish(NOW).await.unwrap();
    }

    /// A roster with one colleague who was on the unit, as it comes by file.
    async fn roster(f: &Fixture, org: &Organisation, shift: &str) -> RosterTally {
        let csv = format!(
            "kind,id,name,unit,from,until\nperson,1001,Daan Visser,,,\nshift,1001,,17-101,{shift}\n"
        );
        let rows = roster::read(csv.as_bytes(), &org.time_zone).unwrap();
        let columns = rows.columns();
        let rows = rows.collect::<Result<_, _>>().unwrap();
        let digest = "r".to_owned();
        let intake = RosterIntake {
            store: &f.store,
            org,
            columns,
            roles_decide: false,
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

    pub async fn a_roster_that_comes_later_finds_who_was_there(f: Fixture) {
        let org = f.organisation().await;
        take(&f, &org, "drowning", NOW).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        let since = NOW.minus(SignedDuration::from_hours(24));
        assert_eq!(tx.counted_without_people(since, 9).await.unwrap().len(), 1);
        drop(tx);
        assert_eq!(roster(&f, &org, TONIGHT).await.reached, 1);
        assert!(has_case(&f, &org).await);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(
            tx.counted_without_people(since, 9)
                .await
                .unwrap()
                .is_empty()
        );
        drop(tx);
        assert_eq!(roster(&f, &org, TONIGHT).await.reached, 0, "once is enough");
    }

    pub async fn an_event_of_long_ago_is_left_alone(f: Fixture) {
        let org = f.organisation().await;
        let long_ago = NOW.minus(SignedDuration::from_hours(24 * 30));
        take(&f, &org, "drowning", long_ago).await;
        assert_eq!(
            roster(&f, &org, "2026-01-31 22:00,2026-02-01 07:00")
                .await
                .reached,
            0
        );
        assert!(!has_case(&f, &org).await);
    }
}
