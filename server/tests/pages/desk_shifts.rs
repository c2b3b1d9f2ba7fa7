//! Shifts and duties by hand: put, changed, taken off, undone, and what a file does to them (R103).

crate::on_both_engines!(
    a_shift_is_put_changed_taken_off_and_undone,
    what_a_hand_did_a_file_leaves_alone,
    a_duty_by_hand_is_on_call_and_fills_the_gap,
    what_is_wrong_is_said_and_nothing_typed_is_lost,
    two_who_change_one_shift_lose_nothing,
    who_was_there_is_found_by_a_shift_put_later,
    an_empty_house_says_where_to_begin,
    only_who_keeps_the_roster_sees_it,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        exposure::Shift,
        ids::{PersonId, UnitCode},
        time::Instant,
    };
    use jiff::SignedDuration;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    async fn number(house: &House, person: &PersonId) -> String {
        let found = house.read().await.person(person).await.unwrap();
        found.unwrap().roster_id
    }

    async fn shifts(house: &House, person: &PersonId) -> Vec<Shift> {
        let (from, until) = (Instant::from_millis(0), Instant::from_millis(i64::MAX / 2));
        let tx = house.read().await;
        tx.shifts_of(person, from, until).await.unwrap()
    }

    fn fields<'a>(who: &'a str, from: &'a str, until: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("kind", "shift"),
            ("who", who),
            ("unit", "17-101"),
            ("day", "2026-06-01"),
            ("from", from),
            ("until", until),
        ]
    }

    /// Where the undo of what was said posts to.
    fn undo(answer: &Answer) -> String {
        let cookies = answer.headers.get_all(axum::http::header::SET_COOKIE);
        let mut said = cookies
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("veer-flash="));
        let said = said.next().expect("something is said");
        let (_, undo) = said.split_once(':').expect("an undo");
        undo.split(';').next().expect("a path").to_owned()
    }

    async fn week(browser: &Browser<'_>) -> Answer {
        browser.get("/desk/shifts?week=2026-06-03").await.ok()
    }

    /// What a page sends back of the line that it shows.
    fn line_of(shift: &Shift) -> Vec<(&'static str, String)> {
        vec![
            ("of", shift.person.as_str().to_owned()),
            ("on", shift.unit.as_str().to_owned()),
            ("at", shift.from.millis().to_string()),
            ("was", shift.until.millis().to_string()),
        ]
    }

    fn with<'a>(
        line: &'a [(&'static str, String)],
        more: &[(&'a str, &'a str)],
    ) -> Vec<(&'a str, &'a str)> {
        let line = line.iter().map(|(name, value)| (*name, value.as_str()));
        line.chain(more.iter().copied()).collect()
    }

    pub async fn a_shift_is_put_changed_taken_off_and_undone(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let roos = house.person("Roos Kök", &[]).await;
        let id = number(&house, &roos).await;
        let browser = house.sign_in(&admin);
        let added = browser
            .post("/desk/shifts", &fields(&id, "22:00", "06:30"))
            .await;
        assert_eq!(added.location(), "/desk/shifts?week=2026-06-01");
        let page = week(&browser).await;
        assert!(
            page.says("22:00–06:30") && page.says("Roos Kök") && page.says("met de hand"),
            "{}",
            page.body
        );
        let [shift] = &shifts(&house, &roos).await[..] else {
            panic!("one shift");
        };
        assert_eq!(shift.until.since(shift.from).as_mins(), 510);
        let line = line_of(shift);
        let changed = browser
            .post(
                "/desk/shifts/line",
                &with(&line, &fields(&id, "23:00", "07:00")),
            )
            .await;
        changed.location();
        let now = shifts(&house, &roos).await;
        assert_eq!(now.len(), 1, "the old one is gone");
        assert_eq!(now[0].from.since(shift.from).as_mins(), 60);
        let line = line_of(&now[0]);
        let off = browser
            .post("/desk/shifts/line/remove", &with(&line, &[]))
            .await;
        assert_eq!(off.flash(), "desk-shift-removed");
        assert!(shifts(&house, &roos).await.is_empty());
        let page = week(&browser).await;
        assert!(page.says("Met de hand weggehaald") && page.says("Zet terug"));
        let back = browser.post(&undo(&off), &[]).await;
        assert_eq!(back.flash(), "desk-shift-undone");
        assert_eq!(shifts(&house, &roos).await, now);
        // And the change before it.
        let back = browser.post(&undo(&changed), &[]).await;
        assert_eq!(back.flash(), "desk-shift-undone");
        assert_eq!(shifts(&house, &roos).await, std::slice::from_ref(shift));
        let twice = browser.post(&undo(&changed), &[]).await;
        assert_eq!(twice.status, StatusCode::NOT_FOUND);
        let log = house.access_log().await;
        for action in [
            "shift-added",
            "shift-changed",
            "shift-removed",
            "shift-undone",
        ] {
            assert!(log.iter().any(|it| it.action == action), "{action}");
        }
    }

    pub async fn what_a_hand_did_a_file_leaves_alone(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let roos = house.person("Roos", &[]).await;
        let id = number(&house, &roos).await;
        let browser = house.sign_in(&admin);
        let told = |unit: &str, until: i64| Shift {
            person: roos.clone(),
            unit: UnitCode::new(unit),
            from: house.now(),
            until: house.now().plus(SignedDuration::from_hours(until)),
        };
        let file = async |shifts: &[Shift]| {
            let tx = house.write().await;
            tx.save_shifts(shifts).await.unwrap();
            tx.commit().await.unwrap();
        };
        file(&[told("17-101", 8), told("17-102", 8), told("17-103", 8)]).await;
        // One made longer, one taken off, one as it was told.
        let at = house.now().zoned(&house.org.time_zone);
        let (day, from) = (at.date().to_string(), at.strftime("%H:%M").to_string());
        let until = told("17-101", 9).until.zoned(&house.org.time_zone);
        let until = until.strftime("%H:%M").to_string();
        let longer = [
            ("kind", "shift"),
            ("who", id.as_str()),
            ("unit", "17-101"),
            ("day", day.as_str()),
            ("from", from.as_str()),
            ("until", until.as_str()),
        ];
        let line = line_of(&told("17-101", 8));
        let changed = browser
            .post("/desk/shifts/line", &with(&line, &longer))
            .await;
        changed.location();
        let line = line_of(&told("17-102", 8));
        browser
            .post("/desk/shifts/line/remove", &with(&line, &[]))
            .await
            .location();
        file(&[told("17-101", 7), told("17-102", 7), told("17-103", 7)]).await;
        let now = shifts(&house, &roos).await;
        let hours = |unit: &str| {
            let found = now.iter().find(|it| it.unit.as_str() == unit);
            found.map(|it| it.until.since(it.from).as_hours())
        };
        assert_eq!(hours("17-101"), Some(9), "by hand");
        assert_eq!(hours("17-102"), None, "taken off by hand");
        assert_eq!(hours("17-103"), Some(7), "by the file");
        // What is undone is the file's again.
        browser.post(&undo(&changed), &[]).await.location();
        file(&[told("17-101", 6)]).await;
        let now = shifts(&house, &roos).await;
        let first = now.iter().find(|it| it.unit.as_str() == "17-101").unwrap();
        assert_eq!(first.until.since(first.from).as_hours(), 6);
    }

    pub async fn a_duty_by_hand_is_on_call_and_fills_the_gap(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&carla);
        let day = house.now().date(&house.org.time_zone).to_string();
        let form = [
            ("kind", "duty"),
            ("who", "sanne"),
            ("day", day.as_str()),
            ("from", "00:00"),
            ("until", "24:00"),
        ];
        let added = browser.post("/desk/shifts", &form).await;
        added.location();
        let tx = house.read().await;
        let (from, until) = (house.now(), house.now().plus(SignedDuration::from_hours(1)));
        let duties = tx.duty_between(from, until).await.unwrap();
        drop(tx);
        assert_eq!(duties.len(), 1);
        assert_eq!(duties[0].0, sanne);
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .body
                .contains("/desk/shifts")
        );
        browser.post(&undo(&added), &[]).await.location();
        let tx = house.read().await;
        assert!(tx.duty_between(from, until).await.unwrap().is_empty());
    }

    pub async fn what_is_wrong_is_said_and_nothing_typed_is_lost(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        for name in ["Sam Bakker", "Sam de Boer"] {
            house.person(name, &[]).await;
        }
        let browser = house.sign_in(&admin);
        let wrong = async |changed: &[(&str, &str)], words: &str| {
            let mut form = fields("Sam Bakker", "07:00", "15:00");
            for (name, value) in changed {
                form.retain(|(known, _)| known != name);
                form.push((name, value));
            }
            let refused = browser.post("/desk/shifts", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(refused.says(words), "{words}: {}", refused.body);
            assert!(
                refused.body.contains("value=\"15:00\"") || words.contains("laat"),
                "kept"
            );
            refused
        };
        wrong(&[("who", "niemand")], "Niemand heeft dit nummer").await;
        wrong(&[("unit", " ")], "Vul de eenheid in").await;
        wrong(&[("day", "morgen")], "Vul de dag in").await;
        wrong(&[("until", "")], "van hoe laat tot hoe laat").await;
        wrong(&[("kind", "feest")], "Kies wat het is").await;
        wrong(&[("unit", "a\u{1}")], "vreemd teken").await;
        wrong(&[("last", "2026-05-01")], "Het einde ligt voor het begin").await;
        wrong(&[("last", "2026-07-01")], "Dit duurt te lang").await;
        let spring = [("day", "2026-03-29"), ("from", "02:30")];
        wrong(&spring, "bestaat die nacht niet").await;
        // Two people of one name: pointed at, and then it goes.
        let asked = wrong(&[("who", "Sam")], "past bij meer mensen").await;
        assert!(asked.says("Sam Bakker") && asked.says("Sam de Boer"));
        let found = house.read().await.find_people("sam de boer").await.unwrap();
        let mut form = fields("Sam", "07:00", "15:00");
        form.extend([("person-for", "Sam"), ("person", found[0].id.as_str())]);
        browser.post("/desk/shifts", &form).await.location();
        assert_eq!(shifts(&house, &found[0].id).await.len(), 1);
        let twice = browser.post("/desk/shifts", &form).await;
        assert!(twice.says("Deze dienst staat er al"));
        // One more at the same time, elsewhere: allowed, and told.
        form.retain(|(name, _)| *name != "unit");
        form.push(("unit", "17-102"));
        let second = browser.post("/desk/shifts", &form).await;
        assert_eq!(second.flash(), "desk-shift-overlaps");
        assert!(week(&browser).await.says("overlapt"));
        for path in [
            "/desk/shifts?week=x&unit=%00",
            "/desk/shifts/line",
            "/desk/shifts/line?of=1&on=2&at=3",
        ] {
            assert!(browser.get(path).await.status.as_u16() < 500, "{path}");
        }
    }

    pub async fn two_who_change_one_shift_lose_nothing(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let roos = house.person("Roos", &[]).await;
        let id = number(&house, &roos).await;
        let browser = house.sign_in(&admin);
        browser
            .post("/desk/shifts", &fields(&id, "07:00", "15:00"))
            .await
            .location();
        let seen = shifts(&house, &roos).await;
        let line = line_of(&seen[0]);
        let first = with(&line, &fields(&id, "07:00", "16:00"));
        browser.post("/desk/shifts/line", &first).await.location();
        let second = with(&line, &fields(&id, "07:00", "17:00"));
        let late = browser.post("/desk/shifts/line", &second).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Iemand anders was je voor") && late.says("16:00"));
        assert!(late.body.contains("value=\"17:00\""), "{}", late.body);
        let off = browser
            .post("/desk/shifts/line/remove", &with(&line, &[]))
            .await;
        assert_eq!(off.status, StatusCode::CONFLICT);
        let now = shifts(&house, &roos).await;
        assert_eq!(now[0].until.since(now[0].from).as_hours(), 9);
    }

    pub async fn who_was_there_is_found_by_a_shift_put_later(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let roos = house.person("Roos", &[]).await;
        let id = number(&house, &roos).await;
        let at = house.now();
        let event = veer::store::IncidentRow {
            id: care::ids::IncidentId::new(veer::entropy::new_id(at)),
            source: "test".to_owned(),
            source_ref: "1".to_owned(),
            at,
            state: veer::store::IncidentState::Counted,
            entry: Some("kind-2".to_owned()),
            certainty: Some("sure".to_owned()),
            record: record(at),
            reasons: "minor".to_owned(),
            list_version: 1,
            merged_into: None,
            received_at: at,
        };
        let tx = house.write().await;
        tx.save_incidents(&[event]).await.unwrap();
        tx.commit().await.unwrap();
        house.wait(3);
        let zoned = at.zoned(&house.org.time_zone);
        let (day, from) = (
            zoned.date().to_string(),
            zoned.strftime("%H:%M").to_string(),
        );
        let until = at.plus(SignedDuration::from_hours(2));
        let until = until.zoned(&house.org.time_zone);
        let until = until.strftime("%H:%M").to_string();
        let form = [
            ("kind", "shift"),
            ("who", id.as_str()),
            ("unit", "17-101"),
            ("day", day.as_str()),
            ("from", from.as_str()),
            ("until", until.as_str()),
        ];
        let put = house.sign_in(&admin).post("/desk/shifts", &form).await;
        assert_eq!(put.flash(), "desk-shift-past");
        assert!(
            house
                .read()
                .await
                .open_case_of(&roos)
                .await
                .unwrap()
                .is_some(),
            "a path began"
        );
    }

    fn record(at: Instant) -> String {
        let mut record = veer::feed::record::EventRecord::new(
            "test",
            "1",
            at,
            veer::feed::record::Precision::Exact,
        );
        record.units.insert(UnitCode::new("17-101"));
        serde_json::to_string(&record).unwrap()
    }

    pub async fn an_empty_house_says_where_to_begin(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let page = house.sign_in(&admin).get("/desk/shifts").await.ok();
        assert!(page.says("Deze week staat er niets"), "{}", page.body);
    }

    pub async fn only_who_keeps_the_roster_sees_it(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Supporter,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Manager,
            Role::Dispatcher,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            let page = browser.get("/desk/shifts").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{role}");
            for path in [
                "/desk/shifts",
                "/desk/shifts/line",
                "/desk/shifts/line/remove",
            ] {
                let sent = browser.post(path, &fields("1", "07:00", "15:00")).await;
                assert_eq!(sent.status, StatusCode::NOT_FOUND, "{role} {path}");
            }
        }
    }
}
