//! A supporter's rota: days away, wishes, swaps and covers by the rules, and what nobody learns (R103).

crate::on_both_engines!(
    a_swap_moves_both_duties_and_is_undone,
    a_cover_is_asked_withdrawn_refused_and_asked_again,
    two_who_answer_at_once_never_both_win,
    who_cannot_is_not_there_and_nobody_learns_why,
    the_rules_are_held_against_an_answer_once_more,
    a_duty_that_began_or_moved_is_nobodys_to_give,
    days_away_are_said_without_a_reason_and_the_duty_stands_open,
    a_wish_is_kept_replaced_and_taken_out,
    a_request_is_nobody_elses_business,
);

pub mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::PersonId,
        label::Label,
        roster::{Limits, Pattern, PatternCode, Weekday},
        rota::RotaPolicy,
        time::Instant,
    };
    use jiff::civil::{Date, date, time};
    use veer::store::PolicyKind;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    /// Where the undo of what was said posts to.
    pub fn undo(answer: &Answer) -> String {
        let cookies = answer.headers.get_all(axum::http::header::SET_COOKIE);
        let mut said = cookies
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("veer-flash="));
        let said = said.next().expect("something is said");
        let (_, undo) = said.split_once(':').expect("an undo");
        undo.split(';').next().expect("a path").to_owned()
    }

    /// A day and a night duty on every day, two free days between, two a week.
    pub async fn pattern(house: &House) {
        let duty = |code: &str, nl: &str, from: i8, until: i8| Pattern {
            code: PatternCode::new(code),
            name: Label::new(nl, code),
            days: Weekday::ALL.iter().copied().collect(),
            from: time(from, 0, 0, 0),
            until: time(until, 0, 0, 0),
            places: 1,
        };
        let policy = RotaPolicy {
            patterns: vec![
                duty("day", "Dagdienst", 8, 20),
                duty("night", "Nachtdienst", 20, 8),
            ],
            limits: Limits {
                free_days: 2,
                a_week: Some(2),
                ..Limits::default()
            },
            ..RotaPolicy::default()
        };
        let tx = house.write().await;
        let today = house.now().date(&house.org.time_zone);
        tx.publish_policy(
            PolicyKind::Rota,
            1,
            today,
            &policy,
            "why",
            None,
            house.now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// The moment of an hour on a day.
    pub fn at(house: &House, day: Date, hour: i8) -> Instant {
        let zoned = day.at(hour, 0, 0, 0).to_zoned(house.org.time_zone.clone());
        zoned.unwrap().into()
    }

    /// Gives somebody the day duty of a day; says when it begins.
    pub async fn duty(house: &House, who: &PersonId, day: Date) -> Instant {
        let (from, until) = (at(house, day, 8), at(house, day, 20));
        let tx = house.write().await;
        tx.save_duty(&[(who.clone(), from, until)]).await.unwrap();
        tx.commit().await.unwrap();
        from
    }

    /// Who has the duties that begin at a moment.
    pub async fn has(house: &House, from: Instant) -> Vec<PersonId> {
        let tx = house.read().await;
        let until = Instant::from_millis(from.millis() + 1);
        let found = tx.rota_between(from, until).await.unwrap();
        let mut found: Vec<PersonId> = found
            .into_iter()
            .filter(|it| it.from == from)
            .map(|it| it.person)
            .collect();
        found.sort();
        found
    }

    async fn ask(browser: &Browser<'_>, from: Instant, to: &str) -> Answer {
        let at = from.millis().to_string();
        browser
            .post("/support/rota/ask", &[("at", &at), ("to", to)])
            .await
    }

    async fn only_request(house: &House) -> String {
        let tx = house.read().await;
        let open = tx.open_rota_requests(house.now()).await.unwrap();
        assert_eq!(open.len(), 1);
        open[0].id.clone()
    }

    const FRIDAY: Date = date(2026, 3, 6);
    const TUESDAY: Date = date(2026, 3, 10);

    pub async fn a_swap_moves_both_duties_and_is_undone(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let (mine, theirs) = (
            duty(&house, &sanne, FRIDAY).await,
            duty(&house, &mo, TUESDAY).await,
        );
        let (sannes, mos) = (house.sign_in(&sanne), house.sign_in(&mo));
        let page = sannes.get("/support/rota").await.ok();
        assert!(page.says("Dagdienst") && page.says("08:00–20:00") && page.says("Mo"));
        let offered = sannes
            .get(&format!("/support/rota/ask?at={}", mine.millis()))
            .await
            .ok();
        let key = format!("{}@{}", mo.as_str(), theirs.millis());
        assert!(offered.says(&key), "{}", offered.body);
        let asked = ask(&sannes, mine, &key).await;
        assert_eq!(asked.flash(), "rota-asked");
        assert!(
            sannes
                .get("/support/rota")
                .await
                .ok()
                .says("Gevraagd aan Mo.")
        );
        let page = mos.get("/support/rota").await.ok();
        assert!(
            page.says("Wil jij ruilen") && page.says("Sanne"),
            "{}",
            page.body
        );
        let id = only_request(&house).await;
        let taken = mos
            .post(&format!("/support/rota/ask/{id}/accept"), &[])
            .await;
        assert_eq!(taken.flash(), "rota-accepted");
        assert_eq!(has(&house, mine).await, std::slice::from_ref(&mo));
        assert_eq!(has(&house, theirs).await, std::slice::from_ref(&sanne));
        assert!(
            sannes
                .get("/support/rota")
                .await
                .ok()
                .says("Mo nam hem over")
        );
        let back = mos.post(&undo(&taken), &[]).await;
        assert_eq!(back.flash(), "rota-undone");
        assert_eq!(has(&house, mine).await, std::slice::from_ref(&sanne));
        assert_eq!(has(&house, theirs).await, std::slice::from_ref(&mo));
        // It waits again, and a file that comes later leaves what was swapped alone.
        mos.post(&format!("/support/rota/ask/{id}/accept"), &[])
            .await
            .location();
        duty(&house, &sanne, FRIDAY).await;
        assert_eq!(has(&house, mine).await, std::slice::from_ref(&mo));
        let log = house.access_log().await;
        for action in ["swap-asked", "swap-accepted", "swap-undone"] {
            assert!(log.iter().any(|it| it.action == action), "{action}");
        }
    }

    pub async fn a_cover_is_asked_withdrawn_refused_and_asked_again(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let mine = duty(&house, &sanne, FRIDAY).await;
        let (sannes, mos) = (house.sign_in(&sanne), house.sign_in(&mo));
        let asked = ask(&sannes, mine, mo.as_str()).await;
        let twice = ask(&sannes, mine, mo.as_str()).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.says("al iemand"));
        let gone = sannes.post(&undo(&asked), &[]).await;
        assert_eq!(gone.flash(), "rota-withdrawn");
        assert!(!mos.get("/support/rota").await.ok().says("Gevraagd aan jou"));
        let again = sannes.post(&undo(&gone), &[]).await;
        assert_eq!(again.flash(), "rota-undone");
        let id = only_request(&house).await;
        let refused = mos
            .post(&format!("/support/rota/ask/{id}/refuse"), &[])
            .await;
        assert_eq!(refused.flash(), "rota-refused");
        let page = sannes.get("/support/rota").await.ok();
        assert!(
            page.says("Degene die je vroeg liever niet"),
            "{}",
            page.body
        );
        assert_eq!(has(&house, mine).await, std::slice::from_ref(&sanne));
        // Sanne cannot answer for Mo, nor take Mo's answer back.
        let theirs = sannes
            .post(&format!("/support/rota/ask/{id}/undo"), &[])
            .await;
        assert_eq!(theirs.status, StatusCode::CONFLICT);
        ask(&sannes, mine, "anyone").await.location();
        let page = mos.get("/support/rota").await.ok();
        assert!(page.says("Gevraagd aan iedereen die kan"));
        assert!(!page.says("Liever niet<"), "nobody has to refuse");
    }

    pub async fn two_who_answer_at_once_never_both_win(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let ines = house.person("Ines", &[Role::Supporter]).await;
        for week in 0..6 {
            let day = FRIDAY.checked_add(jiff::Span::new().weeks(week)).unwrap();
            let mine = duty(&house, &sanne, day).await;
            ask(&house.sign_in(&sanne), mine, "anyone").await.location();
            let id = only_request(&house).await;
            let path = format!("/support/rota/ask/{id}/accept");
            let (mos, iness) = (house.sign_in(&mo), house.sign_in(&ines));
            let (one, other) = tokio::join!(mos.post(&path, &[]), iness.post(&path, &[]));
            let won = [&one, &other]
                .iter()
                .filter(|it| it.status == StatusCode::SEE_OTHER)
                .count();
            assert_eq!(won, 1, "{} {}", one.status, other.status);
            let now = has(&house, mine).await;
            assert_eq!(now.len(), 1);
            assert_ne!(now[0], sanne);
            let late = if one.status == StatusCode::SEE_OTHER {
                other
            } else {
                one
            };
            assert_eq!(late.status, StatusCode::CONFLICT);
            assert!(late.says("intussen beantwoord"));
        }
    }

    pub async fn who_cannot_is_not_there_and_nobody_learns_why(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let away = house.person("Afwezige Ada", &[Role::Supporter]).await;
        let paused = house.person("Pauzerende Piet", &[Role::Supporter]).await;
        let busy = house.person("Drukke Dirk", &[Role::Supporter]).await;
        let free = house.person("Vrije Vera", &[Role::Supporter]).await;
        let mine = duty(&house, &sanne, FRIDAY).await;
        duty(&house, &busy, date(2026, 3, 8)).await;
        house
            .sign_in(&away)
            .post(
                "/support/rota/away",
                &[("first", "2026-03-05"), ("last", "2026-03-07")],
            )
            .await
            .location();
        house
            .sign_in(&paused)
            .post("/support/pause", &[])
            .await
            .location();
        let path = format!("/support/rota/ask?at={}", mine.millis());
        let sannes = house.sign_in(&sanne);
        let page = sannes.get(&path).await.ok();
        assert!(page.says("Vrije Vera"));
        for who in [&away, &paused, &busy] {
            assert!(
                !page.says(&format!("value=\"{}\"", who.as_str())),
                "{}",
                page.body
            );
        }
        assert!(!page.says("Afwezige Ada") && !page.says("Pauzerende Piet"));
        for who in [&away, &paused, &busy] {
            let refused = ask(&sannes, mine, who.as_str()).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            for word in ["afwezig", "pauze", "Pauze", "Afwezig."] {
                assert!(!refused.body.contains(word), "{word}");
            }
        }
        // All three are told alike, to the byte but the name of who was asked.
        ask(&sannes, mine, free.as_str()).await.location();
        // What is asked of anyone is not shown to who cannot.
        let request = only_request(&house).await;
        sannes
            .post(&format!("/support/rota/ask/{request}/withdraw"), &[])
            .await
            .location();
        ask(&sannes, mine, "anyone").await.location();
        assert!(
            house
                .sign_in(&free)
                .get("/support/rota")
                .await
                .ok()
                .says("Gevraagd aan jou")
        );
        assert!(
            !house
                .sign_in(&busy)
                .get("/support/rota")
                .await
                .ok()
                .says("Gevraagd aan jou")
        );
    }

    pub async fn the_rules_are_held_against_an_answer_once_more(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let mine = duty(&house, &sanne, FRIDAY).await;
        ask(&house.sign_in(&sanne), mine, mo.as_str())
            .await
            .location();
        let id = only_request(&house).await;
        // Meanwhile Mo got a duty two days later: too near.
        duty(&house, &mo, date(2026, 3, 8)).await;
        let mos = house.sign_in(&mo);
        let refused = mos
            .post(&format!("/support/rota/ask/{id}/accept"), &[])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("te weinig vrije dagen"), "{}", refused.body);
        assert_eq!(has(&house, mine).await, std::slice::from_ref(&sanne));
    }

    pub async fn a_duty_that_began_or_moved_is_nobodys_to_give(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let mine = duty(&house, &sanne, FRIDAY).await;
        let (sannes, mos) = (house.sign_in(&sanne), house.sign_in(&mo));
        ask(&sannes, mine, mo.as_str()).await.location();
        let id = only_request(&house).await;
        house.wait_until(mine);
        let late = mos
            .post(&format!("/support/rota/ask/{id}/accept"), &[])
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let path = format!("/support/rota/ask?at={}", mine.millis());
        assert_eq!(sannes.get(&path).await.status, StatusCode::NOT_FOUND);
        let not_mine = duty(&house, &mo, TUESDAY).await;
        for odd in [
            not_mine.millis().to_string(),
            "0".to_owned(),
            "9999999999999999".to_owned(),
        ] {
            let path = format!("/support/rota/ask?at={odd}");
            assert_eq!(
                sannes.get(&path).await.status,
                StatusCode::NOT_FOUND,
                "{odd}"
            );
        }
    }

    pub async fn days_away_are_said_without_a_reason_and_the_duty_stands_open(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        duty(&house, &sanne, FRIDAY).await;
        let (sannes, carlas) = (house.sign_in(&sanne), house.sign_in(&carla));
        let wrong = sannes
            .post(
                "/support/rota/away",
                &[("first", "2026-03-08"), ("last", "2026-03-06")],
            )
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says("ligt voor de eerste") && wrong.says("2026-03-08"));
        let said = sannes
            .post("/support/rota/away", &[("first", "2026-03-06")])
            .await;
        assert_eq!(said.flash(), "rota-away-duty");
        assert!(
            sannes
                .get("/support/rota/away")
                .await
                .ok()
                .says("Je hebt dan dienst")
        );
        let team = house.sign_in(&mo).get("/support/rota").await.ok();
        assert!(!team.says("Sanne"), "open, and by nobody's name");
        let lead = carlas.get("/coordinate/rota/away").await.ok();
        assert!(lead.says("Sanne") && lead.says("alleen deze opvanger haalt het weg"));
        // The coordinator makes nobody available who said that they are not (C11).
        let tx = house.read().await;
        let leave = tx.leave_of(&sanne, house.now()).await.unwrap();
        drop(tx);
        let id = &leave[0].id;
        let forced = carlas
            .post(&format!("/coordinate/rota/away/{id}/remove"), &[])
            .await;
        assert_eq!(forced.status, StatusCode::NOT_FOUND);
        let gone = sannes.post(&undo(&said), &[]).await;
        assert_eq!(gone.flash(), "rota-away-gone");
        assert!(
            house
                .sign_in(&mo)
                .get("/support/rota")
                .await
                .ok()
                .says("Sanne")
        );
        sannes.post(&undo(&gone), &[]).await.location();
        // What the coordinator wrote down is the coordinator's to take out.
        let written = carlas
            .post(
                "/coordinate/rota/away",
                &[
                    ("person", mo.as_str()),
                    ("first", "2026-03-12"),
                    ("last", "2026-03-14"),
                ],
            )
            .await;
        assert_eq!(written.flash(), "rota-away-written");
        let page = house.sign_in(&mo).get("/support/rota/away").await.ok();
        assert!(page.says("Je coördinator schreef dit op"));
        let tx = house.read().await;
        let leave = tx.leave_of(&mo, house.now()).await.unwrap();
        drop(tx);
        let own = format!("/support/rota/away/{}/remove", leave[0].id);
        let refused = house.sign_in(&mo).post(&own, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(
            carlas.post(&undo(&written), &[]).await.flash(),
            "rota-away-gone"
        );
    }

    pub async fn a_wish_is_kept_replaced_and_taken_out(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&sanne);
        let wish = async |about: &str, day: &str, wish: &str| {
            let fields = [("about", about), ("day", day), ("wish", wish)];
            browser.post("/support/rota/wishes", &fields).await
        };
        assert_eq!(
            wish("weekday:friday", "", "rather-not").await.flash(),
            "rota-wished"
        );
        wish("weekday:friday", "", "gladly").await.location();
        wish("duty:night", "", "rather-not").await.location();
        let last = wish("weekday:friday", "2026-03-20", "rather-not").await;
        let page = browser.get("/support/rota/away").await.ok();
        assert!(page.says("Vrijdag: graag") && !page.says("Vrijdag: liever niet"));
        assert!(page.says("Nachtdienst: liever niet") && page.says("vr 20 mrt: liever niet"));
        browser.post(&undo(&last), &[]).await.location();
        assert!(
            !browser
                .get("/support/rota/away")
                .await
                .ok()
                .says("vr 20 mrt")
        );
        for (about, day, which) in [
            ("weekday:someday", "", "gladly"),
            ("", "", "gladly"),
            ("weekday:friday", "", ""),
            ("weekday:friday", "x", "gladly"),
        ] {
            let refused = wish(about, day, which).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{about}");
        }
    }

    pub async fn a_request_is_nobody_elses_business(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let ines = house.person("Ines", &[Role::Supporter]).await;
        let mine = duty(&house, &sanne, FRIDAY).await;
        ask(&house.sign_in(&sanne), mine, mo.as_str())
            .await
            .location();
        let id = only_request(&house).await;
        for what in ["accept", "refuse", "withdraw", "undo"] {
            let path = format!("/support/rota/ask/{id}/{what}");
            let answer = house.sign_in(&ines).post(&path, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
        }
        assert!(
            !house
                .sign_in(&ines)
                .get("/support/rota")
                .await
                .ok()
                .says("Gevraagd")
        );
        assert_eq!(has(&house, mine).await, [sanne]);
    }
}
