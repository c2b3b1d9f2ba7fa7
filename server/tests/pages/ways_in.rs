//! What machines send: documents over HTTP, and bad input by every way.

crate::on_both_engines!(
    documents_come_in_over_http,
    only_a_known_source_is_read,
    a_bad_line_costs_itself,
    a_bad_document_costs_itself,
);

mod scenario {
    use std::fmt::Write as _;

    use axum::http::StatusCode;

    use crate::support::{Fixture, pages::House};

    const FULL: &str = include_str!("../../../packs/ambulance/eido-voorbeeld.json");
    const AT: &str = "2026-03-03T03:00:00+01:00";

    /// A small document about an incident with this number.
    fn document(number: &str) -> String {
        format!(
            r#"{{"$id":"d-{number}","eidoVersion":"1.0","lastUpdateTimeStamp":"{AT}","incidentComponent":{{"internalIncidentId":"{number}","lastUpdateTimeStamp":"{AT}","incidentTypeInternalText":"Gezondheid / Reanimatie"}}}}"#
        )
    }

    pub async fn documents_come_in_over_http(f: Fixture) {
        let house = House::new(f).await;
        let token = house.feed_token("meldkamer").await;
        let headers = [("authorization", token.as_str())];
        let one = house.machine("/api/eido", &headers, FULL).await.ok().json();
        assert_eq!((&one["read"], &one["new"]), (&1.into(), &1.into()));
        let list = format!("[{},\n{{\"x\":1}},\n{}]", document("2"), document("3"));
        let some = house.machine("/api/eido", &headers, list).await.ok().json();
        assert_eq!((&some["new"], &some["quarantined"]), (&2.into(), &1.into()));
        let aside = &some["rejected"][0];
        assert_eq!(aside["reason"], "not-an-eido");
        assert_eq!((&aside["line"], &aside["part"]), (&2.into(), &2.into()));
        let lines = format!("{}\n{}\n", document("3"), document("4"));
        let more = house
            .machine("/api/eido", &headers, lines)
            .await
            .ok()
            .json();
        assert_eq!((&more["new"], &more["duplicate"]), (&1.into(), &1.into()));
        let kinds = async |number: &str| {
            let tx = house.read().await;
            let rows = tx.incidents_by_ref("meldkamer", &[number]).await.unwrap();
            rows[0].record.contains("resuscitation")
        };
        assert!(!kinds("4").await, "the sender's own words mean nothing yet");
        house.save_profile().await;
        house
            .machine("/api/eido", &headers, document("5"))
            .await
            .ok();
        assert!(kinds("5").await, "the saved profile says what they mean");
    }

    pub async fn only_a_known_source_is_read(f: Fixture) {
        let house = House::new(f).await;
        let token = house.feed_token("meldkamer").await;
        for path in ["/api/eido", "/api/events"] {
            let nobody = house.machine(path, &[], document("1")).await;
            assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
            let forged = token.replace(char::is_lowercase, "x");
            let forged = [("authorization", forged.as_str())];
            let forged = house.machine(path, &forged, document("1")).await;
            assert_eq!(forged.status, StatusCode::UNAUTHORIZED);
            let headers = [("authorization", token.as_str())];
            let long = house
                .machine(path, &headers, vec![b' '; (16 << 20) + 1])
                .await;
            assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
        }
        assert_eq!(house.known("meldkamer", &["1"]).await, [""; 0]);
    }

    /// Nested without end.
    fn deep(open: &str, close: &str) -> String {
        format!("{}{}", open.repeat(100_000), close.repeat(100_000))
    }

    /// Everything of the issue's list that a line can hold.
    pub async fn a_bad_line_costs_itself(f: Fixture) {
        let house = House::new(f).await;
        let token = house.feed_token("meldkamer").await;
        let headers = [("authorization", token.as_str())];
        let event = |number: &str, at: &str| format!(r#"{{"id":"{number}","at":"{at}"}}"#);
        let mut lines: Vec<u8> = Vec::new();
        let mut reasons = Vec::new();
        let mut bad = |line: &[u8], reason: &'static str| {
            lines.extend_from_slice(line);
            lines.push(b'\n');
            reasons.push(reason);
        };
        bad(
            b"{\"id\":\"\xE9\",\"at\":\"2026-03-03T03:00:00Z\"}",
            "invalid-encoding",
        );
        bad(
            &format!("{{\"x\":{}", deep("[", "]")).into_bytes()[..60_000],
            "not-json",
        );
        bad(br#"{"id":1e999,"at":"2026-03-03T03:00:00Z"}"#, "not-json");
        bad(
            br#"{"id":"b","id":"c","at":"2026-03-03T03:00:00Z"}"#,
            "member-twice",
        );
        bad(
            event("d", "0000-03-03T03:00:00Z").as_bytes(),
            "time-unreadable",
        );
        bad(
            event("e", "9999-03-03T03:00:00Z").as_bytes(),
            "time-unreadable",
        );
        bad(
            event("f", "2026-03-03T03:00:00").as_bytes(),
            "offset-missing",
        );
        bad(&vec![b'x'; 2 << 20], "line-too-long");
        lines.extend_from_slice(event("good", AT).as_bytes());
        let told = house
            .machine("/api/events", &headers, lines)
            .await
            .ok()
            .json();
        assert_eq!((&told["new"], &told["quarantined"]), (&1.into(), &8.into()));
        for (at, reason) in reasons.iter().enumerate() {
            assert_eq!(told["rejected"][at]["reason"], *reason);
            assert_eq!(told["rejected"][at]["line"], at + 1);
        }
    }

    /// The same of a document.
    pub async fn a_bad_document_costs_itself(f: Fixture) {
        let house = House::new(f).await;
        let token = house.feed_token("meldkamer").await;
        let headers = [("authorization", token.as_str())];
        let mut documents = String::new();
        let circle = document("7").replacen(
            '{',
            r#"{"emergencyResourceComponent":[{"$id":"a","$ref":"b"},{"$id":"b","$ref":"a"}],"dispatchComponent":{"emergencyResourceReference":{"$ref":"a"}},"#,
            1,
        );
        for (document, _) in [
            (circle, ""),
            (
                document("8").replacen('{', &format!("{{\"x\":{},", deep("[", "]")), 1),
                "nested-too-deeply",
            ),
            (
                document("9").replace(AT, "9999-01-01T00:00:00Z"),
                "time-unreadable",
            ),
            (
                document("10").replacen('{', "{\"eidoVersion\":\"1\",", 1),
                "member-twice",
            ),
            (
                format!("{{\"x\":\"{}\"}}", "x".repeat(5 << 20)),
                "document-too-large",
            ),
            (document("11"), ""),
        ] {
            writeln!(documents, "{document}").unwrap();
        }
        let told = house
            .machine("/api/eido", &headers, documents)
            .await
            .ok()
            .json();
        assert_eq!(
            (&told["new"], &told["quarantined"]),
            (&2.into(), &4.into()),
            "{told}"
        );
        let reasons: Vec<_> = (0..4)
            .map(|at| told["rejected"][at]["reason"].clone())
            .collect();
        assert_eq!(
            reasons,
            [
                "nested-too-deeply",
                "time-unreadable",
                "member-twice",
                "document-too-large"
            ]
        );
        let tx = house.read().await;
        assert_eq!(tx.quarantined(100).await.unwrap().len(), 4);
    }
}
