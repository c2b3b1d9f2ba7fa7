//! Stored events are judged again by a person's act alone, and keep what they were judged before.

crate::on_both_engines!(
    a_new_list_changes_nothing_by_itself,
    judged_again_who_was_there_is_called,
    nobody_else_lets_it_be_done,
);

mod scenario {
    use std::collections::BTreeSet;

    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, KindCode, PersonId, UnitCode},
        incident::{Certainty, IncidentList, Rule},
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::{IncidentState, PolicyKind},
    };

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    const AGAIN: &str = "/coordinate/list/again";

    /// A code that no list knows yet.
    const NEW: &str = "zzz-new-code";

    async fn take(house: &House, number: &str, at: Instant) -> IncidentId {
        let mut record = EventRecord::new("mka", number, at, Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new(NEW)]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        let store = &house.app.store;
        let mut intake = Intake::begin(store, &house.org, "mka", number.to_owned(), house.now())
            .await
            .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
        let rows = house.read().await.incidents_by_ref("mka", &[number]).await;
        rows.unwrap().remove(0).id
    }

    /// A list that knows the new code, as its next version.
    async fn adopt(house: &House, certainty: Certainty) -> i64 {
        let tx = house.write().await;
        let (version, mut list): (i64, IncidentList) = tx
            .policy(PolicyKind::IncidentList, house.now())
            .await
            .unwrap()
            .unwrap();
        let rule = Rule {
            codes: BTreeSet::from([KindCode::new(NEW)]),
            certainty,
            ..Rule::default()
        };
        let entry = list.entries.iter_mut().find(|it| it.id == "kind-2");
        entry.unwrap().rules.push(rule);
        list.version += 1;
        let today = house.now().date(&house.org.time_zone);
        let next = version + 1;
        tx.publish_policy(
            PolicyKind::IncidentList,
            next,
            today,
            &list,
            "test",
            None,
            house.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        next
    }

    async fn state(house: &House, id: &IncidentId) -> (IncidentState, i64) {
        let row = house.read().await.incident(id).await.unwrap().unwrap();
        (row.state, row.list_version)
    }

    async fn has_case(house: &House, who: &PersonId) -> bool {
        house
            .read()
            .await
            .open_case_of(who)
            .await
            .unwrap()
            .is_some()
    }

    async fn judge(browser: &Browser<'_>, version: i64) -> String {
        let version = version.to_string();
        let form = [("why", "new-list"), ("version", version.as_str())];
        browser.post(AGAIN, &form).await.flash().to_owned()
    }

    pub async fn a_new_list_changes_nothing_by_itself(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let id = take(&house, "1", house.now()).await;
        let before = state(&house, &id).await;
        assert_eq!(before.0, IncidentState::Stored);
        let version = adopt(&house, Certainty::Sure).await;
        assert_eq!(
            state(&house, &id).await,
            before,
            "nothing is judged silently"
        );
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        let page = browser.get(AGAIN).await.ok();
        assert!(page.says("Zou meetellen") && !page.body.contains("Daan"));
        assert_eq!(state(&house, &id).await, before, "nor by looking");
        let without = browser.post(AGAIN, &[("version", "2")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let old = [("why", "codes"), ("version", "1")];
        assert_eq!(browser.post(AGAIN, &old).await.status, StatusCode::CONFLICT);
        assert_eq!(state(&house, &id).await, before);
        assert!(!has_case(&house, &daan).await);
        assert!(version > before.1);
    }

    pub async fn judged_again_who_was_there_is_called(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        house.shift(&daan, "17-101", 8).await;
        let long_ago = house.now().minus(SignedDuration::from_hours(24 * 30));
        let old = take(&house, "1", long_ago).await;
        let recent = take(&house, "2", house.now()).await;
        let decided = take(&house, "3", house.now()).await;
        let tx = house.write().await;
        let (from, to) = (IncidentState::Stored, IncidentState::Dismissed);
        assert!(tx.move_incident(&decided, from, to).await.unwrap());
        tx.commit().await.unwrap();
        let first = state(&house, &recent).await.1;
        let version = adopt(&house, Certainty::Sure).await;
        let browser = house.sign_in(&carla);
        assert_eq!(judge(&browser, version).await, "watch-judged-again");
        assert_eq!(
            state(&house, &recent).await,
            (IncidentState::Counted, version)
        );
        assert_eq!(state(&house, &old).await, (IncidentState::Stored, first));
        assert_eq!(
            state(&house, &decided).await,
            (IncidentState::Dismissed, first)
        );
        assert!(has_case(&house, &daan).await);
        let kept = house.read().await.earlier_verdicts(&recent).await.unwrap();
        assert_eq!(
            (kept.len(), kept[0].list_version, kept[0].state.as_str()),
            (1, first, "stored")
        );
        // The page of the event tells what the list said before, and why it was judged again.
        let told = format!("/support/incident/{}", recent.as_str());
        let told = browser.get(&told).await.ok();
        assert!(told.says(&format!(
            "volgens versie {first} van de lijst telde dit niet mee"
        )));
        assert!(told.says("Toen liet iemand opnieuw oordelen: "));
        let page = browser.get(AGAIN).await.ok();
        assert!(page.says("Carla") && page.says("1 gingen meetellen"));
        // Again: nothing is left to judge, and nobody is called twice.
        let case = house.case_of(&daan).await.id;
        judge(&browser, version).await;
        assert_eq!(house.case_of(&daan).await.id, case);
        let row = house
            .read()
            .await
            .access_before(i64::MAX, 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(row.action, "judged-again");
    }

    pub async fn nobody_else_lets_it_be_done(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Supporter,
            Role::Manager,
            Role::Administrator,
            Role::Hr,
        ] {
            let who = house.person("Somebody", &[role]).await;
            let browser = house.sign_in(&who);
            assert_eq!(browser.get(AGAIN).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.post(AGAIN, &[]).await.status, StatusCode::NOT_FOUND);
        }
    }
}
