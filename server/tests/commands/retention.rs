//! `veer retention`: first told, then listed, then gone.

crate::on_both_engines!(a_dry_run_changes_nothing_and_a_run_erases);

mod scenario {
    use care::{
        access::Role,
        path::{ClosingReason, Requester, Trigger},
        protocol::Protocol,
    };
    use jiff::SignedDuration;
    use serde_json::Value;
    use veer::{
        clock::Clock,
        retention,
        store::{Beginning, JOURNAL},
    };

    use crate::{
        support::Fixture,
        veer::{command, run},
    };

    fn ask(f: &Fixture, more: &[&str]) -> Value {
        let output = run(command(f)
            .env("VEER_DATA_DIR", f.folder.path())
            .args(["retention", "--json"])
            .args(more));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    }

    fn cases(answer: &Value) -> Vec<Value> {
        let kinds = answer["organisations"][0]["kinds"].as_array().unwrap();
        let kind = kinds.iter().find(|kind| kind["kind"] == "cases").unwrap();
        kind["cases"].as_array().unwrap().clone()
    }

    pub async fn a_dry_run_changes_nothing_and_a_run_erases(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        // The command lives by the wall's clock: a case of 400 days ago.
        let now = Clock::system().now();
        let then = now.minus(SignedDuration::from_hours(24 * 400));
        let tz = &org.time_zone;
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let tx = f.store.write("open", &org.id).await.unwrap();
        let protocol = Protocol::default_policy();
        let id = tx
            .begin_path(&daan, &beginning, &protocol, None, then, tz)
            .await
            .unwrap();
        tx.decide_case(&id, None, None, "assigned", then, tz, |case| {
            case.assign(sanne)
        })
        .await
        .unwrap();
        tx.decide_case(&id, None, None, "closed", then, tz, |case| {
            case.close(ClosingReason::Declined, then)
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            let listed = ask(&f, &["--dry-run"]);
            assert_eq!(listed["dry_run"], true);
            let cases = cases(&listed);
            assert_eq!(cases.len(), 1);
            assert!(cases[0]["told"].is_null() && cases[0]["due"].is_string());
            let pseudonym = cases[0]["pseudonym"].as_str().unwrap();
            assert!(!pseudonym.contains(id.as_str()) && !listed.to_string().contains("Daan"));
        }
        // Sixteen days ago its people were told.
        let told = now.minus(SignedDuration::from_hours(24 * 16));
        retention::round(&f.store, &org, told, told).await.unwrap();
        let plain = run(command(&f).args(["retention", "--dry-run"]));
        let plain = String::from_utf8(plain.stdout).unwrap();
        assert!(
            plain.contains("goes from") && plain.contains("told "),
            "{plain}"
        );
        let done = ask(&f, &[]);
        assert_eq!(done["organisations"][0]["done"]["cases"], 1);
        let journal = std::fs::read_to_string(f.folder.path().join(JOURNAL)).unwrap();
        assert!(journal.contains(id.as_str()) && !journal.contains("Daan"));
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.case(&id).await.unwrap().is_none());
        drop(tx);
        assert!(cases(&ask(&f, &["--dry-run"])).is_empty());
    }
}
