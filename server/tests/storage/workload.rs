//! What weighs on supporters, from what stands in the database.

crate::on_both_engines!(
    a_talk_counts_for_who_held_it_also_after_a_hand_over,
    each_thing_is_counted_by_itself,
    a_path_of_ones_own_weighs_on_nobodys_band,
    a_hard_limit_keeps_new_cases_away_and_takes_none,
    the_best_of_the_team_stands_first_with_why,
);

mod scenario {
    use care::{
        access::Role,
        exposure::{Exposure, ExposureRole, Severity},
        ids::{CaseId, PersonId},
        matching::{Profile, Reason, Tongue, Wishes},
        path::{Case, Channel, FirstContact, Requester, Wish},
        workload::{Band, DeedKind, LoadPolicy, Picture},
    };
    use jiff::civil::date;
    use veer::{
        entropy,
        store::{ExposureRow, PolicyKind},
    };

    use crate::support::{Fixture, pages::House};

    async fn change(
        house: &House,
        case: &CaseId,
        by: &PersonId,
        what: &'static str,
        decide: impl FnOnce(&Case) -> Result<Case, care::path::PathRefusal> + Send,
    ) {
        let (now, tz) = (house.now(), &house.org.time_zone);
        let tx = house.write().await;
        tx.decide_case(case, None, Some(by), what, now, tz, decide)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// The supporter takes the case and has the first contact.
    async fn speak(house: &House, case: &CaseId, by: &PersonId) {
        let (now, tz) = (house.now(), house.org.time_zone.clone());
        change(house, case, by, "taken", |case| case.assign(by.clone())).await;
        change(house, case, by, "picture", |case| {
            case.skip_picture(by.clone(), now)
        })
        .await;
        let contact = FirstContact {
            at: now,
            by: by.clone(),
            channel: Channel::Phone,
            practical_help: std::collections::BTreeSet::new(),
            wants: Wish::Yes,
        };
        change(house, case, by, "contact", |case| {
            case.complete_first_contact(contact, now, &tz)
        })
        .await;
    }

    async fn picture(house: &House, person: &PersonId) -> Picture {
        let tz = &house.org.time_zone;
        let people = std::slice::from_ref(person);
        let tx = house.read().await;
        let loads = tx.loads(people, house.now(), tz).await.unwrap();
        loads.pictures[person]
    }

    async fn band(house: &House, person: &PersonId) -> Option<Band> {
        let tz = &house.org.time_zone;
        let people = std::slice::from_ref(person);
        let tx = house.read().await;
        let loads = tx.loads(people, house.now(), tz).await.unwrap();
        loads.burdens[person].band
    }

    async fn limits(house: &House, policy: LoadPolicy) {
        let tx = house.write().await;
        let kind = PolicyKind::Load;
        let from = date(2026, 1, 1);
        tx.publish_policy(kind, 1, from, &policy, "agreed", None, house.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn a_talk_counts_for_who_held_it_also_after_a_hand_over(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let anna = house.person("Anna", &[Role::Supporter]).await;
        let bram = house.person("Bram", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        speak(&house, &case, &anna).await;
        change(&house, &case, &anna, "handed-over", |case| {
            case.hand_over(bram.clone())
        })
        .await;
        let (of_anna, of_bram) = (picture(&house, &anna).await, picture(&house, &bram).await);
        assert_eq!(of_anna.of(DeedKind::Talk).count, 1);
        assert_eq!(of_anna.of(DeedKind::Heard).count, 1);
        assert_eq!(of_bram.of(DeedKind::Talk).count, 0);
        assert_eq!((of_anna.open_cases, of_bram.open_cases), (0, 1));
    }

    pub async fn each_thing_is_counted_by_itself(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let anna = house.person("Anna", &[Role::Supporter]).await;
        house.duty(&anna, 24 * 3).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        speak(&house, &case, &anna).await;
        house.incident(&[&anna]).await;
        let seen = picture(&house, &anna).await;
        let counts = DeedKind::ALL.iter().map(|kind| seen.of(*kind).count);
        // A talk, no page, no night that was yet, an event of one's own, one that was heard.
        assert_eq!(counts.collect::<Vec<_>>(), [1, 0, 0, 1, 1]);
        house.wait(48);
        let later = picture(&house, &anna).await;
        assert_eq!(later.of(DeedKind::Night).count, 2);
    }

    pub async fn a_path_of_ones_own_weighs_on_nobodys_band(f: Fixture) {
        let house = House::new(f).await;
        let anna = house.person("Anna", &[Role::Supporter]).await;
        let bram = house.person("Bram", &[Role::Supporter]).await;
        let policy = LoadPolicy {
            soft_cap: Some(1),
            hard_cap: Some(1_000),
            most_open_cases: Some(1),
            ..LoadPolicy::default()
        };
        limits(&house, policy).await;
        let before = picture(&house, &anna).await;
        let case = house.ask(&anna, Requester::Self_).await;
        speak(&house, &case, &bram).await;
        let strain = ExposureRow {
            id: entropy::new_id(house.now()),
            exposure: Exposure {
                person: anna.clone(),
                incident: None,
                role: ExposureRole::Duration,
                from: house.now(),
                until: None,
                severity: Severity::Heavy,
            },
            gone: false,
        };
        let tx = house.write().await;
        tx.save_exposures(&[strain]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(picture(&house, &anna).await, before);
        assert_eq!(band(&house, &anna).await, Some(Band::Calm));
        assert_eq!(band(&house, &bram).await, Some(Band::Heavy));
    }

    pub async fn a_hard_limit_keeps_new_cases_away_and_takes_none(f: Fixture) {
        let house = House::new(f).await;
        let [daan, fatma] = [
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        ];
        let anna = house.person("Anna", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        speak(&house, &case, &anna).await;
        house.ask(&fatma, Requester::Self_).await;
        let row = house.case_of(&fatma).await;
        let (now, tz) = (house.now(), &house.org.time_zone);
        let tx = house.read().await;
        let person = tx.person(&anna).await.unwrap().unwrap();
        assert!(tx.may_support(&row, &person, now, tz).await.unwrap());
        drop(tx);
        let policy = LoadPolicy {
            hard_cap: Some(2_000),
            ..LoadPolicy::default()
        };
        limits(&house, policy).await;
        let tx = house.read().await;
        assert!(!tx.may_support(&row, &person, now, tz).await.unwrap());
        let ranked = tx.ranked_supporters(&row, now, tz).await.unwrap();
        assert!(ranked.is_empty());
        drop(tx);
        assert_eq!(house.case(&case).await.supporter, Some(anna));
        assert!(house.case(&case).await.case.handover_due.is_none());
    }

    pub async fn the_best_of_the_team_stands_first_with_why(f: Fixture) {
        let house = House::new(f).await;
        let [daan, fatma] = [
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        ];
        let anna = house.person("Anna", &[Role::Supporter]).await;
        let bram = house.person("Bram", &[Role::Supporter]).await;
        house.incident(&[&fatma]).await;
        let other = house.case_of(&fatma).await.id;
        speak(&house, &other, &anna).await;
        house.ask(&daan, Requester::Self_).await;
        let names = async || {
            let row = house.case_of(&daan).await;
            let (now, tz) = (house.now(), &house.org.time_zone);
            let tx = house.read().await;
            let ranked = tx.ranked_supporters(&row, now, tz).await.unwrap();
            let name = |(person, ranked): (veer::store::Person, care::matching::Ranked)| {
                (person.name, ranked.reasons)
            };
            ranked.into_iter().map(name).collect::<Vec<_>>()
        };
        // Anna had a talk today; Bram had none.
        assert_eq!(names().await[0].0, "Bram");
        let profile = Profile {
            languages: [Tongue::Frisian].into(),
            ..Profile::default()
        };
        let wishes = Wishes {
            language: Some(Tongue::Frisian),
            ..Wishes::default()
        };
        let tx = house.write().await;
        tx.save_profile(&anna, &profile, house.now()).await.unwrap();
        tx.save_wishes(&daan, &wishes, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        let ranked = names().await;
        assert_eq!(ranked[0].0, "Anna");
        assert!(ranked[0].1.contains(&Reason::Language));
        assert!(ranked[1].1.contains(&Reason::WishUnmet));
        // What was asked for goes with the path.
        let case = house.case_of(&daan).await.id;
        let now = house.now();
        change(&house, &case, &bram, "closed", |case| {
            case.close(care::path::ClosingReason::OpenedInError, now)
        })
        .await;
        let tx = house.read().await;
        assert!(!tx.wishes_of(&daan).await.unwrap().is_any());
    }
}
