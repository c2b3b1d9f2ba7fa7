//! Bad files: a clear answer, the good rows in, the bad ones aside, no panic.

crate::on_both_engines!(
    the_good_rows_are_in_and_the_bad_ones_aside,
    a_file_that_is_no_register_changes_nothing,
    a_mended_file_settles_what_was_set_aside,
);

mod scenario {
    use std::path::PathBuf;

    use crate::{
        support::Fixture,
        veer::{counts, import},
    };

    const PROFILE: &str = "packs/sf-fire/profile.toml";
    const HEADER: &str = "CallNumber,UnitID,IncidentNumber,CallType,CallDate,WatchDate,CallFinalDisposition,\
         AvailableDtTm,Address,City,Zipcode,Battalion,StationArea,Box,OriginalPriority,Priority,FinalPriority,\
         ALSUnit,CallTypeGroup,NumAlarms,UnitType,UnitSequenceInCallDispatch,FirePreventionDistrict,\
         SupervisorDistrict,Neighborhood,Location,RowID,Delay";

    fn row(number: &str, unit: &str, time: &str) -> String {
        format!(
            "{number},{unit},{number},Medical Incident,2002-01-11,2002-01-10,Other,{time},SECRET STREET 1,SF,94109,\
             B04,38,3362,3,3,3,false,null,1,TRUCK,2,4,5,Pacific Heights,\"(37.78, -122.42)\",{number}-{unit},2.95"
        )
    }

    fn file(folder: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
        let path = folder.path().join("register.csv");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    const GOOD_TIME: &str = "01/11/2002 01:51:44 AM";

    pub async fn the_good_rows_are_in_and_the_bad_ones_aside(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = vec![0xEF, 0xBB, 0xBF];
        let mut line = |text: &[u8]| {
            bytes.extend_from_slice(text);
            bytes.push(b'\n');
        };
        line(HEADER.as_bytes());
        line(row("1", "T13", GOOD_TIME).as_bytes());
        line(b"2,too,few,cells");
        line(row("3", "T\0X", GOOD_TIME).as_bytes());
        line(
            &[
                row("4", "T", GOOD_TIME).as_bytes()[..2].to_vec(),
                vec![0xE9],
                row("4", "T", GOOD_TIME).as_bytes()[2..].to_vec(),
            ]
            .concat(),
        );
        line(row("5", "T14", "04/07/2002 02:30:00 AM").as_bytes());
        line(row("6", "T15", "10/27/2002 01:30:00 AM").as_bytes());
        line(row("7", &"x".repeat(10 << 20), GOOD_TIME).as_bytes());
        line(format!("8,\"T16,8,{}", "never closed").as_bytes());
        line(row("9", "T17", GOOD_TIME).as_bytes());
        line(row("9", "T17", GOOD_TIME).as_bytes());
        let csv = file(&folder, &bytes);
        let [read, incidents, new, joined, duplicate, quarantined] =
            counts(&import(&f, PROFILE, &csv).unwrap());
        assert_eq!(read, new + joined + duplicate + quarantined);
        assert_eq!((read, duplicate), (10, 1), "every line is accounted for");
        assert_eq!((incidents, new), (3, 3), "1, 6 (the clock went back) and 9");
        assert_eq!(quarantined, 6);
        let org = f.store.organisations().await.unwrap().pop().unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        let aside = tx.quarantined(100).await.unwrap();
        assert_eq!(aside.len(), 6);
        for row in &aside {
            assert!(row.byte_to > row.byte_from && row.line > 1, "{row:?}");
            assert!(
                !row.fields.contains("SECRET"),
                "never an address: {}",
                row.fields
            );
            assert_eq!(row.digest.len(), 64);
        }
        drop(tx);
        let again = counts(&import(&f, PROFILE, &csv).unwrap());
        assert_eq!(again, [10, 3, 0, 0, 4, 6]);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.quarantined(100).await.unwrap().len(), 6, "not doubled");
    }

    pub async fn a_file_that_is_no_register_changes_nothing(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        for bytes in [
            &b""[..],
            b"\xEF\xBB\xBF",
            b"one,two\n1,2\n",
            b"\0\0\0\0",
            b"CallNumber\n1\n",
        ] {
            let message = import(&f, PROFILE, &file(&folder, bytes)).unwrap_err();
            assert!(message.starts_with("veer: "), "{message}");
            assert!(!message.contains("panicked"), "{message}");
        }
        let missing = import(&f, PROFILE, &folder.path().join("nowhere.csv")).unwrap_err();
        assert!(missing.contains("cannot read"), "{missing}");
        assert!(
            f.store.organisations().await.unwrap().is_empty(),
            "a bad file founds nothing"
        );
        let only_header = import(&f, PROFILE, &file(&folder, HEADER.as_bytes())).unwrap();
        assert_eq!(counts(&only_header), [0; 6]);
    }

    pub async fn a_mended_file_settles_what_was_set_aside(f: Fixture) {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{HEADER}\n{}\n", row("1", "T13", "nonsense"));
        let csv = file(&folder, text.as_bytes());
        let first = counts(&import(&f, PROFILE, &csv).unwrap());
        assert_eq!(first[5], 1);
        // The source is the same; what was wrong was the profile.
        let profile = std::fs::read_to_string(crate::veer::root().join(PROFILE)).unwrap();
        let lenient = folder.path().join("profile.toml");
        std::fs::write(
            &lenient,
            profile.replace("empty = [", "empty = [\"nonsense\", "),
        )
        .unwrap();
        let second = counts(&import(&f, &lenient.display().to_string(), &csv).unwrap());
        assert_eq!(second[5], 0, "the day of the call stands in for its time");
        let org = f.store.organisations().await.unwrap().pop().unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.quarantined(10).await.unwrap().is_empty());
    }
}
