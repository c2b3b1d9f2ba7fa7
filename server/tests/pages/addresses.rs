//! Odd addresses: whatever stands where an id belongs is answered like what is absent, never as a fault.

crate::on_both_engines!(
    no_odd_id_in_an_address_is_a_fault,
    no_odd_id_in_a_form_is_a_fault,
);

pub mod scenario {
    use std::{collections::BTreeSet, fs, path::Path};

    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId, path::Requester, recovery::Quorum};
    use serde_json::json;
    use veer::store::NewTeam;

    use crate::support::{
        Fixture,
        pages::{Browser, House},
        sealed::vault,
    };

    /// Every address of ours that holds something, from the program's own text.
    fn addresses() -> BTreeSet<String> {
        fn read(folder: &Path, found: &mut BTreeSet<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    read(&path, found);
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap_or_default();
                let routes = text.split(".route(").skip(1);
                let addresses = routes.filter_map(|route| route.split('"').nth(1));
                found.extend(addresses.filter(|it| it.contains('{')).map(str::to_owned));
            }
        }
        let mut found = BTreeSet::new();
        read(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"),
            &mut found,
        );
        assert!(
            found.contains("/recovery/{id}/take") && found.len() > 40,
            "{found:?}"
        );
        found
    }

    fn filled(address: &str, odd: &str) -> String {
        let mut filled = String::new();
        for part in address.split('{') {
            match part.split_once('}') {
                Some((_, rest)) => {
                    filled.push_str(odd);
                    filled.push_str(rest);
                }
                None => filled.push_str(part),
            }
        }
        filled
    }

    /// A field of each form, so that a handler comes as far as its id.
    pub const FIELDS: [(&str, &str); 20] = [
        ("revision", "1"),
        ("on", "2026-03-10"),
        ("next", "2026-09-10"),
        ("with", "psychologist"),
        ("reason", "supporter-gone"),
        ("supporter", "x"),
        ("to", "team"),
        ("person", "x"),
        ("role", "crew"),
        ("entry", "kind-2"),
        ("nl", "Naam"),
        ("en", "Name"),
        ("light", "green"),
        ("what", "time-off"),
        ("whom", "hr"),
        ("why", "arrange"),
        ("at", "2026-03-03T03:12"),
        ("way", "in-person"),
        ("outcome", "well"),
        ("wish", "later"),
    ];

    /// People who together come through every door, one of them a holder of the team in force.
    async fn people(house: &House) -> Vec<PersonId> {
        let mut people = vec![house.person("Everything", Role::ALL).await];
        for role in [Role::Supporter, Role::Coordinator, Role::Administrator] {
            people.push(house.person("One", &[role]).await);
        }
        let holders = [
            house.person("Hedwig", &[Role::Holder]).await,
            house.person("Ronald", &[Role::Holder]).await,
        ];
        let tx = house.write().await;
        let quorum = Quorum::new(2, 2).unwrap();
        let generation = tx
            .appoint_team(quorum, &holders, &holders[0], house.now())
            .await
            .unwrap();
        let shares = holders.clone().map(|id| (id, "share".to_owned()));
        let team = NewTeam {
            generation,
            recipient: "age1pq1",
            threshold: 2,
            made_by: &holders[0],
            proof: "proof",
            shares: &shares,
        };
        tx.found_team(team, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        people.extend(holders);
        for person in &people {
            vault(house, person).await;
        }
        people
    }

    #[track_caller]
    fn is_no_fault(status: StatusCode, what: &str) {
        assert!(
            status.as_u16() < 500,
            "{status} {}",
            what.get(..80).unwrap_or(what)
        );
        assert_ne!(status, StatusCode::OK, "{}", what.get(..80).unwrap_or(what));
    }

    pub async fn no_odd_id_in_an_address_is_a_fault(f: Fixture) {
        let house = House::new(f).await;
        let people = people(&house).await;
        let long = "a".repeat(10 * 1024);
        let odd = ["%00", "a%00b", &long, "%F0%9F%98%80", "..%2f", "%ff"];
        let body = json!({"executor": "x", "sealed": "x", "given": [], "vault": 1, "wraps": [],
            "team": {"generation": 1, "recipient": "x", "proof": "x", "shares": []},
            "generation": 1, "recipient": "x", "proof": "x", "previous": "x", "body": "x",
            "note": "n", "revision": 1, "slot": "talk-1"});
        let browsers: Vec<Browser<'_>> = people.iter().map(|who| house.sign_in(who)).collect();
        for address in addresses() {
            let methods: &[&str] = if address.contains("drafts") {
                &["PUT", "DELETE"]
            } else {
                &["POST"]
            };
            for odd in odd {
                let path = filled(&address, odd);
                for browser in &browsers {
                    is_no_fault(browser.get(&path).await.status, &path);
                    is_no_fault(browser.post(&path, &FIELDS).await.status, &path);
                    for method in methods {
                        let answer = browser.json(method, &path, &body).await;
                        is_no_fault(answer.status, &path);
                    }
                }
            }
        }
    }

    pub async fn no_odd_id_in_a_form_is_a_fault(f: Fixture) {
        let house = House::new(f).await;
        let people = people(&house).await;
        let daan = house.person("Daan", &[]).await;
        let case = house.ask(&daan, Requester::Self_).await;
        let assign = format!("/coordinate/case/{case}/assign");
        for odd in ["\0", "a\0b", "\u{1f600}", "../"] {
            for (path, field) in [
                ("/me/notes", "case"),
                ("/me/recovery", "case"),
                ("/desk/invite", "person"),
                (&assign, "supporter"),
            ] {
                let also = [
                    (field, odd),
                    ("recoverable", "no"),
                    ("reads", "on"),
                    ("revision", "0"),
                ];
                for person in people.iter().chain([&daan]) {
                    let answer = house.sign_in(person).post(path, &also).await;
                    is_no_fault(answer.status, path);
                }
            }
            let page = format!(
                "/support?due=1&id={}",
                odd.replace('\0', "%00").replace('\u{1f600}', "x")
            );
            let answer = house.sign_in(&people[0]).get(&page).await;
            assert!(answer.status.as_u16() < 500, "{page}");
        }
    }
}
