//! Who still has the whole access log and the whole staff list after erasure: can they guess who
//! sought help? By what is missing from somebody's rows, by what stands side by side, by who
//! reports to whom (R095).

crate::on_both_engines!(nobody_who_sought_help_is_singled_out);

mod scenario {
    use std::collections::{BTreeMap, BTreeSet};

    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{CaseId, PersonId},
        path::Requester,
    };
    use jiff::SignedDuration;
    use serde_json::{Value, json};
    use veer::store::{AccessEntry, ONESELF};

    use crate::{
        sealed::scenario::key,
        support::{
            Fixture,
            pages::{Browser, House},
            sealed::{file, vault},
        },
    };

    /// One thing that somebody does; nobody else does anything in that minute.
    async fn open(house: &House, who: &PersonId, page: &str) {
        house.clock.shift(SignedDuration::from_mins(1));
        let browser = house.sign_in(who);
        let answer = browser.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        scripts(&browser, page).await;
    }

    /// What the page's own scripts do a moment later, with an open vault.
    async fn scripts(browser: &Browser<'_>, page: &str) {
        match page {
            "/me" | "/me/notes" => {
                browser
                    .json("GET", "/sealed/tasks/own", &Value::Null)
                    .await
                    .ok();
            }
            page if page.starts_with("/support") => {
                browser
                    .json("GET", "/sealed/tasks", &Value::Null)
                    .await
                    .ok();
            }
            _ => {}
        }
    }

    /// Reads the notes of one's own path; the browser keeps whose keys it saw.
    async fn read_own(house: &House, who: &PersonId, case: &CaseId, revision: i64) {
        open(house, who, "/me/notes").await;
        let browser = house.sign_in(who);
        let at = format!("/sealed/{}", case.as_str());
        browser.json("GET", &at, &Value::Null).await.ok();
        let pins = json!({"revision": revision, "body": file(3)});
        let kept = browser.json("PUT", "/vault/pins", &pins).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.body);
    }

    async fn erase_names(house: &House, case: &CaseId) {
        let tx = house.write().await;
        assert!(tx.forget_pseudonyms(case).await.expect("forgotten") > 0);
        tx.commit().await.expect("committed");
    }

    /// Somebody who took a case of Daan's and holds a key that Daan waits for.
    async fn keeps(house: &House, supporter: &PersonId, colleague: &PersonId) -> CaseId {
        let case = house.ask(colleague, Requester::Self_).await;
        let id = case.as_str();
        let browser = house.sign_in(supporter);
        let taken = browser.post(&format!("/support/case/{id}/take"), &[]).await;
        assert_eq!(taken.flash(), "support-taken");
        let made = key(house, id, supporter, 1, &[supporter.as_str()]);
        let made = browser
            .json("POST", &format!("/sealed/{id}/keys"), &made)
            .await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        house.clock.shift(SignedDuration::from_mins(1));
        let chosen = [("case", id), ("reads", "on")];
        house
            .sign_in(colleague)
            .post("/me/notes", &chosen)
            .await
            .location();
        case
    }

    /// The rows, and who of the staff is behind which pseudonym.
    struct Guesser {
        log: Vec<AccessEntry>,
        staff: BTreeMap<String, &'static str>,
    }

    impl Guesser {
        /// For each list: who lacks a case that most others saw there, before and after.
        fn by_omission(&self) -> Vec<String> {
            let mut found = Vec::new();
            let lists: BTreeSet<&str> = self.log.iter().map(|row| row.place.as_str()).collect();
            for place in lists.into_iter().filter(|place| !place.contains("/case/")) {
                let rows = self.log.iter().filter(|row| row.place == place);
                let rows: Vec<&AccessEntry> = rows.collect();
                let cases: BTreeSet<&String> = rows.iter().flat_map(|row| &row.cases).collect();
                for case in cases {
                    let with: Vec<_> = rows.iter().filter(|row| row.cases.contains(case)).collect();
                    let (Some(first), Some(last)) = (with.first(), with.last()) else {
                        continue;
                    };
                    let window = first.number..=last.number;
                    let without = rows
                        .iter()
                        .filter(|row| window.contains(&row.number) && !row.cases.contains(case));
                    let name = |row: &&AccessEntry| self.staff.get(&row.actor).copied();
                    let with: BTreeSet<&str> = with.into_iter().filter_map(name).collect();
                    let without: BTreeSet<&str> = without.filter_map(name).collect();
                    // What one person keeps stands in that one's rows only: that tells nothing.
                    if with.len() > 1 && !without.is_empty() {
                        found.push(format!(
                            "{place}: {case} is missing from what {without:?} saw"
                        ));
                    }
                }
            }
            found
        }

        /// Within a moment one person is at work and somebody without a name on their own pages.
        fn by_adjacency(&self) -> Vec<String> {
            let mut found = Vec::new();
            let mut moments: BTreeMap<i64, Vec<&AccessEntry>> = BTreeMap::new();
            for row in &self.log {
                moments.entry(row.at.millis()).or_default().push(row);
            }
            for rows in moments.into_values() {
                let at_work = rows.iter().find_map(|row| self.staff.get(&row.actor));
                let is_case = |row: &&&AccessEntry| {
                    row.actor != ONESELF && !self.staff.contains_key(&row.actor)
                };
                if let (Some(name), Some(own)) = (at_work, rows.iter().find(is_case)) {
                    found.push(format!("{} at {} is {name}", own.actor, own.place));
                }
            }
            found
        }

        /// A case beside the name of a manager, who has few people.
        fn by_line(&self) -> Vec<String> {
            let told = self.log.iter().filter(|row| row.on_behalf == "manager");
            let told = told.filter(|row| !row.cases.is_empty());
            told.map(|row| format!("{} is of the staff of {}", row.cases[0], row.actor))
                .collect()
        }

        /// Acts at work that somebody does only about themselves.
        fn by_act(&self) -> Vec<String> {
            let told = self.log.iter().filter(|row| row.action == "involved");
            told.filter_map(|row| Some(format!("{} was there", self.staff.get(&row.actor)?)))
                .collect()
        }
    }

    async fn pseudonyms(
        house: &House,
        staff: BTreeMap<PersonId, &'static str>,
    ) -> BTreeMap<String, &'static str> {
        let mut names = BTreeMap::new();
        for (id, name) in staff {
            let person = house.read().await.person(&id).await.expect("read");
            names.insert(person.expect("a person").pseudonym, name);
        }
        names
    }

    pub async fn nobody_who_sought_help_is_singled_out(f: Fixture) {
        let house = House::new(f).await;
        let mut staff = BTreeMap::new();
        let mut add = |name: &'static str, id: PersonId| {
            staff.insert(id.clone(), name);
            id
        };
        let daan = add("Daan", house.person("Daan", &[]).await);
        let mia = add("Mia", house.person("Mia", &[Role::Manager]).await);
        let coordinators = [
            add("Rob", house.person("Rob", &[Role::Coordinator]).await),
            add("Ria", house.person("Ria", &[Role::Coordinator]).await),
            add("Ans", house.person("Ans", &[Role::Coordinator]).await),
        ];
        let supporters = [
            add("Sanne", house.person("Sanne", &[Role::Supporter]).await),
            add("Mo", house.person("Mo", &[Role::Supporter]).await),
            add("Jo", house.person("Jo", &[Role::Supporter]).await),
        ];
        let holders = [
            add("Hans", house.person("Hans", &[Role::Holder]).await),
            add(
                "Hilde",
                house
                    .person("Hilde", &[Role::Holder, Role::Supporter])
                    .await,
            ),
        ];
        let (rob, sanne, jo) = (&coordinators[0], &supporters[0], &supporters[2]);
        // Daan is all the staff that Mia has; Jo is close to Sanne.
        let tx = house.write().await;
        tx.set_line_manager(&daan, Some(&mia)).await.expect("set");
        tx.commit().await.expect("committed");
        let close = [("person", jo.as_str()), ("kind", "relation")];
        house.sign_in(sanne).post("/me/ties", &close).await;
        for person in [sanne, rob, &daan] {
            vault(&house, person).await;
        }

        let kept = keeps(&house, sanne, &daan).await;
        house.clock.shift(SignedDuration::from_mins(1));
        let told = [("person", daan.as_str()), ("told", "yes")];
        house.sign_in(&mia).post("/signal/referral", &told).await;
        let mut cases = vec![kept];
        for seeker in [rob, sanne, &holders[1]] {
            house.clock.shift(SignedDuration::from_mins(1));
            let asked = house.sign_in(seeker).post("/me/ask", &[]).await;
            asked.location();
            cases.push(house.case_of(seeker).await.id);
        }
        let incident = house.incident(&[&daan]).await;
        let involved = format!("/support/incident/{}", incident.as_str());
        for round in 1..3 {
            for coordinator in &coordinators {
                open(&house, coordinator, "/coordinate").await;
                open(&house, coordinator, "/me").await;
            }
            for supporter in &supporters {
                open(&house, supporter, "/support").await;
                open(&house, supporter, &involved).await;
                open(&house, supporter, "/me").await;
            }
            for (seeker, case) in [(rob, &cases[1]), (sanne, &cases[2])] {
                if round == 1 {
                    house.clock.shift(SignedDuration::from_mins(1));
                    let chosen = [("case", case.as_str()), ("reads", "on")];
                    house
                        .sign_in(seeker)
                        .post("/me/notes", &chosen)
                        .await
                        .location();
                }
                read_own(&house, seeker, case, round).await;
            }
        }
        house.clock.shift(SignedDuration::from_mins(1));
        let there = format!("{involved}/involved");
        house.sign_in(jo).post(&there, &[]).await.location();
        for case in &cases {
            erase_names(&house, case).await;
        }

        let names = pseudonyms(&house, staff).await;
        let log = house.read().await.access_after(0).await.expect("read");
        assert!(
            log.iter()
                .any(|row| row.action == "keys-read" && names.contains_key(&row.actor))
        );
        assert!(
            log.iter()
                .any(|row| row.action.starts_with("notes-") && !names.contains_key(&row.actor))
        );
        assert!(log.iter().any(|row| row.action == "save vault pins"));
        assert!(log.iter().any(|row| row.on_behalf == "manager"));
        let guesser = Guesser { log, staff: names };
        assert_eq!(guesser.by_omission(), Vec::<String>::new());
        assert_eq!(guesser.by_adjacency(), Vec::<String>::new());
        assert_eq!(guesser.by_line(), Vec::<String>::new());
        assert_eq!(guesser.by_act(), Vec::<String>::new());
    }
}
