//! Recovery by the team, disclosures, and the yearly talk.

crate::on_both_engines!(
    a_team_is_in_force_once_its_key_is_made,
    nothing_is_wrapped_without_consent_and_withdrawing_deletes_it,
    a_recovery_leaves_nothing_of_the_old_team,
    the_first_holder_executes_and_refusals_end_it,
    turning_off_leaves_nothing,
    a_recovery_leaves_a_waiting_appointment_alone,
    what_was_told_is_read_back_by_case,
    a_yearly_talk_is_planned_and_held,
);

mod scenario {
    use care::{
        access::Role,
        circle::Holder,
        disclosure::{ConsentWay, Disclosure, DisclosureConsent, DisclosureReason, Listener, Told},
        ids::{CaseId, CircleId, PersonId},
        path::{Requester, Trigger},
        protocol::Protocol,
        recovery::{Quorum, RecoveryReason, RecoveryState},
        team::Interviewer,
    };
    use jiff::civil::date;
    use veer::{
        entropy,
        store::{
            AnnualTalk, Asking, Beginning, DisclosureRow, NewTeam, Organisation, StoreError, TEAM,
            TeamWrap, Tx,
        },
    };

    use crate::support::{Fixture, NOW};

    struct Scene {
        f: Fixture,
        org: Organisation,
        holders: Vec<PersonId>,
        sanne: PersonId,
        case: CaseId,
    }

    impl Scene {
        async fn new(f: Fixture) -> Self {
            let org = f.organisation().await;
            let mut holders = Vec::new();
            for name in ["Hedwig", "Ronald", "Saida"] {
                holders.push(f.person(&org.id, name, &[Role::Holder]).await);
            }
            holders.sort();
            let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
            let daan = f.person(&org.id, "Daan", &[]).await;
            let tx = f.store.write("open", &org.id).await.unwrap();
            let beginning = Beginning {
                incident: None,
                trigger: Trigger::None,
                requester: Requester::Self_,
            };
            let (protocol, tz) = (Protocol::default_policy(), &org.time_zone);
            let case = tx
                .begin_path(&daan, &beginning, &protocol, None, NOW, tz)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            Self {
                f,
                org,
                holders,
                sanne,
                case,
            }
        }

        async fn write(&self) -> Tx {
            self.f.store.write("test", &self.org.id).await.unwrap()
        }

        fn shares(&self, word: &str) -> Vec<(PersonId, String)> {
            let share = |id: &PersonId| (id.clone(), format!("{word} of {id}"));
            self.holders.iter().map(share).collect()
        }

        fn team<'a>(
            &'a self,
            generation: i64,
            recipient: &'a str,
            shares: &'a [(PersonId, String)],
        ) -> NewTeam<'a> {
            NewTeam {
                generation,
                recipient,
                threshold: 2,
                made_by: &self.holders[0],
                proof: "proof",
                shares,
            }
        }

        /// Recovery is on, the colleague agreed, and a member's browser wrapped two keys.
        async fn consented(&self) {
            let tx = self.write().await;
            let quorum = Quorum::new(2, 3).unwrap();
            let generation = tx
                .appoint_team(quorum, &self.holders, &self.sanne, NOW)
                .await
                .unwrap();
            let shares = self.shares("first");
            tx.found_team(self.team(generation, "age1pq1first", &shares), NOW)
                .await
                .unwrap();
            tx.choose_recoverable(self.case.as_str(), true, NOW)
                .await
                .unwrap();
            for circle in [self.case.as_str(), "another"] {
                for generation in [1, 2] {
                    self.wrap(&tx, circle, generation, TEAM).await;
                }
            }
            tx.commit().await.unwrap();
        }

        async fn wrap(&self, tx: &Tx, circle: &str, generation: i64, holder: &str) {
            let wraps = [TeamWrap {
                circle: circle.to_owned(),
                generation,
                wrapped: format!("{holder} {circle} {generation}"),
            }];
            let who = [Holder::new(holder)];
            let present = tx.present_vaults(who.iter()).await.unwrap();
            let vault = present.values().next().copied().unwrap_or_default();
            tx.wrap_for((holder, vault), &wraps, &self.sanne, NOW)
                .await
                .unwrap();
        }

        async fn ask(&self, tx: &Tx) -> String {
            let id = entropy::new_id(NOW);
            let asking = Asking {
                id: &id,
                case: Some((&self.case, RecoveryReason::SupporterGone)),
                by: &self.sanne,
            };
            tx.ask_recovery(asking, NOW).await.unwrap();
            id
        }
    }

    pub async fn a_team_is_in_force_once_its_key_is_made(f: Fixture) {
        let scene = Scene::new(f).await;
        let tx = scene.write().await;
        assert_eq!(tx.recovery_team().await.unwrap(), None, "off by default");
        let quorum = Quorum::new(2, 3).unwrap();
        tx.appoint_team(quorum, &scene.holders[..2], &scene.sanne, NOW)
            .await
            .unwrap();
        let generation = tx
            .appoint_team(quorum, &scene.holders, &scene.sanne, NOW)
            .await
            .unwrap();
        assert_eq!(generation, 2);
        assert_eq!(tx.recovery_team().await.unwrap(), None);
        let appointed = tx.appointed_team().await.unwrap().unwrap();
        assert_eq!((appointed.generation, appointed.threshold), (2, 2));
        assert_eq!(appointed.holders, scene.holders);
        let shares = scene.shares("first");
        tx.found_team(scene.team(2, "age1pq1first", &shares), NOW)
            .await
            .unwrap();
        assert_eq!(tx.appointed_team().await.unwrap(), None);
        let team = tx.recovery_team().await.unwrap().unwrap();
        assert_eq!(team.recipient, "age1pq1first");
        assert_eq!(team.quorum(), Some(quorum));
        let own = tx.recovery_share(2, &scene.holders[1]).await.unwrap();
        assert_eq!(own, Some(shares[1].1.clone()));
        assert_eq!(tx.recovery_share(2, &scene.sanne).await.unwrap(), None);
    }

    pub async fn nothing_is_wrapped_without_consent_and_withdrawing_deletes_it(f: Fixture) {
        let scene = Scene::new(f).await;
        let circle = scene.case.as_str();
        let tx = scene.write().await;
        assert!(!tx.is_recoverable(circle).await.unwrap(), "off by default");
        let give = tx.team_can_give(&scene.case, &scene.sanne).await.unwrap();
        assert!(!give, "without a wrap there is nothing to give");
        tx.commit().await.unwrap();
        scene.consented().await;
        let tx = scene.write().await;
        assert!(tx.is_recoverable(circle).await.unwrap());
        assert!(tx.team_can_give(&scene.case, &scene.sanne).await.unwrap());
        scene.wrap(&tx, circle, 1, scene.sanne.as_str()).await;
        assert!(tx.team_can_give(&scene.case, &scene.sanne).await.unwrap());
        scene.wrap(&tx, circle, 2, scene.sanne.as_str()).await;
        let give = tx.team_can_give(&scene.case, &scene.sanne).await.unwrap();
        assert!(!give, "who holds every key needs none");
        tx.choose_recoverable(circle, false, NOW).await.unwrap();
        assert!(!tx.is_recoverable(circle).await.unwrap());
        assert!(tx.team_wraps(Some(&scene.case)).await.unwrap().is_empty());
        assert_eq!(
            tx.team_wraps(None).await.unwrap().len(),
            2,
            "another's stay"
        );
    }

    pub async fn a_recovery_leaves_nothing_of_the_old_team(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.consented().await;
        let tx = scene.write().await;
        let (id, other) = (scene.ask(&tx).await, scene.ask(&tx).await);
        for holder in &scene.holders {
            tx.contribute(&id, holder, Some("sealed"), NOW)
                .await
                .unwrap();
            tx.contribute(&other, holder, Some("sealed"), NOW)
                .await
                .unwrap();
        }
        let recovery = tx.recovery(&id).await.unwrap().unwrap();
        let anew = |wrap: TeamWrap| TeamWrap {
            wrapped: format!("anew {}", wrap.wrapped),
            ..wrap
        };
        let own = tx.team_wraps(Some(&scene.case)).await.unwrap();
        let given: Vec<TeamWrap> = own.into_iter().map(anew).collect();
        let all = tx.team_wraps(None).await.unwrap();
        let wraps: Vec<TeamWrap> = all.into_iter().map(anew).collect();
        let shares = scene.shares("second");
        let other_circle = CircleId::new("another");
        tx.hold_circle(&other_circle, NOW).await.unwrap();
        tx.finish_recovery(
            &recovery,
            (&given, 0),
            scene.team(2, "age1pq1second", &shares),
            &wraps,
            NOW,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let tx = scene.write().await;
        let team = tx.recovery_team().await.unwrap().unwrap();
        assert_eq!(
            (team.generation, team.recipient.as_str()),
            (2, "age1pq1second")
        );
        // Who executed had the team's key, and with it every key that was sealed to it.
        for circle in [CircleId::new(scene.case.as_str()), other_circle] {
            assert!(tx.circle_choices(&circle).await.unwrap().rotation_due);
        }
        for holder in &scene.holders {
            assert_eq!(tx.recovery_share(1, holder).await.unwrap(), None);
            assert!(tx.recovery_share(2, holder).await.unwrap().is_some());
        }
        assert!(tx.contributions(&id).await.unwrap().is_empty());
        assert!(tx.contributions(&other).await.unwrap().is_empty());
        assert_eq!(tx.team_wraps(None).await.unwrap(), wraps);
        assert!(!tx.team_can_give(&scene.case, &scene.sanne).await.unwrap());
        let state = |id: String| {
            let tx = &tx;
            async move { tx.recovery(&id).await.unwrap().unwrap().state }
        };
        assert_eq!(state(id).await, RecoveryState::Done);
        assert_eq!(state(other).await, RecoveryState::Withdrawn, "overtaken");
        assert!(tx.open_recoveries().await.unwrap().is_empty());
        assert_eq!(tx.recoveries_of(&scene.case).await.unwrap().len(), 2);
    }

    pub async fn the_first_holder_executes_and_refusals_end_it(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.consented().await;
        let tx = scene.write().await;
        let id = scene.ask(&tx).await;
        let [one, two, _] = scene.holders.as_slice() else {
            panic!("three holders")
        };
        assert!(tx.take_recovery(&id, one).await.unwrap());
        assert!(!tx.take_recovery(&id, two).await.unwrap());
        tx.contribute(&id, one, Some("sealed"), NOW).await.unwrap();
        tx.contribute(&id, two, None, NOW).await.unwrap();
        let done = tx.contributions(&id).await.unwrap();
        assert_eq!(done.iter().filter(|one| one.sealed.is_some()).count(), 1);
        tx.contribute(&id, one, None, NOW).await.unwrap();
        assert_eq!(
            tx.contributions(&id).await.unwrap().len(),
            2,
            "a second thought"
        );
        tx.set_recovery_state(&id, RecoveryState::Refused, NOW)
            .await
            .unwrap();
        assert!(tx.contributions(&id).await.unwrap().is_empty());
        tx.set_recovery_state(&id, RecoveryState::Approved, NOW)
            .await
            .unwrap();
        let ended = tx.recovery(&id).await.unwrap().unwrap();
        assert_eq!(ended.state, RecoveryState::Refused, "an end is an end");
        assert_eq!(ended.receiver.as_ref(), Some(&scene.sanne));
    }

    pub async fn turning_off_leaves_nothing(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.consented().await;
        let tx = scene.write().await;
        let id = scene.ask(&tx).await;
        tx.contribute(&id, &scene.holders[0], Some("sealed"), NOW)
            .await
            .unwrap();
        tx.turn_recovery_off(NOW).await.unwrap();
        assert_eq!(tx.recovery_team().await.unwrap(), None);
        assert!(tx.team_wraps(None).await.unwrap().is_empty());
        assert!(tx.contributions(&id).await.unwrap().is_empty());
        for holder in &scene.holders {
            assert_eq!(tx.recovery_share(1, holder).await.unwrap(), None);
        }
        assert!(tx.open_recoveries().await.unwrap().is_empty());
        // The holders could have opened the present key, as when one colleague takes consent back.
        let circle = CircleId::new(scene.case.as_str());
        assert!(tx.circle_choices(&circle).await.unwrap().rotation_due);
    }

    pub async fn a_recovery_leaves_a_waiting_appointment_alone(f: Fixture) {
        let scene = Scene::new(f).await;
        scene.consented().await;
        let tx = scene.write().await;
        let id = scene.ask(&tx).await;
        let quorum = Quorum::new(2, 2).unwrap();
        let [one, two, three] = scene.holders.as_slice() else {
            panic!("three holders")
        };
        let before = [one.clone(), two.clone()];
        let others = [two.clone(), three.clone()];
        for holders in [&before, &others] {
            tx.appoint_team(quorum, holders, &scene.sanne, NOW)
                .await
                .unwrap();
        }
        let recovery = tx.recovery(&id).await.unwrap().unwrap();
        let given = tx.team_wraps(Some(&scene.case)).await.unwrap();
        let wraps = tx.team_wraps(None).await.unwrap();
        let shares = scene.shares("second");
        let next = tx.next_team().await.unwrap();
        assert_eq!(next, 4, "none is given twice");
        let team = scene.team(next, "age1pq1second", &shares);
        tx.finish_recovery(&recovery, (&given, 0), team, &wraps, NOW)
            .await
            .unwrap();
        let team = tx.recovery_team().await.unwrap().unwrap();
        assert_eq!((team.generation, team.holders.len()), (4, 3));
        // Devices take only a newer key than the one they know: the appointment counts on.
        let waiting = tx.appointed_team().await.unwrap().unwrap();
        assert_eq!(waiting.generation, 5);
        assert_eq!(waiting.holders, others);
        let shares = others.clone().map(|id| (id, "third".to_owned()));
        tx.found_team(scene.team(5, "age1pq1third", &shares), NOW)
            .await
            .unwrap();
        let team = tx.recovery_team().await.unwrap().unwrap();
        assert_eq!((team.generation, team.holders), (5, others.to_vec()));
        assert_eq!(tx.recovery_share(4, one).await.unwrap(), None);
        let again = tx.found_team(scene.team(5, "age1pq1fourth", &shares), NOW);
        assert_eq!(again.await.unwrap_err(), StoreError::Refused);
    }

    pub async fn what_was_told_is_read_back_by_case(f: Fixture) {
        let scene = Scene::new(f).await;
        let tx = scene.write().await;
        let consent = DisclosureConsent {
            way: ConsentWay::InPerson,
            on: date(2026, 3, 2),
        };
        let disclosure = Disclosure::new(
            Told::TimeOff,
            Listener::Hr,
            DisclosureReason::Arrange,
            Some(consent),
            date(2026, 3, 3),
        )
        .unwrap();
        let row = DisclosureRow {
            case: scene.case.clone(),
            disclosure,
            by: scene.sanne.clone(),
            at: NOW,
        };
        tx.disclose("d1", &row).await.unwrap();
        let case = std::slice::from_ref(&scene.case);
        assert_eq!(tx.disclosures(case).await.unwrap(), [row]);
        assert!(tx.disclosures(&[]).await.unwrap().is_empty());
        let other = tx.disclosures(&[CaseId::new("another")]).await.unwrap();
        assert!(other.is_empty());
    }

    pub async fn a_yearly_talk_is_planned_and_held(f: Fixture) {
        let scene = Scene::new(f).await;
        let tx = scene.write().await;
        let talk = |id: &str, held, next| AnnualTalk {
            id: id.to_owned(),
            supporter: scene.sanne.clone(),
            interviewer_id: None,
            interviewer: Interviewer::Psychologist,
            planned_on: Some(date(2026, 3, 10)),
            held_on: held,
            next_on: next,
        };
        let first = talk("t1", Some(date(2025, 3, 1)), Some(date(2026, 3, 1)));
        let second = talk("t2", Some(date(2026, 3, 1)), Some(date(2027, 3, 1)));
        let planned = talk("t3", None, None);
        for one in [&first, &planned, &second] {
            tx.save_annual_talk(one).await.unwrap();
        }
        let own = tx.annual_talks_of(&scene.sanne).await.unwrap();
        assert_eq!(own, [planned.clone(), second.clone(), first]);
        let overview = tx.annual_overview().await.unwrap();
        assert_eq!(overview, [second.clone(), planned]);
        tx.drop_planned_talk("t3").await.unwrap();
        tx.drop_planned_talk("t2").await.unwrap();
        assert_eq!(tx.annual_talk("t3").await.unwrap(), None);
        let held = tx.annual_talk("t2").await.unwrap();
        assert_eq!(held, Some(second), "what was held stays");
    }
}
