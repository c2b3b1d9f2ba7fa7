//! `/desk/organisation`: what every page of the organisation shows or obeys, with who and why.

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    count::{self, SMALLEST},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{
    store::{PolicyKind, Profile, Setting},
    web::{
        error::AppError,
        flash::Flash,
        info,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        text::Language,
    },
};

const HOME: &str = "/desk/organisation";
/// The longest of any line.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "desk/organisation.html")]
struct Settings {
    page: Page,
    typed: Typed,
    version: i64,
    problems: Vec<String>,
    /// Whether another zone was chosen and is still to be confirmed, with how many paths run.
    zone_asks: Option<i64>,
    least: u32,
    is_stale: bool,
}

/// What was typed, and what is published as a version.
#[derive(Default, Clone, Serialize, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    language: String,
    /// Ticked: pages are in that language only.
    #[serde(default)]
    one_language: String,
    #[serde(default)]
    company_doctor: String,
    #[serde(default)]
    team_phones: String,
    /// The number that the page showed; the coordinator may have changed it since.
    #[serde(default, skip_serializing)]
    number_was: String,
    #[serde(default)]
    smallest_count: String,
    #[serde(default)]
    why: String,
    #[serde(default, skip_serializing)]
    version: String,
    /// That another zone is meant.
    #[serde(default, skip_serializing)]
    zone_sure: String,
}

/// `GET /desk/organisation`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageOrganisation, Standing::Nobody)?;
    member.log_view(HOME, Vec::new()).await?;
    render(&member, StatusCode::OK, None, Vec::new(), false).await
}

/// `POST /desk/organisation`: the next version; another time zone only when it is said twice.
pub(super) async fn change(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageOrganisation, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("change organisation").await?;
    tx.wait_for_staff().await?;
    let version = tx.policy_last_number(PolicyKind::Organisation).await?;
    let number = tx.settings().await?.get(Setting::NUMBER).to_owned();
    let is_stale = typed.version != version.to_string() || typed.number_was != number;
    let profile = match profile(&typed) {
        Ok(profile) if !is_stale && !is_unsure(&member, &typed) => profile,
        wrong => {
            drop(tx);
            let status = match (is_stale, &wrong) {
                (true, _) => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let problems = wrong.err().unwrap_or_default();
            return render(&member, status, Some(typed), problems, is_stale).await;
        }
    };
    tx.set_profile(&profile).await?;
    tx.set(Setting::NUMBER, typed.team_phones.trim(), member.now)
        .await?;
    let day = member.now.date(&member.org.time_zone);
    let by = Some(&member.person.id);
    let (next, why) = (version + 1, typed.why.trim().to_owned());
    tx.publish_policy(
        PolicyKind::Organisation,
        next,
        day,
        &typed,
        &why,
        by,
        member.now,
    )
    .await?;
    member
        .log_in(&tx, "organisation-changed", HOME, Vec::new())
        .await?;
    tx.commit().await?;
    let saved = Flash::new("desk-organisation-saved");
    Ok(SeeOther::to(HOME).with_flash(&saved).into_response())
}

/// Whether another zone was chosen that nobody confirmed: nothing moves silently.
fn is_unsure(member: &Member, typed: &Typed) -> bool {
    let now = member.org.time_zone.iana_name().unwrap_or("UTC");
    typed.time_zone.trim() != now && typed.zone_sure != typed.time_zone.trim()
}

fn profile(typed: &Typed) -> Result<Profile, Vec<&'static str>> {
    let mut problems = Vec::new();
    let fits = |text: &str| {
        text.chars().count() <= LONGEST
            && !text
                .chars()
                .any(|c| c.is_control() && c != '\r' && c != '\n')
    };
    let name = typed.name.trim();
    if name.is_empty() || !fits(name) {
        problems.push("name");
    }
    let zone = typed.time_zone.trim();
    if TimeZone::get(zone).is_err() {
        problems.push("zone");
    }
    if Language::parse(&typed.language).is_none() {
        problems.push("language");
    }
    let smallest = typed.smallest_count.trim().parse::<u32>().ok();
    let smallest = smallest.and_then(count::smallest);
    if smallest.is_none() {
        problems.push("count");
    }
    if !fits(&typed.company_doctor) {
        problems.push("long");
    }
    if !typed.team_phones.trim().is_empty() && !info::is_number(&typed.team_phones) {
        problems.push("number");
    }
    let why = typed.why.trim();
    if why.is_empty() || !fits(why) {
        problems.push("why");
    }
    match smallest {
        Some(smallest_count) if problems.is_empty() => Ok(Profile {
            name: name.to_owned(),
            time_zone: zone.to_owned(),
            language: typed.language.clone(),
            company_doctor: typed.company_doctor.trim().to_owned(),
            team_phones: typed.team_phones.trim().to_owned(),
            smallest_count,
            one_language: !typed.one_language.is_empty(),
        }),
        _ => Err(problems),
    }
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problems: Vec<&'static str>,
    is_stale: bool,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-organisation"));
    let page = page.seen_by(t!(member.reader, "desk-organisation-seen-by"));
    let tx = member.read("show organisation").await?;
    let version = tx.policy_last_number(PolicyKind::Organisation).await?;
    let running = tx.count_open_cases().await?;
    let number = tx.settings().await?.get(Setting::NUMBER).to_owned();
    drop(tx);
    let l = page.l();
    let org = &member.org;
    let known = Typed {
        name: org.name.clone(),
        time_zone: org.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        language: org.language.clone(),
        one_language: if org.one_language { "yes" } else { "" }.to_owned(),
        company_doctor: org.company_doctor.clone(),
        team_phones: number.clone(),
        smallest_count: org.smallest_count.to_string(),
        ..Typed::default()
    };
    let asks = typed
        .as_ref()
        .filter(|typed| problems.is_empty() && is_unsure(member, typed))
        .map(|_| running);
    let problems = problems.iter();
    let problems = problems
        .map(|code| l.get(&format!("desk-organisation-problem-{code}")))
        .collect();
    let view = Settings {
        typed: Typed {
            number_was: number,
            ..typed.unwrap_or(known)
        },
        version,
        problems,
        zone_asks: asks,
        least: SMALLEST,
        is_stale,
        page,
    };
    Ok(html(status, &view))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Texts;

    #[test]
    fn every_problem_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for code in ["name", "zone", "language", "count", "long", "number", "why"] {
                assert!(
                    l.has(&format!("desk-organisation-problem-{code}")),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn nonsense_is_told_and_a_small_count_refused() {
        let nonsense = Typed {
            time_zone: "Mars/Olympus".to_owned(),
            smallest_count: "2".to_owned(),
            ..Typed::default()
        };
        let problems = profile(&nonsense).unwrap_err();
        assert_eq!(problems, ["name", "zone", "language", "count", "why"]);
    }
}
