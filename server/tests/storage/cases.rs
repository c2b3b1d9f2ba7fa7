//! Cases: one open at a time, guarded by their revision, listed in bounded pages.

crate::on_both_engines!(
    a_person_has_one_open_case,
    a_case_comes_back_as_it_was_saved,
    the_second_of_two_is_told_what_changed,
    a_refused_change_saves_nothing,
    a_forged_id_finds_nothing,
    a_supporters_list_turns_in_pages,
    a_participant_found_late_forces_a_hand_over,
    an_undone_transaction_leaves_no_trace,
    a_closed_case_makes_room_for_a_new_one,
);

mod scenario {
    use crate::support::{Fixture, NOW};
    use care::{
        access::Role,
        exposure::{ExposureRole, Severity},
        ids::{CaseId, IncidentId, PersonId},
        path::{Channel, ClosingReason, PathRefusal, Requester, Stage, Trigger},
        protocol::Protocol,
    };
    use jiff::{SignedDuration, tz::TimeZone};
    use veer::store::{Beginning, CaseFailure, Organisation, Tx};

    fn begin(requester: Requester) -> Beginning {
        Beginning {
            incident: None,
            trigger: Trigger::None,
            requester,
        }
    }

    async fn open(tx: &Tx, org: &Organisation, person: &PersonId) -> CaseId {
        let protocol = Protocol::default_policy();
        tx.begin_path(
            person,
            &begin(Requester::Self_),
            &protocol,
            None,
            NOW,
            &org.time_zone,
        )
        .await
        .unwrap()
    }

    async fn assign(tx: &Tx, id: &CaseId, supporter: &PersonId, tz: &TimeZone) {
        let supporter = supporter.clone();
        tx.decide_case(id, None, None, "assigned", NOW, tz, |case| {
            case.assign(supporter)
        })
        .await
        .unwrap();
    }

    pub async fn a_person_has_one_open_case(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let first = open(&tx, &org, &daan).await;
        assert_eq!(open(&tx, &org, &daan).await, first);
        assert_eq!(tx.case_count(&daan).await.unwrap(), 1);
    }

    pub async fn a_case_comes_back_as_it_was_saved(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let id = open(&tx, &org, &daan).await;
        assign(&tx, &id, &sanne, &org.time_zone).await;
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        let row = tx.case(&id).await.unwrap().unwrap();
        assert_eq!(
            (row.revision, row.supporter.clone()),
            (2, Some(sanne.clone()))
        );
        assert_eq!(row.case.supporter, Some(sanne.clone()));
        let kept = tx.cases_kept_by(&sanne, None, 10).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].stage(NOW), row.case.stage(NOW, &org.time_zone));
        let history: Vec<String> = tx
            .changes_since(&id, 0)
            .await
            .unwrap()
            .into_iter()
            .map(|change| change.what)
            .collect();
        assert_eq!(history, ["opened", "assigned"]);
    }

    pub async fn the_second_of_two_is_told_what_changed(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let mo = f.person(&org.id, "Mo", &[Role::Supporter]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let id = open(&tx, &org, &daan).await;
        tx.commit().await.unwrap();
        let both_saw = Some(1);
        for (who, first) in [(&sanne, true), (&mo, false)] {
            let tx = f.store.write("take", &org.id).await.unwrap();
            let outcome = tx
                .decide_case(
                    &id,
                    both_saw,
                    Some(who),
                    "taken",
                    NOW,
                    &org.time_zone,
                    |case| case.assign(who.clone()),
                )
                .await;
            match outcome {
                Ok(row) => {
                    assert!(first);
                    assert_eq!(row.revision, 2);
                    tx.commit().await.unwrap();
                }
                Err(CaseFailure::Stale(changes)) => {
                    assert!(!first);
                    assert_eq!(changes.len(), 1);
                    assert_eq!(changes[0].actor.as_ref(), Some(&sanne));
                    assert_eq!(changes[0].what, "taken");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }

    pub async fn a_refused_change_saves_nothing(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let id = open(&tx, &org, &daan).await;
        tx.commit().await.unwrap();
        let tx = f.store.write("close", &org.id).await.unwrap();
        let refused = tx
            .decide_case(
                &id,
                None,
                None,
                "opened again",
                NOW,
                &org.time_zone,
                |case| case.reopen(NOW),
            )
            .await;
        assert!(matches!(
            refused,
            Err(CaseFailure::Refused(PathRefusal::NotClosed))
        ));
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.case(&id).await.unwrap().unwrap().revision, 1);
        assert_eq!(tx.changes_since(&id, 0).await.unwrap().len(), 1);
    }

    pub async fn a_forged_id_finds_nothing(f: Fixture) {
        let (org, other) = (f.organisation().await, f.organisation().await);
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let id = open(&tx, &org, &daan).await;
        tx.commit().await.unwrap();
        let tx = f.store.write("forge", &other.id).await.unwrap();
        assert!(tx.case(&id).await.unwrap().is_none());
        let forged = tx
            .decide_case(&id, None, None, "tried", NOW, &other.time_zone, |case| {
                case.attempt_contact(Channel::Phone, NOW)
            })
            .await;
        assert!(matches!(forged, Err(CaseFailure::Missing)));
        assert!(tx.unassigned_cases(10).await.unwrap().is_empty());
    }

    pub async fn a_supporters_list_turns_in_pages(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        for n in 0..7 {
            let draft = crate::support::person(&format!("Colleague {n}"), &[]);
            tx.save_people(std::slice::from_ref(&draft)).await.unwrap();
            let id = open(&tx, &org, &draft.id).await;
            assign(&tx, &id, &sanne, &org.time_zone).await;
        }
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = tx
                .cases_kept_by(&sanne, after.as_ref().map(|(at, id)| (*at, id)), 3)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.late_from, last.id.clone()));
            seen.extend(page.into_iter().map(|row| row.id));
        }
        assert_eq!(seen.len(), 7);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7, "no case twice");
    }

    pub async fn a_participant_found_late_forces_a_hand_over(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let protocol = Protocol::default_policy();
        let incident = IncidentId::new("i1");
        let at = NOW.minus(SignedDuration::from_hours(1));
        let tx = f.store.write("expose", &org.id).await.unwrap();
        let event = (&incident, at);
        let crew = [(daan.clone(), ExposureRole::Crew)];
        tx.expose(
            &org,
            &protocol,
            event,
            &crew,
            Severity::Normal,
            Requester::Detection,
            NOW,
        )
        .await
        .unwrap();
        let id = tx.open_case_of(&daan).await.unwrap().unwrap().id;
        assign(&tx, &id, &sanne, &org.time_zone).await;
        let late = [(sanne.clone(), ExposureRole::Added)];
        tx.expose(
            &org,
            &protocol,
            event,
            &late,
            Severity::Normal,
            Requester::Supporter,
            NOW,
        )
        .await
        .unwrap();
        let row = tx.case(&id).await.unwrap().unwrap();
        assert!(row.case.handover_due.is_some());
        assert!(tx.cases_kept_by(&sanne, None, 10).await.unwrap()[0].handover);
        let own = tx.open_case_of(&sanne).await.unwrap();
        assert!(own.is_some(), "R121: the supporter is a colleague too");
    }

    pub async fn an_undone_transaction_leaves_no_trace(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let id = open(&tx, &org, &daan).await;
        drop(tx);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.case(&id).await.unwrap().is_none());
        assert!(tx.changes_since(&id, 0).await.unwrap().is_empty());
        assert!(
            f.store
                .due_jobs(NOW.plus(SignedDuration::from_hours(48)), 10)
                .await
                .unwrap()
                .is_empty()
        );
    }

    pub async fn a_closed_case_makes_room_for_a_new_one(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("open", &org.id).await.unwrap();
        let first = open(&tx, &org, &daan).await;
        let closed = tx
            .decide_case(&first, None, None, "closed", NOW, &org.time_zone, |case| {
                case.close(ClosingReason::OpenedInError, NOW)
            })
            .await
            .unwrap();
        assert_eq!(closed.case.stage(NOW, &org.time_zone), Stage::Closed);
        let second = open(&tx, &org, &daan).await;
        assert_ne!(first, second);
        assert_eq!(tx.case_count(&daan).await.unwrap(), 2);
    }
}
