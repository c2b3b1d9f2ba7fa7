//! Words of dispatch: those that count nowhere, and those that count only when more is so.

crate::on_both_engines!(
    what_comes_in_and_counts_nowhere_is_told_with_how_often,
    a_word_that_counts_only_with_more_is_told,
    only_who_keeps_the_list_sees_them,
);

mod scenario {
    use std::collections::BTreeSet;

    use axum::http::StatusCode;
    use care::{access::Role, ids::KindCode};
    use veer::feed::{
        intake::Intake,
        record::{EventRecord, Precision, Status},
    };

    use crate::support::{Fixture, pages::House};

    const HOME: &str = "/coordinate/list/unnamed";

    async fn tell(house: &House, events: &[(&str, Status)]) {
        let record = |(at, (code, status)): (usize, &(&str, Status))| {
            let number = format!("{at}");
            let mut record = EventRecord::new("mka", number, house.now(), Precision::Exact);
            record.kind_codes = BTreeSet::from([KindCode::new(*code)]);
            record.status = *status;
            Ok(record)
        };
        let records: Vec<_> = events.iter().enumerate().map(record).collect();
        let store = &house.app.store;
        let mut intake = Intake::begin(store, &house.org, "mka", "d".to_owned(), house.now())
            .await
            .unwrap();
        intake.take(&records, house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
    }

    pub async fn what_comes_in_and_counts_nowhere_is_told_with_how_often(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let real = Status::Active;
        let events = [
            ("zwem ongeval", real),
            ("zwem ongeval", real),
            ("testrit", real),
            ("oefenwoord", Status::Exercise),
            ("suicide", real),
        ];
        tell(&house, &events).await;
        let rob = house.sign_in(&rob);
        assert!(rob.get("/coordinate/list").await.ok().says(HOME));
        let shown = rob.get(HOME).await.ok();
        assert!(shown.says("zwem ongeval") && shown.says("2 gebeurtenissen"));
        assert!(shown.says("testrit") && shown.says("1 gebeurtenis"));
        assert!(!shown.says("oefenwoord") && !shown.says(">Zelfdoding<"));
        // It never counts: it is gone from the list, and can come back.
        let code = [("code", "testrit")];
        let never = rob.post(&format!("{HOME}/never"), &code).await;
        assert_eq!((never.location(), never.flash()), (HOME, "unnamed-never"));
        rob.post(&format!("{HOME}/never"), &code).await.location();
        let shown = rob.get(HOME).await.ok();
        assert!(shown.says("1 soort telt nooit") && !shown.says("1 gebeurtenis<"));
        rob.post(&format!("{HOME}/again"), &code).await.location();
        assert!(rob.get(HOME).await.ok().says("1 gebeurtenis<"));
        // On the list: into the draft, and adopted by nobody yet.
        let put = [("code", "zwem ongeval"), ("entry", "kind-2"), ("seen", "1")];
        let done = rob.post(&format!("{HOME}/put"), &put).await;
        let entry = "/coordinate/list/entry/kind-2";
        assert_eq!((done.location(), done.flash()), (entry, "unnamed-put"));
        assert!(rob.get(entry).await.ok().says("zwem ongeval"));
        assert!(!rob.get(HOME).await.ok().says("zwem ongeval"));
        for bad in [
            &[("code", ""), ("entry", "kind-2")][..],
            &[("code", "a\u{7}b"), ("entry", "kind-2")],
        ] {
            let answer = rob.post(&format!("{HOME}/put"), bad).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        }
        for entry in ["kind-8", "kind-99", ""] {
            let form = [("code", "testrit"), ("entry", entry), ("seen", "1")];
            let answer = rob.post(&format!("{HOME}/put"), &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{entry}");
        }
    }

    pub async fn a_word_that_counts_only_with_more_is_told(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let rob = house.sign_in(&rob);
        let new = "/coordinate/list/new";
        let words = [("seen", "1"), ("nl", "Zwemmen"), ("en", "Swimming")];
        let rule = |minor| {
            [
                ("codes-0", "zwem ongeval"),
                ("minor-0", minor),
                ("certainty-0", "confirm"),
            ]
        };
        let form = [&words[..], &rule("yes")].concat();
        let kept = rob.post(new, &form).await;
        assert_eq!(kept.flash(), "list-kept-only-with-more");
        let page = rob.get(kept.location()).await.ok();
        let said = "Let op: zwem ongeval telt hier alleen als ook dit klopt: \
                    Er was een kind bij betrokken.";
        assert!(page.says(said));
        // Kept again it is known; without the fact nothing is to be said.
        let again = rob.post(kept.location(), &form).await;
        assert_eq!(again.flash(), "document-kept");
        let form = [&words[..], &rule("")].concat();
        assert_eq!(
            rob.post(kept.location(), &form).await.flash(),
            "document-kept"
        );
        assert!(!rob.get(kept.location()).await.ok().says("Let op:"));
    }

    pub async fn only_who_keeps_the_list_sees_them(f: Fixture) {
        let house = House::new(f).await;
        for role in [Role::Supporter, Role::Manager, Role::Administrator] {
            let who = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&who);
            assert_eq!(browser.get(HOME).await.status, StatusCode::NOT_FOUND);
            for act in ["put", "never", "again"] {
                let answer = browser.post(&format!("{HOME}/{act}"), &[]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {act}");
            }
        }
    }
}
