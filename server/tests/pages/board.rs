//! The coordinator's board: what asks for a hand, without a name and without a small count.

crate::on_both_engines!(
    no_colleagues_name_stands_on_the_board,
    the_first_line_counts_what_asks_for_a_hand,
    a_picture_that_waits_is_listed_with_its_event,
    a_small_count_of_the_month_is_not_shown,
    an_event_of_which_nobody_is_known_asks_for_a_hand,
);

mod scenario {
    use care::{
        access::Role,
        ids::{CaseId, PersonId},
        path::Requester,
    };

    use crate::support::{Fixture, pages::House};

    async fn assign(house: &House, case: &CaseId, supporter: &PersonId) {
        let (tx, zone, to) = (house.write().await, &house.org.time_zone, supporter.clone());
        let assign = |case: &care::path::Case| case.assign(to);
        tx.decide_case(case, None, None, "assigned", house.now(), zone, assign)
            .await
            .expect("assigned");
        tx.commit().await.expect("committed");
    }

    pub async fn no_colleagues_name_stands_on_the_board(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan Verhoef", &[]).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await;
        let browser = house.sign_in(&rob);
        let board = browser.get("/coordinate").await.ok();
        assert!(!board.says("Daan") && !board.says(daan.as_str()));
        assert!(board.says("Pad "));
        assign(&house, &case.id, &sanne).await;
        let board = browser.get("/coordinate").await.ok();
        assert!(!board.says("Daan") && board.says("Bij Sanne"));
        let page = format!("/coordinate/case/{}", case.id.as_str());
        let shown = browser.get(&page).await.ok();
        assert!(shown.says("Daan Verhoef") && shown.says("Op het bord"));
        let log = house.access_log().await;
        let view = log.last().expect("a row");
        assert_eq!(view.place, "/coordinate/case/{id}");
        assert_eq!(view.cases, [case.pseudonym]);
    }

    pub async fn an_event_of_which_nobody_is_known_asks_for_a_hand(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan Verhoef", &[]).await;
        let browser = house.sign_in(&rob);
        let incident = house.incident(&[]).await;
        let page = format!("/support/incident/{incident}");
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("Telt, maar niemand bekend") && board.says(&page));
        house.expose(&incident, &[&daan]).await;
        let board = browser.get("/coordinate").await.ok();
        assert!(!board.says("Telt, maar niemand bekend"));
    }

    pub async fn the_first_line_counts_what_asks_for_a_hand(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&rob);
        // No duty, and no ambassador.
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("2 dingen vragen je hulp."), "{}", board.body);
        house.duty(&sanne, 24 * 15).await;
        let group = house
            .read()
            .await
            .staff_groups()
            .await
            .expect("read")
            .remove(0);
        let appoint = [
            ("group", group.as_str()),
            ("person", sanne.as_str()),
            ("every", "30"),
            ("was", ""),
        ];
        let done = browser
            .post("/coordinate/coverage/ambassador", &appoint)
            .await;
        assert_eq!(done.flash(), "coordinate-ambassador-appointed");
        // The first check-in is due at once.
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("1 ding vraagt je hulp.") && board.says("Praat bij"));
        let seat = house
            .read()
            .await
            .ambassadors()
            .await
            .expect("read")
            .remove(0);
        let held = house.sign_in(&sanne);
        let path = format!("/support/check-in/{}", seat.id);
        assert_eq!(held.post(&path, &[]).await.flash(), "support-checked-in");
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("Niets vraagt nu je hulp."));
    }

    pub async fn a_picture_that_waits_is_listed_with_its_event(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let incident = house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        assign(&house, &case, &sanne).await;
        house.wait(3);
        let browser = house.sign_in(&rob);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("Wacht 3 uur op een beeld"), "{}", board.body);
        assert!(board.says(&format!("/support/incident/{}", incident.as_str())));
        // Who was part of it does not find it.
        house.expose(&incident, &[&rob]).await;
        assert!(!browser.get("/coordinate").await.ok().says("op een beeld"));
        let anna = house.person("Anna", &[Role::Coordinator]).await;
        assert!(
            house
                .sign_in(&anna)
                .get("/coordinate")
                .await
                .ok()
                .says("op een beeld")
        );
        let (tx, zone, by) = (house.write().await, &house.org.time_zone, sanne.clone());
        let now = house.now();
        let skip = |case: &care::path::Case| case.skip_picture(by, now);
        tx.decide_case(&case, None, None, "picture", now, zone, skip)
            .await
            .expect("skipped");
        tx.commit().await.expect("committed");
        assert!(
            !house
                .sign_in(&anna)
                .get("/coordinate")
                .await
                .ok()
                .says("op een beeld")
        );
    }

    pub async fn a_small_count_of_the_month_is_not_shown(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        for n in 1..=6 {
            let one = house.person(&format!("Colleague {n}"), &[]).await;
            house.ask(&one, Requester::Colleague).await;
            let board = browser.get("/coordinate").await.ok();
            let (signals, _) = board
                .body
                .split_once("Eerste contacten")
                .expect("the counts");
            let (_, signals) = signals.split_once("Signalen").expect("the counts");
            assert_eq!(
                signals.contains(&format!(">{n}<")),
                n >= 5,
                "{n}: {signals}"
            );
            assert_eq!(signals.contains("minder dan 5"), n < 5, "{n}: {signals}");
        }
        let zone = &house.org.time_zone;
        let first = house.now().date(zone).first_of_month();
        let tx = house.read().await;
        let month = tx.month(first, zone).await.expect("read");
        let code = first.strftime("%Y-%m").to_string();
        let all = tx.months(zone).await.expect("read").into_iter();
        let same = all.filter(|((month, _), _)| *month == code);
        let same = same.map(|((_, kind), count)| (kind, u64::try_from(count).expect("a count")));
        let month = month.into_iter().filter(|(_, count)| *count > 0);
        assert_eq!(month.collect::<Vec<_>>(), same.collect::<Vec<_>>());
    }
}
