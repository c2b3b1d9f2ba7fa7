//! The import contract on real records.

crate::on_both_engines!(
    a_register_is_taken_in_once,
    a_roster_gives_the_crews_of_a_register
);

mod scenario {
    use crate::{
        support::Fixture,
        veer::{command, counts, import, register, root, run},
    };

    const PROFILE: &str = "packs/sf-fire/profile.toml";

    pub async fn a_register_is_taken_in_once(f: Fixture) {
        let (csv, real) = register();
        let first = counts(&import(&f, PROFILE, &csv).unwrap());
        let [rows, incidents, new, joined, duplicate, quarantined] = first;
        assert_eq!(rows, new + joined + duplicate + quarantined);
        assert_eq!((new, duplicate, quarantined), (incidents, 0, 0));
        if real {
            assert_eq!(first, [500, 481, 481, 19, 0, 0]);
        }
        assert_eq!(
            counts(&import(&f, PROFILE, &csv).unwrap()),
            [rows, incidents, 0, 0, rows, 0]
        );
    }

    pub async fn a_roster_gives_the_crews_of_a_register(f: Fixture) {
        let roster = root().join("packs/sf-fire/crews.csv");
        assert!(roster.is_file(), "the pack lacks its invented crews");
        let output = run(command(&f)
            .args(["import", "roster", "--json"])
            .arg(&roster));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let tally: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(tally["people"].as_u64().unwrap() > 100, "{tally}");
        assert!(tally["shifts"].as_u64().unwrap() > 100, "{tally}");
        assert_eq!(tally["quarantined"], 0, "{tally}");
    }
}
