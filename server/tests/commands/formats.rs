//! One incident told in three formats, and a list tried over years of events.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::veer::{root, run};

const ROSTER: &str = "kind,id,name,unit,from,until\nperson,p1,Robin,,,\nperson,5002,Ana,,,\n\
    shift,p1,,17-101,2026-03-01 07:00,2026-03-01 19:00\n";
const REGISTER: &str = "Incidentnummer;Datum;Meldtijd;Classificatie;Nadere code;Urgentie;Eenheid;\
    Centralist;Minderjarig;Overleden;Agressie;Noodknop;GRIP;Status;Plaats;Toelichting\n\
    26-1;01-03-2026;01-03-2026 12:00;Gezondheid / Zelfdoding;;A1;17-101;5002;;;;;;afgesloten;;\n";
const LINE: &str = r#"{"id":"26-1","at":"2026-03-01T12:00:00+01:00","kinds":["suicide"],
    "priority":"A1","units":["17-101"],"dispatchers":["5002"],"status":"closed"}"#;
const DOCUMENT: &str = r#"{"$id":"urn:emergency:uid:incidentid:1:bcf.example","eidoVersion":"1.0",
    "lastUpdateTimeStamp":"2026-03-01T12:30:00+01:00","updatedByAgencyReference":{"$ref":"mka"},
    "issuingElementIdentification":"idx.example","agencyComponent":[{"$id":"mka"}],
    "agentComponent":[{"$id":"5002","agentRoleRegistryText":["Dispatching"]}],
    "incidentComponent":{"$id":"i1","lastUpdateTimeStamp":"2026-03-01T12:30:00+01:00",
      "incidentTypeCommonRegistryText":"SUICIDE","incidentStatusCommonRegistryText":["Closed"],
      "internalIncidentId":"26-1","incidentPriorityInternalText":"A1"},
    "dispatchComponent":[{"$id":"d1","lastUpdateTimeStamp":"2026-03-01T12:00:00+01:00",
      "dispatchTimeStamp":"2026-03-01T12:00:00+01:00",
      "agentReference":{"$ref":"5002"},"emergencyResourceReference":[{"$ref":"u1"}]}],
    "emergencyResourceComponent":[{"$id":"u1","emergencyResourceName":"17-101"}]}"#;

fn veer(arguments: &[&str], file: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_veer"));
    let output = run(command.current_dir(root()).args(arguments).arg(file));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn one_incident_in_three_formats_gives_one_verdict_and_the_same_people() {
    let folder = tempfile::tempdir().unwrap();
    let roster = folder.path().join("roster.csv");
    fs::write(&roster, ROSTER).unwrap();
    let line = LINE.replace('\n', " ");
    let told = [("csv", REGISTER), ("ndjson", &line), ("eido", DOCUMENT)].map(|(format, text)| {
        let file = folder.path().join(format);
        fs::write(&file, text).unwrap();
        let roster = roster.to_str().unwrap();
        let pack = ["verdict", "--pack", "packs/ambulance", "--format", format];
        let arguments = [pack.as_slice(), &["--roster", roster]].concat();
        veer(&arguments, &file)
    });
    let first: Value = serde_json::from_str(told[0].trim()).unwrap();
    assert_eq!(first["entry"], "kind-4", "{first}");
    assert_eq!(first["certainty"], "sure");
    let exposed = first["exposed"].as_array().unwrap();
    assert_eq!(exposed.len(), 2, "{first}");
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

#[test]
fn a_list_is_tried_beside_another_with_one_result_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.ndjson");
    let line = |number: usize| {
        let kind = ["suicide", "drowning", "fall"][number % 3];
        let day = number % 28 + 1;
        format!(
            "{{\"id\":\"{number}\",\"at\":\"2026-02-{day:02}T12:00:00Z\",\"kinds\":[\"{kind}\"],\"units\":[\"17-101\"]}}\n"
        )
    };
    let mut text: String = (0..3_000).map(line).collect();
    text += "no event\n";
    fs::write(&file, text).unwrap();
    let tried = |threads: &str| {
        let lists = ["--pack", "packs/ambulance", "--against", "packs/sf-fire"];
        let rest = ["--threads", threads, "--json", "--events"];
        let arguments = [["backtest"].as_slice(), &lists, &rest].concat();
        veer(&arguments, &file)
    };
    let one = tried("1");
    assert_eq!(one, tried("4"));
    let outcome: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(outcome["events"], 3_000);
    assert_eq!(outcome["rejected"]["not-json"], 1);
    let weeks = outcome["lists"][0]["weeks"].as_object().unwrap();
    assert!(weeks.contains_key("2026-02-02"), "{weeks:?}");
    let change = &outcome["changes"][0];
    assert!(change["incident"].is_string(), "{change}");
    assert!(change["after"]["facts"].is_array() || change["before"]["facts"].is_array());

    // The same as a page that stands alone, in either language.
    let page = |threads: &str, language: &str| {
        let path = folder.path().join(format!("{threads}-{language}.html"));
        let lists = ["--pack", "packs/ambulance", "--against", "packs/sf-fire"];
        let written = ["--page", path.to_str().unwrap(), "--language", language];
        let rest = ["--threads", threads, "--events"];
        let arguments = [["backtest"].as_slice(), &lists, &written, &rest].concat();
        veer(&arguments, &file);
        fs::read_to_string(path).unwrap()
    };
    for (language, says) in [("nl", "Signalen per week"), ("en", "Signals a week")] {
        let whole = page("1", language);
        assert_eq!(whole, page("4", language));
        assert!(whole.contains(says) && whole.contains("<svg class=\"pairs-drawn\""));
        assert!(whole.contains("17-101") && whole.contains("2026-02-02"));
        for fetched in ["<script", "src=", "href=\"http", "@import", "url("] {
            assert!(!whole.contains(fetched), "{fetched}");
        }
    }
}
