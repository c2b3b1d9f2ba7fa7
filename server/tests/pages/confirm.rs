//! The confirm queue: uncertain events, one by one or several at once (R046).

crate::on_both_engines!(
    chosen_events_do_not_count_and_come_back,
    chosen_events_count_after_who_is_called_was_said,
    who_was_part_of_it_decides_nothing,
    what_somebody_else_decided_stands,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, KindCode, UnitCode},
    };
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::IncidentState,
    };

    use crate::support::{Fixture, pages::House};

    const HOME: &str = "/coordinate/confirm";

    /// Drownings of which nobody knows whether it was a child, one for each unit.
    async fn uncertain(house: &House, units: &[&str]) -> Vec<IncidentId> {
        let event = |unit: &&str| {
            let number = format!("26-{unit}");
            let mut record = EventRecord::new("register", number, house.now(), Precision::Exact);
            record.kind_codes.insert(KindCode::new("drowning"));
            record.units.insert(UnitCode::new(*unit));
            Ok(record)
        };
        let records: Vec<_> = units.iter().map(event).collect();
        let store = &house.fixture.store;
        let mut intake = Intake::begin(
            store,
            &house.org,
            "register",
            "digest".to_owned(),
            house.now(),
        )
        .await
        .expect("begins");
        intake.take(&records, house.now()).await.expect("taken in");
        let rows = state(house, IncidentState::ToConfirm).await;
        assert_eq!(rows.len(), units.len());
        rows
    }

    async fn state(house: &House, state: IncidentState) -> Vec<IncidentId> {
        let tx = house.read().await;
        let rows = tx.incidents_in(state, 9).await.expect("read");
        rows.into_iter().map(|row| row.id).collect()
    }

    fn fields(ids: &[IncidentId]) -> Vec<(&str, &str)> {
        ids.iter().map(|id| ("event", id.as_str())).collect()
    }

    pub async fn chosen_events_do_not_count_and_come_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let ids = uncertain(&house, &["17-101", "17-102", "17-103"]).await;
        let browser = house.sign_in(&rob);
        assert!(browser.get(HOME).await.ok().says(ids[0].as_str()));
        let none = browser.post("/coordinate/confirm/dismiss", &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.says("Kies eerst een gebeurtenis"));
        let two = fields(&ids[..2]);
        let done = browser.post("/coordinate/confirm/dismiss", &two).await;
        assert_eq!(done.flash(), "coordinate-confirm-dismissed");
        assert_eq!(state(&house, IncidentState::Dismissed).await.len(), 2);
        let undo = format!("{HOME}/reconsider/{}.{}", ids[0].as_str(), ids[1].as_str());
        let undone = browser.post(&undo, &[]).await;
        assert_eq!(undone.flash(), "incident-reconsidered");
        assert_eq!(state(&house, IncidentState::ToConfirm).await.len(), 3);
        let odd = browser.post(&format!("{HOME}/reconsider/..%20"), &[]).await;
        assert_eq!(odd.status, StatusCode::NOT_FOUND);
        let log = house.access_log().await;
        let did = |what: &str| log.iter().filter(|row| row.action == what).count();
        assert_eq!((did("dismissed"), did("reconsidered")), (2, 2));
    }

    pub async fn chosen_events_count_after_who_is_called_was_said(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let ids = uncertain(&house, &["17-101", "17-102"]).await;
        let browser = house.sign_in(&rob);
        let sure = browser
            .post("/coordinate/confirm/ask", &fields(&ids))
            .await
            .ok();
        assert!(
            sure.says("Tellen deze 2 gebeurtenissen?") && sure.says("Dan belt het team 1 collega.")
        );
        assert_eq!(state(&house, IncidentState::ToConfirm).await.len(), 2);
        let done = browser
            .post("/coordinate/confirm/count", &fields(&ids))
            .await;
        assert_eq!(done.flash(), "coordinate-confirm-counted");
        assert_eq!(state(&house, IncidentState::Counted).await.len(), 2);
        let case = house.case_of(&daan).await;
        assert!(case.supporter.is_none());
    }

    pub async fn who_was_part_of_it_decides_nothing(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        house.shift(&rob, "17-101", 8).await;
        let ids = uncertain(&house, &["17-101", "17-102"]).await;
        let browser = house.sign_in(&rob);
        let queue = browser.get(HOME).await.ok();
        assert_eq!(ids.iter().filter(|id| queue.says(id.as_str())).count(), 1);
        for act in ["ask", "count", "dismiss"] {
            let path = format!("{HOME}/{act}");
            let answer = browser.post(&path, &fields(&ids)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        assert_eq!(state(&house, IncidentState::ToConfirm).await.len(), 2);
        for role in [Role::Supporter, Role::Manager, Role::Administrator] {
            let other = house.person(role.code(), &[role]).await;
            let answer = house.sign_in(&other).get(HOME).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
        }
    }

    pub async fn what_somebody_else_decided_stands(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let ids = uncertain(&house, &["17-101", "17-102"]).await;
        let browser = house.sign_in(&rob);
        browser
            .post("/coordinate/confirm/count", &fields(&ids[..1]))
            .await
            .location();
        let rest = browser
            .post("/coordinate/confirm/dismiss", &fields(&ids))
            .await;
        assert_eq!(rest.flash(), "coordinate-confirm-dismissed-rest");
        assert_eq!(state(&house, IncidentState::Counted).await, ids[..1]);
        assert_eq!(state(&house, IncidentState::Dismissed).await, ids[1..]);
    }
}
