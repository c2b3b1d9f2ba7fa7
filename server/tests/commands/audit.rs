//! `veer audit`: each way of tampering with the database behind Veer's back is found.

crate::on_both_engines!(
    an_honest_log_passes,
    each_manipulation_is_named,
    a_checkpoint_shows_what_the_chain_cannot,
    a_log_that_is_gone_or_made_anew_is_never_whole,
    a_log_of_which_the_organisation_is_gone_is_told,
    an_edited_index_is_named,
    a_restore_is_signed_and_told,
    a_forged_checkpoint_is_refused,
);

mod scenario {
    use std::{
        path::Path,
        process::{Command, Output},
    };

    use crate::{
        support::{Fixture, NOW, long_log, raw},
        veer::{command, run},
    };
    use care::ids::OrgId;
    use sea_orm::ConnectionTrait;
    use serde_json::Value;
    use veer::{
        audit::key,
        jobs::checkpoint::{Notary, sign, sign_restored},
        store::{Actor, Link, Location, View, genesis},
    };

    /// An organisation with a log of `rows` rows.
    async fn logged(f: &Fixture, rows: usize) -> OrgId {
        let org = f.organisation().await.id;
        let tx = f.store.write("log", &org).await.unwrap();
        for n in 0..rows {
            let case = format!("c{}", n % 5);
            let view = View {
                actor: Actor::Person(["p1", "p2", "p3"][n % 3]),
                on_behalf: "supporter",
                client: "phone",
                action: "view",
                place: "/support/case/{id}",
                cases: vec![&case],
            };
            tx.log_access(view, NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        org
    }

    async fn sql(f: &Fixture, org: &OrgId, statements: &[&str]) {
        let db = raw(&f.location).await;
        for statement in statements {
            let text = statement.replace("ORG", &format!("org_id = '{}'", org.as_str()));
            db.execute_unprepared(&text)
                .await
                .expect("the manipulation");
        }
    }

    fn audit(f: &Fixture, folder: &Path, arguments: &[&str]) -> Output {
        let mut command: Command = command(f);
        if matches!(f.location, veer::store::Location::Url(_)) {
            command.env("VEER_DATA_DIR", folder);
        }
        run(command.arg("audit").args(arguments))
    }

    fn verify(f: &Fixture, folder: &Path, org: &OrgId, more: &[&str]) -> (Value, bool) {
        let mut arguments = vec!["verify", "--json", "--organisation", org.as_str()];
        arguments.extend(more);
        let output = audit(f, folder, &arguments);
        let report = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (report, output.status.success())
    }

    /// Kind, first and last number of each finding.
    fn findings(report: &Value) -> Vec<(String, i64, i64)> {
        let told = report["organisations"][0]["findings"].as_array().unwrap();
        let plain = |it: &Value| {
            let number = |name: &str| it[name].as_i64().unwrap();
            (
                it["kind"].as_str().unwrap().to_owned(),
                number("number"),
                number("until"),
            )
        };
        told.iter().map(plain).collect()
    }

    pub async fn an_honest_log_passes(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let org = logged(&f, 300).await;
        let (report, passed) = verify(&f, folder.path(), &org, &[]);
        assert!(passed, "{report}");
        let log = &report["organisations"][0];
        assert_eq!(
            (&log["rows"], &log["first"], &log["last"]),
            (&300.into(), &1.into(), &300.into())
        );
        assert_eq!(log["head"].as_str().unwrap().len(), 64);
        assert!(report["seconds"].as_f64().unwrap() > 0.0);
        // Several pages of the walk, in an organisation of its own.
        let long = f.organisation().await.id;
        long_log::write(&raw(&f.location).await, long.as_str(), 12_345).await;
        let output = audit(&f, folder.path(), &["verify"]);
        assert!(output.status.success());
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(
            told.contains("12345 rows") && told.contains("whole, checked in"),
            "{told}"
        );
    }

    /// What is done to the log, and what is then named: kind, first and last number.
    type Manipulation = (&'static [&'static str], &'static [(&'static str, i64, i64)]);

    pub async fn each_manipulation_is_named(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        // Numbers are free to move through a range that nobody uses.
        let cases: &[Manipulation] = &[
            (
                &["UPDATE access_log SET actor = 'p9' WHERE ORG AND number = 5"],
                &[("edited", 5, 5)],
            ),
            (
                &[
                    "UPDATE access_log SET action = 'closed', hash = previous WHERE ORG AND number = 5",
                ],
                &[("edited", 5, 5)],
            ),
            (
                &["DELETE FROM access_log WHERE ORG AND number IN (7, 8)"],
                &[("deleted", 7, 8)],
            ),
            (
                &[
                    "DELETE FROM access_log WHERE ORG AND number = 7",
                    "UPDATE access_log SET number = number + 1000 WHERE ORG AND number > 7",
                    "UPDATE access_log SET number = number - 1001 WHERE ORG AND number > 1000",
                ],
                &[("deleted", 7, 7)],
            ),
            (
                &[
                    "UPDATE access_log SET number = 999 WHERE ORG AND number = 3",
                    "UPDATE access_log SET number = 3 WHERE ORG AND number = 12",
                    "UPDATE access_log SET number = 12 WHERE ORG AND number = 999",
                ],
                &[("reordered", 3, 3), ("reordered", 12, 12)],
            ),
            (
                &["DELETE FROM access_log WHERE ORG AND number > 25"],
                &[("truncated", 26, 30)],
            ),
            (
                &[
                    "UPDATE access_log SET number = number + 1000 WHERE ORG AND number >= 10",
                    "UPDATE access_log SET number = number - 999 WHERE ORG AND number >= 1000",
                    "INSERT INTO access_log (org_id, number, at, actor, on_behalf, client, action, \
                     place, cases, shown, previous, hash) SELECT org_id, 10, at, 'p1', on_behalf, \
                     client, 'taken', place, cases, shown, previous, hash FROM access_log \
                     WHERE ORG AND number = 9",
                    "UPDATE access_heads SET next_number = next_number + 1 WHERE ORG",
                ],
                &[("inserted", 10, 10), ("truncated", 31, 31)],
            ),
            (
                &[
                    "INSERT INTO access_log (org_id, number, at, actor, on_behalf, client, action, \
                   place, cases, shown, previous, hash) SELECT org_id, 31, at, actor, on_behalf, \
                   client, action, place, cases, shown, hash, hash FROM access_log \
                   WHERE ORG AND number = 30",
                ],
                &[("inserted", 31, 31)],
            ),
            (
                &[
                    "UPDATE access_heads SET next_number = 26 WHERE ORG",
                    "DELETE FROM access_log WHERE ORG AND number > 25",
                ],
                &[("head", 25, 25)],
            ),
            (
                &["UPDATE access_heads SET first = 11 WHERE ORG"],
                &[("head", 11, 11), ("edited", 11, 11)],
            ),
        ];
        for (manipulation, expected) in cases {
            let org = logged(&f, 30).await;
            sql(&f, &org, manipulation).await;
            let (report, passed) = verify(&f, folder.path(), &org, &[]);
            assert!(!passed, "{manipulation:?}");
            let expected: Vec<_> = expected
                .iter()
                .map(|(kind, from, until)| ((*kind).to_owned(), *from, *until))
                .collect();
            assert_eq!(findings(&report), expected, "{manipulation:?}");
        }
        let org = logged(&f, 30).await;
        sql(&f, &org, &["DELETE FROM access_sets WHERE ORG"]).await;
        let (report, passed) = verify(&f, folder.path(), &org, &[]);
        assert!(!passed);
        assert_eq!(report["organisations"][0]["finding_count"], 30);
        assert_eq!(findings(&report)[0], ("index".to_owned(), 1, 1));
    }

    pub async fn a_checkpoint_shows_what_the_chain_cannot(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let away = folder.path().join("sent-away.ndjson");
        let away = away.to_str().unwrap();
        let org = logged(&f, 30).await;
        let signed = audit(&f, folder.path(), &["checkpoint", "--checkpoints", away]);
        assert!(
            signed.status.success(),
            "{}",
            String::from_utf8_lossy(&signed.stderr)
        );
        let key = audit(&f, folder.path(), &["key"]).stdout;
        let key = String::from_utf8(key).unwrap();
        let kept = ["--checkpoints", away, "--key", key.trim()];
        let (report, passed) = verify(&f, folder.path(), &org, &kept);
        assert!(passed, "{report}");
        assert_eq!(report["organisations"][0]["checkpoints"], 1);
        // The end goes, and the head goes with it: the chain alone is content.
        let cut = [
            "DELETE FROM access_log WHERE ORG AND number > 20",
            "UPDATE access_heads SET next_number = 21, head = (SELECT l.hash FROM access_log l \
             WHERE l.ORG AND l.number = 20) WHERE ORG",
        ];
        sql(&f, &org, &cut).await;
        let (report, passed) = verify(&f, folder.path(), &org, &[]);
        assert!(passed, "{report}");
        let (report, passed) = verify(&f, folder.path(), &org, &kept);
        assert!(!passed);
        assert_eq!(findings(&report), [("truncated".to_owned(), 21, 30)]);
        // Written on after the cut, as if nothing had happened.
        let tx = f.store.write("log", &org).await.unwrap();
        for _ in 0..15 {
            let view = View {
                actor: Actor::Oneself,
                on_behalf: "colleague",
                client: "phone",
                action: "view",
                place: "/me",
                cases: vec![],
            };
            tx.log_access(view, NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (report, passed) = verify(&f, folder.path(), &org, &kept);
        assert!(!passed);
        assert_eq!(findings(&report), [("checkpoint".to_owned(), 1, 30)]);
        let again = audit(&f, folder.path(), &["checkpoint", "--checkpoints", away]);
        assert!(!again.status.success(), "it is not signed anew");
    }

    /// Writes the chain of rows anew from `first` on, digests and head, as a clever forger would.
    async fn rechain(f: &Fixture, org: &OrgId, first: i64) {
        let rows = f.store.read("read", org).await.unwrap();
        let rows = rows.chain_after(first - 1, 1_000).await.unwrap();
        let mut previous = genesis(first);
        for row in &rows {
            let hash = Link {
                org: org.as_str(),
                number: row.number,
                at: row.at,
                actor: &row.actor,
                on_behalf: &row.on_behalf,
                client: &row.client,
                action: &row.action,
                place: &row.place,
                cases: &row.cases,
                previous: &previous,
            }
            .hash();
            let number = row.number;
            let write = format!(
                "UPDATE access_log SET previous = '{previous}', hash = '{hash}' \
                 WHERE ORG AND number = {number}"
            );
            sql(f, org, &[&write]).await;
            previous = hash;
        }
        let head =
            format!("UPDATE access_heads SET first = {first}, head = '{previous}' WHERE ORG");
        sql(f, org, &[&head]).await;
    }

    /// What is done, from which row on the chain is made anew, and what is then named: by the
    /// database alone, and with the checkpoints kept elsewhere (of row 20 and row 30).
    type Forgery = (
        &'static [&'static str],
        Option<i64>,
        &'static [(&'static str, i64, i64)],
        &'static [(&'static str, i64, i64)],
    );

    const FORGERIES: &[Forgery] = &[
        (
            &[
                "DELETE FROM access_log WHERE ORG",
                "UPDATE access_heads SET first = 0, head = '' WHERE ORG",
            ],
            None,
            &[("deleted", 1, 40)],
            &[("deleted", 1, 40), ("truncated", 1, 30)],
        ),
        (
            &[
                "DELETE FROM access_log WHERE ORG",
                "UPDATE access_heads SET first = 41, head = 'genesis-41' WHERE ORG",
            ],
            None,
            &[("deleted", 1, 40)],
            &[("deleted", 1, 40), ("truncated", 1, 30)],
        ),
        (
            &[
                "DELETE FROM access_log WHERE ORG",
                "UPDATE access_heads SET first = 0, head = '', next_number = 1 WHERE ORG",
            ],
            None,
            // As if nothing had ever been written: this only the checkpoints know.
            &[],
            &[("truncated", 1, 30)],
        ),
        (
            &["DELETE FROM access_log WHERE ORG AND number <= 30"],
            Some(31),
            &[("deleted", 1, 30)],
            &[("deleted", 1, 30), ("truncated", 1, 30)],
        ),
        (
            &["DELETE FROM access_log WHERE ORG AND number <= 25"],
            Some(26),
            &[("deleted", 1, 25)],
            &[
                ("deleted", 1, 25),
                ("checkpoint", 26, 30),
                ("truncated", 1, 20),
            ],
        ),
        (
            &["UPDATE access_log SET hash = '', previous = '' WHERE ORG AND number <= 30"],
            Some(31),
            // As rows of release 0.1.0, which had no chain.
            &[],
            &[("truncated", 1, 30)],
        ),
        (
            &["UPDATE access_log SET actor = 'p9' WHERE ORG"],
            Some(1),
            &[],
            &[("checkpoint", 1, 20), ("checkpoint", 1, 30)],
        ),
        (
            &[
                "DELETE FROM access_log WHERE ORG AND number > 12",
                "UPDATE access_heads SET next_number = 13 WHERE ORG",
            ],
            Some(1),
            &[],
            &[("truncated", 13, 30)],
        ),
        (
            &[
                "DELETE FROM access_log WHERE ORG AND number = 20",
                "UPDATE access_log SET number = number + 1000 WHERE ORG AND number > 20",
                "UPDATE access_log SET number = number - 1001 WHERE ORG AND number > 1000",
                "UPDATE access_heads SET next_number = next_number - 1 WHERE ORG",
            ],
            Some(1),
            &[],
            &[("checkpoint", 1, 20), ("checkpoint", 1, 30)],
        ),
    ];

    pub async fn a_log_that_is_gone_or_made_anew_is_never_whole(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        for (manipulation, anew, alone, with_kept) in FORGERIES {
            let org = logged(&f, 20).await;
            let notary = notary(&f, folder.path(), org.as_str());
            for _ in 0..2 {
                let whole = f.store.organisation(&org).await.unwrap().unwrap();
                assert!(sign(&f.store, &notary, &whole, NOW).await.unwrap());
                more(&f, &org, 10).await;
            }
            let away = notary.file.to_str().unwrap();
            let (report, passed) = verify(&f, folder.path(), &org, &["--checkpoints", away]);
            assert!(passed, "{report}");
            sql(&f, &org, manipulation).await;
            if let Some(first) = anew {
                rechain(&f, &org, *first).await;
            }
            let named = |expected: &[(&str, i64, i64)]| -> Vec<_> {
                let owned = expected
                    .iter()
                    .map(|(kind, from, until)| ((*kind).to_owned(), *from, *until));
                owned.collect()
            };
            let (report, passed) = verify(&f, folder.path(), &org, &[]);
            assert_eq!(findings(&report), named(alone), "{manipulation:?}");
            assert_eq!(passed, alone.is_empty());
            let (report, passed) = verify(&f, folder.path(), &org, &["--checkpoints", away]);
            assert_eq!(findings(&report), named(with_kept), "{manipulation:?}");
            assert!(!passed, "{manipulation:?}");
        }
    }

    /// The key of the program that `audit` runs, and a file beside its data.
    fn notary(f: &Fixture, folder: &Path, file: &str) -> Notary {
        let home = match &f.location {
            Location::Folder(home) => home,
            Location::Url(_) => folder,
        };
        Notary {
            seed: key::load_or_make(home).unwrap(),
            file: folder.join(file),
        }
    }

    async fn more(f: &Fixture, org: &OrgId, rows: usize) {
        let tx = f.store.write("log", org).await.unwrap();
        for _ in 0..rows {
            let view = View {
                actor: Actor::Oneself,
                on_behalf: "colleague",
                client: "phone",
                action: "view",
                place: "/me",
                cases: vec![],
            };
            tx.log_access(view, NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub async fn a_log_of_which_the_organisation_is_gone_is_told(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let away = folder.path().join("away");
        let away = away.to_str().unwrap();
        let org = logged(&f, 5).await;
        assert!(
            audit(&f, folder.path(), &["checkpoint", "--checkpoints", away])
                .status
                .success()
        );
        // Everything under another id, as honest as can be.
        let statements = ["organisations", "access_heads", "access_log", "access_sets"]
            .map(|table| format!("UPDATE {table} SET org_id = 'another' WHERE ORG"));
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        sql(&f, &org, &statements).await;
        rechain(&f, &OrgId::new("another"), 1).await;
        let output = audit(
            &f,
            folder.path(),
            &["verify", "--checkpoints", away, "--json"],
        );
        assert!(!output.status.success());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let gone = &report["organisations"]
            .as_array()
            .unwrap()
            .iter()
            .find(|log| log["organisation"] == org.as_str())
            .unwrap();
        assert_eq!(gone["findings"][0]["kind"], "truncated");
        assert_eq!(gone["findings"][0]["until"], 5);
    }

    pub async fn an_edited_index_is_named(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        for edit in [
            "UPDATE access_sets SET case_pseudonym = 'another' WHERE ORG AND shown = \
             (SELECT l.shown FROM access_log l WHERE l.ORG AND l.number = 3)",
            "INSERT INTO access_sets (org_id, shown, case_pseudonym) SELECT org_id, shown, 'another' \
             FROM access_log WHERE ORG AND number = 3",
            "DELETE FROM access_sets WHERE ORG AND shown = \
             (SELECT l.shown FROM access_log l WHERE l.ORG AND l.number = 3)",
            "UPDATE access_log SET shown = '' WHERE ORG AND number IN (3, 8)",
        ] {
            let org = logged(&f, 10).await;
            sql(&f, &org, &[edit]).await;
            let (report, passed) = verify(&f, folder.path(), &org, &[]);
            assert!(!passed, "{edit}");
            // Rows 3 and 8 showed the same case.
            let named = [("index".to_owned(), 3, 3), ("index".to_owned(), 8, 8)];
            assert_eq!(findings(&report), named, "{edit}");
        }
    }

    pub async fn a_restore_is_signed_and_told(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("away");
        let path = path.to_str().unwrap();
        let org = logged(&f, 20).await;
        let checkpoint = ["checkpoint", "--checkpoints", path];
        assert!(audit(&f, folder.path(), &checkpoint).status.success());
        more(&f, &org, 10).await;
        assert!(audit(&f, folder.path(), &checkpoint).status.success());
        // A backup of row 25 comes back.
        let cut = [
            "DELETE FROM access_log WHERE ORG AND number > 25",
            "UPDATE access_heads SET next_number = 26, head = (SELECT l.hash FROM access_log l \
             WHERE l.ORG AND l.number = 25) WHERE ORG",
        ];
        sql(&f, &org, &cut).await;
        let kept = ["--checkpoints", path];
        let (_, passed) = verify(&f, folder.path(), &org, &kept);
        assert!(!passed, "not before it is signed");
        let notary = notary(&f, folder.path(), "away");
        let ends = sign_restored(&f.store, &notary, NOW).await.unwrap();
        assert_eq!(ends, [Some(25)]);
        more(&f, &org, 10).await;
        let (report, passed) = verify(&f, folder.path(), &org, &kept);
        assert!(passed, "{report}");
        let log = &report["organisations"][0];
        assert_eq!(
            (&log["checkpoints"], &log["restored"][0]["number"]),
            (&2.into(), &25.into())
        );
        let told = audit(&f, folder.path(), &["verify", "--checkpoints", path]).stdout;
        assert!(String::from_utf8_lossy(&told).contains("rows after 25 were lost then"));
        // What was signed of earlier rows still counts: such a log is not signed as restored.
        sql(&f, &org, &["UPDATE access_log SET actor = 'p9' WHERE ORG"]).await;
        rechain(&f, &org, 1).await;
        let ends = sign_restored(&f.store, &notary, NOW).await.unwrap();
        assert_eq!(ends, [None]);
    }

    pub async fn a_forged_checkpoint_is_refused(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lines.ndjson");
        let path = file.to_str().unwrap();
        let org = logged(&f, 3).await;
        assert!(
            audit(&f, folder.path(), &["checkpoint", "--checkpoints", path])
                .status
                .success()
        );
        let line = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, line.replace(":3,", ":2,")).unwrap();
        let (report, passed) = verify(&f, folder.path(), &org, &["--checkpoints", path]);
        assert!(!passed);
        assert_eq!(report["refused_lines"], serde_json::json!([1]));
        // Right, but by a key that is not the one that was kept.
        std::fs::write(&file, line).unwrap();
        let other = data_encoding::BASE64.encode(&[7; 32]);
        let more = ["--checkpoints", path, "--key", &other];
        let (report, passed) = verify(&f, folder.path(), &org, &more);
        assert!(!passed);
        assert_eq!(report["refused_lines"], serde_json::json!([1]));
        let missing = audit(
            &f,
            folder.path(),
            &["verify", "--checkpoints", "nowhere.ndjson"],
        );
        assert!(String::from_utf8_lossy(&missing.stderr).contains("cannot read"));
    }
}

mod long {
    use std::{collections::BTreeMap, time::Instant};

    use crate::support::{long_log, raw, sqlite};

    /// Some minutes; `cargo nextest run -p veer --run-ignored only a_million_rows`.
    #[tokio::test]
    #[ignore = "takes minutes: cargo xtask bench prints it too"]
    #[expect(
        clippy::disallowed_methods,
        reason = "it prints how long the check took"
    )]
    async fn a_million_rows() {
        let f = sqlite().await;
        let org = f.organisation().await.id;
        long_log::write(&raw(&f.location).await, org.as_str(), 1_000_000).await;
        let begun = Instant::now();
        let checked = veer::audit::check::check(&f.store, &org, &BTreeMap::new())
            .await
            .unwrap();
        println!(
            "1,000,000 rows checked in {:.1} s",
            begun.elapsed().as_secs_f64()
        );
        assert_eq!(checked.walked.rows, 1_000_000);
        assert_eq!(checked.walked.findings.told, []);
    }
}
