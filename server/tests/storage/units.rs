//! Names of units: each waits once, goes by its date, and stays when it was learned.

crate::on_both_engines!(
    what_waits_goes_by_date_and_what_was_learned_stays,
    a_unit_is_known_by_its_shifts,
);

mod scenario {
    use std::collections::BTreeSet;

    use care::{
        exposure::{Learned, Shift},
        ids::{IncidentId, UnitCode},
        retention::DataKind,
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::store::{Lack, NameKind, SourceName, UnresolvedRow};

    use crate::support::{Fixture, NOW};

    fn row(incident: &str, kind: NameKind, name: &str, at: Instant) -> UnresolvedRow {
        UnresolvedRow {
            incident: IncidentId::new(incident),
            lack: Lack::Name(kind),
            source: "mka".to_owned(),
            name: name.to_owned(),
            told: name.to_uppercase(),
            at,
            change: None,
            weighs: true,
        }
    }

    fn name(kind: NameKind, name: &str) -> SourceName {
        SourceName {
            source: "mka".to_owned(),
            kind,
            name: name.to_owned(),
        }
    }

    pub async fn what_waits_goes_by_date_and_what_was_learned_stays(f: Fixture) {
        let org = f.organisation().await;
        let tx = f.store.write("keep", &org.id).await.unwrap();
        let rows = [
            row("i-1", NameKind::Unit, "amb 1", NOW),
            row("i-1", NameKind::Unit, "brw 1", NOW),
            row("i-1", NameKind::Dispatcher, "d-7", NOW),
        ];
        let incident = IncidentId::new("i-1");
        for _ in 0..2 {
            tx.keep_unresolved(&[&incident], &rows, NOW).await.unwrap();
        }
        let waiting = tx.waiting_names(9).await.unwrap();
        assert_eq!(waiting.len(), 3);
        assert!(waiting.iter().all(|it| it.events == 1), "{waiting:?}");
        let unit = Learned::Unit(UnitCode::new("17-101"));
        let amb = name(NameKind::Unit, "amb 1");
        assert!(tx.learn_name(&amb, &unit, NOW).await.unwrap());
        assert!(
            !tx.learn_name(&amb, &Learned::NotOurs, NOW).await.unwrap(),
            "once"
        );
        let login = name(NameKind::Dispatcher, "d-7");
        assert!(tx.learn_name(&login, &Learned::NotOurs, NOW).await.unwrap());
        let asked = BTreeSet::from(["amb 1".to_owned(), "brw 1".to_owned()]);
        let learned = tx
            .learned_names("mka", NameKind::Unit, &asked)
            .await
            .unwrap();
        assert_eq!(learned.get("amb 1"), Some(&unit));
        assert_eq!(learned.len(), 1);
        assert!(
            tx.learned_names("other", NameKind::Unit, &asked)
                .await
                .unwrap()
                .is_empty()
        );
        let later = NOW.plus(SignedDuration::from_hours(1));
        tx.erase_past(DataKind::Quarantine, later, &org.time_zone)
            .await
            .unwrap();
        assert!(tx.waiting_names(9).await.unwrap().is_empty());
        let left = tx.every_learned_name(9).await.unwrap();
        assert_eq!(left.len(), 1, "a login of a person goes: {left:?}");
        assert_eq!(left[0].name, amb);
        assert!(tx.incidents_unresolved(NOW, 9).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    }

    pub async fn a_unit_is_known_by_its_shifts(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("keep", &org.id).await.unwrap();
        let shift = |unit: &str, from: i64| Shift {
            person: daan.clone(),
            unit: UnitCode::new(unit),
            from: NOW.plus(SignedDuration::from_hours(from)),
            until: NOW.plus(SignedDuration::from_hours(from + 8)),
        };
        let shifts = [shift("17-102", 0), shift("17-101", 8), shift("17-101", 16)];
        tx.save_shifts(&shifts).await.unwrap();
        let units = tx.roster_units().await.unwrap();
        assert_eq!(units, ["17-101", "17-102"].map(UnitCode::new));
        let asked = BTreeSet::from(["17-101", "17-109"].map(UnitCode::new));
        let known = tx.known_units(&asked).await.unwrap();
        assert_eq!(known, BTreeSet::from([UnitCode::new("17-101")]));
        assert!(tx.known_units(&BTreeSet::new()).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        let other = f.organisation().await;
        let tx = f.store.read("look", &other.id).await.unwrap();
        assert!(tx.roster_units().await.unwrap().is_empty());
    }
}
