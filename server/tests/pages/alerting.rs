//! Who is asked when somebody needs a supporter, on real databases: asked, answered, taken, late.

crate::on_both_engines!(
    an_unanswered_page_goes_to_the_next_and_then_to_the_coordinator,
    one_event_asks_once_for_everyone_who_was_there,
    nobody_who_was_there_or_is_close_is_asked,
    a_no_asks_the_next_and_a_yes_holds,
    when_somebody_takes_it_nobody_is_asked_any_more,
    two_workers_ask_once,
    a_worker_that_was_away_misses_nothing,
    messages_go_through_working_channels_and_only_those,
    a_message_is_tried_again_and_never_twice_at_once,
    a_refused_address_is_told_and_not_counted_on,
    a_handover_asks_the_coordinators,
    a_reminder_is_sent_once_by_day,
);

mod scenario {
    use std::sync::Arc;

    use axum::{
        Router,
        body::Bytes,
        extract::State,
        http::{HeaderMap, StatusCode},
        routing::post,
    };
    use care::{
        access::Role,
        alerting::{Answer, ChannelKind},
        ids::PersonId,
        path::{HandoverReason, Requester},
    };
    use jiff::SignedDuration;
    use tokio::sync::Mutex;
    use veer::{
        auth::{
            answer::AnswerKey,
            webhook::{HookKey, Signed},
        },
        entropy,
        jobs::{
            self,
            alerting::{Courier, Desk, climb_once},
        },
        notify::{Gateway, Notifier, Words},
        store::{AlertRow, PageRow},
    };

    use crate::support::{Fixture, pages::House};

    /// Two supporters on duty, a coordinator, and a colleague who may need them.
    struct Team {
        house: House,
        daan: PersonId,
        supporters: Vec<PersonId>,
        coordinator: PersonId,
        notifier: Notifier,
    }

    impl Team {
        async fn new(fixture: Fixture) -> Self {
            let house = House::new(fixture).await;
            let daan = house.person("Daan", &[Role::Colleague]).await;
            let mut supporters = Vec::new();
            for name in ["Anna", "Bram"] {
                let person = house
                    .person(name, &[Role::Colleague, Role::Supporter])
                    .await;
                house.duty(&person, 400).await;
                supporters.push(person);
            }
            let coordinator = house
                .person("Coor", &[Role::Colleague, Role::Coordinator])
                .await;
            Self {
                house,
                daan,
                supporters,
                coordinator,
                notifier: Notifier::default(),
            }
        }

        async fn climb(&self) -> Vec<PageRow> {
            let app = &self.house.app;
            climb_once(&app.store, &app.site.clock, &self.notifier)
                .await
                .expect("climbs");
            self.pages().await
        }

        async fn pages(&self) -> Vec<PageRow> {
            let tx = self.house.read().await;
            let alerts = tx.open_alerts().await.expect("alerts");
            tx.pages_for(&alerts).await.expect("pages")
        }

        async fn alerts(&self) -> Vec<AlertRow> {
            self.house.read().await.open_alerts().await.expect("alerts")
        }

        async fn answer(&self, person: &PersonId, answer: Answer) {
            let alert = self.alerts().await.remove(0);
            let tx = self.house.write().await;
            let now = self.house.now();
            assert!(
                tx.answer_alert(&alert.id, person, answer, now)
                    .await
                    .expect("answers")
            );
            tx.commit().await.expect("commits");
        }

        /// A channel that is known to work.
        async fn channel(&self, person: &PersonId, kind: ChannelKind, address: &str) -> String {
            let (id, now) = (entropy::new_id(self.house.now()), self.house.now());
            let tx = self.house.write().await;
            tx.add_channel(&id, person, kind, address, now)
                .await
                .expect("adds");
            tx.prove_channel(&id, now).await.expect("proves");
            tx.commit().await.expect("commits");
            id
        }

        fn minutes(&self, minutes: i64) {
            self.house.clock.shift(SignedDuration::from_mins(minutes));
        }

        fn desk(&self) -> Desk {
            let app = &self.house.app;
            Desk {
                store: app.store.clone(),
                clock: app.site.clock.clone(),
                notifier: self.notifier.clone(),
                watch: app.watch.clone(),
                answers: AnswerKey::of(b"tests").expect("a key"),
                origin: "http://localhost".to_owned(),
            }
        }

        async fn send(&self) -> usize {
            Courier::new(self.desk(), ChannelKind::Sms)
                .once()
                .await
                .expect("sends")
        }
    }

    fn people(pages: &[PageRow]) -> Vec<&PersonId> {
        pages.iter().map(|page| &page.person).collect()
    }

    /// A provider on this machine that believes signed messages only, and answers as it is told.
    #[derive(Clone)]
    struct Provider {
        key: HookKey,
        got: Arc<Mutex<Vec<(String, String)>>>,
        status: Arc<Mutex<StatusCode>>,
    }

    impl Provider {
        async fn start(team: &mut Team) -> Self {
            let provider = Self {
                key: HookKey::new_secret(),
                got: Arc::default(),
                status: Arc::new(Mutex::new(StatusCode::OK)),
            };
            let app = Router::new()
                .route("/", post(take))
                .with_state((provider.clone(), team.house.clock.clone()));
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
                .await
                .expect("binds");
            let address = format!("http://{}/", listener.local_addr().expect("an address"));
            tokio::spawn(async move { axum::serve(listener, app).await });
            let kinds = vec![ChannelKind::Sms, ChannelKind::Voice];
            let clock = team.house.clock.clone();
            let gateway =
                Gateway::new(address, provider.key.clone(), kinds, clock).expect("a gateway");
            team.notifier = Notifier {
                gateway: Some(Arc::new(gateway)),
                words: Arc::new(vec![Words {
                    language: "nl",
                    asked: "Veer: je wordt gevraagd. Open Veer.".to_owned(),
                    ..Words::default()
                }]),
                ..Notifier::default()
            };
            provider
        }

        async fn answers(&self, status: StatusCode) {
            *self.status.lock().await = status;
        }

        async fn got(&self) -> Vec<(String, String)> {
            self.got.lock().await.clone()
        }
    }

    async fn take(
        State((provider, clock)): State<(Provider, veer::clock::Clock)>,
        headers: HeaderMap,
        body: Bytes,
    ) -> StatusCode {
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
        };
        let id = header("webhook-id");
        let signed = Signed::parse(id, header("webhook-timestamp"), header("webhook-signature"));
        let keys = [provider.key.clone()];
        if !signed.is_some_and(|signed| signed.is_by(&keys, &body, clock.real_now())) {
            return StatusCode::UNAUTHORIZED;
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        provider.got.lock().await.push((id.to_owned(), text));
        *provider.status.lock().await
    }

    pub(super) async fn an_unanswered_page_goes_to_the_next_and_then_to_the_coordinator(
        fixture: Fixture,
    ) {
        let team = Team::new(fixture).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        let first = team.climb().await;
        assert_eq!(first.len(), 1, "one is asked at first");
        assert!(team.supporters.contains(&first[0].person));
        team.minutes(4);
        assert_eq!(team.climb().await.len(), 1);
        team.minutes(1);
        let second = team.climb().await;
        assert_eq!(second.len(), 2);
        assert_ne!(second[0].person, second[1].person);
        team.minutes(5);
        assert_eq!(people(&team.climb().await)[2], &team.coordinator);
    }

    pub(super) async fn one_event_asks_once_for_everyone_who_was_there(fixture: Fixture) {
        let team = Team::new(fixture).await;
        let mo = team.house.person("Mo", &[Role::Colleague]).await;
        team.house.incident(&[&team.daan, &mo]).await;
        assert_eq!(
            team.alerts().await.len(),
            1,
            "one event, two colleagues, one alert"
        );
        assert_eq!(team.climb().await.len(), 1);
    }

    pub(super) async fn nobody_who_was_there_or_is_close_is_asked(fixture: Fixture) {
        let team = Team::new(fixture).await;
        let [anna, bram] = &team.supporters[..] else {
            panic!("two")
        };
        team.house.incident(&[&team.daan, anna]).await;
        let tx = team.house.write().await;
        tx.declare_tie(bram, &team.daan).await.expect("a tie");
        tx.declare_tie(bram, anna).await.expect("a tie");
        tx.commit().await.expect("commits");
        let pages = team.climb().await;
        assert_eq!(
            people(&pages),
            [&team.coordinator],
            "at once, with nobody else free"
        );
    }

    pub(super) async fn a_no_asks_the_next_and_a_yes_holds(fixture: Fixture) {
        let team = Team::new(fixture).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        let first = team.climb().await.remove(0).person;
        team.answer(&first, Answer::Cannot).await;
        let pages = team.climb().await;
        assert_eq!(pages.len(), 2, "at once");
        let second = pages
            .into_iter()
            .find(|page| page.person != first)
            .expect("the other");
        team.answer(&second.person, Answer::Coming).await;
        team.minutes(20);
        assert_eq!(team.climb().await.len(), 2, "held");
        team.minutes(20);
        assert!(team.climb().await.len() > 2, "and not the end");
    }

    pub(super) async fn when_somebody_takes_it_nobody_is_asked_any_more(fixture: Fixture) {
        let team = Team::new(fixture).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        team.climb().await;
        let case = team.house.case_of(&team.daan).await;
        let (anna, zone) = (team.supporters[0].clone(), team.house.org.time_zone.clone());
        let tx = team.house.write().await;
        tx.decide_case(
            &case.id,
            None,
            Some(&anna.clone()),
            "taken",
            team.house.now(),
            &zone,
            |case| case.assign(anna),
        )
        .await
        .expect("taken");
        tx.commit().await.expect("commits");
        team.climb().await;
        assert!(team.alerts().await.is_empty());
    }

    pub(super) async fn two_workers_ask_once(fixture: Fixture) {
        let team = Team::new(fixture).await;
        for number in 0..5 {
            let person = team
                .house
                .person(&format!("P{number}"), &[Role::Colleague])
                .await;
            team.house.ask(&person, Requester::Self_).await;
        }
        let app = &team.house.app;
        let round = || climb_once(&app.store, &app.site.clock, &team.notifier);
        let (one, other, third) = tokio::join!(round(), round(), round());
        for outcome in [one, other, third] {
            outcome.expect("each ends well");
        }
        assert_eq!(team.pages().await.len(), 5, "one page for each alert");
    }

    pub(super) async fn a_worker_that_was_away_misses_nothing(fixture: Fixture) {
        let team = Team::new(fixture).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        team.minutes(11);
        let pages = team.climb().await;
        assert_eq!(pages.len(), 3, "both supporters and the coordinator");
    }

    pub(super) async fn messages_go_through_working_channels_and_only_those(fixture: Fixture) {
        let mut team = Team::new(fixture).await;
        let provider = Provider::start(&mut team).await;
        let now = team.house.now();
        for person in &team.supporters {
            team.channel(person, ChannelKind::Sms, "+31612345678").await;
            let tx = team.house.write().await;
            let unproved = entropy::new_id(now);
            tx.add_channel(&unproved, person, ChannelKind::Sms, "+31687654321", now)
                .await
                .expect("adds");
            tx.commit().await.expect("commits");
        }
        team.house.incident(&[&team.daan]).await;
        team.climb().await;
        assert_eq!(team.send().await, 1);
        let got = provider.got().await;
        assert_eq!(got.len(), 1);
        assert!(got[0].1.contains("+31612345678") && got[0].1.contains("Open Veer."));
        assert!(!got[0].1.contains("Daan"), "nothing about anybody");
        assert_eq!(team.send().await, 0, "once");
    }

    pub(super) async fn a_message_is_tried_again_and_never_twice_at_once(fixture: Fixture) {
        let mut team = Team::new(fixture).await;
        let provider = Provider::start(&mut team).await;
        team.channel(&team.supporters[0], ChannelKind::Sms, "+31612345678")
            .await;
        team.channel(&team.supporters[1], ChannelKind::Sms, "+31612345678")
            .await;
        provider.answers(StatusCode::INTERNAL_SERVER_ERROR).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        team.climb().await;
        assert_eq!(team.send().await, 1);
        let troubles = team.house.app.watch.troubles(team.house.clock.real_now());
        assert_eq!(troubles[0].0.code(), "sms-refused", "told at once");
        assert_eq!(team.send().await, 0, "not at once again");
        provider.answers(StatusCode::OK).await;
        team.minutes(1);
        let (mut one, mut other) = (
            Courier::new(team.desk(), ChannelKind::Sms),
            Courier::new(team.desk(), ChannelKind::Sms),
        );
        let (one, other) = tokio::join!(one.once(), other.once());
        assert_eq!(
            one.expect("one") + other.expect("other"),
            1,
            "one of two processes"
        );
        let got = provider.got().await;
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].0, got[1].0, "the same message by its id");
        assert!(
            team.house
                .app
                .watch
                .troubles(team.house.clock.real_now())
                .is_empty()
        );
    }

    pub(super) async fn a_refused_address_is_told_and_not_counted_on(fixture: Fixture) {
        let mut team = Team::new(fixture).await;
        let provider = Provider::start(&mut team).await;
        for person in &team.supporters {
            team.channel(person, ChannelKind::Sms, "+31612345678").await;
        }
        provider.answers(StatusCode::UNPROCESSABLE_ENTITY).await;
        team.house.ask(&team.daan, Requester::Self_).await;
        let asked = team.climb().await.remove(0).person;
        team.send().await;
        let channels = team
            .house
            .read()
            .await
            .channels_of(&[asked])
            .await
            .expect("channels");
        assert_eq!(channels[0].trouble, "refused");
        assert!(!channels[0].works());
        team.minutes(600);
        assert_eq!(team.send().await, 0, "never again through it");
    }

    pub(super) async fn a_handover_asks_the_coordinators(fixture: Fixture) {
        let team = Team::new(fixture).await;
        let case = team.house.ask(&team.daan, Requester::Self_).await;
        let (anna, zone) = (team.supporters[0].clone(), team.house.org.time_zone.clone());
        let now = team.house.now();
        let tx = team.house.write().await;
        tx.decide_case(&case, None, None, "taken", now, &zone, |case| {
            case.assign(anna)
        })
        .await
        .expect("taken");
        tx.decide_case(&case, None, None, "handover-required", now, &zone, |case| {
            case.require_handover(HandoverReason::Unavailable, now)
        })
        .await
        .expect("to be handed over");
        tx.commit().await.expect("commits");
        team.climb().await;
        let pages = team.pages().await;
        assert!(
            pages.iter().all(|page| page.person == team.coordinator),
            "{pages:?}"
        );
        assert_eq!(pages.len(), 1);
    }

    pub(super) async fn a_reminder_is_sent_once_by_day(fixture: Fixture) {
        let mut team = Team::new(fixture).await;
        let provider = Provider::start(&mut team).await;
        let anna = team.supporters[0].clone();
        team.channel(&anna, ChannelKind::Sms, "+31612345678").await;
        let case = team.house.ask(&team.daan, Requester::Self_).await;
        let zone = team.house.org.time_zone.clone();
        let tx = team.house.write().await;
        let (to, now) = (anna.clone(), team.house.now());
        tx.decide_case(
            &case,
            None,
            None,
            "taken",
            team.house.now(),
            &zone,
            |case| case.assign(to),
        )
        .await
        .expect("taken");
        tx.decide_case(
            &case,
            None,
            None,
            "picture",
            team.house.now(),
            &zone,
            |case| case.skip_picture(anna.clone(), now),
        )
        .await
        .expect("skipped");
        tx.commit().await.expect("commits");
        for _ in 0..60 {
            team.minutes(60);
            jobs::round(&team.house.app.store, &team.house.clock)
                .await
                .expect("a round");
            team.send().await;
        }
        let got = provider.got().await;
        assert!(
            (1..=2).contains(&got.len()),
            "it helps and does not nag: {}",
            got.len()
        );
    }
}
