//! `/coordinate/rota/pattern`: which duties a week has, and the limits; kept in versions (R103).

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    label::Label,
    roster::{Limits, Pattern, PatternCode, Regime, Weekday},
    rota::{MOST_PATTERNS, RotaPolicy, RotaRefusal},
};
use jiff::civil::Time;

use super::wishes::weekdays;
use crate::{
    store::{PolicyKind, PolicyVersion, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

const HOME: &str = "/coordinate/rota/pattern";
/// How many empty rows a form offers beyond what is there.
const MORE: usize = 2;

/// A form in the order in which it was sent; days of one duty come several times.
type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

/// A duty as it was typed.
#[derive(Clone, Default)]
struct Typed {
    code: String,
    nl: String,
    en: String,
    from: String,
    until: String,
    places: String,
    days: Vec<Weekday>,
    gone: bool,
}

/// All that was typed.
#[derive(Default)]
struct Draft {
    duties: Vec<Typed>,
    a_day: String,
    a_week: String,
    free_days: String,
    regime: Regime,
    was: i64,
}

#[derive(Template)]
#[template(path = "rota/pattern.html")]
struct PatternPage {
    page: Page,
    draft: Draft,
    weekdays: Vec<(&'static str, String)>,
    regimes: Vec<(&'static str, String)>,
    problems: Vec<String>,
    versions: Vec<VersionLine>,
}

/// An earlier version.
struct VersionLine {
    version: i64,
    at: Markup,
    in_force: bool,
}

/// `GET /coordinate/rota/pattern`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    let tx = member.read("show pattern of the rota").await?;
    let (version, rota) = kept(&tx, &member).await?;
    let draft = Draft::of(&rota, version);
    render(&member, &tx, StatusCode::OK, draft, Vec::new()).await
}

/// `POST /coordinate/rota/pattern`: the next version, in force at once; can be undone.
pub(super) async fn change(member: Member, form: Fields) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(form) = form?;
    let draft = Draft::read(&form);
    let tx = member.write("change pattern of the rota").await?;
    let (version, before) = kept(&tx, &member).await?;
    let l = member.reader.l();
    if draft.was != version {
        let draft = Draft {
            was: version,
            ..draft
        };
        let problems = vec![t!(l, "rota-pattern-problem-stale")];
        return render(&member, &tx, StatusCode::CONFLICT, draft, problems).await;
    }
    let rota = match draft.meant() {
        Ok(rota) => rota,
        Err(problems) => {
            let words = |code: &&str| l.get(&format!("rota-pattern-problem-{code}"));
            let problems = problems.iter().map(words).collect();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, &tx, status, draft, problems).await;
        }
    };
    // What this page does not show stays as it was.
    let rota = RotaPolicy {
        overrides: before.overrides,
        limits: Limits {
            rest_after_night_calls: before.limits.rest_after_night_calls,
            ..rota.limits
        },
        ..rota
    };
    publish(&member, &tx, &rota, "rota-pattern-changed").await?;
    tx.commit().await?;
    let mut flash = Flash::new("rota-pattern-changed");
    if version > 0 {
        flash = flash.with_undo(format!("{HOME}/{version}/restore"));
    }
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /coordinate/rota/pattern/{version}/restore`: that version's content, as the next version.
pub(super) async fn restore(
    member: Member,
    version: Result<Path<i64>, PathRejection>,
) -> Result<SeeOther, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Path(version) = version.map_err(|_| AppError::NotFound)?;
    let tx = member.write("restore pattern of the rota").await?;
    let rota: Option<RotaPolicy> = tx.policy_version(PolicyKind::Rota, version).await?;
    let rota = rota.ok_or(AppError::NotFound)?;
    publish(&member, &tx, &rota, "rota-pattern-restored").await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-pattern-changed")))
}

async fn publish(member: &Member, tx: &Tx, rota: &RotaPolicy, what: &str) -> Result<(), AppError> {
    let kind = PolicyKind::Rota;
    let next = tx.policy_last_number(kind).await? + 1;
    let today = member.now.date(&member.org.time_zone);
    let (me, now) = (&member.person.id, member.now);
    let published = tx
        .publish_policy(kind, next, today, rota, what, Some(me), now)
        .await;
    match published {
        Err(StoreError::Exists) => return Err(AppError::Stale("changed")),
        published => published?,
    }
    Ok(member.log_in(tx, what, HOME, Vec::new()).await?)
}

async fn kept(tx: &Tx, member: &Member) -> Result<(i64, RotaPolicy), StoreError> {
    let found: Option<(i64, RotaPolicy)> = tx.policy(PolicyKind::Rota, member.now).await?;
    Ok(found.unwrap_or_default())
}

async fn render(
    member: &Member,
    tx: &Tx,
    status: StatusCode,
    mut draft: Draft,
    problems: Vec<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "rota-pattern-title"));
    let page = page.seen_by(t!(member.reader, "rota-pattern-seen-by"));
    let versions = tx.policy_versions(PolicyKind::Rota, i64::MAX, 10).await?;
    let line = |it: &PolicyVersion| VersionLine {
        version: it.version,
        at: page.when(it.at),
        in_force: it.version == draft.was,
    };
    let versions = versions.iter().map(line).collect();
    let room = MOST_PATTERNS.saturating_sub(draft.duties.len());
    let more = if draft.duties.is_empty() { MORE } else { 1 };
    draft
        .duties
        .extend(std::iter::repeat_n(Typed::default(), more.min(room)));
    let view = PatternPage {
        weekdays: weekdays(&page),
        regimes: Regime::ALL
            .iter()
            .map(|it| (it.code(), page.text(&format!("rota-regime-{}", it.code()))))
            .collect(),
        draft,
        problems,
        versions,
        page,
    };
    Ok(html(status, &view))
}

impl Draft {
    /// A pattern as one would type it.
    fn of(rota: &RotaPolicy, version: i64) -> Self {
        let number = |most: Option<u8>| most.map_or_else(String::new, |n| n.to_string());
        let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let typed = |duty: &Pattern| Typed {
            code: duty.code.as_str().to_owned(),
            nl: duty.name.nl.clone(),
            en: duty.name.en.clone(),
            from: clock(duty.from),
            until: clock(duty.until),
            places: duty.places.to_string(),
            days: duty.days.iter().copied().collect(),
            gone: false,
        };
        Self {
            duties: rota.patterns.iter().map(typed).collect(),
            a_day: number(rota.limits.a_day),
            a_week: number(rota.limits.a_week),
            free_days: rota.limits.free_days.to_string(),
            regime: rota.limits.regime,
            was: version,
        }
    }

    /// What a form brings: `name-0`, `from-0`, `day-0` several times, and so on.
    fn read(form: &[(String, String)]) -> Self {
        let said = |name: &str| {
            let found = form.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.trim()).to_owned()
        };
        let duty = |place: usize| Typed {
            code: said(&format!("code-{place}")),
            nl: said(&format!("nl-{place}")),
            en: said(&format!("en-{place}")),
            from: said(&format!("from-{place}")),
            until: said(&format!("until-{place}")),
            places: said(&format!("places-{place}")),
            days: form
                .iter()
                .filter(|(known, _)| *known == format!("day-{place}"))
                .filter_map(|(_, value)| Weekday::parse(value))
                .collect(),
            gone: !said(&format!("gone-{place}")).is_empty(),
        };
        let all = (0..MOST_PATTERNS + MORE).map(duty);
        Self {
            duties: all.filter(Typed::says).collect(),
            a_day: said("a-day"),
            a_week: said("a-week"),
            free_days: said("free-days"),
            regime: Regime::parse(&said("regime")).unwrap_or_default(),
            was: said("was").parse().unwrap_or(0),
        }
    }

    /// The pattern that is meant, or the codes of everything that is wrong.
    fn meant(&self) -> Result<RotaPolicy, Vec<&'static str>> {
        let mut problems = Vec::new();
        let mut duties: Vec<Pattern> = Vec::new();
        for typed in self.duties.iter().filter(|it| !it.gone) {
            let (Some(from), Some(until)) = (clock(&typed.from), clock(&typed.until)) else {
                problems.push("times");
                continue;
            };
            let code = if typed.code.is_empty() {
                new_code(&duties, self)
            } else {
                PatternCode::parse(&typed.code).unwrap_or_else(|| new_code(&duties, self))
            };
            duties.push(Pattern {
                code,
                name: typed.name(),
                days: typed.days.iter().copied().collect(),
                from,
                until,
                places: typed.places.parse().unwrap_or(0),
            });
        }
        let most = |text: &str| match text {
            "" => None,
            text => Some(text.parse().unwrap_or(0)),
        };
        let rota = RotaPolicy {
            patterns: duties,
            limits: Limits {
                a_day: most(&self.a_day),
                a_week: most(&self.a_week),
                free_days: most(&self.free_days).map_or(0, |n: u8| match n {
                    0 if self.free_days != "0" => u8::MAX,
                    n => n,
                }),
                regime: self.regime,
                ..Limits::default()
            },
            ..RotaPolicy::default()
        };
        problems.extend(rota.refusals().into_iter().map(RotaRefusal::code));
        if problems.is_empty() {
            Ok(rota)
        } else {
            problems.dedup();
            Err(problems)
        }
    }
}

/// A code that no duty has: it stays when the name changes, so it is no name.
fn new_code(duties: &[Pattern], draft: &Draft) -> PatternCode {
    let is_taken = |code: &str| {
        let typed = draft.duties.iter().any(|it| it.code == code);
        typed || duties.iter().any(|it| it.code.as_str() == code)
    };
    let mut codes = (1..).map(|n: u32| format!("duty-{n}"));
    PatternCode::new(codes.find(|code| !is_taken(code)).unwrap_or_default())
}

impl Typed {
    /// Whether anything is filled in.
    fn says(&self) -> bool {
        let said = [&self.nl, &self.en, &self.from, &self.until];
        said.into_iter().any(|text| !text.is_empty())
    }

    /// The name in both languages; the other one's where one is empty.
    fn name(&self) -> Label {
        match (self.nl.as_str(), self.en.as_str()) {
            (nl, "") => Label::new(nl, nl),
            ("", en) => Label::new(en, en),
            (nl, en) => Label::new(nl, en),
        }
    }

    /// Whether it begins on this day of the week.
    fn is_on(&self, day: &str) -> bool {
        self.days.iter().any(|it| it.code() == day)
    }
}

/// A time as browsers send it.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    fn form(fields: &[(&str, &str)]) -> Draft {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Draft::read(&fields.iter().map(owned).collect::<Vec<_>>())
    }

    const DAY: [(&str, &str); 6] = [
        ("nl-0", "Dag"),
        ("from-0", "08:00"),
        ("until-0", "20:00"),
        ("places-0", "1"),
        ("day-0", "monday"),
        ("day-0", "sunday"),
    ];

    #[test]
    fn what_is_typed_is_read_and_comes_back_the_same() {
        let rota = form(&DAY).meant().unwrap();
        let days: Vec<Weekday> = rota.patterns[0].days.iter().copied().collect();
        assert_eq!(days, [Weekday::Monday, Weekday::Sunday]);
        assert_eq!(rota.patterns[0].code.as_str(), "duty-1");
        assert_eq!(rota.patterns[0].name, Label::new("Dag", "Dag"));
        assert_eq!(rota.limits, Limits::default());
        let again = Draft::of(&rota, 3).meant().unwrap();
        assert_eq!(again, rota);
    }

    #[test]
    fn a_duty_that_goes_leaves_its_code_to_nobody_else() {
        let mut fields = DAY.to_vec();
        fields.extend([("code-0", "duty-1"), ("gone-0", "on")]);
        fields.extend([("nl-1", "Nacht"), ("from-1", "20:00"), ("until-1", "08:00")]);
        fields.extend([("places-1", "1"), ("day-1", "monday")]);
        let rota = form(&fields).meant().unwrap();
        assert_eq!(rota.patterns.len(), 1);
        assert_eq!(rota.patterns[0].code.as_str(), "duty-2");
    }

    #[test]
    fn what_cannot_be_is_told() {
        let with = |name, value| {
            let mut fields = DAY.to_vec();
            fields.insert(0, (name, value));
            form(&fields).meant().unwrap_err()
        };
        assert_eq!(with("from-0", "x"), ["times"]);
        assert_eq!(with("places-0", "many"), ["places"]);
        for limit in ["a-week", "a-day", "free-days"] {
            assert_eq!(with(limit, "x"), ["limit"], "{limit}");
        }
    }

    #[test]
    fn every_problem_and_every_rule_has_its_words() {
        let mut keys: Vec<String> = RotaRefusal::ALL
            .iter()
            .map(|it| format!("rota-pattern-problem-{}", it.code()))
            .collect();
        keys.extend(["times", "stale"].map(|it| format!("rota-pattern-problem-{it}")));
        keys.extend(
            Regime::ALL
                .iter()
                .map(|it| format!("rota-regime-{}", it.code())),
        );
        keys.extend(Weekday::ALL.iter().map(|it| format!("rota-{}", it.code())));
        keys.extend((1..=12).map(|month| format!("rota-month-{month}")));
        keys.extend(["gladly", "rather-not"].map(|it| format!("rota-wish-{it}")));
        let rules = [
            "untrained",
            "backwards",
            "overlap",
            "too-many-in-a-day",
            "too-soon",
            "too-many-in-a-week",
            "away",
            "paused",
            "empty",
            "too-young",
            "too-few-days-without",
            "too-few-free-stretches",
            "before-night",
            "after-night",
            "too-much-work",
            "too-much-on-average",
            "too-long",
        ];
        for code in rules {
            keys.push(format!("rota-rule-{code}"));
            keys.push(format!("refusal-{}", super::super::answer::refusal(code)));
        }
        keys.push("refusal-rota-not-any-more".to_owned());
        for l in Language::ALL.map(Texts::new) {
            for key in &keys {
                assert!(l.has(key), "{key}");
            }
        }
    }
}
