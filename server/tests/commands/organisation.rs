//! Founding another organisation from the command line.

crate::on_both_engines!(an_organisation_is_founded_beside_the_others);

mod scenario {
    use care::access::Role;
    use veer::auth::bearer::Bearer;

    use crate::{
        support::Fixture,
        veer::{command, run},
    };

    const ADD: [&str; 8] = [
        "org",
        "add",
        "Ambulance Zuid",
        "--admin",
        "Ada Bakker",
        "--time-zone",
        "America/Curacao",
        "--language=en",
    ];

    pub async fn an_organisation_is_founded_beside_the_others(f: Fixture) {
        let first = f.organisation().await;
        let output = run(command(&f).args(ADD));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}");
        let (id, path) = said.trim().split_once('\n').unwrap();
        let secret = path.strip_prefix("/invitation/").unwrap();
        assert_eq!(Bearer::parse(secret).unwrap().org.as_str(), id);
        let all = f.store.organisations().await.unwrap();
        let founded = all.iter().find(|org| org.id.as_str() == id).unwrap();
        assert_eq!((all.len(), founded.language.as_str()), (2, "en"));
        assert_eq!(founded.time_zone.iana_name(), Some("America/Curacao"));
        let tx = f.store.read("look around", &founded.id).await.unwrap();
        let admins = tx.people_with(Role::Administrator).await.unwrap();
        assert_eq!((admins.len(), admins[0].name.as_str()), (1, "Ada Bakker"));
        drop(tx);
        let tx = f.store.read("look around", &first.id).await.unwrap();
        assert_eq!(tx.count_people().await.unwrap(), 0);
        drop(tx);
        let list = run(command(&f).args(["org", "list"])).stdout;
        let list = String::from_utf8(list).unwrap();
        assert!(list.contains("Ambulance Zuid") && list.contains(first.id.as_str()));
        // The same name again, no time zone of this world, nobody to begin: said, and nothing is founded.
        for (with, hint) in [
            (&ADD[..], "with this name already"),
            (
                &[
                    "org",
                    "add",
                    "West",
                    "--admin",
                    "Ada",
                    "--time-zone",
                    "Mars/Base",
                ],
                "write it like",
            ),
            (&["org", "add", "West", "--admin", " "], "--admin"),
        ] {
            let output = run(command(&f).args(with));
            assert!(!output.status.success());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains(hint), "{said}");
        }
        assert_eq!(f.store.organisations().await.unwrap().len(), 2);
    }
}
