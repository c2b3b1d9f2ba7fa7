//! A source corrects what it told: nothing that followed is undone, and a person says what becomes of it.

crate::on_both_engines!(
    what_its_source_takes_back_waits_for_a_person,
    what_a_person_keeps_no_message_takes_back,
    what_goes_on_in_another_counts_there,
    a_day_in_any_order_ends_in_one_ledger,
);

mod scenario {
    use std::collections::{BTreeMap, BTreeSet};

    use axum::http::StatusCode;
    use care::{
        access::Role,
        event::{EventRecord, Precision, Status},
        exposure::{ExposureRole, Severity},
        ids::{IncidentId, KindCode, PersonId, UnitCode},
        incident::Tri,
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        feed::intake::Intake,
        store::{IncidentRow, IncidentState},
    };

    use crate::support::{Fixture, pages::House};

    /// What an event came to: entry, certainty, whether it counts.
    type End = (Option<String>, Option<String>, bool);

    fn message(house: &House, number: &str, revision: i64, kind: &str) -> EventRecord {
        let mut record = EventRecord::new("mka", number, house.now(), Precision::Exact);
        record.revision = Some(revision);
        record.kind_codes = BTreeSet::from([KindCode::new(kind)]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        record
    }

    async fn tell(house: &House, record: EventRecord) {
        let mut intake = Intake::begin(
            &house.fixture.store,
            &house.org,
            "mka",
            "d".to_owned(),
            house.now(),
        )
        .await
        .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
    }

    async fn row(house: &House, number: &str) -> IncidentRow {
        let tx = house.read().await;
        let rows = tx.incidents_by_ref("mka", &[number]).await.unwrap();
        rows.into_iter().next().expect("an incident")
    }

    async fn weighs(house: &House, person: &PersonId) -> Vec<(ExposureRole, Severity, Instant)> {
        let tx = house.read().await;
        let since = Instant::from_millis(0);
        let lines = tx.weighing(person, since).await.unwrap();
        let line = |line: veer::store::ExposureRow| {
            (
                line.exposure.role,
                line.exposure.severity,
                line.exposure.from,
            )
        };
        lines.into_iter().map(line).collect()
    }

    pub async fn what_its_source_takes_back_waits_for_a_person(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        tell(&house, message(&house, "1", 1, "suicide")).await;
        assert_eq!(row(&house, "1").await.state, IncidentState::Counted);
        let mut cancelled = message(&house, "1", 2, "suicide");
        cancelled.status = Status::Cancelled;
        tell(&house, cancelled).await;
        let taken = row(&house, "1").await;
        assert_eq!(taken.state, IncidentState::Withdrawn);
        assert!(
            house.case_of(&daan).await.case.closed.is_none(),
            "nothing is undone"
        );
        assert_eq!(weighs(&house, &daan).await, []);
        let rob = house.sign_in(&rob);
        assert!(
            rob.get("/coordinate")
                .await
                .ok()
                .says("Teruggenomen door de meldkamer")
        );
        let events = rob.get("/coordinate/events").await.ok();
        assert!(events.says("De meldkamer heeft het afgemeld"));
        let page = rob
            .get(&format!("/support/incident/{}", taken.id))
            .await
            .ok();
        assert!(page.says("Het telt toch mee"));
        // A later message says that it goes on after all.
        tell(&house, message(&house, "1", 3, "suicide").said_active()).await;
        assert_eq!(row(&house, "1").await.state, IncidentState::Counted);
        assert_eq!(weighs(&house, &daan).await.len(), 1);
        assert!(
            !rob.get("/coordinate")
                .await
                .ok()
                .says("Teruggenomen door de meldkamer")
        );
    }

    pub async fn what_a_person_keeps_no_message_takes_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let (daan, anna) = (
            house.person("Daan", &[]).await,
            house.person("Anna", &[Role::Supporter]).await,
        );
        house.shift(&daan, "17-101", 8).await;
        tell(&house, message(&house, "1", 1, "suicide")).await;
        tell(&house, message(&house, "1", 2, "fall")).await;
        let id: IncidentId = row(&house, "1").await.id;
        assert_eq!(row(&house, "1").await.state, IncidentState::Withdrawn);
        let keep = format!("/coordinate/event/{id}/keep");
        let refused = house.sign_in(&anna).post(&keep, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let rob = house.sign_in(&rob);
        rob.post(&keep, &[]).await.location();
        assert_eq!(row(&house, "1").await.state, IncidentState::Counted);
        let again = rob.post(&keep, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let mut cancelled = message(&house, "1", 3, "fall");
        cancelled.status = Status::Cancelled;
        tell(&house, cancelled).await;
        assert_eq!(row(&house, "1").await.state, IncidentState::Counted);
    }

    pub async fn what_goes_on_in_another_counts_there(f: Fixture) {
        let house = House::new(f).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        house.shift(&daan, "17-101", 8).await;
        house.shift(&mo, "17-102", 8).await;
        // The second call about the same event: it goes on in the first, which comes later.
        let mut second = message(&house, "2", 1, "suicide");
        second.units = BTreeSet::from([UnitCode::new("17-102")]);
        second.status = Status::Merged;
        second.merged_into = BTreeSet::from(["1".to_owned()]);
        tell(&house, second).await;
        assert_eq!(
            row(&house, "2").await.state,
            IncidentState::Counted,
            "alone it counts"
        );
        tell(&house, message(&house, "1", 1, "fall")).await;
        let (first, second) = (row(&house, "1").await, row(&house, "2").await);
        assert_eq!(
            first.state,
            IncidentState::Counted,
            "by what was told of the second"
        );
        assert_eq!(second.state, IncidentState::Withdrawn);
        assert_eq!(
            (
                weighs(&house, &daan).await.len(),
                weighs(&house, &mo).await.len()
            ),
            (1, 1)
        );
    }

    pub async fn a_day_in_any_order_ends_in_one_ledger(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let child = |number: &str, revision| {
            let mut record = message(&house, number, revision, "drowning");
            record.minor = Tri::Yes;
            record
        };
        let day = |number: &dyn Fn(&str) -> String| {
            let n = |it: &str| number(it);
            let mut later = child(&n("a"), 3);
            later.at = later.at.plus(SignedDuration::from_mins(20));
            let mut cancelled = message(&house, &n("b"), 2, "suicide");
            cancelled.status = Status::Cancelled;
            let mut merged = message(&house, &n("c"), 2, "suicide");
            merged.status = Status::Merged;
            merged.merged_into = BTreeSet::from([n("a")]);
            vec![
                message(&house, &n("a"), 1, "fall"),
                later,
                message(&house, &n("b"), 1, "suicide"),
                cancelled,
                message(&house, &n("c"), 1, "suicide"),
                merged,
            ]
        };
        let mut ends: Vec<BTreeMap<String, End>> = Vec::new();
        let mut ledgers = Vec::new();
        // The same day in several orders, each under numbers of its own.
        for (round, order) in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 5, 1, 0, 4, 2]]
            .into_iter()
            .enumerate()
        {
            let before = weighs(&house, &daan).await.len();
            let number = |it: &str| format!("{round}{it}");
            let messages = day(&number);
            for place in order {
                tell(&house, messages[place].clone()).await;
                tell(&house, messages[order[0]].clone()).await;
            }
            let mut end = BTreeMap::new();
            for letter in ["a", "b", "c"] {
                let row = row(&house, &number(letter)).await;
                let counts = row.state == IncidentState::Counted;
                end.insert(letter.to_owned(), (row.entry, row.certainty, counts));
            }
            ends.push(end);
            let all = weighs(&house, &daan).await;
            assert_eq!(all.len(), before + 1, "{round}");
            ledgers.push(all.into_iter().collect::<BTreeSet<_>>());
        }
        assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
        assert!(
            ledgers.iter().all(|ledger| *ledger == ledgers[0]),
            "{ledgers:?}"
        );
    }
}
