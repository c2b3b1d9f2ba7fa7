//! `veer retention`: what is past its period, listed and then erased.

use std::{io::Write, process::ExitCode};

use care::{ids::OrgId, time::Instant};
use clap::Args;
use serde_json::{Value, json};

use super::{Data, location};
use crate::{
    clock::Clock,
    retention::{self, Done, Due, DueCase},
    store::{Organisation, Store},
};

/// Options of `veer retention`.
#[derive(Args)]
pub(super) struct Retention {
    /// List what would go, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Organisation; all of them without this.
    #[arg(long)]
    org: Option<String>,
}

/// Lists what is past its period; unless it is a dry run, tells and erases as the nightly run does.
pub(super) async fn run(data: &Data, options: &Retention) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let organisations = match &options.org {
        Some(id) => {
            let found = store.organisation(&OrgId::new(id)).await?;
            let missing = || anyhow::anyhow!("there is no organisation with the id {id}");
            vec![found.ok_or_else(missing)?]
        }
        None => store.organisations().await?,
    };
    let mut listed = Vec::new();
    for org in &organisations {
        let plan = plan(&store, org, &clock).await?;
        let done = if options.dry_run {
            None
        } else {
            Some(retention::round(&store, org, clock.now(), clock.real_now()).await?)
        };
        listed.push((org, plan, done));
    }
    let mut settled = None;
    if !options.dry_run {
        settled = Some(store.settle().await?);
        store.forget_journal(clock.now()).await?;
    }
    let mut out = std::io::stdout().lock();
    if options.json {
        let organisations: Vec<Value> = listed.iter().map(as_json).collect();
        let document = json!({
            "format": "veer-retention/1",
            "dry_run": options.dry_run,
            "organisations": organisations,
            "medium_cleaned": settled,
        });
        writeln!(out, "{document}")?;
    } else {
        for entry in &listed {
            print(&mut out, entry)?;
        }
        if settled == Some(false) {
            writeln!(
                out,
                "the medium is cleaned once nobody reads any more: run this again"
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn plan(store: &Store, org: &Organisation, clock: &Clock) -> anyhow::Result<Vec<Due>> {
    let tx = store.read("plan retention", &org.id).await?;
    let kept = tx.retention().await?;
    let (now, real) = (clock.now(), clock.real_now());
    Ok(retention::plan(&tx, &kept, now, real, &org.time_zone).await?)
}

type Listed<'a> = (&'a Organisation, Vec<Due>, Option<Done>);

fn as_json((org, plan, done): &Listed<'_>) -> Value {
    let day = |at: Instant| at.date(&org.time_zone).to_string();
    let case = |case: &DueCase| {
        json!({
            "pseudonym": case.pseudonym,
            "due": day(case.due_at),
            "told": case.warned_at.map(day),
            "erased_from": day(case.erased_from),
        })
    };
    let kinds = plan.iter().map(|due| {
        let cases: Vec<Value> = due.cases.iter().map(case).collect();
        json!({ "kind": due.kind.code(), "count": due.count, "cases": cases })
    });
    json!({
        "org": org.id.as_str(),
        "kinds": kinds.collect::<Vec<_>>(),
        "done": done.map(|done| json!({
            "told": done.told, "notes": done.notes, "cases": done.cases, "rows": done.rows,
        })),
    })
}

fn print(out: &mut impl Write, (org, plan, done): &Listed<'_>) -> std::io::Result<()> {
    let day = |at: Instant| at.date(&org.time_zone).to_string();
    writeln!(out, "{} ({})", org.name, org.id.as_str())?;
    for due in plan.iter().filter(|due| due.count > 0) {
        writeln!(out, "  {:<14}{:>7}", due.kind.code(), due.count)?;
        for case in &due.cases {
            let told = case.warned_at.map_or_else(
                || "not told yet".to_owned(),
                |at| format!("told {}", day(at)),
            );
            let (due_on, from) = (day(case.due_at), day(case.erased_from));
            writeln!(
                out,
                "    {}  due {due_on}, {told}, goes from {from}",
                case.pseudonym
            )?;
        }
    }
    if plan.iter().all(|due| due.count == 0) {
        writeln!(out, "  nothing is past its period")?;
    }
    if let Some(done) = done {
        writeln!(
            out,
            "  told {}, erased: notes of {} cases, {} cases, {} other rows",
            done.told, done.notes, done.cases, done.rows
        )?;
    }
    Ok(())
}
