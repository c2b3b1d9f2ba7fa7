//! How exposure is spread over the staff groups (R168): counts of people that give nobody away.

crate::on_both_engines!(
    groups_stand_beside_each_other_and_a_small_count_is_hidden,
    a_picture_stays_as_it_came_out,
    what_was_dismissed_weighs_on_no_group,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        exposure::{Exposure, ExposureRole, Severity},
        ids::{IncidentId, PersonId},
        time::Instant,
    };
    use veer::{
        entropy,
        store::{ExposureRow, IncidentState, Released},
    };

    use crate::support::{
        self, Fixture,
        pages::{Answer, House},
    };

    const PICTURE: &str = "/coordinate/exposure/2026-q1";

    /// So many colleagues of a staff group.
    async fn group(house: &House, group: &str, count: usize) -> Vec<PersonId> {
        let draft = |place: usize| {
            let mut draft = support::person(&format!("{group} {place}"), &[]);
            group.clone_into(&mut draft.staff_group);
            draft
        };
        let drafts: Vec<_> = (0..count).map(draft).collect();
        let tx = house.write().await;
        tx.save_people(&drafts).await.unwrap();
        tx.commit().await.unwrap();
        drafts.into_iter().map(|draft| draft.id).collect()
    }

    async fn coordinator(house: &House) -> PersonId {
        let mut draft = support::person("Carla", &[Role::Coordinator]);
        "office".clone_into(&mut draft.staff_group);
        let id = draft.id.clone();
        let tx = house.write().await;
        tx.save_people(&[draft]).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A record of an event of that quarter that comes in late.
    async fn late(house: &House, event: &IncidentId, people: &[PersonId], at: Instant) {
        let row = |person: &PersonId| ExposureRow {
            id: entropy::new_id(house.now()),
            exposure: Exposure {
                person: person.clone(),
                incident: Some(event.clone()),
                role: ExposureRole::Crew,
                from: at,
                until: None,
                severity: Severity::Normal,
            },
            gone: false,
        };
        let rows: Vec<ExposureRow> = people.iter().map(row).collect();
        let tx = house.write().await;
        tx.save_exposures(&rows).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn row(page: &Answer, table: usize, group: &str) -> String {
        let table = page.body.split("<tbody>").nth(table + 1).unwrap();
        let rest = table.split(&format!("<th scope=\"row\">{group}")).nth(1);
        rest.and_then(|rest| rest.split("</tr>").next())
            .unwrap_or_default()
            .to_owned()
    }

    pub async fn groups_stand_beside_each_other_and_a_small_count_is_hidden(f: Fixture) {
        let house = House::new(f).await;
        let carla = coordinator(&house).await;
        let drivers = group(&house, "ambulance", 20).await;
        let dispatch = group(&house, "dispatch", 12).await;
        group(&house, "hospital", 5).await;
        house
            .incident(&drivers[..8].iter().collect::<Vec<_>>())
            .await;
        for _ in 0..3 {
            house.incident(&[&dispatch[0], &dispatch[1]]).await;
        }
        let browser = house.sign_in(&carla);
        assert_eq!(browser.get(PICTURE).await.status, StatusCode::NOT_FOUND);
        house.wait(24 * 40);
        let browser = house.sign_in(&carla);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says(&format!("href=\"{PICTURE}\"")));
        let page = browser.get(PICTURE).await.ok();
        let ambulance = row(&page, 0, "ambulance");
        assert!(ambulance.contains(">12 (60%)<") && ambulance.contains(">8 (40%)<"));
        let hidden = row(&page, 0, "meldkamer");
        assert!(hidden.contains("te weinig"), "{hidden}");
        assert!(
            !hidden.contains(">2 (") && !hidden.contains(">10 ("),
            "{hidden}"
        );
        // One coordinator alone in a group: that group says nothing, and takes another one with it.
        for small in ["kantoor", "hospital"] {
            let row = row(&page, 1, small);
            assert!(row.contains("te weinig") && !row.contains(">5<"), "{row}");
        }
        for name in ["ambulance 0", "dispatch 1"] {
            assert!(!page.says(&format!(">{name}<")), "{name}");
        }
        let log = house.access_log().await;
        let place = "/coordinate/exposure/{quarter}";
        assert!(log.iter().any(|row| row.place == place));
        let manager = house.person("Karin", &[Role::Manager]).await;
        let other = house.sign_in(&manager).get(PICTURE).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }

    pub async fn a_picture_stays_as_it_came_out(f: Fixture) {
        let house = House::new(f).await;
        let carla = coordinator(&house).await;
        let drivers = group(&house, "ambulance", 30).await;
        let dispatch = group(&house, "dispatch", 30).await;
        group(&house, "hospital", 9).await;
        house
            .incident(&drivers[..9].iter().collect::<Vec<_>>())
            .await;
        let then = house.now();
        let event = house
            .incident(&drivers[..9].iter().collect::<Vec<_>>())
            .await;
        house.wait(24 * 40);
        let ambulance = |page: &Answer| row(page, 0, "ambulance");
        let first = house.sign_in(&carla).get(PICTURE).await.ok();
        assert!(ambulance(&first).contains(">9 (30%)<"), "{}", first.body);
        // A register that comes late adds one: who looks twice does not see whom.
        late(&house, &event, &drivers[12..13], then).await;
        let again = house.sign_in(&carla).get(PICTURE).await.ok();
        assert_eq!(ambulance(&again), ambulance(&first));
        assert!(again.says("Gemaakt:"));
        // A whole register that comes late is another matter.
        late(&house, &event, &drivers[10..24], then).await;
        late(&house, &event, &dispatch[..15], then).await;
        let whole = house.sign_in(&carla).get(PICTURE).await.ok();
        assert!(
            ambulance(&whole).contains(">23 (76%)<"),
            "{}",
            ambulance(&whole)
        );
        assert!(row(&whole, 0, "meldkamer").contains(">15 (50%)<"));
        let tx = house.read().await;
        let table = Released {
            kind: "exposure",
            period: "2026-q1",
            until: house.now(),
        };
        assert_eq!(tx.count_releases(table).await.unwrap().len(), 2);
    }

    pub async fn what_was_dismissed_weighs_on_no_group(f: Fixture) {
        let house = House::new(f).await;
        let carla = coordinator(&house).await;
        let drivers = group(&house, "ambulance", 20).await;
        let event = house
            .incident(&drivers[..8].iter().collect::<Vec<_>>())
            .await;
        let tx = house.write().await;
        let mut row = tx.incident(&event).await.unwrap().unwrap();
        row.state = IncidentState::Dismissed;
        tx.save_incidents(&[row]).await.unwrap();
        tx.commit().await.unwrap();
        house.wait(24 * 40);
        let page = house.sign_in(&carla).get(PICTURE).await.ok();
        assert!(page.body.contains("class=\"empty\""), "{}", page.body);
    }
}
