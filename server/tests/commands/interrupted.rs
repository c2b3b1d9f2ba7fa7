//! Nothing acknowledged is lost and nothing is doubled when the power goes.

crate::on_both_engines!(
    a_killed_import_is_finished_by_the_next,
    a_killed_server_reads_its_folder_again,
);

mod scenario {
    use std::{
        fmt::Write as _,
        path::Path,
        process::{Child, Stdio},
    };

    use crate::{
        support::Fixture,
        veer::{command, counts, import, root},
    };
    use veer::store::Store;

    const PROFILE: &str = "packs/sf-fire/profile.toml";
    const ROWS: usize = 8_000;

    /// The sample's rows under new numbers, as a file.
    fn register() -> String {
        let sample = std::fs::read_to_string(root().join("packs/sf-fire/sample.csv")).unwrap();
        let mut lines = sample.lines();
        let header = lines.next().unwrap();
        let number = header
            .split(',')
            .position(|name| name == "IncidentNumber")
            .unwrap();
        let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        let mut text = format!("{header}\n");
        for n in 0..ROWS {
            let mut cells: Vec<&str> = rows[n % rows.len()].splitn(number + 2, ',').collect();
            let fresh = format!("{}", 90_000_000 + n);
            cells[number] = &fresh;
            writeln!(text, "{}", cells.join(",")).unwrap();
        }
        text
    }

    pub async fn a_killed_import_is_finished_by_the_next(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("register.csv");
        std::fs::write(&csv, register()).unwrap();
        let mut import_command = command(&f);
        import_command
            .args(["import", "dispatch", "--json", "--profile", PROFILE])
            .arg(&csv);
        let mut child = import_command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Kill it as soon as something is durable; if it was faster than we, the rest still holds.
        while stored(&f.store).await == 0 && child.try_wait().unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let durable = stored(&f.store).await;
        let rerun = counts(&import(&f, PROFILE, &csv).unwrap());
        let rows = ROWS as u64;
        assert_eq!(rerun[0], rows);
        assert!(rerun[4] >= durable, "what was durable is known: {rerun:?}");
        assert_eq!(rerun[2] + rerun[4], rows, "{rerun:?}");
        assert_eq!(stored(&f.store).await, rows);
        assert_eq!(
            counts(&import(&f, PROFILE, &csv).unwrap()),
            [rows, rows, 0, 0, rows, 0]
        );
    }

    /// A server that watches a folder.
    fn serve(f: &Fixture, folder: &Path) -> Child {
        let mut serve = command(f);
        serve.args(["serve", "--listen", "127.0.0.1:0", "--inbox"]);
        let serve = serve.arg(folder).current_dir(f.folder.path());
        let quiet = serve.stdout(Stdio::null()).stderr(Stdio::null());
        quiet.spawn().unwrap()
    }

    pub async fn a_killed_server_reads_its_folder_again(f: Fixture) {
        let org = f.organisation().await;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("ambulance-noord/sf-fire");
        std::fs::create_dir_all(&place).unwrap();
        let mut events = String::new();
        for n in 0..40_000 {
            let at = "2020-03-03T03:00:00+01:00";
            writeln!(events, r#"{{"id":"{n}","at":"{at}","kinds":["fall"]}}"#).unwrap();
        }
        let file = place.join("many.ndjson");
        std::fs::write(&file, events).unwrap();
        let mut child = serve(&f, folder.path());
        while stored(&f.store).await == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it serves");
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let durable = stored(&f.store).await;
        assert!(
            file.exists(),
            "killed with {durable} in, it lies where it was"
        );
        let mut child = serve(&f, folder.path());
        while file.exists() {
            assert!(child.try_wait().unwrap().is_none(), "it serves");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.count_incidents("sf-fire").await.unwrap(), 40_000);
        assert_eq!(tx.count_quarantined(10).await.unwrap(), 0);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    async fn stored(store: &Store) -> u64 {
        let Some(org) = store.organisations().await.unwrap().pop() else {
            return 0;
        };
        let tx = store.read("count", &org.id).await.unwrap();
        u64::try_from(tx.count_incidents("sf-fire").await.unwrap()).unwrap()
    }
}
