//! Versions and drafts of the organisation's documents.

crate::on_both_engines!(
    each_coordinator_has_a_draft_of_their_own,
    a_draft_that_was_thrown_away_comes_back,
    versions_are_told_newest_first_and_in_stretches,
    events_are_found_by_time_in_every_state,
);

mod scenario {
    use care::{access::Role, ids::IncidentId, protocol::Protocol, time::Instant};
    use jiff::SignedDuration;
    use veer::{
        entropy,
        store::{IncidentRow, IncidentState, PolicyDraft, PolicyKind},
    };

    use crate::support::{Fixture, NOW};

    fn draft(hours: u32, base: i64) -> PolicyDraft<Protocol> {
        let document = Protocol {
            first_contact_hours: hours,
            ..Protocol::default_policy()
        };
        PolicyDraft {
            base,
            document,
            at: NOW,
        }
    }

    pub async fn each_coordinator_has_a_draft_of_their_own(f: Fixture) {
        let (org, other) = (f.organisation().await, f.organisation().await);
        let rob = f.person(&org.id, "Rob", &[Role::Coordinator]).await;
        let karin = f.person(&org.id, "Karin", &[Role::Coordinator]).await;
        let kind = PolicyKind::Protocol;
        let tx = f.store.write("draft", &org.id).await.unwrap();
        tx.save_policy_draft(kind, &rob, &draft(12, 1))
            .await
            .unwrap();
        tx.save_policy_draft(kind, &karin, &draft(36, 1))
            .await
            .unwrap();
        tx.save_policy_draft(kind, &rob, &draft(6, 1))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.write("look", &org.id).await.unwrap();
        assert_eq!(
            tx.policy_draft(kind, &rob).await.unwrap(),
            Some(draft(6, 1))
        );
        assert_eq!(
            tx.policy_draft(kind, &karin).await.unwrap(),
            Some(draft(36, 1))
        );
        assert_eq!(
            tx.others_drafting(kind, &rob).await.unwrap(),
            std::slice::from_ref(&karin)
        );
        let list: Option<PolicyDraft<Protocol>> = tx
            .policy_draft(PolicyKind::IncidentList, &rob)
            .await
            .unwrap();
        assert_eq!(list, None, "of another document");
        tx.forget_policy_draft(kind, &karin).await.unwrap();
        assert!(tx.others_drafting(kind, &rob).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &other.id).await.unwrap();
        let elsewhere: Option<PolicyDraft<Protocol>> = tx.policy_draft(kind, &rob).await.unwrap();
        assert_eq!(elsewhere, None, "another organisation");
    }

    pub async fn a_draft_that_was_thrown_away_comes_back(f: Fixture) {
        let org = f.organisation().await;
        let rob = f.person(&org.id, "Rob", &[Role::Coordinator]).await;
        let kind = PolicyKind::Protocol;
        let tx = f.store.write("draft", &org.id).await.unwrap();
        assert!(!tx.drop_policy_draft(kind, &rob, NOW).await.unwrap());
        tx.save_policy_draft(kind, &rob, &draft(12, 1))
            .await
            .unwrap();
        assert!(tx.drop_policy_draft(kind, &rob, NOW).await.unwrap());
        let gone: Option<PolicyDraft<Protocol>> = tx.policy_draft(kind, &rob).await.unwrap();
        assert_eq!(gone, None);
        assert!(tx.restore_policy_draft(kind, &rob).await.unwrap());
        assert!(!tx.restore_policy_draft(kind, &rob).await.unwrap(), "once");
        assert_eq!(
            tx.policy_draft(kind, &rob).await.unwrap(),
            Some(draft(12, 1))
        );
        tx.drop_policy_draft(kind, &rob, NOW).await.unwrap();
        tx.save_policy_draft(kind, &rob, &draft(8, 1))
            .await
            .unwrap();
        assert_eq!(
            tx.policy_draft(kind, &rob).await.unwrap(),
            Some(draft(8, 1)),
            "a new one takes its place"
        );
    }

    pub async fn versions_are_told_newest_first_and_in_stretches(f: Fixture) {
        let org = f.organisation().await;
        let rob = f.person(&org.id, "Rob", &[Role::Coordinator]).await;
        let tx = f.store.write("publish", &org.id).await.unwrap();
        for number in 2..=5_u32 {
            let document = Protocol {
                version: number,
                ..Protocol::default_policy()
            };
            let (kind, day) = (PolicyKind::Protocol, jiff::civil::date(2026, 3, 3));
            tx.publish_policy(
                kind,
                number.into(),
                day,
                &document,
                "tested",
                Some(&rob),
                NOW,
            )
            .await
            .unwrap();
        }
        let kind = PolicyKind::Protocol;
        let all = tx.policy_versions(kind, i64::MAX, 10).await.unwrap();
        let numbers: Vec<i64> = all.iter().map(|it| it.version).collect();
        assert_eq!(numbers, [5, 4, 3, 2, 1]);
        assert_eq!(
            (all[0].by.as_ref(), all[0].why.as_str()),
            (Some(&rob), "tested")
        );
        assert_eq!(
            (all[4].by.as_ref(), all[4].why.as_str()),
            (None, "founding")
        );
        let older = tx.policy_versions(kind, 4, 2).await.unwrap();
        let numbers: Vec<i64> = older.iter().map(|it| it.version).collect();
        assert_eq!(numbers, [3, 2]);
        let third: Option<Protocol> = tx.policy_version(kind, 3).await.unwrap();
        assert_eq!(third.map(|it| it.version), Some(3));
        let none: Option<Protocol> = tx.policy_version(kind, 9).await.unwrap();
        assert!(none.is_none());
    }

    fn incident(state: IncidentState, at: Instant) -> IncidentRow {
        let id = IncidentId::new(entropy::new_id(NOW));
        IncidentRow {
            source: "mka".to_owned(),
            source_ref: id.as_str().to_owned(),
            id,
            at,
            state,
            entry: None,
            certainty: None,
            record: "{}".to_owned(),
            reasons: String::new(),
            list_version: 1,
            merged_into: None,
            received_at: NOW,
        }
    }

    pub async fn events_are_found_by_time_in_every_state(f: Fixture) {
        let org = f.organisation().await;
        let states = [
            IncidentState::Stored,
            IncidentState::ToConfirm,
            IncidentState::Counted,
            IncidentState::Dismissed,
        ];
        let ago = |hours| NOW.minus(SignedDuration::from_hours(hours));
        let rows = states.iter().zip([1, 2, 3, 4]);
        let rows: Vec<_> = rows
            .map(|(state, hours)| incident(*state, ago(hours)))
            .collect();
        let old = incident(IncidentState::Stored, ago(100));
        let tx = f.store.write("incidents", &org.id).await.unwrap();
        tx.save_incidents(&rows).await.unwrap();
        tx.save_incidents(&[old]).await.unwrap();
        assert_eq!(tx.incidents_since(ago(50), 10).await.unwrap(), rows);
        assert_eq!(tx.incidents_since(ago(50), 2).await.unwrap(), rows[..2]);
    }
}
