//! The team's daily work: coverage, ambassadors, tasks that go from hand to hand, practical help.

crate::on_both_engines!(
    a_group_without_ambassador_is_flagged_and_the_check_in_comes_back,
    an_organisation_without_supporters_is_told,
    of_two_coordinators_the_second_sees_who_it_is_now,
    a_task_goes_from_hand_to_hand_and_each_step_is_in_the_log,
    a_step_with_a_task_can_be_taken_back,
    a_task_that_cannot_be_is_refused_with_what_was_typed,
    practical_help_is_put_in_order_and_its_changes_are_told,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId, team::TaskState};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const COVERAGE: &str = "/coordinate/coverage";
    const TASKS: &str = "/coordinate/tasks";

    async fn group(house: &House) -> String {
        house
            .read()
            .await
            .staff_groups()
            .await
            .expect("read")
            .remove(0)
    }

    async fn appoint(browser: &Browser<'_>, group: &str, person: &PersonId, was: &str) -> Answer {
        let fields = [
            ("group", group),
            ("person", person.as_str()),
            ("every", "30"),
            ("was", was),
        ];
        browser
            .post(&format!("{COVERAGE}/ambassador"), &fields)
            .await
    }

    pub async fn a_group_without_ambassador_is_flagged_and_the_check_in_comes_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.shift(&sanne, "17-101", 8).await;
        house.wait(1);
        let browser = house.sign_in(&rob);
        let shown = browser.get(COVERAGE).await.ok();
        assert!(shown.says("Er is geen ambassadeur.") && shown.says("17-101"));
        let group = group(&house).await;
        let done = appoint(&browser, &group, &sanne, "").await;
        assert_eq!(done.flash(), "coordinate-ambassador-appointed");
        assert!(
            !browser
                .get(COVERAGE)
                .await
                .ok()
                .says("Er is geen ambassadeur.")
        );
        let seat = house
            .read()
            .await
            .ambassadors()
            .await
            .expect("read")
            .remove(0);
        let held = format!("/support/check-in/{}", seat.id);
        let mine = house.sign_in(&sanne);
        assert!(mine.get("/support").await.ok().says("Praat bij"));
        assert_eq!(mine.post(&held, &[]).await.flash(), "support-checked-in");
        assert!(!mine.get("/support").await.ok().says("Praat bij"));
        let undone = mine.post(&format!("{held}/undo"), &[]).await;
        assert_eq!(undone.flash(), "support-task-reopened");
        assert!(mine.get("/support").await.ok().says("Praat bij"));
        mine.post(&held, &[]).await.location();
        // A month later it comes back by itself, and is late the day after.
        house.wait(24 * 31);
        assert!(mine.get("/support").await.ok().says("Had gekund tot"));
        assert!(browser.get("/coordinate").await.ok().says("Had gekund tot"));
        let other = house.person("Mo", &[Role::Supporter]).await;
        assert_eq!(
            house.sign_in(&other).post(&held, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        let ended = browser
            .post(&format!("{COVERAGE}/{}/end", seat.id), &[])
            .await;
        assert_eq!(ended.flash(), "coordinate-ambassador-ended");
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("Er is geen ambassadeur.")
        );
        browser
            .post(&format!("{COVERAGE}/{}/restore", seat.id), &[])
            .await
            .location();
        assert!(
            !browser
                .get("/coordinate")
                .await
                .ok()
                .says("Er is geen ambassadeur.")
        );
    }

    pub async fn an_organisation_without_supporters_is_told(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        for path in ["/coordinate", COVERAGE, TASKS] {
            let shown = browser.get(path).await.ok();
            assert!(
                shown.says("Er zit nog niemand in het opvangteam."),
                "{path}"
            );
        }
        let group = group(&house).await;
        let nobody = appoint(&browser, &group, &rob, "").await;
        assert_eq!(nobody.status, StatusCode::BAD_REQUEST);
        for role in [
            Role::Supporter,
            Role::Manager,
            Role::Hr,
            Role::Administrator,
        ] {
            let other = house.person(role.code(), &[role]).await;
            for path in [COVERAGE, TASKS] {
                let answer = house.sign_in(&other).get(path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
            }
        }
    }

    pub async fn of_two_coordinators_the_second_sees_who_it_is_now(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let (browser, group) = (house.sign_in(&rob), group(&house).await);
        appoint(&browser, &group, &sanne, "").await.location();
        let late = appoint(&browser, &group, &mo, "").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Een ander wees intussen iemand aan"));
        appoint(&browser, &group, &mo, sanne.as_str())
            .await
            .location();
        let seats = house.read().await.ambassadors().await.expect("read");
        assert_eq!(seats[0].person, mo);
        let unknown = appoint(&browser, "no such group", &mo, "").await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    }

    /// Gives Sanne a training to prepare, and says which task it is.
    async fn give(house: &House, browser: &Browser<'_>, to: &PersonId) -> String {
        let fields = [
            ("kind", "training-prep"),
            ("to", to.as_str()),
            ("due", "2026-03-05"),
        ];
        let given = browser.post(TASKS, &fields).await;
        assert_eq!(given.flash(), "coordinate-task-given");
        house
            .read()
            .await
            .running_tasks(9)
            .await
            .expect("read")
            .remove(0)
            .id
    }

    /// The steps with tasks that the access log tells.
    async fn steps(house: &House) -> Vec<String> {
        let log = house.access_log().await.into_iter();
        log.filter_map(|row| Some(row.action.strip_prefix("task-")?.to_owned()))
            .collect()
    }

    pub async fn a_task_goes_from_hand_to_hand_and_each_step_is_in_the_log(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let browser = house.sign_in(&rob);
        let task = give(&house, &browser, &sanne).await;
        let (sannes, mos) = (house.sign_in(&sanne), house.sign_in(&mo));
        let what = "Een scholing voorbereiden";
        assert!(sannes.get("/support").await.ok().says(what));
        assert!(!mos.get("/support").await.ok().says(what));
        let step = |what: &str| format!("/support/task/{task}/{what}");
        assert_eq!(
            mos.post(&step("done"), &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            browser.post(&step("done"), &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            sannes.post(&step("return"), &[]).await.flash(),
            "support-task-returned"
        );
        assert_eq!(
            sannes.post(&step("done"), &[]).await.status,
            StatusCode::CONFLICT
        );
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("Sanne gaf dit terug")
        );
        let again = browser
            .post(&format!("{TASKS}/{task}/again"), &[("to", mo.as_str())])
            .await;
        assert_eq!(again.flash(), "coordinate-task-given");
        assert_eq!(
            sannes.post(&step("reopen"), &[]).await.status,
            StatusCode::NOT_FOUND
        );
        house.wait(24 * 4);
        assert!(browser.get("/coordinate").await.ok().says("Had gekund tot"));
        assert_eq!(
            mos.post(&step("done"), &[]).await.flash(),
            "support-task-done"
        );
        assert!(!browser.get("/coordinate").await.ok().says(what));
        assert!(browser.get(TASKS).await.ok().says(what));
        assert_eq!(steps(&house).await, ["given", "returned", "given", "done"]);
    }

    pub async fn a_step_with_a_task_can_be_taken_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let (browser, mos) = (house.sign_in(&rob), house.sign_in(&mo));
        let task = give(&house, &browser, &mo).await;
        let step = |what: &str| format!("/support/task/{task}/{what}");
        mos.post(&step("done"), &[]).await.location();
        assert_eq!(
            mos.post(&step("reopen"), &[]).await.flash(),
            "support-task-reopened"
        );
        let taken = browser.post(&format!("{TASKS}/{task}/withdraw"), &[]).await;
        assert_eq!(taken.flash(), "coordinate-task-withdrawn");
        assert_eq!(
            mos.post(&step("done"), &[]).await.status,
            StatusCode::CONFLICT
        );
        browser
            .post(&format!("{TASKS}/{task}/again"), &[])
            .await
            .location();
        let now = house
            .read()
            .await
            .team_task(&task)
            .await
            .expect("read")
            .expect("a task");
        assert_eq!((now.state, now.to), (TaskState::Open, mo));
        let told = ["given", "done", "reopened", "withdrawn", "given"];
        assert_eq!(steps(&house).await, told);
    }

    pub async fn a_task_that_cannot_be_is_refused_with_what_was_typed(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&rob);
        for (kind, due, words) in [
            ("quarantine", "2026-03-02", "Kies een dag vanaf vandaag."),
            ("quarantine", "2028-03-02", "Kies een dag binnen een jaar."),
            ("check-in", "2026-03-09", "Kies ook bij welke groep."),
        ] {
            let fields = [("kind", kind), ("to", sanne.as_str()), ("due", due)];
            let refused = browser.post(TASKS, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(words) && refused.says(due), "{kind} {due}");
        }
        let to_rob = [
            ("kind", "quarantine"),
            ("to", rob.as_str()),
            ("due", "2026-03-09"),
        ];
        assert_eq!(
            browser.post(TASKS, &to_rob).await.status,
            StatusCode::BAD_REQUEST
        );
        assert!(
            house
                .read()
                .await
                .running_tasks(9)
                .await
                .expect("read")
                .is_empty()
        );
    }

    pub async fn practical_help_is_put_in_order_and_its_changes_are_told(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        let home = "/coordinate/help";
        let items = house.read().await.practical_help().await.expect("read");
        let second = &items[1];
        let path = format!("{home}/{}", second.help_id);
        let moved = browser
            .post(&format!("{path}/move"), &[("way", "up")])
            .await;
        assert_eq!(moved.flash(), "coordinate-help-moved");
        let now = house.read().await.practical_help().await.expect("read");
        assert_eq!(
            (&now[0].help_id, &now[1].help_id),
            (&second.help_id, &items[0].help_id)
        );
        browser
            .post(&format!("{path}/move"), &[("way", "up")])
            .await
            .location();
        assert_eq!(
            house.read().await.practical_help().await.expect("read"),
            now
        );
        let named = |nl: &'static str, was: &'static str| {
            [
                ("nl", nl),
                ("en", "A ride"),
                ("was_nl", was),
                ("was_en", "x"),
            ]
        };
        let behind = browser
            .post(&path, &named("Een rit", "Heel iets anders"))
            .await;
        assert_eq!(behind.status, StatusCode::CONFLICT);
        assert!(behind.says("Een rit") && behind.says(&second.label_nl));
        browser
            .post(&path, &[("nl", "Een rit"), ("en", "A ride")])
            .await
            .location();
        browser
            .post(&format!("{path}/remove"), &[])
            .await
            .location();
        let told = browser.get(home).await.ok();
        for words in [
            "verplaatst",
            "andere naam: Een rit",
            "van de lijst: Een rit",
            "(Rob)",
        ] {
            assert!(told.says(words), "{words}");
        }
    }
}
