//! Sealed notes over HTTP: who is told that they are not there, and what is refused at the door.

crate::on_both_engines!(
    who_has_no_part_finds_nothing_on_any_route,
    a_key_passes_on_and_who_left_gets_nothing_new,
    the_colleague_reads_along_by_choice,
    what_is_not_sealed_is_refused,
    a_stale_revision_saves_nothing,
    a_draft_goes_only_over_the_one_it_knows,
    what_waited_goes_only_in_its_writers_session,
    a_lost_answer_saves_once,
    of_two_who_renew_at_once_one_does,
    an_ended_session_is_told_in_json,
    a_wrap_goes_to_nobody_outside,
    a_wrap_to_a_replaced_vault_is_refused_and_the_key_still_wanted,
    nothing_is_a_circle_by_its_name,
    the_record_of_a_yearly_talk_is_of_its_two_people,
);

pub mod scenario {
    use axum::http::{StatusCode, header};
    use care::{
        access::Role,
        ids::{CaseId, PersonId},
        path::Requester,
    };
    use serde_json::{Value, json};
    use sha2::{Digest, Sha256};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
        sealed::{RECIPIENT, file, file_to, seed, vault},
    };

    /// A new key as this person's browser makes it, wrapped to these holders.
    pub fn key(house: &House, circle: &str, by: &PersonId, generation: i64, to: &[&str]) -> Value {
        let bound = format!(
            "veer-circle/1\n{}\n{circle}\n{generation}\n{RECIPIENT}",
            house.org.id
        );
        let wrap = |holder: &&str| json!({"holder": holder, "vault": 1, "wrapped": file(1)});
        json!({
            "generation": generation,
            "recipient": RECIPIENT,
            "previous": null,
            "proof": seed(by).sign(&bound),
            "wraps": to.iter().map(wrap).collect::<Vec<_>>(),
        })
    }

    fn note(note: &str, revision: i64, generation: i64, mark: u8) -> Value {
        json!({"note": note, "revision": revision, "slot": "talk-1",
            "generation": generation, "body": file(mark)})
    }

    async fn post(browser: &Browser<'_>, path: &str, body: &Value) -> Answer {
        browser.json("POST", path, body).await
    }

    /// A case that Sanne keeps, with the notes' first key made.
    struct Path {
        house: House,
        daan: PersonId,
        sanne: PersonId,
        mo: PersonId,
        id: CaseId,
        at: String,
    }

    impl Path {
        async fn new(f: Fixture) -> Self {
            let house = House::new(f).await;
            let daan = house.person("Daan Visser", &[]).await;
            let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
            let mo = house.person("Mo Amrani", &[Role::Supporter]).await;
            for person in [&daan, &sanne, &mo] {
                vault(&house, person).await;
            }
            let id = house.ask(&daan, Requester::Self_).await;
            let at = format!("/sealed/{}", id.as_str());
            let take = format!("/support/case/{}/take", id.as_str());
            assert_eq!(
                house.sign_in(&sanne).post(&take, &[]).await.flash(),
                "support-taken"
            );
            let path = Self {
                house,
                daan,
                sanne,
                mo,
                id,
                at,
            };
            let made = path.make(&path.sanne, 1, &[&path.sanne]).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
            path
        }

        async fn make(&self, by: &PersonId, generation: i64, to: &[&PersonId]) -> Answer {
            let to: Vec<&str> = to.iter().map(|person| person.as_str()).collect();
            let body = key(&self.house, self.id.as_str(), by, generation, &to);
            let keys = format!("{}/keys", self.at);
            post(&self.house.sign_in(by), &keys, &body).await
        }

        async fn write(&self, by: &PersonId, body: &Value) -> Answer {
            let notes = format!("{}/notes", self.at);
            post(&self.house.sign_in(by), &notes, body).await
        }

        async fn give(&self, by: &PersonId, generation: i64, to: &str) -> Answer {
            self.give_in(by, generation, to, 1).await
        }

        /// As a page does that was told of this vault of the holder.
        async fn give_in(&self, by: &PersonId, generation: i64, to: &str, vault: i64) -> Answer {
            let body = json!({"wraps": [
                {"generation": generation, "holder": to, "vault": vault, "wrapped": file(2)}]});
            let wraps = format!("{}/wraps", self.at);
            post(&self.house.sign_in(by), &wraps, &body).await
        }

        async fn hand_over(&self, to: &PersonId) {
            let from = self.house.case(&self.id).await;
            let supporter = from.supporter.expect("a supporter");
            let address = format!("/support/case/{}/hand-over", self.id.as_str());
            let revision = from.revision.to_string();
            let fields = [("revision", revision.as_str()), ("to", to.as_str())];
            let answer = self.house.sign_in(&supporter).post(&address, &fields).await;
            assert_eq!(answer.flash(), "support-handed-over", "{}", answer.body);
        }

        async fn seen(&self, by: &PersonId) -> Value {
            let answer = self
                .house
                .sign_in(by)
                .json("GET", &self.at, &Value::Null)
                .await;
            answer.ok().json()
        }

        async fn tasks(&self, by: &PersonId) -> Value {
            let browser = self.house.sign_in(by);
            browser
                .json("GET", "/sealed/tasks", &Value::Null)
                .await
                .ok()
                .json()
        }
    }

    /// Every sealed route of a circle, with a body that a member could send.
    fn routes(house: &House, circle: &str, by: &PersonId) -> Vec<(&'static str, String, Value)> {
        let at = format!("/sealed/{circle}");
        let wraps = json!({"wraps": [
            {"generation": 1, "holder": by.as_str(), "vault": 1, "wrapped": file(2)}]});
        let draft = format!("{at}/drafts/n");
        let known = format!("{draft}?over=00");
        let new = json!({"slot": "talk-1", "over": null, "body": file(5)});
        vec![
            ("GET", at.clone(), Value::Null),
            (
                "POST",
                format!("{at}/keys"),
                key(house, circle, by, 2, &[by.as_str()]),
            ),
            ("POST", format!("{at}/wraps"), wraps),
            (
                "POST",
                format!("{at}/previous"),
                json!({"generation": 2, "previous": file(3)}),
            ),
            ("POST", format!("{at}/notes"), note("n", 1, 1, 4)),
            ("PUT", draft, new),
            ("DELETE", known, Value::Null),
            // Who has no part is not told either what is wrong with what they sent.
            ("POST", format!("{at}/notes"), json!({"note": 1})),
        ]
    }

    async fn is_absent(house: &House, who: &PersonId, browser: &Browser<'_>, circle: &str) {
        let real = routes(house, circle, who);
        let forged = routes(house, "0199f0f0-0000-7000-8000-000000000000", who);
        for ((method, path, body), (_, other, _)) in real.into_iter().zip(forged) {
            let real = browser.json(method, &path, &body).await;
            let none = browser.json(method, &other, &body).await;
            assert_eq!(real.status, StatusCode::NOT_FOUND, "{who} {method} {path}");
            assert_eq!(real.body, none.body, "{who} {method} {path}");
            assert_eq!(real.headers, none.headers, "{who} {method} {path}");
        }
        let tasks = browser
            .json("GET", "/sealed/tasks", &Value::Null)
            .await
            .ok();
        assert_eq!(tasks.json(), json!([]), "{who}");
    }

    pub async fn who_has_no_part_finds_nothing_on_any_route(f: Fixture) {
        let path = Path::new(f).await;
        let house = &path.house;
        assert_eq!(
            path.write(&path.sanne, &note("n", 1, 1, 9)).await.status,
            StatusCode::CREATED
        );
        let outsiders = [
            ("Coordinator", vec![Role::Coordinator]),
            ("Manager", vec![Role::Manager]),
            ("Administrator", vec![Role::Administrator]),
            ("Personnel", vec![Role::Hr]),
            ("Privacy", vec![Role::PrivacyOfficer]),
            ("Dispatcher", vec![Role::Dispatcher]),
            ("Holder", vec![Role::Holder]),
            ("Everything else", Role::ALL.to_vec()),
            ("Colleague", vec![]),
        ];
        for (name, roles) in outsiders {
            let who = house.person(name, &roles).await;
            vault(house, &who).await;
            is_absent(house, &who, &house.sign_in(&who), path.id.as_str()).await;
        }
        // Another supporter, and the colleague as long as they did not choose to read.
        for who in [&path.mo, &path.daan] {
            is_absent(house, who, &house.sign_in(who), path.id.as_str()).await;
        }
        let other = house.fixture.organisation().await;
        let far = house.person_of(&other.id, "Far", &[Role::Supporter]).await;
        let browser = house.sign_in_to(&other.id, &far);
        is_absent(house, &far, &browser, path.id.as_str()).await;
        assert_eq!(path.seen(&path.sanne).await["notes"][0]["note"], "n");
    }

    pub async fn a_key_passes_on_and_who_left_gets_nothing_new(f: Fixture) {
        let path = Path::new(f).await;
        let [sanne, mo] = [&path.sanne, &path.mo];
        path.write(sanne, &note("a", 1, 1, 9)).await;
        path.hand_over(mo).await;

        // Mo reads nothing yet, and writes at once under a key of his own.
        let seen = path.seen(mo).await;
        assert_eq!(seen["rotation_due"], true);
        assert_eq!(seen["wraps"], json!([]));
        let early = path.write(mo, &note("b", 1, 1, 8)).await;
        assert_eq!(early.json()["code"], "rotation-due");
        assert_eq!(path.tasks(mo).await[0]["renew"], true);
        assert_eq!(path.make(mo, 2, &[mo]).await.status, StatusCode::CREATED);
        let written = path.write(mo, &note("b", 1, 2, 8)).await;
        assert_eq!(written.status, StatusCode::CREATED, "{}", written.body);

        // Sanne gets no notes any more; she can give the key that she has, and no other.
        let gone = path
            .house
            .sign_in(sanne)
            .json("GET", &path.at, &Value::Null)
            .await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let task = path.tasks(sanne).await[0].clone();
        assert_eq!(task["label"], "Daan Visser");
        let wanted = json!([{"generation": 1, "holder": mo.as_str()}]);
        assert_eq!(task["wanted"], wanted);
        assert_eq!(task["wraps"].as_array().unwrap().len(), 1);
        assert!(task.get("notes").is_none());
        let too_much = path.give(sanne, 2, mo.as_str()).await;
        assert_eq!(too_much.json()["code"], "changed");
        let given = path.give(sanne, 1, mo.as_str()).await;
        assert_eq!(given.status, StatusCode::NO_CONTENT, "{}", given.body);

        // Now Mo has both, and what Sanne held is deleted: nothing is left to her.
        let seen = path.seen(mo).await;
        assert_eq!(seen["wraps"].as_array().unwrap().len(), 2);
        assert_eq!(seen["links"], json!([2]));
        let previous = format!("{}/previous", path.at);
        let link = json!({"generation": 2, "previous": file(6)});
        let linked = post(&path.house.sign_in(mo), &previous, &link).await;
        assert_eq!(linked.status, StatusCode::NO_CONTENT, "{}", linked.body);
        assert_eq!(path.seen(mo).await["keys"][1]["previous"], json!(file(6)));
        is_absent(
            &path.house,
            sanne,
            &path.house.sign_in(sanne),
            path.id.as_str(),
        )
        .await;

        // Each step stands in the log under the case's pseudonym.
        let log = path.house.access_log().await;
        for action in ["note-written", "key-renewed", "key-given", "notes-read"] {
            let row = log.iter().find(|row| row.action == action);
            let cases = &row.unwrap_or_else(|| panic!("{action}")).cases;
            assert_eq!(cases.len(), 1, "{action}");
        }
    }

    pub async fn the_colleague_reads_along_by_choice(f: Fixture) {
        let path = Path::new(f).await;
        let [daan, sanne] = [&path.daan, &path.sanne];
        let browser = path.house.sign_in(daan);
        assert!(browser.get("/me").await.ok().says("/me/notes"));
        let choose = async |reads: &str| {
            let fields = [("case", path.id.as_str()), ("reads", reads)];
            browser.post("/me/notes", &fields).await
        };
        assert_eq!(choose("on").await.flash(), "me-notes-on");
        assert_eq!(path.seen(daan).await["may_write"], false);
        let wanted = json!([{"generation": 1, "holder": daan.as_str()}]);
        assert_eq!(path.seen(sanne).await["wanted"], wanted);
        path.give(sanne, 1, daan.as_str()).await;
        assert_eq!(path.seen(daan).await["wraps"].as_array().unwrap().len(), 1);
        assert_eq!(
            path.write(daan, &note("c", 1, 1, 7)).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(browser.get("/me/notes").await.ok().says(path.id.as_str()));

        assert_eq!(choose("off").await.flash(), "me-notes-off");
        is_absent(&path.house, daan, &browser, path.id.as_str()).await;
        let seen = path.seen(sanne).await;
        assert_eq!(seen["rotation_due"], true);
        assert_eq!(seen["reads_along"], false);
        // Somebody else's case is not there to choose about.
        let fields = [("case", path.id.as_str()), ("reads", "on")];
        let other = path.house.sign_in(&path.mo);
        let other = other.post("/me/notes", &fields).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }

    pub async fn what_is_not_sealed_is_refused(f: Fixture) {
        let path = Path::new(f).await;
        let (sanne, house) = (&path.sanne, &path.house);
        let with = |body: String| {
            let mut sent = note("n", 1, 1, 1);
            sent["body"] = json!(body);
            sent
        };
        let mixed = file_to(&["mlkem768x25519", "X25519"], 1);
        let two = file_to(&["mlkem768x25519", "mlkem768x25519"], 1);
        let cut = file(1).chars().take(400).collect();
        let clear = "ZGl0IGlzIGdlZW4gYWdlLWJlc3RhbmQ=".to_owned();
        for bad in [mixed, two, cut, clear, "niet verzegeld".to_owned()] {
            let answer = path.write(sanne, &with(bad)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(answer.json()["code"], "not-sealed");
        }
        let large = path.write(sanne, &with("A".repeat(600 * 1024))).await;
        assert_eq!(large.json()["code"], "too-large");
        let mut elsewhere = note("n", 1, 1, 1);
        elsewhere["slot"] = json!("annual");
        for bad in [
            elsewhere,
            note("a b", 1, 1, 1),
            note("n", 0, 1, 1),
            json!([]),
        ] {
            let answer = path.write(sanne, &bad).await;
            assert_eq!(answer.json()["code"], "bad-form", "{bad}");
        }
        // A key that somebody else signed, that names nobody, or leaves its maker out.
        let keys = format!("{}/keys", path.at);
        let mut forged = key(house, path.id.as_str(), sanne, 2, &[sanne.as_str()]);
        forged["proof"] = json!(seed(&path.mo).sign("something"));
        let answer = post(&house.sign_in(sanne), &keys, &forged).await;
        assert_eq!(answer.json()["code"], "bad-signature");
        let without = key(house, path.id.as_str(), sanne, 2, &[]);
        let answer = post(&house.sign_in(sanne), &keys, &without).await;
        assert_eq!(answer.json()["code"], "bad-form");
        let outside = path.make(sanne, 2, &[sanne, &path.mo]).await;
        assert_eq!(outside.json()["code"], "changed");
        let team = [sanne.as_str(), "team"];
        let team = key(house, path.id.as_str(), sanne, 2, &team);
        let answer = post(&house.sign_in(sanne), &keys, &team).await;
        assert_eq!(answer.json()["code"], "changed");
        let seen = path.seen(sanne).await;
        assert_eq!(seen["notes"], json!([]));
        assert_eq!(seen["keys"].as_array().unwrap().len(), 1);
    }

    pub async fn a_stale_revision_saves_nothing(f: Fixture) {
        let path = Path::new(f).await;
        let sanne = &path.sanne;
        let first = path.write(sanne, &note("n", 1, 1, 1)).await;
        assert_eq!(first.status, StatusCode::CREATED);
        assert_eq!(
            path.write(sanne, &note("n", 2, 1, 2)).await.status,
            StatusCode::CREATED
        );
        for stale in [1, 2, 4] {
            let answer = path.write(sanne, &note("n", stale, 1, 7)).await;
            assert_eq!(answer.status, StatusCode::CONFLICT);
            assert_eq!(answer.json()["code"], "stale");
            assert_eq!(answer.json()["newest"], 2);
        }
        assert_eq!(
            path.write(sanne, &note("m", 1, 2, 1)).await.json()["code"],
            "generation"
        );
        assert_eq!(path.seen(sanne).await["notes"].as_array().unwrap().len(), 2);
    }

    /// SHA-256 of a file as it travels.
    fn digest(body: &str) -> String {
        data_encoding::HEXLOWER.encode(&Sha256::digest(body))
    }

    pub async fn a_draft_goes_only_over_the_one_it_knows(f: Fixture) {
        let path = Path::new(f).await;
        let browser = path.house.sign_in(&path.sanne);
        let at = |note: &str| format!("{}/drafts/{note}", path.at);
        let put = async |note: &str, mark: u8, over: Option<u8>| {
            let over = over.map(|mark| digest(&file(mark)));
            let body = json!({"slot": "talk-1", "over": over, "body": file(mark)});
            browser.json("PUT", &at(note), &body).await
        };
        let drafts = async || {
            let seen = path.seen(&path.sanne).await;
            let mut drafts: Vec<(String, String)> = seen["drafts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|each| (each["note"].to_string(), each["body"].to_string()))
                .collect();
            drafts.sort();
            drafts
        };
        let row = |note: &str, mark: u8| (json!(note).to_string(), json!(file(mark)).to_string());

        // Two notes about one talk do not touch each other.
        assert_eq!(put("n", 1, None).await.status, StatusCode::NO_CONTENT);
        assert_eq!(put("m", 2, None).await.status, StatusCode::NO_CONTENT);
        assert_eq!(drafts().await, [row("m", 2), row("n", 1)]);

        // Who knows the one that stands goes over it; who comes with an older one is told.
        assert_eq!(put("n", 3, Some(1)).await.status, StatusCode::NO_CONTENT);
        let again = put("n", 3, Some(1)).await;
        assert_eq!(again.status, StatusCode::NO_CONTENT, "a lost answer");
        for late in [Some(1), None] {
            let stale = put("n", 4, late).await;
            assert_eq!(stale.status, StatusCode::CONFLICT);
            assert_eq!(stale.json()["code"], "stale");
        }
        assert_eq!(drafts().await, [row("m", 2), row("n", 3)]);

        // Nor does one go that was not known, or that is somebody's without a name.
        let drop = async |known: String| browser.json("DELETE", &known, &Value::Null).await;
        let over = |mark: u8| format!("{}?over={}", at("n"), digest(&file(mark)));
        assert_eq!(drop(over(1)).await.status, StatusCode::CONFLICT);
        assert_eq!(drop(at("n")).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(drop(over(3)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(drop(over(3)).await.status, StatusCode::NO_CONTENT);
        assert_eq!(drafts().await, [row("m", 2)]);
    }

    pub async fn what_waited_goes_only_in_its_writers_session(f: Fixture) {
        let path = Path::new(f).await;
        let (sanne, mo) = (&path.sanne, &path.mo);
        let browser = path.house.sign_in(sanne);
        let draft = format!("{}/drafts/n", path.at);
        let notes = format!("{}/notes", path.at);
        let new = json!({"slot": "talk-1", "over": null, "body": file(5)});
        let known = format!("{draft}?over={}", digest(&file(5)));
        for (method, at, body) in [
            ("PUT", &draft, &new),
            ("DELETE", &known, &Value::Null),
            ("POST", &notes, &note("n", 1, 1, 1)),
        ] {
            let theirs = browser.json_for(mo, method, at, body).await;
            assert_eq!(theirs.status, StatusCode::UNAUTHORIZED, "{method}");
            assert_eq!(theirs.json()["code"], "sign-in");
            let seen = path.seen(sanne).await;
            assert_eq!((&seen["notes"], &seen["drafts"]), (&json!([]), &json!([])));
        }
        let mine = browser
            .json_for(sanne, "POST", &notes, &note("n", 1, 1, 1))
            .await;
        assert_eq!(mine.status, StatusCode::CREATED);
    }

    pub async fn a_lost_answer_saves_once(f: Fixture) {
        let path = Path::new(f).await;
        let sent = note("n", 1, 1, 1);
        let first = path.write(&path.sanne, &sent).await;
        let again = path.write(&path.sanne, &sent).await;
        assert_eq!(
            (first.status, again.status),
            (StatusCode::CREATED, StatusCode::OK)
        );
        assert_eq!(first.json(), again.json());
    }

    pub async fn of_two_who_renew_at_once_one_does(f: Fixture) {
        let path = Path::new(f).await;
        let sanne = &path.sanne;
        let members = [sanne];
        let (one, other) =
            tokio::join!(path.make(sanne, 2, &members), path.make(sanne, 2, &members));
        let mut statuses = [one.status, other.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
        let [first, second] = [note("n", 1, 2, 1), note("n", 1, 2, 2)];
        let (one, other) = tokio::join!(path.write(sanne, &first), path.write(sanne, &second));
        let mut statuses = [one.status, other.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
    }

    pub async fn an_ended_session_is_told_in_json(f: Fixture) {
        let path = Path::new(f).await;
        let stranger = path.house.stranger();
        let notes = format!("{}/notes", path.at);
        let answer = post(&stranger, &notes, &note("n", 1, 1, 1)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["code"], "sign-in");
        let kind = &answer.headers[header::CONTENT_TYPE];
        assert_eq!(kind, "application/problem+json");
    }

    pub async fn a_wrap_goes_to_nobody_outside(f: Fixture) {
        let path = Path::new(f).await;
        let admin = path.house.person("Admin", &[Role::Administrator]).await;
        vault(&path.house, &admin).await;
        for outside in [admin.as_str(), path.mo.as_str(), path.daan.as_str(), "team"] {
            let answer = path.give(&path.sanne, 1, outside).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{outside}");
            assert_eq!(answer.json()["code"], "changed", "{outside}");
        }
        assert_eq!(path.seen(&path.sanne).await["wanted"], json!([]));
    }

    pub async fn a_wrap_to_a_replaced_vault_is_refused_and_the_key_still_wanted(f: Fixture) {
        let path = Path::new(f).await;
        let [sanne, mo] = [&path.sanne, &path.mo];
        path.write(sanne, &note("a", 1, 1, 9)).await;
        path.hand_over(mo).await;
        // Sanne's page shows Mo's card; meanwhile he makes a new vault.
        assert_eq!(path.tasks(sanne).await.as_array().unwrap().len(), 1);
        vault(&path.house, mo).await;
        let late = path.give_in(sanne, 1, mo.as_str(), 1).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(late.json()["code"], "changed");
        let wanted = json!([{"generation": 1, "holder": mo.as_str()}]);
        assert_eq!(path.tasks(sanne).await[0]["wanted"], wanted);
        assert_eq!(path.seen(mo).await["wraps"], json!([]));
        // A key that a page of hours ago makes is not wrapped to the old vault either.
        assert_eq!(
            path.make(mo, 2, &[mo]).await.json()["code"],
            json!("changed")
        );
        let given = path.give_in(sanne, 1, mo.as_str(), 2).await;
        assert_eq!(given.status, StatusCode::NO_CONTENT, "{}", given.body);
        assert_eq!(path.seen(mo).await["wraps"].as_array().unwrap().len(), 1);
    }

    pub async fn nothing_is_a_circle_by_its_name(f: Fixture) {
        let path = Path::new(f).await;
        let house = &path.house;
        // Nothing is a circle by its name alone.
        for id in ["annual", "team", "..%2f", "%00"] {
            let answer = house.sign_in(&path.sanne);
            let answer = answer
                .json("GET", &format!("/sealed/{id}"), &Value::Null)
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
        }
    }

    pub async fn the_record_of_a_yearly_talk_is_of_its_two_people(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let karin = house.person("Karin Zijlstra", &[Role::Coordinator]).await;
        let ria = house.person("Ria Blok", &[Role::Coordinator]).await;
        for person in [&sanne, &karin, &ria] {
            vault(&house, person).await;
        }
        let plan = format!("/coordinate/annual/{sanne}");
        let fields = [("on", "2026-03-10"), ("with", karin.as_str())];
        let planned = house.sign_in(&karin).post(&plan, &fields).await;
        assert_eq!(planned.flash(), "annual-planned");
        let tx = house.read().await;
        let id = tx.annual_talks_of(&sanne).await.unwrap().remove(0).id;
        drop(tx);
        // It stands on the pages of these two, and on nobody else's.
        let frame = format!("circle=\"{id}\"");
        for (who, page, shown) in [
            (&sanne, "/support/annual", true),
            (&karin, plan.as_str(), true),
            (&ria, plan.as_str(), false),
        ] {
            let page = house.sign_in(who).get(page).await.ok();
            let found = page.body.contains("<veer-notes") && page.body.contains(&frame);
            assert_eq!(found, shown, "{who}");
        }
        let at = format!("/sealed/{id}");
        let made = key(&house, &id, &sanne, 1, &[sanne.as_str(), karin.as_str()]);
        let made = post(&house.sign_in(&sanne), &format!("{at}/keys"), &made).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        for (mark, who) in [&sanne, &karin].into_iter().enumerate() {
            let mut body = note(&format!("n{mark}"), 1, 1, 1);
            let notes = format!("{at}/notes");
            let browser = house.sign_in(who);
            let other = post(&browser, &notes, &body).await;
            assert_eq!(other.json()["code"], "bad-form", "a slot of a case");
            body["slot"] = json!("annual");
            let written = post(&browser, &notes, &body).await;
            assert_eq!(written.status, StatusCode::CREATED, "{}", written.body);
        }
        for who in [&sanne, &karin] {
            let seen = house.sign_in(who).json("GET", &at, &Value::Null).await;
            let seen = seen.ok().json();
            assert_eq!(seen["kind"], json!("annual"));
            assert_eq!(seen["notes"].as_array().unwrap().len(), 2);
            assert_eq!(seen["wraps"].as_array().unwrap().len(), 1);
        }
        is_absent(&house, &ria, &house.sign_in(&ria), &id).await;
        // Another coordinator cannot make it go by planning it anew with herself.
        let fields = [("on", "2026-03-12"), ("with", ria.as_str())];
        let refused = house.sign_in(&ria).post(&plan, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("al iets opgeschreven"));
        let fields = [("on", "2026-03-12"), ("with", karin.as_str())];
        let moved = house.sign_in(&ria).post(&plan, &fields).await;
        assert_eq!(moved.flash(), "annual-planned", "the day is free");
        let seen = house.sign_in(&sanne).json("GET", &at, &Value::Null).await;
        assert_eq!(seen.ok().json()["notes"].as_array().unwrap().len(), 2);
    }
}
