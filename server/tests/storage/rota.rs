//! Leave, wishes, requests and calendar links: guarded steps, going by date, and one's copy.

crate::on_both_engines!(
    a_step_is_taken_once,
    what_is_over_goes_by_date,
    everything_about_oneself_is_in_the_copy,
);

mod scenario {
    use care::{
        access::Role,
        ids::{OrgId, PersonId},
        period::Period,
        retention::DataKind,
        roster::{WishFor, WishKind},
        swap::{Swap, SwapState},
        time::Instant,
    };
    use jiff::{SignedDuration, civil::date};
    use veer::store::{HELD, Leave, RotaRequest, RotaWish};

    use crate::support::{Fixture, NOW};

    fn days(days: i64) -> Instant {
        NOW.plus(SignedDuration::from_hours(24 * days))
    }

    fn request(asker: &PersonId, to: Option<&PersonId>) -> RotaRequest {
        let duty = Period {
            from: days(3),
            until: days(4),
        };
        RotaRequest {
            id: "request-1".to_owned(),
            swap: Swap {
                asker: asker.clone(),
                to: to.cloned(),
                answerer: None,
                begins: duty.from,
                state: SwapState::Asked,
            },
            duty,
            other: None,
            change: "request-1".to_owned(),
            at: NOW,
            ended_at: None,
        }
    }

    async fn fill(f: &Fixture, org: &OrgId) -> (PersonId, PersonId) {
        let sanne = f.person(org, "Sanne", &[Role::Supporter]).await;
        let mo = f.person(org, "Mo", &[Role::Supporter]).await;
        let tx = f.store.write("fill", org).await.unwrap();
        tx.add_leave(&Leave {
            id: "leave-1".to_owned(),
            person: sanne.clone(),
            first: date(2026, 3, 4),
            last: date(2026, 3, 5),
            until: days(3),
            by: mo.clone(),
            at: NOW,
        })
        .await
        .unwrap();
        for (id, about, until) in [
            ("wish-1", WishFor::Day(date(2026, 3, 5)), Some(days(3))),
            (
                "wish-2",
                RotaWish::about("weekday", "friday").unwrap(),
                None,
            ),
        ] {
            tx.add_wish(&RotaWish {
                id: id.to_owned(),
                wish: RotaWish::of(sanne.clone(), about, WishKind::Gladly),
                until,
                at: NOW,
            })
            .await
            .unwrap();
        }
        tx.ask_rota_request(&request(&sanne, Some(&mo)))
            .await
            .unwrap();
        tx.give_calendar_link(&sanne, "digest", NOW).await.unwrap();
        tx.commit().await.unwrap();
        (sanne, mo)
    }

    pub async fn a_step_is_taken_once(f: Fixture) {
        let org = f.organisation().await.id;
        let (sanne, mo) = fill(&f, &org).await;
        let tx = f.store.write("step", &org).await.unwrap();
        let it = tx.rota_request("request-1").await.unwrap().unwrap();
        assert_eq!(it, request(&sanne, Some(&mo)));
        let accepted = SwapState::Accepted;
        assert!(
            tx.step_rota_request(&it, accepted, Some(&mo), days(1))
                .await
                .unwrap()
        );
        let late = SwapState::Withdrawn;
        assert!(
            !tx.step_rota_request(&it, late, None, days(1))
                .await
                .unwrap()
        );
        let now = tx.rota_request("request-1").await.unwrap().unwrap();
        assert_eq!(
            (now.swap.state, now.swap.answerer),
            (accepted, Some(mo.clone()))
        );
        // A duty that is not there as it was seen is given to nobody.
        let duty = now.duty;
        assert!(!tx.pass_duty(&sanne, duty, &mo, "c").await.unwrap());
        tx.save_duty(&[(sanne.clone(), duty.from, days(5))])
            .await
            .unwrap();
        assert!(!tx.pass_duty(&sanne, duty, &mo, "c").await.unwrap());
        tx.save_duty(&[(sanne.clone(), duty.from, duty.until)])
            .await
            .unwrap();
        assert!(tx.pass_duty(&sanne, duty, &mo, "c").await.unwrap());
        assert_eq!(tx.duty_lines_of("c").await.unwrap(), 2);
        assert_eq!(tx.duties_of(&mo, NOW, days(9)).await.unwrap(), [duty]);
        assert!(tx.undo_hand("c").await.unwrap());
        assert_eq!(tx.duties_of(&sanne, NOW, days(9)).await.unwrap(), [duty]);
        assert!(tx.duties_of(&mo, NOW, days(9)).await.unwrap().is_empty());
    }

    pub async fn what_is_over_goes_by_date(f: Fixture) {
        let org = f.organisation().await;
        let (sanne, _) = fill(&f, &org.id).await;
        let tx = f.store.write("sweep", &org.id).await.unwrap();
        let tz = &org.time_zone;
        let rosters = DataKind::Rosters;
        assert_eq!(tx.erase_past(rosters, days(3), tz).await.unwrap(), 0);
        // The days away, the wish about a day and the request; the wish that comes back stays.
        assert_eq!(tx.count_past(rosters, days(5), tz).await.unwrap(), 3);
        assert_eq!(tx.erase_past(rosters, days(5), tz).await.unwrap(), 3);
        assert_eq!(tx.rota_wishes_of(&sanne, NOW).await.unwrap().len(), 1);
        assert!(tx.set_wish("wish-2", &sanne, Some(days(1))).await.unwrap());
        assert!(!tx.set_wish("wish-2", &sanne, Some(days(1))).await.unwrap());
        assert_eq!(tx.erase_past(rosters, days(5), tz).await.unwrap(), 1);
        let technical = DataKind::Technical;
        assert_eq!(tx.erase_past(technical, days(5), tz).await.unwrap(), 0);
        assert!(
            tx.revoke_calendar_link(&sanne, Some(days(1)))
                .await
                .unwrap()
        );
        assert_eq!(tx.erase_past(technical, days(5), tz).await.unwrap(), 1);
        assert_eq!(tx.calendar_link(&sanne).await.unwrap(), None);
    }

    pub async fn everything_about_oneself_is_in_the_copy(f: Fixture) {
        let org = f.organisation().await.id;
        let (sanne, mo) = fill(&f, &org).await;
        let tx = f.store.read("copy", &org).await.unwrap();
        let rows = async |name: &str, who: &PersonId| {
            let part = HELD.iter().find(|part| part.name == name).unwrap();
            tx.held(part, who).await.unwrap().len()
        };
        for (name, sannes, mos) in [
            ("away", 1, 1),
            ("rota-wish", 2, 0),
            ("rota-request", 1, 1),
            ("calendar", 1, 0),
        ] {
            assert_eq!(rows(name, &sanne).await, sannes, "{name}");
            assert_eq!(rows(name, &mo).await, mos, "{name}");
        }
    }
}
