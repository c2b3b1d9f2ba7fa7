//! Rows that could not be read: reading one anew, settling what is not needed, whose task it is.

crate::on_both_engines!(
    a_lost_message_is_filled_in_and_read,
    what_is_not_needed_stays_away_and_can_be_put_back,
    the_same_incident_told_again_settles_its_row,
    who_has_the_task_goes_through_the_rows,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::UnitCode,
        team::{TaskKind, TaskState},
    };
    use veer::{
        entropy,
        feed::{csv::Parsed, digest, intake::Intake, ndjson},
        store::{QuarantineRow, TeamTask},
    };

    use crate::support::{Fixture, pages::House};

    const HOME: &str = "/coordinate/quarantine";
    /// A time without offset, in the format of the live feed.
    const BAD: &str =
        r#"{"id":"26-000777","at":"2026-03-03T02:40:00","units":["17-101"],"kinds":["drowning"]}"#;

    async fn send(house: &House, body: &str) {
        let (store, org) = (&house.fixture.store, &house.org);
        let digest = digest::of_bytes(body.as_bytes());
        let mut intake = Intake::begin(store, org, "meldkamer", digest, house.now())
            .await
            .expect("begins");
        let read = |parsed| match parsed {
            Parsed::Read(mut record, _) => {
                "meldkamer".clone_into(&mut record.source);
                Ok(record)
            }
            Parsed::Rejected(rejected) => Err(rejected),
        };
        let records: Vec<_> = ndjson::read(body.as_bytes()).map(read).collect();
        intake.take(&records, house.now()).await.expect("taken in");
        intake.finish(house.now()).await.expect("finished");
    }

    async fn waiting(house: &House) -> Vec<QuarantineRow> {
        house.read().await.quarantined(9).await.expect("read")
    }

    pub async fn a_lost_message_is_filled_in_and_read(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        send(&house, BAD).await;
        let browser = house.sign_in(&rob);
        let row = waiting(&house).await.remove(0);
        let page = format!("{HOME}/{}", row.quarantine_id);
        let shown = browser.get(&page).await.ok();
        for value in ["26-000777", "17-101", "2026-03-03", "02:40"] {
            assert!(shown.says(&format!("value=\"{value}\"")), "{value}");
        }
        assert!(shown.says("value=\"drowning\" selected"));
        let retry = format!("{page}/retry");
        let typed = |number: &'static str| {
            [
                ("number", number),
                ("date", "2026-03-03"),
                ("time", "03:20"),
                ("units", "17-101 17-102"),
                ("kind", "drowning"),
                ("priority", "A1"),
                ("fact", "minor"),
            ]
        };
        let refused = browser.post(&retry, &typed("")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Het incident heeft geen nummer") && refused.says("17-101 17-102"));
        assert_eq!(waiting(&house).await.len(), 1);
        let read = browser.post(&retry, &typed("26-000777")).await;
        assert_eq!(read.flash(), "coordinate-quarantine-read");
        assert!(waiting(&house).await.is_empty());
        let tx = house.read().await;
        let known = tx
            .incidents_by_ref("meldkamer", &["26-000777"])
            .await
            .expect("read");
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].state.as_str(), "counted");
        drop(tx);
        house.case_of(&daan).await;
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "row-read"));
        // The same again adds nothing.
        browser.post(&retry, &typed("26-000777")).await.location();
        let tx = house.read().await;
        assert_eq!(tx.count_incidents("meldkamer").await.expect("read"), 1);
    }

    pub async fn what_is_not_needed_stays_away_and_can_be_put_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let body = format!("{BAD}\nnonsense\n");
        send(&house, &body).await;
        let ids: Vec<String> = waiting(&house)
            .await
            .into_iter()
            .map(|row| row.quarantine_id)
            .collect();
        let browser = house.sign_in(&rob);
        let settle = format!("{HOME}/settle");
        let none = browser.post(&settle, &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let both: Vec<_> = ids.iter().map(|id| ("row", id.as_str())).collect();
        assert_eq!(
            browser.post(&settle, &both).await.flash(),
            "coordinate-quarantine-settled"
        );
        assert!(browser.get(HOME).await.ok().says("Er is niets apart gezet"));
        send(&house, &body).await;
        assert!(waiting(&house).await.is_empty());
        let back = format!("{HOME}/put-back/{}", ids.join("."));
        assert_eq!(
            browser.post(&back, &[]).await.flash(),
            "coordinate-quarantine-put-back"
        );
        assert_eq!(waiting(&house).await.len(), 2);
    }

    pub async fn the_same_incident_told_again_settles_its_row(f: Fixture) {
        let house = House::new(f).await;
        send(&house, BAD).await;
        // Another message about it that lacks its unit says less than the row did.
        let less = r#"{"id":"26-000777","at":"2026-03-03T02:40:00+01:00","units":["17-104"]}"#;
        send(&house, less).await;
        assert_eq!(waiting(&house).await.len(), 1);
        let mended = BAD.replace("02:40:00", "02:40:00+01:00");
        send(&house, &mended).await;
        assert!(waiting(&house).await.is_empty());
        let tx = house.read().await;
        let known = tx
            .incidents_by_ref("meldkamer", &["26-000777"])
            .await
            .expect("read");
        assert!(known[0].record.contains(UnitCode::new("17-101").as_str()));
    }

    pub async fn who_has_the_task_goes_through_the_rows(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        send(&house, BAD).await;
        let row = waiting(&house).await.remove(0).quarantine_id;
        let browser = house.sign_in(&sanne);
        let settle = format!("{HOME}/settle");
        let fields = [("row", row.as_str())];
        assert_eq!(browser.get(HOME).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            browser.post(&settle, &fields).await.status,
            StatusCode::NOT_FOUND
        );
        let zone = &house.org.time_zone;
        let task = TeamTask {
            id: entropy::new_id(house.now()),
            kind: TaskKind::Quarantine,
            group: None,
            due: house.now().date(zone),
            to: sanne.clone(),
            by: rob,
            at: house.now(),
            state: TaskState::Open,
            ended_at: None,
        };
        let tx = house.write().await;
        tx.save_task(&task).await.expect("saved");
        tx.commit().await.expect("committed");
        assert!(browser.get("/support").await.ok().says(HOME));
        assert!(browser.get(HOME).await.ok().says("26-000777"));
        assert_eq!(
            browser.post(&settle, &fields).await.flash(),
            "coordinate-quarantine-settled"
        );
        let done = browser
            .post(&format!("/support/task/{}/done", task.id), &[])
            .await;
        assert_eq!(done.flash(), "support-task-done");
        assert_eq!(browser.get(HOME).await.status, StatusCode::NOT_FOUND);
    }
}
