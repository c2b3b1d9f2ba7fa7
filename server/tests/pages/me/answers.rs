//! What I answer, and with whom.

crate::on_both_engines!(
    an_offer_is_answered_once_and_can_be_changed,
    consent_is_answered_by_the_colleague,
    rather_somebody_else_needs_no_reason,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        path::{HandoverReason, Offer, Requester},
    };

    use super::super::{contacted, offered};
    use crate::support::{Fixture, pages::House};

    pub async fn an_offer_is_answered_once_and_can_be_changed(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        offered(&house, &daan, &sanne).await;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me").await.ok();
        assert!(page.says("Sanne heeft tijd voor een gesprek met je."));
        let revision = page.revision().to_owned();
        let declined = browser
            .post(
                "/me/offer",
                &[("answer", "decline"), ("revision", &revision)],
            )
            .await;
        assert_eq!(
            (declined.location(), declined.flash()),
            ("/me", "me-declined")
        );
        // The same page again: what happened meanwhile is told, nothing changes.
        let stale = browser
            .post(
                "/me/offer",
                &[("answer", "accept"), ("revision", &revision)],
            )
            .await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(matches!(
            house.case_of(&daan).await.case.offer,
            Offer::Declined { .. }
        ));
        let page = browser.get("/me").await.ok();
        assert!(page.says("Je kunt altijd later nog."));
        let accepted = browser
            .post(
                "/me/offer",
                &[("answer", "accept"), ("revision", page.revision())],
            )
            .await;
        assert_eq!(accepted.flash(), "me-accepted");
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Sanne spreekt gesprek 1 met je af")
        );
        let nonsense = browser
            .post("/me/offer", &[("answer", "maybe"), ("revision", "1")])
            .await;
        assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
    }

    pub async fn consent_is_answered_by_the_colleague(f: Fixture) {
        let house = House::new(f).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        for (who, answer, flash) in [
            (&daan, "given", "me-consented"),
            (&mo, "refused", "me-not-consented"),
        ] {
            let id = house.ask(who, Requester::Manager).await;
            let browser = house.sign_in(who);
            let page = browser.get("/me").await.ok();
            assert!(page.says("Een leidinggevende vroeg het opvangteam om je te bellen."));
            let answer = browser
                .post(
                    "/me/consent",
                    &[("answer", answer), ("revision", page.revision())],
                )
                .await;
            assert_eq!(answer.flash(), flash);
            let case = house.case(&id).await.case;
            assert_eq!(case.closed.is_some(), flash == "me-not-consented");
        }
    }

    pub async fn rather_somebody_else_needs_no_reason(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = contacted(&house, &daan, &sanne).await.id;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me").await.ok();
        assert_eq!(
            browser
                .post("/me/not-with", &[("revision", page.revision())])
                .await
                .flash(),
            "me-not-with"
        );
        let due = house
            .case(&id)
            .await
            .case
            .handover_due
            .map(|due| due.reason);
        assert_eq!(due, Some(HandoverReason::ColleagueWish));
        // What the supporter reads does not tell whose wish it was.
        let history = house
            .read()
            .await
            .changes_since(&id, 0)
            .await
            .expect("read");
        let last = history.last().expect("a change");
        assert_eq!(
            (last.what.as_str(), &last.actor),
            ("handover-required", &None)
        );
        let seen = house
            .sign_in(&sanne)
            .get(&format!("/support/case/{id}"))
            .await
            .ok();
        assert!(!seen.says("colleague-wish") && !seen.says("wens"));
        assert_eq!(
            house
                .read()
                .await
                .refused_supporters(&daan)
                .await
                .expect("read"),
            std::slice::from_ref(&sanne)
        );
        let page = browser.get("/me").await.ok();
        assert!(page.says("Iemand anders van het opvangteam neemt contact met je op."));
        assert!(!page.says("action=\"/me/not-with\""));
        assert!(
            browser
                .get("/me/record")
                .await
                .ok()
                .says("/me/not-with/allow")
        );
        assert_eq!(
            browser
                .post("/me/not-with/allow", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-allowed"
        );
        assert_eq!(
            browser
                .post("/me/not-with/allow", &[("person", sanne.as_str())])
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }
}
