//! Recovery by the team: who appoints, who holds, who asks, and who learns of it.

crate::on_both_engines!(
    it_is_off_until_the_privacy_officer_appoints_who_may_hold,
    nobody_else_finds_it,
    a_recovery_runs_and_the_colleague_is_told,
    without_consent_it_cannot_be_asked_nor_finished,
    what_comes_back_must_be_whole,
    a_rehearsal_opens_nothing,
    a_rehearsal_that_nobody_finishes_is_stopped,
    a_finished_recovery_leaves_the_appointment_that_waits,
    who_became_involved_gets_no_key,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, PersonId},
    };
    use serde_json::{Value, json};
    use veer::store::{TEAM, TeamWrap};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
        sealed::{RECIPIENT, file, seed, vault},
    };

    struct Scene {
        house: House,
        willem: PersonId,
        holders: Vec<PersonId>,
        sanne: PersonId,
        daan: PersonId,
        incident: IncidentId,
        case: String,
    }

    impl Scene {
        async fn new(f: Fixture) -> Self {
            let house = House::new(f).await;
            let willem = house.person("Willem", &[Role::PrivacyOfficer]).await;
            let mut holders = Vec::new();
            for name in ["Hedwig", "Ronald", "Saida"] {
                holders.push(house.person(name, &[Role::Holder]).await);
            }
            let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
            let daan = house.person("Daan", &[]).await;
            let incident = house.incident(&[&daan]).await;
            let case = house.case_of(&daan).await.id.as_str().to_owned();
            let path = format!("/support/case/{case}/take");
            house.sign_in(&sanne).post(&path, &[]).await.location();
            Self {
                house,
                willem,
                holders,
                sanne,
                daan,
                incident,
                case,
            }
        }

        async fn vault(&self, person: &PersonId) {
            vault(&self.house, person).await;
        }

        async fn appoint(&self, threshold: &str) -> Answer {
            let mut fields = vec![("threshold", threshold)];
            fields.extend(self.holders.iter().map(|id| ("holder", id.as_str())));
            let browser = self.house.sign_in(&self.willem);
            browser.post("/recovery/appoint", &fields).await
        }

        /// A key as this holder's browser makes it.
        fn team_by(&self, maker: usize, generation: i64) -> Value {
            let share = |id: &PersonId| json!({"holder": id.as_str(), "sealed": file(1)});
            let shares: Vec<Value> = self.holders.iter().map(share).collect();
            let org = &self.house.org.id;
            let bound = format!("veer-team/1\n{org}\n{generation}\n{RECIPIENT}");
            json!({
                "generation": generation,
                "recipient": RECIPIENT,
                "proof": seed(&self.holders[maker]).sign(&bound),
                "shares": shares,
            })
        }

        fn team(&self, generation: i64) -> Value {
            self.team_by(0, generation)
        }

        /// A team with its key; Daan agreed, and two keys are wrapped to it.
        async fn on(&self) {
            for holder in &self.holders {
                self.vault(holder).await;
            }
            self.vault(&self.sanne).await;
            self.appoint("2").await.location();
            let made = self
                .holder(0)
                .json("POST", "/recovery/make", &self.team(1))
                .await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        }

        async fn consent(&self) {
            let choice = [("case", self.case.as_str()), ("recoverable", "yes")];
            let answer = self
                .house
                .sign_in(&self.daan)
                .post("/me/recovery", &choice)
                .await;
            assert_eq!(answer.flash(), "recovery-consented");
            let tx = self.house.write().await;
            for circle in [self.case.as_str(), "another"] {
                let wraps = [TeamWrap {
                    circle: circle.to_owned(),
                    generation: 1,
                    wrapped: file(3),
                }];
                tx.wrap_for((TEAM, 1), &wraps, &self.sanne, self.house.now())
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
        }

        fn holder(&self, n: usize) -> Browser<'_> {
            self.house.sign_in(&self.holders[n])
        }

        async fn ask(&self) -> Answer {
            let path = format!("/support/case/{}/recovery", self.case);
            let browser = self.house.sign_in(&self.sanne);
            browser.post(&path, &[("reason", "supporter-gone")]).await
        }

        async fn open(&self) -> String {
            let open = self.house.read().await.open_recoveries().await.unwrap();
            open.first().expect("an open recovery").id.clone()
        }

        /// The first holder executes; the second gives a share too.
        async fn gather(&self) -> String {
            let id = self.open().await;
            let path = |step: &str| format!("/recovery/{id}/{step}");
            let take = self.holder(0).json("POST", &path("take"), &json!({})).await;
            assert_eq!(take.status, StatusCode::NO_CONTENT);
            let late = self.holder(1).json("POST", &path("take"), &json!({})).await;
            assert_eq!(late.status, StatusCode::CONFLICT);
            let executor = self.holders[0].as_str();
            let given = json!({"executor": executor, "sealed": file(4)});
            for n in 0..2 {
                let work = self.holder(0).get(&path("work")).await;
                assert_eq!(work.status, StatusCode::CONFLICT, "{n} shares are too few");
                let gave = self.holder(n).json("POST", &path("give"), &given).await;
                assert_eq!(gave.status, StatusCode::NO_CONTENT, "{}", gave.body);
            }
            id
        }

        fn outcome(&self, generation: i64) -> Value {
            let wrap =
                |circle: &str| json!({"circle": circle, "generation": 1, "wrapped": file(2)});
            json!({
                "given": [wrap(&self.case)],
                "vault": 1,
                "team": self.team(generation),
                "wraps": [wrap(&self.case), wrap("another")],
            })
        }
    }

    pub async fn it_is_off_until_the_privacy_officer_appoints_who_may_hold(f: Fixture) {
        let scene = Scene::new(f).await;
        let page = scene
            .house
            .sign_in(&scene.willem)
            .get("/recovery")
            .await
            .ok();
        assert!(page.says("Herstel staat uit."));
        assert!(page.says("Moet eerst een kluis maken."));
        let refused = scene.appoint("2").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for holder in &scene.holders {
            scene.vault(holder).await;
        }
        for threshold in ["1", "4"] {
            let refused = scene.appoint(threshold).await;
            assert_eq!(
                refused.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{threshold}"
            );
        }
        // Whoever leads somebody may not hold a share, nor whoever supports.
        let tx = scene.house.write().await;
        tx.set_line_manager(&scene.daan, Some(&scene.holders[0]))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let refused = scene.appoint("2").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let tx = scene.house.write().await;
        tx.set_line_manager(&scene.daan, None).await.unwrap();
        tx.commit().await.unwrap();
        let both = scene
            .house
            .person("Both", &[Role::Holder, Role::Supporter])
            .await;
        scene.vault(&both).await;
        let fields = [
            ("threshold", "2"),
            ("holder", both.as_str()),
            ("holder", scene.holders[0].as_str()),
        ];
        let browser = scene.house.sign_in(&scene.willem);
        let refused = browser.post("/recovery/appoint", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(scene.appoint("2").await.flash(), "recovery-appointed");
        let page = browser.get("/recovery").await.ok();
        assert!(page.says("Een van hen maakt nu de sleutel"));
        // Nobody but an appointed holder brings the key, and only a whole one.
        let team = scene.team_by(1, 1);
        for who in [&scene.willem, &scene.sanne, &both] {
            let answer = scene
                .house
                .sign_in(who)
                .json("POST", "/recovery/make", &team)
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let mut torn = scene.team_by(1, 1);
        torn["shares"].as_array_mut().unwrap().pop();
        let torn = scene.holder(1).json("POST", "/recovery/make", &torn).await;
        assert_eq!(torn.status, StatusCode::BAD_REQUEST);
        // Nor one that somebody else signed, or whose shares lie open.
        let foreign = scene
            .holder(1)
            .json("POST", "/recovery/make", &scene.team(1))
            .await;
        assert_eq!(foreign.json()["code"], "bad-signature");
        let mut open = team.clone();
        open["shares"][2]["sealed"] = json!("YWdlLWVuY3J5cHRpb24ub3JnL3YxCg==");
        let open = scene.holder(1).json("POST", "/recovery/make", &open).await;
        assert_eq!(open.json()["code"], "not-sealed");
        let made = scene.holder(1).json("POST", "/recovery/make", &team).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let page = browser.get("/recovery").await.ok();
        assert!(page.says("2 van de 3 sleutelhouders samen"));
        assert_eq!(
            browser.post("/recovery/off", &[]).await.flash(),
            "recovery-off"
        );
        assert!(
            browser
                .get("/recovery")
                .await
                .ok()
                .says("Herstel staat uit.")
        );
    }

    pub async fn nobody_else_finds_it(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        scene.ask().await.location();
        let id = scene.gather().await;
        let get = ["/recovery", "/recovery/state"].map(str::to_owned);
        let work = format!("/recovery/{id}/work");
        let ask = format!("/support/case/{}/recovery", scene.case);
        for role in Role::ALL.iter().copied() {
            // Also another holder, who has the role and no share.
            let other = scene.house.person("Other", &[role]).await;
            let browser = scene.house.sign_in(&other);
            for path in get.iter().chain([&work, &ask]) {
                let allowed = match role {
                    Role::PrivacyOfficer => path == "/recovery",
                    Role::Holder => get.contains(path),
                    _ => false,
                };
                let expected = if allowed {
                    StatusCode::OK
                } else {
                    StatusCode::NOT_FOUND
                };
                assert_eq!(browser.get(path).await.status, expected, "{role} {path}");
            }
            for step in ["take", "give", "done", "rehearsed", "refuse"] {
                let path = format!("/recovery/{id}/{step}");
                let body = match step {
                    "give" => json!({"executor": "x", "sealed": file(4)}),
                    "done" => scene.outcome(2),
                    _ => json!({}),
                };
                let answer = browser.json("POST", &path, &body).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
            }
            let choice = [("case", scene.case.as_str()), ("recoverable", "no")];
            let answer = browser.post("/me/recovery", &choice).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            if role != Role::PrivacyOfficer {
                for path in ["/recovery/appoint", "/recovery/off", "/recovery/rehearse"] {
                    let answer = browser.post(path, &[("threshold", "2")]).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
                }
            }
        }
        // A holder who does not execute gets nothing to work with.
        let answer = scene.holder(2).get(&work).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let state = scene.house.person("New", &[Role::Holder]).await;
        let state = scene
            .house
            .sign_in(&state)
            .get("/recovery/state")
            .await
            .ok();
        let state: Value = serde_json::from_str(&state.body).unwrap();
        assert_eq!(
            (&state["team"], &state["share"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(state["open"], json!([]));
    }

    pub async fn a_recovery_runs_and_the_colleague_is_told(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        assert_eq!(scene.ask().await.flash(), "recovery-asked");
        scene.ask().await.location();
        let me = scene.house.sign_in(&scene.daan).get("/me").await.ok();
        for words in [
            "Sanne Hoekstra vroeg de sleutelhouders",
            "De vorige opvanger is weg.",
            "Er is nog niets geopend.",
        ] {
            assert!(me.says(words), "{words}");
        }
        let open = scene.house.read().await.open_recoveries().await.unwrap();
        assert_eq!(open.len(), 1, "asking twice asks once");
        let page = scene.holder(2).get("/recovery").await.ok();
        assert!(page.says("Voor Sanne Hoekstra") && !page.says("Daan"));
        let id = scene.gather().await;
        let work = scene
            .holder(0)
            .get(&format!("/recovery/{id}/work"))
            .await
            .ok();
        let work: Value = serde_json::from_str(&work.body).unwrap();
        assert_eq!(work["contributions"].as_array().unwrap().len(), 2);
        assert_eq!(work["receiver"]["name"], "Sanne Hoekstra");
        assert!(!work.to_string().contains("note"));
        let path = format!("/recovery/{id}/done");
        let done = scene.holder(0).json("POST", &path, &scene.outcome(2)).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
        let again = scene.holder(0).json("POST", &path, &scene.outcome(3)).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let me = scene.house.sign_in(&scene.daan).get("/me").await.ok();
        assert!(me.says("De sleutel is gegeven."));
        let looked = scene
            .house
            .sign_in(&scene.daan)
            .get("/me/access")
            .await
            .ok();
        for words in [
            "vroeg de sleutelhouders om de sleutel van je notities",
            "gaf een deel van de sleutel",
            "gaf de sleutel van je notities aan je opvanger",
        ] {
            assert!(looked.says(words), "{words}");
        }
        let team = scene
            .house
            .read()
            .await
            .recovery_team()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(team.generation, 2);
        let nothing = scene.ask().await;
        assert_eq!(
            nothing.status,
            StatusCode::CONFLICT,
            "nothing is missing now"
        );
    }

    pub async fn without_consent_it_cannot_be_asked_nor_finished(f: Fixture) {
        let scene = Scene::new(f).await;
        assert_eq!(scene.ask().await.status, StatusCode::CONFLICT, "off");
        let choice = [("case", scene.case.as_str()), ("recoverable", "yes")];
        let daan = scene.house.sign_in(&scene.daan);
        let off = daan.post("/me/recovery", &choice).await;
        assert_eq!(off.status, StatusCode::CONFLICT);
        scene.on().await;
        let refused = scene.ask().await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.says("geen toestemming"));
        scene.consent().await;
        scene.ask().await.location();
        let id = scene.gather().await;
        let choice = [("case", scene.case.as_str()), ("recoverable", "no")];
        let gone = daan.post("/me/recovery", &choice).await;
        assert_eq!(gone.flash(), "recovery-consent-gone");
        let done = scene
            .holder(0)
            .json("POST", &format!("/recovery/{id}/done"), &scene.outcome(2))
            .await;
        assert_eq!(done.status, StatusCode::CONFLICT);
        assert!(daan.get("/me").await.ok().says("Het is niet doorgegaan."));
        let left = scene.house.read().await.team_wraps(None).await.unwrap();
        assert_eq!(left.len(), 1, "only the other case's wrap is left");
        assert_eq!(scene.ask().await.status, StatusCode::CONFLICT);
    }

    pub async fn what_comes_back_must_be_whole(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        scene.ask().await.location();
        let id = scene.gather().await;
        let path = format!("/recovery/{id}/done");
        let whole = scene.outcome(2);
        let mut foreign = whole.clone();
        foreign["wraps"][1]["circle"] = json!("a case without consent");
        let mut none = whole.clone();
        none["given"] = json!([]);
        let mut other = whole.clone();
        other["given"][0]["circle"] = json!("another");
        let mut plain = whole.clone();
        plain["given"][0]["wrapped"] = json!("not sealed");
        let mut late = whole.clone();
        late["vault"] = json!(2);
        let mut unsigned = whole.clone();
        unsigned["team"]["proof"] = scene.team_by(1, 2)["proof"].clone();
        let mut twice = whole.clone();
        let again = twice["wraps"][0].clone();
        twice["wraps"].as_array_mut().unwrap().push(again);
        for (foul, expected) in [
            (foreign, StatusCode::CONFLICT),
            (none, StatusCode::BAD_REQUEST),
            (other, StatusCode::CONFLICT),
            (plain, StatusCode::UNPROCESSABLE_ENTITY),
            (late, StatusCode::CONFLICT),
            (unsigned, StatusCode::UNPROCESSABLE_ENTITY),
            (twice, StatusCode::BAD_REQUEST),
            (scene.outcome(1), StatusCode::CONFLICT),
            (json!({}), StatusCode::BAD_REQUEST),
        ] {
            let answer = scene.holder(0).json("POST", &path, &foul).await;
            assert_eq!(answer.status, expected, "{foul}");
        }
        let team = scene
            .house
            .read()
            .await
            .recovery_team()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(team.generation, 1, "nothing was changed");
        let done = scene.holder(0).json("POST", &path, &whole).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
    }

    pub async fn a_rehearsal_opens_nothing(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        scene.house.wait(24 * 367);
        let willem = scene.house.sign_in(&scene.willem);
        let page = willem.get("/recovery").await.ok();
        assert!(page.says("De jaarlijkse oefening had moeten zijn"));
        willem.post("/recovery/rehearse", &[]).await.location();
        let id = scene.gather().await;
        let work = scene
            .holder(0)
            .get(&format!("/recovery/{id}/work"))
            .await
            .ok();
        let work: Value = serde_json::from_str(&work.body).unwrap();
        assert_eq!(
            (&work["wraps"], &work["receiver"]),
            (&json!([]), &Value::Null)
        );
        let done = format!("/recovery/{id}/done");
        let answer = scene.holder(0).json("POST", &done, &scene.outcome(2)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let path = format!("/recovery/{id}/rehearsed");
        let answer = scene.holder(0).json("POST", &path, &json!({})).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        let page = willem.get("/recovery").await.ok();
        assert!(page.says("Oefen uiterlijk"));
    }

    pub async fn a_rehearsal_that_nobody_finishes_is_stopped(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        let willem = scene.house.sign_in(&scene.willem);
        willem.post("/recovery/rehearse", &[]).await.location();
        let id = scene.open().await;
        let take = format!("/recovery/{id}/take");
        scene.holder(0).json("POST", &take, &json!({})).await;
        let stop = format!("/recovery/{id}/withdraw");
        // Hedwig took it and fell ill. Anybody else finds nothing to stop.
        let page = scene.holder(1).get("/recovery").await.ok();
        assert!(page.says(&stop) && page.says("Stop deze oefening"));
        assert!(willem.get("/recovery").await.ok().says(&stop));
        let sanne = scene.house.sign_in(&scene.sanne);
        assert_eq!(sanne.post(&stop, &[]).await.status, StatusCode::NOT_FOUND);
        let stopped = scene.holder(1).post(&stop, &[]).await;
        assert_eq!(stopped.flash(), "recovery-withdrawn");
        willem.post("/recovery/rehearse", &[]).await.location();
        let again = scene.open().await;
        assert_ne!(again, id, "a new one can be asked for");
        let stop = format!("/recovery/{again}/withdraw");
        assert_eq!(willem.post(&stop, &[]).await.flash(), "recovery-withdrawn");
        // What a supporter asked for is not a holder's to withdraw.
        scene.ask().await.location();
        let stop = format!("/recovery/{}/withdraw", scene.open().await);
        let answer = scene.holder(1).post(&stop, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    pub async fn a_finished_recovery_leaves_the_appointment_that_waits(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        scene.ask().await.location();
        let id = scene.gather().await;
        scene.appoint("3").await.location();
        scene.appoint("2").await.location();
        let work = format!("/recovery/{id}/work");
        let work = scene.holder(0).get(&work).await.ok().json();
        assert_eq!((&work["generation"], &work["next"]), (&json!(1), &json!(4)));
        let path = format!("/recovery/{id}/done");
        let taken = scene.holder(0).json("POST", &path, &scene.outcome(3)).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
        let done = scene.holder(0).json("POST", &path, &scene.outcome(4)).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
        let page = scene.house.sign_in(&scene.willem).get("/recovery").await;
        let page = page.ok();
        assert!(
            page.says("2 van de 3 sleutelhouders samen"),
            "a team is in force"
        );
        assert!(
            page.says("Een van hen maakt nu de sleutel"),
            "and one waits"
        );
        let made = scene
            .holder(0)
            .json("POST", "/recovery/make", &scene.team(5))
            .await;
        assert_eq!(made.status, StatusCode::CREATED);
    }

    pub async fn who_became_involved_gets_no_key(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.on().await;
        scene.consent().await;
        scene.ask().await.location();
        let id = scene.gather().await;
        scene.house.expose(&scene.incident, &[&scene.sanne]).await;
        for answer in [
            scene.holder(0).get(&format!("/recovery/{id}/work")).await,
            scene
                .holder(0)
                .json("POST", &format!("/recovery/{id}/done"), &scene.outcome(2))
                .await,
        ] {
            assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
        }
    }
}
