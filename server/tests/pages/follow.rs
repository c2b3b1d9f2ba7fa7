//! Follow-up that is watched, earlier contact as a fact, and what supporting weighs (R091, R092, R120).

crate::on_both_engines!(
    what_is_overdue_stands_first_for_its_supporter_alone,
    an_earlier_case_is_a_number_and_no_more,
    supporting_counts_apart_in_ones_own_ledger,
);

mod scenario {
    use care::{
        access::Role,
        path::{ClosingReason, Requester},
    };

    use crate::{
        me::contacted,
        support::{Fixture, pages::House},
    };

    const DAY: i64 = 24;

    pub async fn what_is_overdue_stands_first_for_its_supporter_alone(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let bas = house.person("Bas Rietveld", &[Role::Supporter]).await;
        let daan = house.person("Daan Visser", &[]).await;
        house.incident(&[&daan]).await;
        contacted(&house, &daan, &sanne).await;
        let early = house.sign_in(&sanne).get("/support").await.ok();
        assert!(early.says("Daan Visser") && !early.says("te laat"));
        house.wait(30 * DAY);
        let late = house.sign_in(&sanne).get("/support").await.ok();
        assert!(late.says("Daan Visser") && late.says("te laat"));
        let other = house.sign_in(&bas).get("/support").await.ok();
        assert!(!other.says("Daan Visser") && !other.says("te laat"));
    }

    pub async fn an_earlier_case_is_a_number_and_no_more(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let bas = house.person("Bas", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        house.ask(&daan, Requester::Self_).await;
        let first = contacted(&house, &daan, &sanne).await;
        let (tz, now) = (&house.org.time_zone, house.now());
        let tx = house.write().await;
        tx.decide_case(&first.id, None, None, "closed", now, tz, |case| {
            case.close(ClosingReason::Declined, now)
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        house.wait(DAY);
        let second = house.ask(&daan, Requester::Self_).await;
        let tx = house.write().await;
        let now = house.now();
        tx.decide_case(&second, None, None, "assigned", now, tz, |case| {
            case.assign(bas.clone())
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&bas);
        let page = browser
            .get(&format!("/support/case/{}", second.as_str()))
            .await
            .ok();
        assert!(page.says("één keer eerder opgevangen"), "{}", page.body);
        assert!(!page.says("Sanne"), "nor by whom");
        let closed = browser
            .get(&format!("/support/case/{}", first.id.as_str()))
            .await;
        assert_eq!(closed.status, axum::http::StatusCode::NOT_FOUND);
    }

    pub async fn supporting_counts_apart_in_ones_own_ledger(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        house.incident(&[&sanne]).await;
        house.wait(1);
        house.incident(&[&daan]).await;
        contacted(&house, &daan, &sanne).await;
        let own = house.sign_in(&sanne).get("/me/record").await.ok();
        assert!(own.says("2 gebeurtenissen") && own.says("Eén keer daarvan"));
        assert!(own.says("Je was erbij") && own.says("Je ving een collega op"));
        assert!(!own.says("Daan"), "whom, is not in it");
        let his = house.sign_in(&daan).get("/me/record").await.ok();
        assert!(his.says("1 gebeurtenis ") && !his.says("daarvan ving je"));
        // She was not part of the event: she goes on with him.
        let case = house.case_of(&daan).await.case;
        assert!(case.handover_due.is_none() && case.supporter == Some(sanne));
    }
}
