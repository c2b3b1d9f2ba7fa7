//! Records that come in: incidents, quarantine, exposure, policies, jobs.

crate::on_both_engines!(
    the_same_register_twice_adds_nothing,
    rows_of_one_incident_are_joined,
    a_bad_row_is_set_aside_once_and_settled_when_mended,
    an_old_event_opens_no_path,
    a_test_event_opens_no_path,
    the_crew_and_the_dispatcher_get_a_path,
    events_that_pile_up_nudge_once,
    a_light_is_forgotten_when_it_expires,
    a_replacement_names_no_person,
    a_policy_version_is_published_once,
    a_job_is_claimed_by_one_worker,
    a_missed_deadline_marks_the_case,
);

mod scenario {
    use std::collections::BTreeSet;

    use crate::support::{Fixture, NOW};
    use care::{
        access::Role,
        exposure::{ExposureRole, Shift},
        ids::{KindCode, OrgId, PersonId, UnitCode},
        incident::Tri,
        path::deployability::{Deployability, Light, SetBy},
        protocol::Protocol,
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        clock::Clock,
        feed::{
            intake::{Intake, Tally},
            record::{EventRecord, Precision, Status},
            reject::{Place, RejectReason, Rejected},
        },
        jobs,
        store::{IncidentState, Organisation, PolicyKind, ReplacementRow, StoreError},
    };

    fn event(number: &str, unit: &str, at: Instant) -> EventRecord {
        let mut record = EventRecord::new("mka", number, at, Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new("drowning")]);
        record.units = BTreeSet::from([UnitCode::new(unit)]);
        record.minor = Tri::Yes;
        record
    }

    async fn take(
        f: &Fixture,
        org: &Organisation,
        records: &[Result<EventRecord, Rejected>],
    ) -> Tally {
        let mut intake = Intake::begin(&f.store, org, "mka", "digest".to_owned(), NOW)
            .await
            .unwrap();
        intake.take(records, NOW).await.unwrap();
        intake.finish(NOW).await.unwrap()
    }

    async fn crew(f: &Fixture, org: &OrgId, name: &str, unit: &str) -> PersonId {
        let id = f.person(org, name, &[]).await;
        let tx = f.store.write("shift", org).await.unwrap();
        let shift = Shift {
            person: id.clone(),
            unit: UnitCode::new(unit),
            from: NOW.minus(SignedDuration::from_hours(4)),
            until: NOW.plus(SignedDuration::from_hours(4)),
        };
        tx.save_shifts(&[shift]).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    fn counts(tally: &Tally) -> [u64; 6] {
        [
            tally.read,
            tally.incidents,
            tally.new,
            tally.joined,
            tally.duplicate,
            tally.quarantined,
        ]
    }

    pub async fn the_same_register_twice_adds_nothing(f: Fixture) {
        let org = f.organisation().await;
        let rows: Vec<_> = (0..50)
            .map(|n| Ok(event(&n.to_string(), "17-101", NOW)))
            .collect();
        assert_eq!(counts(&take(&f, &org, &rows).await), [50, 50, 50, 0, 0, 0]);
        assert_eq!(counts(&take(&f, &org, &rows).await), [50, 50, 0, 0, 50, 0]);
        let tx = f.store.read("count", &org.id).await.unwrap();
        assert_eq!(tx.count_incidents("mka").await.unwrap(), 50);
    }

    pub async fn rows_of_one_incident_are_joined(f: Fixture) {
        let org = f.organisation().await;
        let rows = [
            Ok(event("1", "17-101", NOW)),
            Ok(event("1", "17-102", NOW)),
            Ok(event("1", "17-102", NOW)),
        ];
        assert_eq!(counts(&take(&f, &org, &rows).await), [3, 1, 1, 1, 1, 0]);
        let live = [Ok(event("1", "17-101", NOW))];
        assert_eq!(counts(&take(&f, &org, &live).await), [1, 1, 0, 0, 1, 0]);
    }

    pub async fn a_bad_row_is_set_aside_once_and_settled_when_mended(f: Fixture) {
        let org = f.organisation().await;
        let place = Place {
            byte_from: 10,
            byte_to: 20,
            line: 2,
        };
        let bad = || Err(Rejected::bare(place, RejectReason::ALL[0]));
        let rows = [Ok(event("1", "17-101", NOW)), bad()];
        assert_eq!(counts(&take(&f, &org, &rows).await), [2, 1, 1, 0, 0, 1]);
        assert_eq!(counts(&take(&f, &org, &rows).await), [2, 1, 0, 0, 1, 1]);
        let tx = f.store.read("quarantine", &org.id).await.unwrap();
        assert_eq!(tx.quarantined(10).await.unwrap().len(), 1);
        drop(tx);
        let later = NOW.plus(SignedDuration::from_mins(1));
        let mut intake = Intake::begin(&f.store, &org, "mka", "digest".to_owned(), NOW)
            .await
            .unwrap();
        intake
            .take(
                &[Ok(event("1", "17-101", NOW)), Ok(event("2", "17-101", NOW))],
                later,
            )
            .await
            .unwrap();
        intake.finish(later).await.unwrap();
        let tx = f.store.read("quarantine", &org.id).await.unwrap();
        assert!(tx.quarantined(10).await.unwrap().is_empty());
    }

    pub async fn an_old_event_opens_no_path(f: Fixture) {
        let org = f.organisation().await;
        let daan = crew(&f, &org.id, "Daan", "17-101").await;
        let old = NOW.minus(SignedDuration::from_hours(24 * 60));
        let tx = f.store.write("old shift", &org.id).await.unwrap();
        let shift = Shift {
            person: daan.clone(),
            unit: UnitCode::new("17-101"),
            from: old.minus(SignedDuration::from_hours(1)),
            until: old.plus(SignedDuration::from_hours(1)),
        };
        tx.save_shifts(&[shift]).await.unwrap();
        tx.commit().await.unwrap();
        take(&f, &org, &[Ok(event("1", "17-101", old))]).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.open_case_of(&daan).await.unwrap().is_none());
        assert_eq!(
            tx.ledger(&daan, Instant::from_millis(0))
                .await
                .unwrap()
                .len(),
            1
        );
        assert!(tx.open_nudges().await.unwrap().is_empty());
    }

    pub async fn a_test_event_opens_no_path(f: Fixture) {
        let org = f.organisation().await;
        let daan = crew(&f, &org.id, "Daan", "17-101").await;
        for (number, status) in [
            ("1", Status::Test),
            ("2", Status::Exercise),
            ("3", Status::Cancelled),
        ] {
            let mut record = event(number, "17-101", NOW);
            record.status = status;
            take(&f, &org, &[Ok(record)]).await;
        }
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.open_case_of(&daan).await.unwrap().is_none());
        assert_eq!(
            tx.incidents_in(IncidentState::Stored, 10)
                .await
                .unwrap()
                .len(),
            3
        );
    }

    pub async fn the_crew_and_the_dispatcher_get_a_path(f: Fixture) {
        let org = f.organisation().await;
        let daan = crew(&f, &org.id, "Daan", "17-101").await;
        let other = crew(&f, &org.id, "Fatma", "17-199").await;
        let jo = f.person(&org.id, "Jo", &[Role::Dispatcher]).await;
        let mut record = event("1", "17-101", NOW);
        record.dispatchers = BTreeSet::from(["jo".to_owned()]);
        take(&f, &org, &[Ok(record.clone())]).await;
        // The same event by batch, later: still one path each.
        take(&f, &org, &[Ok(record)]).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.open_case_of(&daan).await.unwrap().is_some());
        assert!(
            tx.open_case_of(&jo).await.unwrap().is_some(),
            "R043: the dispatcher too"
        );
        assert!(tx.open_case_of(&other).await.unwrap().is_none());
        assert_eq!(tx.unassigned_cases(10).await.unwrap().len(), 2);
        let incident = tx
            .incidents_in(IncidentState::Counted, 10)
            .await
            .unwrap()
            .remove(0);
        let roles: BTreeSet<_> = tx
            .exposed_to(&incident.id)
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.exposure.role)
            .collect();
        assert_eq!(
            roles,
            BTreeSet::from([ExposureRole::Crew, ExposureRole::Dispatcher])
        );
    }

    pub async fn events_that_pile_up_nudge_once(f: Fixture) {
        let org = f.organisation().await;
        let daan = crew(&f, &org.id, "Daan", "17-101").await;
        for n in 0..8 {
            let at = NOW.minus(SignedDuration::from_mins(n * 10));
            take(&f, &org, &[Ok(event(&n.to_string(), "17-101", at))]).await;
        }
        let tx = f.store.read("look", &org.id).await.unwrap();
        let nudges = tx.open_nudges().await.unwrap();
        assert_eq!(
            nudges.iter().filter(|nudge| nudge.person == daan).count(),
            1
        );
        assert_eq!(
            tx.cases_of(&daan).await.unwrap().len(),
            1,
            "C08: they join one case"
        );
        let case = tx.open_case_of(&daan).await.unwrap().unwrap();
        assert_eq!(tx.incidents_of(&case.id).await.unwrap().len(), 8);
    }

    pub async fn a_light_is_forgotten_when_it_expires(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let expires_at = NOW.plus(SignedDuration::from_hours(4));
        let protocol = Protocol::default_policy();
        let tx = f.store.write("light", &org.id).await.unwrap();
        let (orange, _) =
            Deployability::default().set(SetBy::Colleague, Light::Orange, None, &protocol, NOW);
        tx.save_deployability(&daan, &orange, expires_at)
            .await
            .unwrap();
        let (red, _) = orange.set(SetBy::Scene, Light::Red, None, &protocol, NOW);
        tx.save_deployability(&daan, &red, expires_at)
            .await
            .unwrap();
        assert_eq!(
            tx.deployability(&daan, NOW).await.unwrap().light(NOW),
            Some(Light::Red)
        );
        assert_eq!(
            tx.deployability(&daan, expires_at)
                .await
                .unwrap()
                .light(NOW),
            None
        );
        assert_eq!(tx.forget_lights(expires_at).await.unwrap(), 1);
        assert_eq!(tx.deployability(&daan, NOW).await.unwrap().light(NOW), None);
    }

    pub async fn a_replacement_names_no_person(f: Fixture) {
        let org = f.organisation().await;
        let until = NOW.plus(SignedDuration::from_hours(3));
        let row = ReplacementRow {
            id: "r1".to_owned(),
            unit: UnitCode::new("17-101"),
            from: NOW,
            until,
        };
        let tx = f.store.write("replacement", &org.id).await.unwrap();
        tx.request_replacement(&row).await.unwrap();
        assert_eq!(tx.open_replacements(NOW).await.unwrap().len(), 1);
        assert!(tx.settle_replacement("r1", NOW).await.unwrap());
        assert!(
            !tx.settle_replacement("r1", NOW).await.unwrap(),
            "the second is told"
        );
        assert!(tx.open_replacements(NOW).await.unwrap().is_empty());
    }

    pub async fn a_policy_version_is_published_once(f: Fixture) {
        let org = f.organisation().await;
        let mut protocol = Protocol::default_policy();
        protocol.first_contact_hours = 12;
        let day = protocol.effective;
        let tx = f.store.write("publish", &org.id).await.unwrap();
        tx.publish_policy(PolicyKind::Protocol, 7, day, &protocol, "sooner", None, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.write("publish", &org.id).await.unwrap();
        assert_eq!(tx.protocol(NOW).await.unwrap().first_contact_hours, 12);
        let twice = tx
            .publish_policy(PolicyKind::Protocol, 7, day, &protocol, "again", None, NOW)
            .await;
        assert_eq!(twice, Err(StoreError::Exists));
    }

    pub async fn a_job_is_claimed_by_one_worker(f: Fixture) {
        let org = f.organisation().await;
        crew(&f, &org.id, "Daan", "17-101").await;
        take(&f, &org, &[Ok(event("1", "17-101", NOW))]).await;
        let later = NOW.plus(SignedDuration::from_hours(30));
        let job = f.store.due_jobs(later, 10).await.unwrap().remove(0);
        let lease = later.plus(SignedDuration::from_mins(2));
        for expected in [true, false] {
            let tx = f.store.write("claim", &org.id).await.unwrap();
            assert_eq!(tx.claim_job(&job, later, lease).await.unwrap(), expected);
            tx.commit().await.unwrap();
        }
        // A reminder of the same step is due as well, and nobody has claimed that.
        let free = async |at| {
            let due = f.store.due_jobs(at, 10).await.unwrap();
            due.iter().any(|found| found.id == job.id)
        };
        assert!(!free(later).await);
        let after = lease.plus(SignedDuration::from_secs(1));
        assert!(free(after).await, "the lease ended");
    }

    pub async fn a_missed_deadline_marks_the_case(f: Fixture) {
        let org = f.organisation().await;
        let daan = crew(&f, &org.id, "Daan", "17-101").await;
        take(&f, &org, &[Ok(event("1", "17-101", NOW))]).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        let case = tx.open_case_of(&daan).await.unwrap().unwrap();
        assert_eq!(case.late_since, None);
        drop(tx);
        let clock = Clock::held(NOW.plus(SignedDuration::from_hours(25)));
        assert!(jobs::round(&f.store, &clock).await.unwrap() >= 1);
        let tx = f.store.read("look", &org.id).await.unwrap();
        let late = tx.open_case_of(&daan).await.unwrap().unwrap();
        assert_eq!(late.late_since, Some(clock.now()));
        assert_eq!(
            late.revision, case.revision,
            "being late is no change by a person"
        );
        drop(tx);
        assert_eq!(jobs::round(&f.store, &clock).await.unwrap(), 0, "once");
    }
}
