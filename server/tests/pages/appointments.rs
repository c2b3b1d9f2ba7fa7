//! A referral that personnel affairs arrange: a name, and that an appointment is needed (R085, R108).

crate::on_both_engines!(
    personnel_affairs_get_a_name_and_nothing_else,
    off_by_default_nothing_leaves,
    what_is_late_reaches_the_supporter_without_content,
    nobody_else_sees_the_list,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{CaseId, PersonId},
    };

    use crate::support::{Fixture, pages::House};

    struct People {
        sanne: PersonId,
        esra: PersonId,
        case: CaseId,
    }

    async fn people(house: &House, routed: bool) -> People {
        let daan = house.person("Daan Vermeer", &[]).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        let esra = house.person("Esra", &[Role::Hr]).await;
        if routed {
            let carla = house.person("Carla", &[Role::Coordinator]).await;
            let browser = house.sign_in(&carla);
            let answer = browser.post("/coordinate/appointments/on", &[]).await;
            assert_eq!(answer.flash(), "appointment-routing-on");
        }
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        let take = format!("/support/case/{case}/take");
        house.sign_in(&sanne).post(&take, &[]).await.location();
        People { sanne, esra, case }
    }

    async fn refer(house: &House, people: &People, consent: &str) {
        let path = format!("/support/case/{}", people.case);
        let browser = house.sign_in(&people.sanne);
        let revision = browser.get(&path).await.ok().revision().to_owned();
        let form = [("revision", revision.as_str()), ("consent", consent)];
        browser
            .post(&format!("{path}/refer"), &form)
            .await
            .location();
    }

    pub async fn personnel_affairs_get_a_name_and_nothing_else(f: Fixture) {
        let house = House::new(f).await;
        let people = people(&house, true).await;
        let asked = house.sign_in(&people.sanne);
        let page = asked
            .get(&format!("/support/case/{}", people.case))
            .await
            .ok();
        assert!(page.says("Hier regelt personeelszaken de afspraak."));
        refer(&house, &people, "not-given").await;
        assert!(
            house
                .read()
                .await
                .needed_appointments()
                .await
                .unwrap()
                .is_empty()
        );
        refer(&house, &people, "given").await;
        refer(&house, &people, "given").await;
        let needed = house.read().await.needed_appointments().await.unwrap();
        let payload = serde_json::to_value(&needed).unwrap();
        let row = payload[0].as_object().unwrap();
        let keys: Vec<&str> = row.keys().map(String::as_str).collect();
        assert_eq!((needed.len(), keys), (1, vec!["id", "name"]), "{payload}");
        assert_eq!(row["name"], "Daan Vermeer");
        let browser = house.sign_in(&people.esra);
        let page = browser.get("/desk/appointments").await.ok();
        assert!(page.says("Daan Vermeer") && page.says("Afspraak nodig"));
        for hidden in [people.case.as_str(), "Sanne", "kind-2", "ambulance"] {
            assert!(!page.says(hidden), "{hidden}");
        }
        let done = format!("/desk/appointments/{}/arranged", needed[0].id);
        let answer = browser.post(&done, &[]).await;
        assert_eq!(answer.flash(), "appointment-arranged");
        assert!(!browser.get("/desk/appointments").await.ok().says("Daan"));
        assert_eq!(browser.post(&done, &[]).await.status, StatusCode::NOT_FOUND);
        let undo = format!("/desk/appointments/{}/open", needed[0].id);
        browser.post(&undo, &[]).await.location();
        assert!(browser.get("/desk/appointments").await.ok().says("Daan"));
        let log = house.access_log().await;
        let rows = log.iter().filter(|row| row.place.starts_with("/desk/app"));
        assert!(rows.clone().count() > 3 && rows.clone().all(|row| row.cases.is_empty()));
    }

    pub async fn off_by_default_nothing_leaves(f: Fixture) {
        let house = House::new(f).await;
        let people = people(&house, false).await;
        let page = house.sign_in(&people.sanne);
        let page = page
            .get(&format!("/support/case/{}", people.case))
            .await
            .ok();
        assert!(!page.says("personeelszaken de afspraak"));
        refer(&house, &people, "given").await;
        assert!(
            house
                .read()
                .await
                .needed_appointments()
                .await
                .unwrap()
                .is_empty()
        );
        let page = house
            .sign_in(&people.esra)
            .get("/desk/appointments")
            .await
            .ok();
        assert!(page.says("Er is niets te regelen."));
    }

    pub async fn what_is_late_reaches_the_supporter_without_content(f: Fixture) {
        let house = House::new(f).await;
        let people = people(&house, true).await;
        refer(&house, &people, "given").await;
        let browser = house.sign_in(&people.sanne);
        assert!(!browser.get("/support").await.ok().says("Nog geen afspraak"));
        house.wait(24 * 8);
        let home = browser.get("/support").await.ok();
        assert!(home.says("Nog geen afspraak") && home.says(people.case.as_str()));
        let case = browser
            .get(&format!("/support/case/{}", people.case))
            .await
            .ok();
        assert!(case.says("Nog geen afspraak"));
        let other = house.person("Mo", &[Role::Supporter]).await;
        let page = house.sign_in(&other).get("/support").await.ok();
        assert!(!page.says("Nog geen afspraak"));
    }

    pub async fn nobody_else_sees_the_list(f: Fixture) {
        let house = House::new(f).await;
        for role in Role::ALL.iter().filter(|role| **role != Role::Hr) {
            let who = house.person("Anybody", &[*role]).await;
            let answer = house.sign_in(&who).get("/desk/appointments").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            if *role != Role::Coordinator {
                let set = house
                    .sign_in(&who)
                    .post("/coordinate/appointments/on", &[])
                    .await;
                assert_eq!(set.status, StatusCode::NOT_FOUND, "{role}");
            }
        }
    }
}
