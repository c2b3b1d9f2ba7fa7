//! Matching on stored facts: who may support whom.

crate::on_both_engines!(
    who_was_there_is_not_eligible,
    managers_at_any_height_are_not_eligible,
    ties_wishes_pauses_and_training_keep_apart,
    many_colleagues_are_loaded_at_once,
);

mod scenario {
    use crate::support::{Fixture, NOW, pages::House};
    use care::{access::Role, ids::PersonId, path::Requester, time::Instant};
    use jiff::civil::date;

    async fn eligible(house: &House, person: &PersonId) -> Vec<String> {
        let case = house.case_of(person).await;
        let ranked = house
            .read()
            .await
            .ranked_supporters(&case, NOW, &house.org.time_zone)
            .await
            .unwrap();
        ranked.into_iter().map(|(person, _)| person.name).collect()
    }

    pub async fn who_was_there_is_not_eligible(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let bram = house.person("Bram", &[Role::Supporter]).await;
        house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan, &bram]).await;
        assert_eq!(eligible(&house, &daan).await, ["Sanne"]);
        // A later event of the same person counts as well.
        let sanne = house.person("Saar", &[Role::Supporter]).await;
        house.incident(&[&daan, &sanne]).await;
        assert_eq!(eligible(&house, &daan).await, ["Sanne"]);
    }

    pub async fn managers_at_any_height_are_not_eligible(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let (low, high) = (
            house.person("Low", &[Role::Supporter]).await,
            house.person("High", &[Role::Supporter]).await,
        );
        let below = house.person("Below", &[Role::Supporter]).await;
        house.person("Sanne", &[Role::Supporter]).await;
        let tx = house.write().await;
        tx.set_line_manager(&daan, Some(&low)).await.unwrap();
        tx.set_line_manager(&low, Some(&high)).await.unwrap();
        // A roster that runs in a circle does not hang us.
        tx.set_line_manager(&high, Some(&low)).await.unwrap();
        tx.set_line_manager(&below, Some(&daan)).await.unwrap();
        tx.commit().await.unwrap();
        house.ask(&daan, Requester::Self_).await;
        assert_eq!(eligible(&house, &daan).await, ["Sanne"]);
    }

    pub async fn ties_wishes_pauses_and_training_keep_apart(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let [tied, refused, paused] = [
            house.person("Tied", &[Role::Supporter]).await,
            house.person("Refused", &[Role::Supporter]).await,
            house.person("Paused", &[Role::Supporter]).await,
        ];
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let tx = house.write().await;
        tx.declare_tie(&tied, &daan).await.unwrap();
        tx.refuse_supporter(&daan, &refused, NOW).await.unwrap();
        tx.set_pause(&paused, Some(NOW)).await.unwrap();
        tx.commit().await.unwrap();
        house.ask(&daan, Requester::Self_).await;
        assert_eq!(eligible(&house, &daan).await, ["Sanne"]);
        let tx = house.read().await;
        let (case, sanne) = (
            house.case_of(&daan).await,
            tx.person(&sanne).await.unwrap().unwrap(),
        );
        let tz = &house.org.time_zone;
        let on = |day| Instant::start_of(day, tz);
        assert!(
            tx.may_support(&case, &sanne, on(date(2027, 1, 1)), tz)
                .await
                .unwrap()
        );
        assert!(
            !tx.may_support(&case, &sanne, on(date(2027, 1, 2)), tz)
                .await
                .unwrap()
        );
        let daan = tx.person(&daan).await.unwrap().unwrap();
        assert!(
            !tx.may_support(&case, &daan, on(date(2026, 1, 1)), tz)
                .await
                .unwrap()
        );
    }

    pub async fn many_colleagues_are_loaded_at_once(f: Fixture) {
        let house = House::new(f).await;
        let (daan, fatma) = (
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        );
        house.incident(&[&daan]).await;
        house.ask(&fatma, Requester::Self_).await;
        let cases = [house.case_of(&fatma).await, house.case_of(&daan).await];
        let pairs = cases.map(|case| (case.id, case.person));
        let tx = house.read().await;
        let seekers = tx.seekers(&pairs).await.unwrap();
        assert_eq!(
            seekers.iter().map(|s| &s.person).collect::<Vec<_>>(),
            [&fatma, &daan]
        );
        assert_eq!(seekers[1].participants.iter().collect::<Vec<_>>(), [&daan]);
        assert!(seekers[0].participants.is_empty());
        assert!(tx.seekers(&[]).await.unwrap().is_empty());
    }
}
