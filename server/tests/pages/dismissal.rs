//! An event that counted and does not count after all: told first, undone for a day, never silent.

crate::on_both_engines!(
    what_follows_is_told_before_and_undone_as_it_was,
    who_is_under_way_reads_that_it_does_not_count,
    with_other_numbers_it_is_asked_again,
    an_old_form_dismisses_nothing_again,
    two_coordinators_at_once_dismiss_once,
    after_a_day_it_is_asked_again_instead,
    nobody_but_a_coordinator_who_was_not_there,
    a_path_opened_meanwhile_takes_the_event_in,
    the_feed_does_not_count_it_again_unless_it_is_heavier,
    a_new_list_leaves_what_a_person_dismissed,
);

mod scenario {
    use std::collections::BTreeSet;

    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, KindCode, PersonId, UnitCode},
        incident::Tri,
        path::{Case, Channel, ClosingReason, Requester},
    };
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::{IncidentState, PolicyKind},
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    fn event(id: &IncidentId, act: &str) -> String {
        format!("/coordinate/event/{}/{act}", id.as_str())
    }

    fn page(id: &IncidentId) -> String {
        format!("/support/incident/{}", id.as_str())
    }

    /// The form as the page shows it, with a reason.
    async fn dismiss(by: &Browser<'_>, id: &IncidentId, why: &str) -> Answer {
        let shown = by.get(&event(id, "dismiss")).await.ok();
        let hidden = |name: &str| {
            let at = format!("name=\"{name}\" value=\"");
            let rest = shown.body.split(&at).nth(1).expect("a hidden field");
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let [goes, stays, round] = ["withdrawn", "stays", "round"].map(hidden);
        let form = [
            ("withdrawn", goes.as_str()),
            ("stays", stays.as_str()),
            ("round", round.as_str()),
            ("why", why),
        ];
        by.post(&event(id, "dismiss"), &form).await
    }

    async fn decide(
        house: &House,
        who: &PersonId,
        what: &'static str,
        decide: impl Fn(&Case) -> Result<Case, care::path::PathRefusal> + Send,
    ) {
        let case = house.case_of(who).await;
        let (tx, tz) = (house.write().await, &house.org.time_zone);
        tx.decide_case(&case.id, None, None, what, house.now(), tz, decide)
            .await
            .expect("decided");
        tx.commit().await.expect("committed");
    }

    async fn assign(house: &House, who: &PersonId, to: &PersonId) {
        decide(house, who, "assigned", |case| case.assign(to.clone())).await;
    }

    /// Somebody tried to call.
    async fn call(house: &House, who: &PersonId) {
        let now = house.now();
        let call = move |case: &Case| case.attempt_contact(Channel::Phone, now);
        decide(house, who, "attempt", call).await;
    }

    async fn state(house: &House, id: &IncidentId) -> IncidentState {
        let row = house.read().await.incident(id).await.unwrap();
        row.expect("an event").state
    }

    async fn has_case(house: &House, who: &PersonId) -> bool {
        let open = house.read().await.open_case_of(who).await.unwrap();
        open.is_some()
    }

    pub async fn what_follows_is_told_before_and_undone_as_it_was(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let people = [
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
            house.person("Fatma", &[]).await,
        ];
        let [daan, mo, fatma] = &people;
        let other = house.incident(&[fatma]).await;
        let id = house.incident(&[daan, mo, fatma]).await;
        assign(&house, daan, &sanne).await;
        assign(&house, mo, &sanne).await;
        call(&house, mo).await;
        let before = house.case_of(daan).await;
        let rob = house.sign_in(&rob);
        assert!(rob.get("/coordinate").await.ok().says("/coordinate/events"));
        let list = rob.get("/coordinate/events").await.ok();
        assert!(list.says(&event(&id, "dismiss")) && !list.says("Daan"));
        let asked = rob.get(&event(&id, "dismiss")).await.ok();
        assert!(asked.says("1 pad wordt teruggenomen") && asked.says("2 paden gaan door"));
        house.wait(1);
        let done = dismiss(&rob, &id, "exercise").await;
        assert_eq!(done.flash(), "event-dismissed");
        assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
        let gone = house.case(&before.id).await;
        let closing = gone.case.closed.expect("closed");
        assert_eq!(closing.reason, ClosingReason::OpenedInError);
        assert!(has_case(&house, mo).await && has_case(&house, fatma).await);
        let shown = rob.get(&page(&id)).await.ok();
        assert!(shown.says("Het was een oefening of een test") && shown.says("Tel weer mee"));
        assert!(shown.says("Teruggenomen: 1. Ging door: 2."));
        // A supporter reads that it was, not how many: not everybody is shown to them.
        let shown = house.sign_in(&sanne).get(&page(&id)).await.ok();
        assert!(shown.says("oefening") && !shown.says("Ging door") && !shown.says("Rob"));
        house.wait(20);
        let undone = rob.post(&event(&id, "restore"), &[]).await;
        assert_eq!(undone.flash(), "event-restored");
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
        assert_eq!(house.case_of(daan).await.case, before.case, "as it was");
        let again = rob.post(&event(&id, "restore"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(state(&house, &other).await, IncidentState::Counted);
        let log = house.access_log().await;
        let row = log.iter().find(|row| row.action == "event-dismissed");
        assert_eq!(row.expect("a row").cases.len(), 3);
        let mine = house.sign_in(daan).get("/me/access").await.ok();
        assert!(mine.says("zei dat de gebeurtenis niet meetelt"));
    }

    pub async fn who_is_under_way_reads_that_it_does_not_count(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob Coördinator", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        let id = house.incident(&[&daan, &mo]).await;
        for who in [&daan, &mo] {
            assign(&house, who, &sanne).await;
        }
        call(&house, &daan).await;
        let gone = house.case_of(&mo).await.id;
        dismiss(&house.sign_in(&rob), &id, "twice").await.location();
        let sanne = house.sign_in(&sanne);
        let stays = format!("/support/case/{}", house.case_of(&daan).await.id);
        let shown = sanne.get(&stays).await.ok();
        assert!(shown.says("Het staat er dubbel in") && shown.says("Dit pad gaat gewoon door"));
        assert!(!shown.says("Rob"), "never who said so");
        let shown = sanne.get(&format!("/support/case/{gone}")).await.ok();
        assert!(shown.says("Daarom is dit pad teruggenomen") && !shown.says("Rob"));
        let mine = house.sign_in(&mo).get("/me/record").await.ok();
        assert!(mine.says("(telt niet meer mee)"));
    }

    pub async fn with_other_numbers_it_is_asked_again(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        let rob = house.sign_in(&rob);
        let form = [("withdrawn", "1"), ("stays", "0"), ("round", "0")];
        let bare = rob.post(&event(&id, "dismiss"), &form).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.says("Kies waarom het niet meetelt"));
        for why in ["nonsense", "taken-back"] {
            let form = [form[0], form[1], form[2], ("why", why)];
            let answer = rob.post(&event(&id, "dismiss"), &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        }
        // A supporter calls while the page is read.
        call(&house, &daan).await;
        let form = [form[0], form[1], form[2], ("why", "twice")];
        let moved = rob.post(&event(&id, "dismiss"), &form).await;
        assert_eq!(moved.status, StatusCode::CONFLICT);
        assert!(moved.says("1 pad gaat door") && moved.says("value=\"twice\" required checked"));
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
        for form in [
            &[][..],
            &[("withdrawn", "x"), ("stays", "0"), ("round", "0")],
        ] {
            let answer = rob.post(&event(&id, "dismiss"), form).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        }
    }

    pub async fn an_old_form_dismisses_nothing_again(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        let rob = house.sign_in(&rob);
        let form = [
            ("withdrawn", "1"),
            ("stays", "0"),
            ("round", "0"),
            ("why", "twice"),
        ];
        let act = event(&id, "dismiss");
        assert_eq!(rob.post(&act, &form).await.flash(), "event-dismissed");
        let replay = rob.post(&act, &form).await;
        assert_eq!(replay.status, StatusCode::CONFLICT);
        assert!(replay.says("Iemand zei net dat deze gebeurtenis niet meetelt"));
        rob.post(&event(&id, "restore"), &[]).await.location();
        let replay = rob.post(&act, &form).await;
        assert_eq!(replay.status, StatusCode::CONFLICT);
        assert!(has_case(&house, &daan).await);
    }

    pub async fn two_coordinators_at_once_dismiss_once(f: Fixture) {
        let house = House::new(f).await;
        let (rob, ina) = (
            house.person("Rob", &[Role::Coordinator]).await,
            house.person("Ina", &[Role::Coordinator]).await,
        );
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        let (rob, ina) = (house.sign_in(&rob), house.sign_in(&ina));
        let form = [
            ("withdrawn", "1"),
            ("stays", "0"),
            ("round", "0"),
            ("why", "not-happened"),
        ];
        let act = event(&id, "dismiss");
        let (one, two) = tokio::join!(rob.post(&act, &form), ina.post(&act, &form));
        let both: BTreeSet<StatusCode> = [one.status, two.status].into();
        let well = [StatusCode::SEE_OTHER, StatusCode::CONFLICT];
        assert!(both.contains(&StatusCode::SEE_OTHER), "{both:?}");
        assert!(both.iter().all(|status| well.contains(status)), "{both:?}");
        let acts = house.read().await.dismissals(&id).await.unwrap();
        assert_eq!((acts.len(), acts[0].withdrawn), (1, 1));
    }

    pub async fn after_a_day_it_is_asked_again_instead(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        dismiss(&house.sign_in(&rob), &id, "twice").await.location();
        house.wait(24);
        let (rob, mo) = (house.sign_in(&rob), house.sign_in(&mo));
        let late = rob.post(&event(&id, "restore"), &[]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.says("Bekijk het opnieuw"));
        assert!(!rob.get(&page(&id)).await.ok().says("Tel weer mee"));
        // What a coordinator dismissed, a supporter does not open again.
        let again = format!("{}/reconsider", page(&id));
        assert_eq!(mo.post(&again, &[]).await.status, StatusCode::NOT_FOUND);
        assert!(!mo.get(&page(&id)).await.ok().says("Bekijk het opnieuw"));
        assert_eq!(rob.post(&again, &[]).await.flash(), "incident-reconsidered");
        let queue = rob.get("/coordinate/confirm").await.ok();
        assert!(queue.says("eerder zei iemand: Het staat er dubbel in"));
        let counted = mo.post(&format!("{}/confirm", page(&id)), &[]).await;
        assert_eq!(counted.flash(), "incident-confirmed");
        // The record of this event names nobody; who was exposed then is called again.
        let row = house.case_of(&daan).await;
        assert_eq!((row.id, row.case.reopened), (case, 1));
    }

    pub async fn nobody_but_a_coordinator_who_was_not_there(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let there = house.person("Ina", &[Role::Coordinator]).await;
        let id = house.incident(&[&daan, &there]).await;
        let mut browsers = vec![house.sign_in(&there), house.sign_in(&daan)];
        for role in [
            Role::Supporter,
            Role::Manager,
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            let who = house.person(role.code(), &[role]).await;
            browsers.push(house.sign_in(&who));
        }
        for browser in &browsers {
            let acts = [event(&id, "dismiss"), event(&id, "restore")];
            assert_eq!(browser.get(&acts[0]).await.status, StatusCode::NOT_FOUND);
            for act in &acts {
                let form = [
                    ("withdrawn", "1"),
                    ("stays", "0"),
                    ("round", "0"),
                    ("why", "twice"),
                ];
                for form in [&form[..], &[]] {
                    let answer = browser.post(act, form).await;
                    let status = answer.status;
                    // Who was there gets the same answer as for an event that does not exist.
                    let absent = act.replace(id.as_str(), &"7".repeat(36));
                    assert_eq!(status, browser.post(&absent, form).await.status);
                    assert_ne!(status, StatusCode::SEE_OTHER);
                }
            }
        }
        for browser in &browsers[1..] {
            let list = browser.get("/coordinate/events").await;
            assert_eq!(list.status, StatusCode::NOT_FOUND);
        }
        let list = browsers[0].get("/coordinate/events").await.ok();
        assert!(!list.says(id.as_str()), "one's own is not listed");
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
    }

    pub async fn a_path_opened_meanwhile_takes_the_event_in(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        let rob = house.sign_in(&rob);
        let first = house.case_of(&daan).await.id;
        dismiss(&rob, &id, "wrong-crew").await.location();
        let asked = house.ask(&daan, Requester::Self_).await;
        let undone = rob.post(&event(&id, "restore"), &[]).await;
        assert_eq!(undone.flash(), "event-restored");
        let open = house.case_of(&daan).await;
        assert_eq!(open.id, asked);
        assert_eq!(open.case.joined, [id]);
        assert!(house.case(&first).await.case.closed.is_some());
    }

    /// A message of the feed about one event on unit 17-101.
    async fn told(house: &House, code: &str, change: impl Fn(&mut EventRecord)) -> IncidentId {
        let at = crate::support::NOW;
        let mut record = EventRecord::new("mka", "26-9", at, Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new(code)]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        change(&mut record);
        let (store, digest) = (&house.app.store, format!("{record:?}").len().to_string());
        let mut intake = Intake::begin(store, &house.org, "mka", digest, house.now())
            .await
            .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
        let rows = house.read().await.incidents_by_ref("mka", &["26-9"]).await;
        rows.unwrap().remove(0).id
    }

    pub async fn the_feed_does_not_count_it_again_unless_it_is_heavier(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        house.shift(&daan, "17-101", 8).await;
        house.shift(&mo, "17-102", 8).await;
        let id = told(&house, "suicide", |_| {}).await;
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
        let rob = house.sign_in(&rob);
        dismiss(&rob, &id, "not-happened").await.location();
        // The same again, and another unit: nobody is called.
        told(&house, "suicide", |_| {}).await;
        told(&house, "suicide", |record| {
            record.units = BTreeSet::from([UnitCode::new("17-102")]);
        })
        .await;
        assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
        assert!(!has_case(&house, &daan).await && !has_case(&house, &mo).await);
        // Somebody died: a person is asked, with the reason of before.
        told(&house, "suicide", |record| record.fatal = Tri::Yes).await;
        assert_eq!(state(&house, &id).await, IncidentState::ToConfirm);
        let queue = rob.get("/coordinate/confirm").await.ok();
        assert!(queue.says("eerder zei iemand: Het is niet gebeurd"));
        assert!(queue.says("Eerder telde dit niet; nu is er meer over bekend"));
        assert!(!has_case(&house, &daan).await);
        // Nor does the next message count it by itself.
        told(&house, "suicide", |record| record.minor = Tri::Yes).await;
        assert_eq!(state(&house, &id).await, IncidentState::ToConfirm);
        let late = rob.post(&event(&id, "restore"), &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let form = [("event", id.as_str())];
        rob.post("/coordinate/confirm/count", &form)
            .await
            .location();
        assert!(has_case(&house, &daan).await && has_case(&house, &mo).await);
    }

    pub async fn a_new_list_leaves_what_a_person_dismissed(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let id = told(&house, "suicide", |_| {}).await;
        let rob = house.sign_in(&rob);
        dismiss(&rob, &id, "not-on-list").await.location();
        let tx = house.read().await;
        let found: Option<(i64, care::incident::IncidentList)> = tx
            .policy(PolicyKind::IncidentList, house.now())
            .await
            .unwrap();
        drop(tx);
        let version = found.expect("a list").0.to_string();
        let form = [("why", "new-list"), ("version", version.as_str())];
        let done = rob.post("/coordinate/list/again", &form).await;
        assert_eq!(done.flash(), "watch-judged-again");
        assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
        assert!(!has_case(&house, &daan).await);
    }
}
