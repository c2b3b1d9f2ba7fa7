//! `/desk/retention`: how long each kind of data is kept, why, and what goes soon (R095, C24).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    retention::{DataKind, Retention, RetentionDraft, RetentionRefusal, adopt},
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    retention,
    store::PolicyKind,
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// How far ahead the page looks.
const AHEAD_DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "desk/retention.html")]
struct Kept {
    page: Page,
    kinds: Vec<KindView>,
    /// Kinds whose period can be chosen.
    choices: Vec<(&'static str, String)>,
    version: u32,
    /// Why the periods in force were chosen; none for the defaults.
    source: Option<String>,
    typed: Change,
    problems: Vec<String>,
}

/// One kind of data in the table.
struct KindView {
    name: String,
    /// How long, in words.
    kept: String,
    why: String,
    source: String,
    /// The shortest and the longest, where there is a choice.
    limits: Option<String>,
    /// What goes in the coming days, small numbers hidden; none for what does not go here.
    soon: Option<String>,
}

/// A new period for one kind.
#[derive(Default, Deserialize)]
pub(super) struct Change {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    why: String,
}

/// `GET /desk/retention`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    render(&member, StatusCode::OK, Change::default(), Vec::new()).await
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Change,
    problems: Vec<String>,
) -> Result<Response, AppError> {
    member.require(Action::ManageRetention, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "retention-title"))
        .seen_by(t!(member.reader, "retention-seen-by"));
    let tx = member.read("show retention").await?;
    let kept = tx.retention().await?;
    let ahead = SignedDuration::from_hours(24 * AHEAD_DAYS);
    let real = member.app().site.clock.real_now().plus(ahead);
    let plan = retention::plan(
        &tx,
        &kept,
        member.now.plus(ahead),
        real,
        &member.org.time_zone,
    )
    .await?;
    drop(tx);
    member.log_view("/desk/retention", Vec::new()).await?;
    let soon = plan.iter().map(|due| (due.kind, due.count)).collect();
    let least = i64::from(member.org.smallest_count);
    let kinds = DataKind::ALL
        .iter()
        .map(|kind| view(&page, &kept, *kind, (&soon, least)));
    let kinds = kinds.collect();
    let choices = DataKind::ALL
        .iter()
        .filter(|kind| kind.limits().is_some())
        .map(|kind| (kind.code(), name(&page, *kind)))
        .collect();
    Ok(html(
        status,
        &Kept {
            kinds,
            choices,
            version: kept.version,
            source: Some(kept.source).filter(|source| !source.is_empty()),
            typed,
            problems,
            page,
        },
    ))
}

/// How long a kind is kept, and how much of it goes soon unless that is fewer than may be shown.
fn view(
    page: &Page,
    kept: &Retention,
    kind: DataKind,
    (soon, least): (&BTreeMap<DataKind, i64>, i64),
) -> KindView {
    let start = page.text(&format!("retention-start-{}", kind.start().code()));
    let kept_for = match kept.days(kind) {
        Some(days) => t!(page, "retention-kept", days = days, start = start.as_str()),
        None => t!(page, "retention-stays"),
    };
    let limits = kind.limits().map(|limits| {
        t!(
            page,
            "retention-limits",
            least = limits.least,
            most = limits.most
        )
    });
    KindView {
        name: name(page, kind),
        kept: kept_for,
        why: page.text(&format!("retention-why-{}", kind.code())),
        source: page.text(&format!("retention-source-{}", kind.source().code())),
        limits,
        soon: soon_words(page, kind, soon.get(&kind).copied(), least),
    }
}

fn soon_words(page: &Page, kind: DataKind, count: Option<i64>, least: i64) -> Option<String> {
    let by_hand = matches!(
        kind,
        DataKind::AccessLog | DataKind::Backups | DataKind::Disclosures
    );
    match count.filter(|_| !by_hand)? {
        0 => Some(t!(page, "retention-soon-none")),
        count if count < least => Some(t!(page, "retention-soon-few", count = least)),
        count => Some(t!(page, "retention-soon", count = count)),
    }
}

fn name(page: &Page, kind: DataKind) -> String {
    page.text(&format!("retention-kind-{}", kind.code()))
}

/// `POST /desk/retention`: the next version of the periods, with who and why.
pub(super) async fn change(
    member: Member,
    form: Result<Form<Change>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form?;
    member.require(Action::ManageRetention, Standing::Nobody)?;
    let (Some(kind), Ok(days)) = (DataKind::parse(&form.kind), form.days.trim().parse()) else {
        let problem = t!(member.reader, "retention-refused-incomplete");
        return render(
            &member,
            StatusCode::UNPROCESSABLE_ENTITY,
            form,
            vec![problem],
        )
        .await;
    };
    let tx = member.write("change retention").await?;
    let draft = RetentionDraft {
        source: form.why.clone(),
        periods: BTreeMap::from([(kind, days)]),
    };
    let next = match adopt(&draft, &tx.retention().await?) {
        Ok(next) => next,
        Err(refusals) => {
            drop(tx);
            let problems = refusals.iter().map(|refusal| problem(&member, *refusal));
            let problems = problems.collect();
            return render(&member, StatusCode::UNPROCESSABLE_ENTITY, form, problems).await;
        }
    };
    tx.publish_policy(
        PolicyKind::Retention,
        i64::from(next.version),
        member.now.date(&member.org.time_zone),
        &next,
        &next.source,
        Some(&member.person.id),
        member.now,
    )
    .await?;
    member
        .log_in(&tx, "retention-changed", "/desk/retention", Vec::new())
        .await?;
    tx.commit().await?;
    let back = SeeOther::to("/desk/retention").with_flash(&Flash::new("retention-changed"));
    Ok(back.into_response())
}

fn problem(member: &Member, refusal: RetentionRefusal) -> String {
    let l = member.reader.l();
    match refusal {
        RetentionRefusal::OutOfRange(kind) => {
            let (least, most) = kind.limits().map_or((0, 0), |it| (it.least, it.most));
            t!(
                l,
                "retention-refused-out-of-range",
                least = least,
                most = most
            )
        }
        other => l.get(&format!("retention-refused-{}", other.code())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};
    use care::retention::{Source, Start};

    #[test]
    fn every_kind_start_and_source_has_its_words() {
        for language in Language::ALL {
            let l = Texts::new(language);
            let kinds = DataKind::ALL.iter();
            let mut keys: Vec<String> = kinds
                .flat_map(|kind| ["kind", "why"].map(|part| format!("retention-{part}-{kind}")))
                .collect();
            keys.extend(
                Start::ALL
                    .iter()
                    .map(|start| format!("retention-start-{start}")),
            );
            keys.extend(
                Source::ALL
                    .iter()
                    .map(|source| format!("retention-source-{source}")),
            );
            let refused = ["source-missing", "not-a-choice", "notes-outlive-case"];
            keys.extend(refused.map(|code| format!("retention-refused-{code}")));
            for key in keys {
                assert!(l.has(&key), "{key}");
            }
        }
    }
}
