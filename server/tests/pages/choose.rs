//! Choosing one's own supporter, and what one asks for in one.

crate::on_both_engines!(
    a_profile_is_shown_only_by_choice,
    who_cannot_is_not_there_and_nobody_says_why,
    what_was_asked_for_ranks_and_is_forgotten,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::Requester};

    use crate::support::{Fixture, pages::House};

    const HOME: &str = "/me/supporters";

    pub async fn a_profile_is_shown_only_by_choice(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let (own, colleague) = (house.sign_in(&sanne), house.sign_in(&daan));
        let said = [
            ("language", "fy"),
            ("language", "nl"),
            ("gender", "woman"),
            ("about", "Ik fiets graag <b>"),
        ];
        let kept = own.post("/support/profile", &said).await;
        assert_eq!(kept.flash(), "profile-kept");
        let pool = colleague.get(HOME).await.ok();
        assert!(pool.says("Er staat nu niemand die zich laat kiezen."));
        let shown: Vec<_> = said.into_iter().chain([("shown", "yes")]).collect();
        own.post("/support/profile", &shown).await.location();
        let pool = colleague.get(HOME).await.ok();
        assert!(pool.says("Sanne") && pool.says("Fries") && pool.says("Ik fiets graag"));
        assert!(!pool.says("graag <b>") && !pool.says("Ik ben een vrouw"));
        let page = own.get("/support/profile").await.ok();
        assert!(page.says("value=\"woman\" checked") && page.says("value=\"fy\" checked"));
        let long = "x".repeat(161);
        let refused = own.post("/support/profile", &[("about", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(&long));
        let gone = colleague.get("/support/profile").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }

    pub async fn who_cannot_is_not_there_and_nobody_says_why(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let names = ["Sanne", "Tied", "Refused", "Boss", "Paused", "There"];
        let mut team = Vec::new();
        for name in names {
            let person = house.person(name, &[Role::Supporter]).await;
            let shown = [("shown", "yes"), ("about", name)];
            house
                .sign_in(&person)
                .post("/support/profile", &shown)
                .await
                .location();
            team.push(person);
        }
        let [sanne, tied, refused, boss, paused, there] = team.try_into().unwrap();
        let tx = house.write().await;
        tx.declare_tie(&tied, &daan).await.unwrap();
        tx.refuse_supporter(&daan, &refused, house.now())
            .await
            .unwrap();
        tx.set_line_manager(&daan, Some(&boss)).await.unwrap();
        tx.set_pause(&paused, Some(house.now())).await.unwrap();
        tx.commit().await.unwrap();
        house.incident(&[&daan, &there]).await;
        let browser = house.sign_in(&daan);
        let pool = browser.get(HOME).await.ok();
        assert!(pool.says("Sanne"), "{}", pool.body);
        for absent in ["Tied", "Refused", "Boss", "Paused", "There"] {
            assert!(!pool.says(absent), "{absent}");
        }
        let choose = format!("{HOME}/choose");
        let nobody = veer::entropy::new_id(house.now());
        let forged = browser.post(&choose, &[("person", &nobody)]).await;
        for who in [&tied, &refused, &boss, &paused, &there] {
            let answer = browser.post(&choose, &[("person", who.as_str())]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(answer.body, forged.body);
        }
        let chosen = browser.post(&choose, &[("person", sanne.as_str())]).await;
        assert_eq!(chosen.flash(), "choose-chosen");
        assert!(browser.get(HOME).await.ok().says("Je koos Sanne."));
    }

    pub async fn what_was_asked_for_ranks_and_is_forgotten(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        let anna = house.person("Anna", &[Role::Supporter]).await;
        let zara = house.person("Zara", &[Role::Supporter]).await;
        let says = [("gender", "woman"), ("language", "ar")];
        house
            .sign_in(&zara)
            .post("/support/profile", &says)
            .await
            .location();
        let _ = anna;
        let colleague = house.sign_in(&daan);
        let wish = [("language", "ar"), ("gender", "woman"), ("line", "")];
        let kept = colleague.post(HOME, &wish).await;
        assert_eq!(kept.flash(), "choose-kept");
        house.ask(&daan, Requester::Self_).await;
        let case = house.case_of(&daan).await.id;
        let page = house
            .sign_in(&rob)
            .get(&format!("/coordinate/case/{}", case.as_str()))
            .await
            .ok();
        let (first, last) = (page.body.find("Zara"), page.body.find("Anna"));
        assert!(first.unwrap() < last.unwrap(), "{}", page.body);
        assert!(page.says("spreekt de gevraagde taal"));
        assert!(page.says("niet alles wat de collega vroeg"));
        assert!(!page.says("Arabisch") && !page.says("vrouw"));
        let forgotten = colleague.post(&format!("{HOME}/forget"), &[]).await;
        assert_eq!(forgotten.flash(), "choose-forgotten");
        assert!(!colleague.get(HOME).await.ok().says("selected"));
    }
}
