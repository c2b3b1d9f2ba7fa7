//! Every door of the house, asked at by everyone: who gets in stands in `docs/roles-and-routes.md`.
//!
//! The rows come from the router itself, so a new route without a row fails. Each cell is a real
//! request. Where the answer is that there is nothing, it is held against the answer for something
//! that does not exist.

#[path = "doors/router.rs"]
pub mod router;
#[path = "doors/world.rs"]
pub mod world;

crate::on_both_engines!(every_door_opens_to_whom_the_table_says,);

mod scenario {
    use std::{
        collections::{BTreeMap, BTreeSet},
        fmt::Write as _,
        fs,
        path::Path,
    };

    use axum::http::{StatusCode, header};
    use serde_json::json;

    use super::{
        router::{Door, doors},
        world::{ASKING, World},
    };
    use crate::support::{
        Fixture,
        pages::{Answer, House},
    };

    const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roles-and-routes.md");

    const ABOUT: &str = "# Who gets what at which address

Somebody of each kind asks at every address of the program, by real requests on both databases
(`server/tests/pages/doors.rs`). The rows come from the router itself. Written by that test:
`VEER_BLESS=1 cargo nextest run --workspace -E 'test(every_door)'`, and then read every line of the
difference.

Addresses with an id ask for what belongs to one case: Daan's, of an event at which he and a
supporter were present. The forms carry an answer for most fields, and not for all.

| in a cell | the answer |
|---|---|
| page | the page, or the data |
| done | it is done, and the reader goes on |
| asks | understood, and something in the form is missing or not possible |
| late | somebody else was earlier, or the moment is not there yet |
| sign in | the reader is asked who they are |
| ended | the role ended: a page that says so, where no case is at hand; the same for what is not there |
| · | does not exist: status, body and headers are those of what is really not there |

";

    pub async fn every_door_opens_to_whom_the_table_says(f: Fixture) {
        let mut world = World::new(House::new(f).await).await;
        let all = doors(&veer::app::router(&world.house.app));
        assert!(all.len() > 100, "{}", all.len());
        let mut rows: BTreeMap<Door, Vec<&'static str>> = BTreeMap::new();
        let mut silent = BTreeSet::new();
        for door in all {
            if door.address.starts_with("/api/") {
                // So many who are not known are soon told to wait.
                world = World::new(world.house.beside().await).await;
            }
            for at in 0..ASKING.len() {
                let path = world.fill(&door);
                let answer = ask(&world, at, &door.method, &path).await;
                let cell = word(&answer, &path);
                if ["·", "ended"].contains(&cell) {
                    as_if_absent(&world, at, &door, &path, &answer).await;
                }
                if is_page_without_help_line(&answer) {
                    silent.insert(door.address.clone());
                }
                rows.entry(door.clone()).or_default().push(cell);
                if door.method != "GET" && ["done", "page"].contains(&cell) {
                    world = World::new(world.house.beside().await).await;
                }
            }
        }
        compare(&table(&rows));
        assert!(
            silent.is_empty(),
            "these pages do not say who can see what is entered there: {silent:?}"
        );
    }

    /// Every page says who can see it, whoever asks and also where something is missing.
    fn is_page_without_help_line(answer: &Answer) -> bool {
        let kind = answer.headers.get(header::CONTENT_TYPE);
        let html = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let served = answer.status != StatusCode::NOT_FOUND;
        html && served && !answer.says("class=\"who-sees\"")
    }

    /// What is hidden is answered in every byte like what does not exist.
    async fn as_if_absent(world: &World, at: usize, door: &Door, path: &str, answer: &Answer) {
        let Some(nowhere) = world.fill_absent(door) else {
            return;
        };
        let other = ask(world, at, &door.method, &nowhere).await;
        let said = |answer: &Answer, path: &str| answer.body.replace(path, "here");
        assert_eq!(answer.status, other.status, "{path}");
        assert_eq!(
            said(answer, path),
            said(&other, &nowhere),
            "{path} for {}",
            ASKING[at].0
        );
        assert_eq!(answer.body.len(), other.body.len(), "{path}");
        assert_eq!(answer.headers, other.headers, "{path}");
    }

    /// Asks with a form, or with JSON where only that is understood.
    async fn ask(world: &World, at: usize, method: &str, path: &str) -> Answer {
        let browser = world.browser(at);
        if method == "GET" {
            return browser.get(path).await;
        }
        let body = json!({"executor": "x", "sealed": "x", "given": [], "vault": 1, "wraps": []});
        if method != "POST" {
            return browser.json(method, path, &body).await;
        }
        let answer = browser.post(path, &world.fields()).await;
        if answer.status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            return browser.json(method, path, &body).await;
        }
        answer
    }

    #[track_caller]
    fn word(answer: &Answer, path: &str) -> &'static str {
        let to = answer
            .headers
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok());
        match answer.status {
            StatusCode::OK | StatusCode::NOT_MODIFIED => "page",
            StatusCode::SEE_OTHER if to.is_some_and(|to| to.starts_with("/sign-in")) => "sign in",
            StatusCode::SEE_OTHER
            | StatusCode::CREATED
            | StatusCode::NO_CONTENT
            | StatusCode::ACCEPTED => "done",
            StatusCode::UNAUTHORIZED => "sign in",
            StatusCode::NOT_FOUND => "·",
            StatusCode::FORBIDDEN => "ended",
            StatusCode::CONFLICT => "late",
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => "asks",
            other => panic!("{path} answers {other}: {}", answer.body),
        }
    }

    fn table(rows: &BTreeMap<Door, Vec<&'static str>>) -> String {
        let mut text = ABOUT.to_owned();
        text.push_str("| who | |\n|---|---|\n");
        for (name, who) in ASKING {
            let _ = writeln!(text, "| {name} | {who} |");
        }
        let mut room = None;
        for (door, cells) in rows {
            let of = door
                .address
                .trim_start_matches('/')
                .split('/')
                .next()
                .unwrap_or_default();
            if room != Some(of) {
                let names: Vec<_> = ASKING.iter().map(|(name, _)| *name).collect();
                let _ = write!(
                    text,
                    "\n## /{of}\n\n| | {} |\n|---{}|\n",
                    names.join(" | "),
                    "|---".repeat(names.len())
                );
                room = Some(of);
            }
            let _ = writeln!(
                text,
                "| {} `{}` | {} |",
                door.method,
                door.address,
                cells.join(" | ")
            );
        }
        text
    }

    fn compare(now: &str) {
        let path = Path::new(TABLE);
        if std::env::var_os("VEER_BLESS").is_some() {
            fs::write(path, now).unwrap();
        }
        let golden = fs::read_to_string(path).unwrap_or_default();
        let changed: Vec<_> = now
            .lines()
            .filter(|line| !golden.lines().any(|it| it == *line))
            .collect();
        assert!(
            golden == now,
            "who gets what changed; bless it and read the difference:\n{}",
            changed.join("\n")
        );
    }
}
