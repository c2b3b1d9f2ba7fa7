//! An event with many colleagues: all of them given at once, best, and taken back.

crate::on_both_engines!(
    sixty_people_have_somebody_in_one_step,
    what_cannot_be_met_is_named,
    without_anybody_nothing_can_be_given,
    it_can_be_taken_back_while_nobody_was_called,
    who_was_there_finds_no_such_page,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, PersonId},
    };
    use std::collections::BTreeMap;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    struct Major {
        house: House,
        rob: PersonId,
        team: Vec<PersonId>,
        exposed: Vec<PersonId>,
        incident: IncidentId,
    }

    impl Major {
        async fn new(f: Fixture, exposed: usize, supporters: usize) -> Self {
            let house = House::new(f).await;
            let rob = house.person("Rob", &[Role::Coordinator]).await;
            let mut team = Vec::new();
            for n in 0..supporters {
                let name = format!("Opvanger {n:02}");
                team.push(house.person(&name, &[Role::Supporter]).await);
            }
            let mut people = Vec::new();
            for n in 0..exposed {
                people.push(house.person(&format!("Collega {n:02}"), &[]).await);
            }
            let crew: Vec<&PersonId> = people.iter().collect();
            let incident = house.incident(&crew).await;
            Self {
                house,
                rob,
                team,
                exposed: people,
                incident,
            }
        }

        fn home(&self) -> String {
            format!("/coordinate/event/{}/major", self.incident.as_str())
        }

        async fn supporters(&self) -> BTreeMap<PersonId, PersonId> {
            let mut found = BTreeMap::new();
            for person in &self.exposed {
                let case = self.house.case_of(person).await;
                if let Some(supporter) = case.supporter {
                    found.insert(person.clone(), supporter);
                }
            }
            found
        }
    }

    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let from = page.body.find(&mark).expect("a hidden field") + mark.len();
        page.body[from..]
            .chars()
            .take_while(|c| *c != '"')
            .collect()
    }

    async fn give(browser: &Browser<'_>, home: &str, page: &Answer) -> Answer {
        let (mark, room) = (hidden(page, "mark"), hidden(page, "room"));
        let fields = [("mark", mark.as_str()), ("room", room.as_str())];
        browser.post(home, &fields).await
    }

    pub async fn sixty_people_have_somebody_in_one_step(f: Fixture) {
        let major = Major::new(f, 60, 12).await;
        let (house, team, exposed) = (&major.house, &major.team, &major.exposed);
        // One was there, one pauses, one has a tie with the first, one stands above the second.
        let tx = house.write().await;
        tx.set_pause(&team[1], Some(house.now())).await.unwrap();
        tx.declare_tie(&team[2], &exposed[0]).await.unwrap();
        tx.set_line_manager(&exposed[1], Some(&team[3]))
            .await
            .unwrap();
        tx.refuse_supporter(&exposed[2], &team[4], house.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house.expose(&major.incident, &[&team[0]]).await;
        let browser = house.sign_in(&major.rob);
        let page = browser.get(&major.home()).await.ok();
        assert!(page.says("60 collega.") || page.says("61 collega"));
        assert!(!page.says("Opvanger 00") && !page.says("Opvanger 01"));
        assert!(major.supporters().await.is_empty(), "looking does nothing");
        let given = give(&browser, &major.home(), &page).await;
        assert_eq!(given.flash(), "major-given", "{}", given.body);
        let found = major.supporters().await;
        assert_eq!(found.len(), 60);
        let mut counts: BTreeMap<&PersonId, usize> = BTreeMap::new();
        for supporter in found.values() {
            *counts.entry(supporter).or_default() += 1;
        }
        assert!(!counts.contains_key(&team[0]) && !counts.contains_key(&team[1]));
        assert_ne!(found[&exposed[0]], team[2]);
        assert_ne!(found[&exposed[1]], team[3]);
        assert_ne!(found[&exposed[2]], team[4]);
        let (least, most) = (
            counts.values().min().unwrap(),
            counts.values().max().unwrap(),
        );
        // The one who was there and supports others has somebody too, and is not among the sixty.
        assert!(most - least <= 2, "{counts:?}");
        // Sent twice has one effect.
        let again = give(&browser, &major.home(), &page).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(major.supporters().await, found);
        // Each supporter has theirs, and each case its history and its place in the log.
        let home = house.sign_in(&team[5]).get("/support").await.ok();
        assert!(home.says("Collega"));
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "assigned"));
        let case = house.case_of(&exposed[5]).await;
        let changes = house.read().await.changes_since(&case.id, 0).await.unwrap();
        assert_eq!(changes.last().unwrap().what, "assigned");
        assert_eq!(changes.last().unwrap().revision, case.revision);
    }

    pub async fn what_cannot_be_met_is_named(f: Fixture) {
        let major = Major::new(f, 9, 2).await;
        let browser = major.house.sign_in(&major.rob);
        let page = browser.get(&format!("{}?room=3", major.home())).await.ok();
        assert!(page.says("Voor 3 collega"), "{}", page.body);
        assert!(!page.says("Collega 0"), "nobody of the event by name");
        give(&browser, &major.home(), &page).await.location();
        assert_eq!(major.supporters().await.len(), 6);
        let page = browser.get(&format!("{}?room=4", major.home())).await.ok();
        assert!(page.says("<p>3 collega"));
    }

    pub async fn without_anybody_nothing_can_be_given(f: Fixture) {
        let alone = Major::new(f, 4, 0).await;
        let browser = alone.house.sign_in(&alone.rob);
        let page = browser.get(&alone.home()).await.ok();
        assert!(page.says("Niemand van het team kan hier nu opvangen."));
        assert!(!page.says("name=\"mark\""));
    }

    pub async fn it_can_be_taken_back_while_nobody_was_called(f: Fixture) {
        let major = Major::new(f, 6, 2).await;
        let house = &major.house;
        let browser = house.sign_in(&major.rob);
        let undo = format!("{}/undo", major.home());
        let page = browser.get(&major.home()).await.ok();
        give(&browser, &major.home(), &page).await.location();
        let undone = browser.post(&undo, &[]).await;
        assert_eq!(undone.flash(), "major-undone");
        assert!(major.supporters().await.is_empty());
        assert_eq!(browser.post(&undo, &[]).await.status, StatusCode::CONFLICT);
        let page = browser.get(&major.home()).await.ok();
        give(&browser, &major.home(), &page).await.location();
        let found = major.supporters().await;
        let (person, supporter) = found.iter().next().unwrap();
        let case = house.case_of(person).await;
        let address = format!("/support/case/{}/picture", case.id.as_str());
        let revision = case.revision.to_string();
        let fields = [("revision", revision.as_str()), ("how", "skip")];
        house
            .sign_in(supporter)
            .post(&address, &fields)
            .await
            .location();
        let refused = browser.post(&undo, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(major.supporters().await, found);
        let page = browser.get(&major.home()).await.ok();
        assert!(page.says("Er is al iemand gebeld of er is aan gewerkt."));
    }

    pub async fn who_was_there_finds_no_such_page(f: Fixture) {
        let major = Major::new(f, 3, 1).await;
        let house = &major.house;
        let karin = house.person("Karin", &[Role::Coordinator]).await;
        house.expose(&major.incident, &[&karin]).await;
        for who in [&karin, &major.team[0], &major.exposed[0]] {
            let browser = house.sign_in(who);
            let shown = browser.get(&major.home()).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND);
            let fields = [("mark", "x"), ("room", "3")];
            let sent = browser.post(&major.home(), &fields).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND);
        }
        assert!(major.supporters().await.is_empty());
    }
}
