//! The access log as a chain: it never forks, its names change each month and go with the case.

crate::on_both_engines!(
    many_at_once_never_fork_the_chain,
    a_case_has_another_name_each_month,
    forgotten_names_lead_nowhere,
    a_log_of_an_earlier_release_is_carried_on,
    the_same_list_is_kept_once,
    a_daily_checkpoint_is_signed_and_held,
    nobody_puts_off_the_daily_check_in_the_database,
    a_yearly_talk_leaves_no_name_in_the_log,
);

mod scenario {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::support::{Fixture, NOW, raw};
    use care::{
        ids::{CaseId, OrgId},
        path::{Requester, Trigger},
        protocol::Protocol,
        retention::DataKind,
        team::Interviewer,
        time::Instant,
    };
    use jiff::SignedDuration;
    use sea_orm::ConnectionTrait;
    use veer::{
        audit::{check::check, checkpoint::Checkpoints, key},
        jobs::checkpoint::{Notary, due},
        store::{Actor, AnnualTalk, Beginning, ONESELF, Organisation, View},
    };

    fn view<'a>(actor: Actor<'a>, cases: Vec<&'a str>) -> View<'a> {
        View {
            actor,
            on_behalf: "supporter",
            client: "phone",
            action: "view",
            place: "/support",
            cases,
        }
    }

    async fn log(f: &Fixture, org: &OrgId, actor: Actor<'_>, cases: &[&str], at: Instant) {
        let tx = f.store.write("log", org).await.unwrap();
        tx.log_access(view(actor, cases.to_vec()), at)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn case(f: &Fixture, org: &Organisation) -> (CaseId, String) {
        let daan = f.person(&org.id, "Daan", &[]).await;
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let protocol = Protocol::default_policy();
        let tx = f.store.write("begin", &org.id).await.unwrap();
        let id = tx
            .begin_path(&daan, &beginning, &protocol, None, NOW, &org.time_zone)
            .await
            .unwrap();
        let handle = tx.case(&id).await.unwrap().unwrap().pseudonym;
        tx.commit().await.unwrap();
        (id, handle)
    }

    pub async fn many_at_once_never_fork_the_chain(f: Fixture) {
        let org = f.organisation().await;
        let writers = (0..24).map(|n| {
            let (store, org) = (f.store.clone(), org.id.clone());
            tokio::spawn(async move {
                for round in 0..5 {
                    let name = format!("c{}", (n + round) % 7);
                    let tx = store.write("log", &org).await.unwrap();
                    let own = Actor::Case(&name);
                    tx.log_access(view(own, vec![&name, "c1"]), NOW)
                        .await
                        .unwrap();
                    if n == 3 {
                        drop(tx); // Undone: it leaves no hole.
                    } else {
                        tx.commit().await.unwrap();
                    }
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let checked = check(&f.store, &org.id, &BTreeMap::new()).await.unwrap();
        assert_eq!(checked.walked.rows, 23 * 5);
        assert_eq!(checked.walked.findings.told, []);
        let names = f.store.read("names", &org.id).await.unwrap();
        let entries = names.access_after(0).await.unwrap();
        let actors: BTreeSet<&str> = entries.iter().map(|row| row.actor.as_str()).collect();
        assert_eq!(actors.len(), 7, "each case has one name, whoever was first");
    }

    pub async fn a_case_has_another_name_each_month(f: Fixture) {
        let org = f.organisation().await;
        let month = SignedDuration::from_hours(24 * 31);
        let later = NOW.plus(month);
        log(&f, &org.id, Actor::Person("p1"), &["c1"], NOW).await;
        log(&f, &org.id, Actor::Case("c1"), &["c1"], NOW).await;
        log(&f, &org.id, Actor::Person("p2"), &["c1", "c2"], later).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        let rows = tx.access_after(0).await.unwrap();
        assert_eq!(rows[0].cases, rows[1].cases, "one name within a month");
        assert_eq!(rows[1].actor, rows[1].cases[0]);
        assert!(!rows[2].cases.contains(&rows[0].cases[0]));
        assert!(rows.iter().all(|row| !row.cases.contains(&"c1".to_owned())));
        let looked = tx.access_to_case("c1").await.unwrap();
        let numbers: Vec<i64> = looked.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 2, 1], "all its names lead to who looked");
        assert_eq!(tx.access_to_case("c2").await.unwrap().len(), 1);
    }

    pub async fn forgotten_names_lead_nowhere(f: Fixture) {
        let org = f.organisation().await;
        let (id, handle) = case(&f, &org).await;
        log(&f, &org.id, Actor::Case(&handle), &[&handle], NOW).await;
        let later = NOW.plus(SignedDuration::from_hours(24 * 31));
        log(&f, &org.id, Actor::Person("p1"), &[&handle], later).await;
        log(&f, &org.id, Actor::Oneself, &[], later).await;
        let tx = f.store.write("forget", &org.id).await.unwrap();
        assert_eq!(tx.forget_pseudonyms(&id).await.unwrap(), 2);
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.access_to_case(&handle).await.unwrap().is_empty());
        let rows = tx.access_after(0).await.unwrap();
        assert_eq!(rows.len(), 3, "the rows stay");
        assert_eq!(rows[2].actor, ONESELF);
        assert!(tx.handles(&rows[0].cases).await.unwrap().is_empty());
        let checked = check(&f.store, &org.id, &BTreeMap::new()).await.unwrap();
        assert_eq!(
            checked.walked.findings.told,
            [],
            "forgetting breaks no chain"
        );
    }

    pub async fn a_log_of_an_earlier_release_is_carried_on(f: Fixture) {
        let org = f.organisation().await;
        let db = raw(&f.location).await;
        for number in 1..=3 {
            let sql = format!(
                "INSERT INTO access_log (org_id, number, at, actor, action, place, cases) \
                 VALUES ('{}', {number}, 0, 'p1', 'view', '/support', 'old')",
                org.id.as_str()
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        let sql = format!(
            "UPDATE access_heads SET next_number = 4 WHERE org_id = '{}'",
            org.id.as_str()
        );
        db.execute_unprepared(&sql).await.unwrap();
        let checked = check(&f.store, &org.id, &BTreeMap::new()).await.unwrap();
        assert_eq!((checked.first, checked.unchained), (0, 3));
        assert_eq!(checked.walked.findings.told, []);
        log(&f, &org.id, Actor::Person("p1"), &["c1"], NOW).await;
        log(&f, &org.id, Actor::Person("p2"), &[], NOW).await;
        let tx = f.store.read("look", &org.id).await.unwrap();
        let rows = tx.chain_after(3, 10).await.unwrap();
        assert_eq!(rows[0].previous, "genesis-4");
        let checked = check(&f.store, &org.id, &BTreeMap::new()).await.unwrap();
        assert_eq!(
            (checked.first, checked.unchained, checked.walked.rows),
            (4, 3, 2)
        );
        assert_eq!(checked.walked.findings.told, []);
    }

    pub async fn the_same_list_is_kept_once(f: Fixture) {
        let org = f.organisation().await;
        for _ in 0..3 {
            log(&f, &org.id, Actor::Person("p1"), &["c2", "c1", "c2"], NOW).await;
        }
        let tx = f.store.read("look", &org.id).await.unwrap();
        let rows = tx.chain_after(0, 10).await.unwrap();
        let whole = tx.whole_sets(&[&rows[0].shown]).await.unwrap();
        assert_eq!(whole, BTreeSet::from([rows[0].shown.clone()]));
        assert!(rows.iter().all(|row| row.shown == rows[0].shown));
        assert_eq!(tx.access_to_case("c1").await.unwrap().len(), 3);
    }

    pub async fn a_daily_checkpoint_is_signed_and_held(f: Fixture) {
        let org = f.organisation().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("checkpoints.ndjson");
        let seed = key::load_or_make(folder.path()).unwrap();
        let notary = Notary {
            seed: seed.clone(),
            file: file.clone(),
        };
        assert_eq!(due(&f.store, &notary, NOW).await.unwrap(), 0, "nothing yet");
        let day = SignedDuration::from_hours(24);
        for n in 0..3 {
            let at = NOW.plus(day * n);
            log(&f, &org.id, Actor::Person("p1"), &["c1"], at).await;
            assert_eq!(due(&f.store, &notary, at).await.unwrap(), 1);
            assert_eq!(due(&f.store, &notary, at).await.unwrap(), 0, "once a day");
        }
        let lines = std::fs::read(&file).unwrap();
        let kept = Checkpoints::read(lines.as_slice(), &[seed.signer()]).unwrap();
        assert!(kept.refused.is_empty());
        let numbers: Vec<i64> = kept.of(org.id.as_str()).numbers.into_keys().collect();
        assert_eq!(numbers, [1, 2, 3]);
        let head = f.store.read("look", &org.id).await.unwrap();
        let head = head.chain_head().await.unwrap();
        assert_eq!((head.verified_number, head.checkpoint_number), (3, 3));
        // A log that no longer fits is not signed, and the privacy officer's page says so.
        let sql = format!(
            "UPDATE access_log SET actor = 'p9' WHERE org_id = '{}' AND number = 2",
            org.id.as_str()
        );
        raw(&f.location)
            .await
            .execute_unprepared(&sql)
            .await
            .unwrap();
        let at = NOW.plus(day * 4);
        log(&f, &org.id, Actor::Person("p1"), &[], at).await;
        assert_eq!(due(&f.store, &notary, at).await.unwrap(), 0);
        assert_eq!(std::fs::read(&file).unwrap(), lines);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.chain_head().await.unwrap().broken_number, 2);
    }

    async fn run(f: &Fixture, org: &OrgId, statement: &str) {
        let text = statement.replace("ORG", &format!("org_id = '{}'", org.as_str()));
        let db = raw(&f.location).await;
        db.execute_unprepared(&text)
            .await
            .expect("the manipulation");
    }

    pub async fn nobody_puts_off_the_daily_check_in_the_database(f: Fixture) {
        let day = SignedDuration::from_hours(24);
        for (put_off, is_late) in [
            (
                "UPDATE access_heads SET checkpoint_at = 4070908800000 WHERE ORG",
                true,
            ),
            (
                "UPDATE access_heads SET checkpoint_number = 99 WHERE ORG",
                true,
            ),
            (
                "UPDATE access_heads SET verified_at = 4070908800000 WHERE ORG",
                true,
            ),
            (
                "UPDATE access_heads SET broken_number = 1, verified_at = 4070908800000 WHERE ORG",
                true,
            ),
            (
                "UPDATE access_heads SET next_number = 3, head = (SELECT l.hash FROM access_log l \
              WHERE l.ORG AND l.number = 2) WHERE ORG",
                false,
            ),
        ] {
            let org = f.organisation().await;
            let folder = tempfile::tempdir().unwrap();
            let notary = Notary {
                seed: key::load_or_make(folder.path()).unwrap(),
                file: folder.path().join("checkpoints.ndjson"),
            };
            for _ in 0..3 {
                log(&f, &org.id, Actor::Person("p1"), &["c1"], NOW).await;
            }
            due(&f.store, &notary, NOW).await.unwrap();
            let lines = notary.known().unwrap().of(org.id.as_str());
            run(&f, &org.id, put_off).await;
            if !is_late {
                run(
                    &f,
                    &org.id,
                    "DELETE FROM access_log WHERE ORG AND number > 2",
                )
                .await;
            }
            let later = NOW.plus(day);
            due(&f.store, &notary, later).await.unwrap();
            let head = f.store.read("look", &org.id).await.unwrap();
            let head = head.chain_head().await.unwrap();
            assert_eq!(head.verified_at, later.millis(), "{put_off}");
            assert_eq!(head.broken_number != 0, !is_late, "{put_off}");
            let signed = notary.known().unwrap().of(org.id.as_str());
            assert_eq!(signed != lines, is_late, "{put_off}");
            // A log that does not fit is not walked again until a day has gone by.
            let soon = later.plus(SignedDuration::from_mins(10));
            due(&f.store, &notary, soon).await.unwrap();
            let head = f.store.read("look", &org.id).await.unwrap();
            let verified = head.chain_head().await.unwrap().verified_at;
            assert_eq!(verified, later.millis(), "{put_off}");
        }
    }

    pub async fn a_yearly_talk_leaves_no_name_in_the_log(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        for (id, planned_on, held_on) in [
            ("t1", None, Some("2020-03-03")),
            ("t2", Some("2026-05-05"), None),
        ] {
            let talk = AnnualTalk {
                id: id.to_owned(),
                supporter: sanne.clone(),
                interviewer_id: None,
                interviewer: Interviewer::SocialWorker,
                planned_on: planned_on.map(|day| day.parse().unwrap()),
                held_on: held_on.map(|day| day.parse().unwrap()),
                next_on: None,
            };
            let tx = f.store.write("plan", &org.id).await.unwrap();
            tx.save_annual_talk(&talk).await.unwrap();
            tx.commit().await.unwrap();
            log(&f, &org.id, Actor::Person("p1"), &[id], NOW).await;
        }
        let names = |tx: veer::store::Tx| async move {
            let rows = tx.access_after(0).await.unwrap();
            let cases: Vec<String> = rows.into_iter().flat_map(|row| row.cases).collect();
            tx.handles(&cases)
                .await
                .unwrap()
                .into_values()
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(f.store.read("look", &org.id).await.unwrap())
                .await
                .len(),
            2
        );
        let tx = f.store.write("drop", &org.id).await.unwrap();
        tx.drop_planned_talk("t2").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            names(f.store.read("look", &org.id).await.unwrap()).await,
            ["t1"]
        );
        let tx = f.store.write("erase", &org.id).await.unwrap();
        tx.erase_past(DataKind::AnnualTalks, NOW, &org.time_zone)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert!(
            names(f.store.read("look", &org.id).await.unwrap())
                .await
                .is_empty()
        );
    }
}
